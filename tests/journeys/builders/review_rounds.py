"""Build assessments at each stage of a round of review: sent back, answered, agreed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from eia_app.domain.review.review import Outcome, ReplyKind
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.people import people
from eia_app.services.review import closing, discussion, replies
from eia_app.services.review import record as review_record
from eia_app.services.snapshots import versions
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.models.people import Person
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.builders.in_review import build_in_review
from tests.journeys.server import EQUALITY_LEAD, LEAD, Actor

REASON = "Two days less hit some families harder than others: name them."
CHANGED = "We name the 34 families who book both days, and what each was offered."
TERMS = closing.Terms(
    "Write to the 34 families before the booking opens",
    "Head of Early Years",
    date(2027, 5, 1),
    "34 letters sent, and the answers counted",
)


def build_with_condition(builder: AssessmentBuilder) -> UUID:
    """Build one in review, with a condition drafted by the equality lead."""
    id_ = build_in_review(builder, given=True)
    with builder.writing() as session:
        context = load_assessment(session, builder.forms, id_)
        lead, condition_id = _person(context, EQUALITY_LEAD), uuid4()
        closing.save_condition(context, condition_id, TERMS, by=lead, now=datetime.now(UTC))
        builder.placeholder_ids["{condition}"] = str(condition_id)
    return id_


def build_sent_back(builder: AssessmentBuilder) -> UUID:
    """Build one that was sent back with an opinion and comments; two sections can be changed."""
    id_ = build_in_review(builder, given=True)
    with builder.writing() as session:
        context = load_assessment(session, builder.forms, id_)
        detail: dict[str, Any] = {"sections": [["proposal", ""], ["effects", "age"]]}
        _apply_transition(context, EQUALITY_LEAD, Transition.REQUEST_CHANGES, detail)
    return id_


def build_in_second_round(builder: AssessmentBuilder) -> UUID:
    """Build one that was changed and is in review again.

    Adds the ids of its two versions to `builder.placeholder_ids`.
    """
    id_ = build_sent_back(builder)
    with builder.writing() as session:
        context = load_assessment(session, builder.forms, id_)
        by, now = _person(context, LEAD), datetime.now(UTC)
        for comment in discussion.of_round(context).comments:
            reply = replies.find(context, comment.id)
            replies.save(context, reply, ReplyKind.CHANGED, CHANGED, by=by, now=now, seen=0)
        values = {context.edition.means("explanation"): CHANGED}
        save_answers(context, "effects", "age", values, by=by, now=now)
        _apply_transition(context, LEAD, Transition.RESUBMIT, {})
        new, old = (str(version.stored.id) for version in versions.listed(context, by))
        builder.placeholder_ids |= {"{new}": new, "{old}": old}
    return id_


def build_agreed(builder: AssessmentBuilder) -> UUID:
    """Build one that was agreed with a condition and awaits sign-off."""
    id_ = build_with_condition(builder)
    with builder.writing() as session:
        context = load_assessment(session, builder.forms, id_)
        outcome = {"outcome": Outcome.AGREED_WITH_CONDITIONS.value}
        _apply_transition(context, EQUALITY_LEAD, Transition.COMPLETE_REVIEW, outcome)
        assert review_record.annex(context)["rounds"]
    return id_


def _apply_transition(
    context: AssessmentContext, actor: Actor, action: Transition, detail: dict[str, Any]
) -> None:
    step = TransitionRequest(action, REASON, detail)
    apply_transition(context, step, by=_person(context, actor), now=datetime.now(UTC))


def _person(context: AssessmentContext, actor: Actor) -> Person:
    person = people.by_email(context.session, actor.email)
    assert person is not None, actor
    return person
