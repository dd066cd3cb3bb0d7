"""A review: the whole assessment on one page, one’s checklist and notes, and one’s opinion."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain import checklist
from eia_app.domain.conversions import sent_number
from eia_app.domain.errors import Invalid, Stale
from eia_app.domain.places import WHOLE
from eia_app.domain.policy import May, may
from eia_app.domain.review import Place, Recommendation
from eia_app.domain.workflow import State
from eia_app.services import coaching, discussion, invitations, opinions, remarks, rounds
from eia_app.web.access import needs, signed_in
from eia_app.web.database import db
from eia_app.web.discussing import for_discussion
from eia_app.web.drafts import offered
from eia_app.web.errors import put_errors, summary_of
from eia_app.web.forms import RemoveForm
from eia_app.web.held import held_fields
from eia_app.web.posted import posted_fields
from eia_app.web.reading import anchor_of, laid_out, query_of
from eia_app.web.review_forms import NoteForm, OpinionForm
from eia_app.web.review_words import KINDS, MARKS, OUTCOMES, RECOMMENDATIONS

if TYPE_CHECKING:
    from eia_app.services.coaching import Noticed
    from eia_app.services.discussion import Discussion
    from eia_app.services.opened import Opened

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


def ways_in(opened: Opened) -> list[tuple[str, str]]:
    """What this person can do in the review of an assessment, as words and addresses."""
    person, it = signed_in(), opened.assessment
    if it.state is State.DRAFT:
        return []
    found = [
        (ASKED, url_for("invitations.answer", assessment_id=it.id, invitation_id=each.id))
        for each in it.invitations
        if each.person_id == person.id and each.withdrawn_at is None
    ]
    if may(May.READ_DISCUSSION, person, it) and rounds.newest(db(), it) is not None:
        words = READ_AND_REMARK if may(May.COMMENT, person, it) else READ_REVIEW
        found.append((words, url_for("review.read", assessment_id=it.id)))
    return found


@bp.get(UNDER)
@for_discussion(May.READ_DISCUSSION)
def read(opened: Opened) -> ResponseReturnValue:
    """What was submitted, with the remarks of a round: `?round=1`, else the newest."""
    person, it = signed_in(), opened.assessment
    talk = discussion.of_round(opened, request.args.get("round", type=sent_number))
    note = remarks.note_of(db(), it, person)
    reading = laid_out(talk.snapshot, discussion.by_place(talk.comments))
    known = talk.places
    return render_template(
        "pages/review/read.html",
        opened=opened,
        talk=talk,
        reading=reading,
        elsewhere=[c for c in talk.comments if discussion.place_of(c) not in known],
        coached=_coached(opened, talk),
        may_comment=talk.is_open and may(May.COMMENT, person, it),
        may_judge=talk.is_open and may(May.GIVE_OPINION, person, it),
        may_invite=talk.is_open and may(May.INVITE, person, it),
        mine=talk.opinion_of(person),
        items=checklist.items(talk.snapshot),
        marks=opinions.marks_of(talk.opinion_of(person)),
        note=note.text if note else "",
    )


def _coached(opened: Opened, talk: Discussion) -> dict[Place, list[Noticed]]:
    """What the coach notices, by the place that it is about, while the round is open: until then
    nobody changes what was submitted."""
    found: dict[Place, list[Noticed]] = {}
    if talk.is_open:
        for each in coaching.everything(opened, now=datetime.now(UTC)):
            place = each.finding.place
            found.setdefault(place if place in talk.places else WHOLE, []).append(each)
    return found


@bp.route(f"{UNDER}/checklist", methods=["GET", "POST"])
@for_discussion(May.GIVE_OPINION)
def looked_at(opened: Opened) -> ResponseReturnValue:
    """One’s own checklist: kept as far as it has got."""
    talk = discussion.open_one(opened)
    if request.method == "POST":
        marks = dict(posted_fields())
        opinions.save_checklist(opened, marks, by=signed_in(), now=datetime.now(UTC))
        return redirect(url_for("review.read", assessment_id=talk.assessment.id) + "#checklist")
    saved = opinions.marks_of(talk.opinion_of(signed_in()))
    return render_template(
        "pages/review/checklist.html",
        opened=opened,
        items=checklist.items(talk.snapshot),
        marks={**saved, **dict(held_fields() or ())},
        form=RemoveForm(),
    )


@bp.route(f"{UNDER}/note", methods=["GET", "POST"])
@for_discussion(May.READ_DISCUSSION)
def note(opened: Opened) -> ResponseReturnValue:
    """One’s own notes, which nobody else reads."""
    person, it = signed_in(), opened.assessment
    saved = remarks.note_of(db(), it, person)
    form = NoteForm(data={"text": saved.text if saved else ""})
    if form.validate_on_submit():
        remarks.save_note(opened, form.text.data or "", by=person, now=datetime.now(UTC))
        return redirect(url_for("review.read", assessment_id=it.id) + "#notes")
    errors = summary_of(form)
    page = render_template(
        "pages/review/note.html", opened=opened, form=form, errors=errors, offer=offered(form)
    )
    return page, 422 if errors else 200


@bp.route(f"{UNDER}/opinion", methods=["GET", "POST"])
@for_discussion(May.GIVE_OPINION)
def opinion(opened: Opened) -> ResponseReturnValue:
    """Give one’s opinion, or change it while the round is open."""
    person, talk = signed_in(), discussion.open_one(opened)
    mine = talk.opinion_of(person)
    given = mine if mine and mine.given_at else None
    form = OpinionForm(
        data={
            "recommendation": given.recommendation if given else None,
            "reason": given.reason if given else "",
            "seen": opinions.showed(given),
        }
    )
    stale = None
    if form.validate_on_submit():
        try:
            opinions.give(
                opened,
                Recommendation(form.recommendation.data),
                form.reason.data or "",
                by=person,
                now=datetime.now(UTC),
                seen=form.seen.data or "",
            )
            return redirect(url_for("review.said", assessment_id=opened.assessment.id))
        except Invalid as error:
            put_errors(form, error.errors)
        except Stale as error:
            stale, form.seen.data = error, opinions.showed(given)
    errors = summary_of(form)
    page = render_template(
        "pages/review/opinion.html",
        opened=opened,
        form=form,
        errors=errors,
        stale=stale,
        given=given,
        offer=offered(form),
    )
    return page, 409 if stale else 422 if errors else 200


@bp.get(f"{UNDER}/opinions")
@for_discussion(May.READ_DISCUSSION)
def said(opened: Opened) -> ResponseReturnValue:
    """The opinions of a round that this person may read."""
    talk = discussion.of_round(opened, request.args.get("round", type=sent_number))
    return render_template("pages/review/opinions.html", opened=opened, talk=talk, **_said(talk))


def _said(talk: Discussion) -> dict[str, object]:
    person, it = signed_in(), talk.assessment
    return {
        "given": talk.given(person),
        "answers": talk.answers(person),
        "mine": talk.opinion_of(person),
        "may_judge": talk.is_open and may(May.GIVE_OPINION, person, it),
        "number": sum(each.given_at is not None for each in talk.opinions),
    }


@bp.get("/reviews")
@needs(May.START)
def past() -> ResponseReturnValue:
    """One’s own past reviews: what one said, how the round ended and what happened since."""
    person = signed_in()
    return render_template(
        "pages/review/past.html",
        reviews=opinions.past(db(), person),
        asked=invitations.asked_of(db(), person),
    )
