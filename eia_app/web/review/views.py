"""A review: the whole assessment on one page, one’s checklist and notes, and one’s opinion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import Invalid, Stale
from eia_app.domain.review import checklist
from eia_app.domain.review.locations import WHOLE
from eia_app.domain.review.review import Location, Recommendation
from eia_app.domain.text.conversions import sent_number
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.domain.workflow.states import State
from eia_app.services.coach import findings
from eia_app.services.review import comments, discussion, invitations, opinions, rounds
from eia_app.web.assessment.forms import RemoveForm
from eia_app.web.http import current
from eia_app.web.http.authorization import needs, signed_in
from eia_app.web.http.database import db
from eia_app.web.http.errors import put_errors, summary_of
from eia_app.web.http.form_data import posted_fields
from eia_app.web.http.unsaved_text import restored_fields
from eia_app.web.review.authorization import for_discussion
from eia_app.web.review.forms import NoteForm, OpinionForm
from eia_app.web.review.labels import KINDS, MARKS, OUTCOMES, RECOMMENDATIONS
from eia_app.web.review.reading_page import anchor_of, laid_out, query_of
from eia_app.web.wizard.drafts import offered

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.services.coach.findings import NotedFindings
    from eia_app.services.review.discussion import RoundView

bp = Blueprint("review", __name__)
ASKED = "Your opinion is asked"
READ_AND_REMARK, READ_REVIEW = "Read and remark", "Read the review"
UNDER = "/assessments/<uuid:assessment_id>/review"


@bp.app_context_processor
def words() -> dict[str, object]:
    """The words of a review, for every template."""
    return {
        "REMARK_KINDS": KINDS,
        "RECOMMENDATIONS": RECOMMENDATIONS,
        "ROUND_OUTCOMES": OUTCOMES,
        "MARKS": MARKS,
        "WHOLE": WHOLE,
        "anchor_of": anchor_of,
        "query_of": query_of,
        "ways_into_review": ways_in,
    }


def ways_in(context: AssessmentContext) -> list[tuple[str, str]]:
    """What this person can do in the review of an assessment, as words and addresses."""
    person, it = signed_in(), context.assessment
    if it.state is State.DRAFT:
        return []
    found = [
        (ASKED, url_for("invitations.answer", assessment_id=it.id, invitation_id=each.id))
        for each in it.invitations
        if each.person_id == person.id and each.withdrawn_at is None
    ]
    if is_allowed(Permission.READ_DISCUSSION, person, it) and rounds.newest(db(), it) is not None:
        words = READ_AND_REMARK if is_allowed(Permission.COMMENT, person, it) else READ_REVIEW
        found.append((words, url_for("review.read", assessment_id=it.id)))
    return found


@bp.get(UNDER)
@for_discussion(Permission.READ_DISCUSSION)
def read(context: AssessmentContext) -> ResponseReturnValue:
    """What was submitted, with the remarks of a round: `?round=1`, else the newest."""
    person, it = signed_in(), context.assessment
    talk = discussion.of_round(context, request.args.get("round", type=sent_number))
    note = comments.note_of(db(), it, person)
    reading = laid_out(talk.snapshot, discussion.by_place(talk.comments))
    known = talk.places
    return render_template(
        "pages/review/reading/read.html",
        context=context,
        talk=talk,
        reading=reading,
        elsewhere=[c for c in talk.comments if discussion.place_of(c) not in known],
        coached=_coached(context, talk),
        may_comment=talk.is_open and is_allowed(Permission.COMMENT, person, it),
        may_judge=talk.is_open and is_allowed(Permission.GIVE_OPINION, person, it),
        may_invite=talk.is_open and is_allowed(Permission.INVITE, person, it),
        mine=talk.opinion_of(person),
        items=checklist.items(talk.snapshot),
        marks=opinions.marks_of(talk.opinion_of(person)),
        note=note.text if note else "",
    )


def _coached(context: AssessmentContext, talk: RoundView) -> dict[Location, list[NotedFindings]]:
    """What the coach notices, by the place that it is about, while the round is open: until then
    nobody changes what was submitted."""
    found: dict[Location, list[NotedFindings]] = {}
    if talk.is_open:
        for each in findings.list_all(context, now=current.now()):
            place = each.finding.place
            found.setdefault(place if place in talk.places else WHOLE, []).append(each)
    return found


@bp.route(f"{UNDER}/checklist", methods=["GET", "POST"])
@for_discussion(Permission.GIVE_OPINION)
def looked_at(context: AssessmentContext) -> ResponseReturnValue:
    """One’s own checklist: kept as far as it has got."""
    talk = discussion.open_one(context)
    if request.method == "POST":
        marks = dict(posted_fields())
        opinions.save_checklist(context, marks, by=signed_in(), now=current.now())
        return redirect(url_for("review.read", assessment_id=talk.assessment.id) + "#checklist")
    saved = opinions.marks_of(talk.opinion_of(signed_in()))
    return render_template(
        "pages/review/reading/checklist.html",
        context=context,
        items=checklist.items(talk.snapshot),
        marks={**saved, **dict(restored_fields() or ())},
        form=RemoveForm(),
    )


@bp.route(f"{UNDER}/note", methods=["GET", "POST"])
@for_discussion(Permission.READ_DISCUSSION)
def note(context: AssessmentContext) -> ResponseReturnValue:
    """One’s own notes, which nobody else reads."""
    person, it = signed_in(), context.assessment
    saved = comments.note_of(db(), it, person)
    form = NoteForm(data={"text": saved.text if saved else ""})
    if form.validate_on_submit():
        comments.save_note(context, form.text.data or "", by=person, now=current.now())
        return redirect(url_for("review.read", assessment_id=it.id) + "#notes")
    errors = summary_of(form)
    page = render_template(
        "pages/review/reading/note.html",
        context=context,
        form=form,
        errors=errors,
        offer=offered(form),
    )
    return page, 422 if errors else 200


@bp.route(f"{UNDER}/opinion", methods=["GET", "POST"])
@for_discussion(Permission.GIVE_OPINION)
def opinion(context: AssessmentContext) -> ResponseReturnValue:
    """Give one’s opinion, or change it while the round is open."""
    person, talk = signed_in(), discussion.open_one(context)
    mine = talk.opinion_of(person)
    given = mine if mine and mine.given_at else None
    form = OpinionForm(
        data={
            "recommendation": given.recommendation if given else None,
            "reason": given.reason if given else "",
            "seen": opinions.was_shown(given),
        }
    )
    stale = None
    if form.validate_on_submit():
        try:
            opinions.give(
                context,
                Recommendation(form.recommendation.data),
                form.reason.data or "",
                by=person,
                now=current.now(),
                seen=form.seen.data or "",
            )
            return redirect(url_for("review.said", assessment_id=context.assessment.id))
        except Invalid as error:
            put_errors(form, error.errors)
        except Stale as error:
            stale, form.seen.data = error, opinions.was_shown(given)
    errors = summary_of(form)
    page = render_template(
        "pages/review/reading/opinion.html",
        context=context,
        form=form,
        errors=errors,
        stale=stale,
        given=given,
        offer=offered(form),
    )
    return page, 409 if stale else 422 if errors else 200


@bp.get(f"{UNDER}/opinions")
@for_discussion(Permission.READ_DISCUSSION)
def said(context: AssessmentContext) -> ResponseReturnValue:
    """The opinions of a round that this person may read."""
    talk = discussion.of_round(context, request.args.get("round", type=sent_number))
    return render_template(
        "pages/review/reading/opinions.html", context=context, talk=talk, **_said(talk)
    )


def _said(talk: RoundView) -> dict[str, object]:
    person, it = signed_in(), talk.assessment
    return {
        "given": talk.given(person),
        "answers": talk.answers(person),
        "mine": talk.opinion_of(person),
        "may_judge": talk.is_open and is_allowed(Permission.GIVE_OPINION, person, it),
        "number": sum(each.given_at is not None for each in talk.opinions),
    }


@bp.get("/reviews")
@needs(Permission.START)
def past() -> ResponseReturnValue:
    """One’s own past reviews: what one said, how the round ended and what happened since."""
    person = signed_in()
    return render_template(
        "pages/review/reading/past.html",
        reviews=opinions.past(db(), person),
        asked=invitations.asked_of(db(), person),
    )
