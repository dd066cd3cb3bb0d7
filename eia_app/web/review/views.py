"""A review: the whole assessment on one page, and the reader’s checklist, notes and opinion."""

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
from eia_app.domain.workflow.states import State, Transition
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
from eia_app.web.review.reading_page import anchor_of, lay_out, query_of
from eia_app.web.wizard.drafts import offered

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.services.coach.kept_findings import NotedFindings
    from eia_app.services.review.discussion import RoundView

bp = Blueprint("review", __name__)
ASKED = "Your opinion is asked"
READ_AND_REMARK, READ_REVIEW = "Read and remark", "Read the review"
UNDER = "/assessments/<uuid:assessment_id>/review"


@bp.app_context_processor
def words() -> dict[str, object]:
    """Return the labels of a review, for every template."""
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
    """Return the links of this person into the review of an assessment, as words and addresses."""
    person, assessment = signed_in(), context.assessment
    if assessment.state is State.DRAFT:
        return []
    links = [
        (
            ASKED,
            url_for("invitations.answer", assessment_id=assessment.id, invitation_id=invitation.id),
        )
        for invitation in assessment.invitations
        if invitation.person_id == person.id and invitation.withdrawn_at is None
    ]
    if (
        is_allowed(Permission.READ_DISCUSSION, person, assessment)
        and rounds.newest(db(), assessment) is not None
    ):
        words = (
            READ_AND_REMARK if is_allowed(Permission.COMMENT, person, assessment) else READ_REVIEW
        )
        links.append((words, url_for("review.read", assessment_id=assessment.id)))
    return links


@bp.get(UNDER)
@for_discussion(Permission.READ_DISCUSSION)
def read(context: AssessmentContext) -> ResponseReturnValue:
    """The submitted version, with the comments of a round: `?round=1`, else the newest."""
    person, assessment = signed_in(), context.assessment
    round_view = discussion.of_round(context, request.args.get("round", type=sent_number))
    note = comments.note_of(db(), assessment, person)
    reading = lay_out(round_view.snapshot, discussion.by_place(round_view.comments))
    places = round_view.places
    return render_template(
        "pages/review/reading/read.html",
        context=context,
        talk=round_view,
        reading=reading,
        elsewhere=[
            comment for comment in round_view.comments if discussion.place_of(comment) not in places
        ],
        coached=_coached(context, round_view),
        may_comment=round_view.is_open and is_allowed(Permission.COMMENT, person, assessment),
        may_judge=round_view.is_open and is_allowed(Transition.GIVE_OPINION, person, assessment),
        may_invite=round_view.is_open and is_allowed(Transition.INVITE, person, assessment),
        mine=round_view.opinion_of(person),
        items=checklist.items(round_view.snapshot),
        marks=opinions.marks_of(round_view.opinion_of(person)),
        note=note.text if note else "",
    )


def _coached(
    context: AssessmentContext, round_view: RoundView
) -> dict[Location, list[NotedFindings]]:
    """Return the coach’s findings by place, while the round is open.

    Nobody changes the submitted version until then, so they fit its text.
    """
    findings_by_place: dict[Location, list[NotedFindings]] = {}
    if round_view.is_open:
        for noted in findings.list_all(context, now=current.now()):
            place = noted.finding.place
            findings_by_place.setdefault(place if place in round_view.places else WHOLE, []).append(
                noted
            )
    return findings_by_place


@bp.route(f"{UNDER}/checklist", methods=["GET", "POST"])
@for_discussion(Transition.GIVE_OPINION)
def looked_at(context: AssessmentContext) -> ResponseReturnValue:
    """The reader’s checklist, saved as far as it has got."""
    round_view = discussion.open_one(context)
    if request.method == "POST":
        marks = dict(posted_fields())
        opinions.save_checklist(context, marks, by=signed_in(), now=current.now())
        return redirect(
            url_for("review.read", assessment_id=round_view.assessment.id) + "#checklist"
        )
    saved = opinions.marks_of(round_view.opinion_of(signed_in()))
    return render_template(
        "pages/review/reading/checklist.html",
        context=context,
        items=checklist.items(round_view.snapshot),
        marks={**saved, **dict(restored_fields() or ())},
        form=RemoveForm(),
    )


@bp.route(f"{UNDER}/note", methods=["GET", "POST"])
@for_discussion(Permission.READ_DISCUSSION)
def note(context: AssessmentContext) -> ResponseReturnValue:
    """The reader’s private notes."""
    person, assessment = signed_in(), context.assessment
    saved = comments.note_of(db(), assessment, person)
    form = NoteForm(data={"text": saved.text if saved else ""})
    if form.validate_on_submit():
        comments.save_note(context, form.text.data or "", by=person, now=current.now())
        return redirect(url_for("review.read", assessment_id=assessment.id) + "#notes")
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
@for_discussion(Transition.GIVE_OPINION)
def opinion(context: AssessmentContext) -> ResponseReturnValue:
    """Give one’s opinion, or change it while the round is open."""
    person, round_view = signed_in(), discussion.open_one(context)
    own_opinion = round_view.opinion_of(person)
    given = own_opinion if own_opinion and own_opinion.given_at else None
    form = OpinionForm(
        data={
            "recommendation": given.recommendation if given else None,
            "reason": given.reason if given else "",
            "seen": opinions.content_mark(given),
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
            stale, form.seen.data = error, opinions.content_mark(given)
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
    round_view = discussion.of_round(context, request.args.get("round", type=sent_number))
    return render_template(
        "pages/review/reading/opinions.html", context=context, talk=round_view, **_said(round_view)
    )


def _said(round_view: RoundView) -> dict[str, object]:
    person, assessment = signed_in(), round_view.assessment
    return {
        "given": round_view.given(person),
        "answers": round_view.answers(person),
        "mine": round_view.opinion_of(person),
        "may_judge": round_view.is_open and is_allowed(Transition.GIVE_OPINION, person, assessment),
        "number": sum(opinion.given_at is not None for opinion in round_view.opinions),
    }


@bp.get("/reviews")
@needs(Permission.USE_SERVICE)
def past() -> ResponseReturnValue:
    """The reader’s past reviews: their opinion, the outcome of the round, and the state today."""
    person = signed_in()
    return render_template(
        "pages/review/reading/past.html",
        reviews=opinions.past(db(), person),
        asked=invitations.invitations_of(db(), person),
    )
