"""Closing a round of review, and turning the conditions of an agreement into actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from eia_app.domain.errors import Invalid, NotFound
from eia_app.domain.journey.tasks import TaskKey
from eia_app.domain.questionnaire.model import Question
from eia_app.domain.review.review import CommentKind, Outcome
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers.rows import fill_row, new_row
from eia_app.services.assessment.content import StoredRow
from eia_app.services.assessment.derived_columns import flush
from eia_app.services.assessment.events import record
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import discussion, rounds
from eia_app.services.review import record as review_record
from eia_app.services.review.discussion import RoundView
from eia_app.services.snapshots import snapshots
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Condition, Round

NO_CONDITIONS = "Add at least one condition, or agree without conditions"
CONDITIONS_LEFT = "Remove the conditions, or agree with conditions"
NO_PLAN = "This assessment has no action plan, so conditions cannot be kept in it. Ask for changes"
CHOSEN = ("action_groups", "action_status")
ISSUE = "Condition of the {group}, round {number} of review"
OUTCOME = "What the {group} agreed on is in place."


@dataclass(frozen=True)
class Terms:
    """The terms of a condition: what must be done, by whom (a role), by when, and the measure."""

    text: str
    owner: str
    due: date
    measure: str


def save_condition(
    context: AssessmentContext, id_: UUID, terms: Terms, *, by: Person, now: datetime
) -> None:
    """Add a condition to the round that is open, or change the one that has this id."""
    permissions.require(Transition.COMPLETE_REVIEW, by, context.assessment)
    round_view = discussion.open_one(context)
    condition = context.session.get(Condition, id_)
    if condition is None:
        condition = Condition(
            id=id_, assessment_id=context.assessment.id, round_id=round_view.round.id, at=now
        )
        context.session.add(condition)
    else:
        _require_of(condition, round_view)
    condition.text, condition.owner = terms.text, terms.owner
    condition.due, condition.measure = terms.due, terms.measure
    condition.by_id = by.id
    flush(context.session)


def find_condition(context: AssessmentContext, id_: UUID) -> Condition | None:
    """Return a condition of the open round; None for a new id. Raise NotFound for any other."""
    condition = context.session.get(Condition, id_)
    if condition is not None:
        _require_of(condition, discussion.open_one(context))
    return condition


def remove_condition(context: AssessmentContext, id_: UUID, *, by: Person, now: datetime) -> None:
    """Remove a condition before the round is closed. It stays stored, and counts no more."""
    permissions.require(Transition.COMPLETE_REVIEW, by, context.assessment)
    condition = find_condition(context, id_)
    if condition is None:
        raise NotFound("There is no such condition.")
    condition.removed_at = now
    flush(context.session)


def _require_of(condition: Condition, round_view: RoundView) -> None:
    if condition.round_id != round_view.round.id or condition.removed_at is not None:
        raise NotFound("There is no such condition.")


def tasks_to_change(context: AssessmentContext, round_view: RoundView) -> list[TaskKey]:
    """Return the tasks that the must-address comments of a round are about, in their order."""
    must_address = [
        comment for comment in round_view.comments if comment.kind is CommentKind.MUST_ADDRESS
    ]
    task_key = context.journey.task_key
    commented_keys = {
        task_key(comment.section, comment.group_id or None) for comment in must_address
    }
    keys = [task.key for task in context.journey.tasks]
    return [key for key in keys if key in commented_keys or (key[0], None) in commented_keys]


def close(
    context: AssessmentContext,
    action: Transition,
    note: str,
    detail: dict[str, Any],
    *,
    by: Person,
    now: datetime,
) -> None:
    """End the open round, as a part of the transition that ends it; add to `detail`.

    The conditions of an agreement become actions, and a new snapshot has them. Raise NotAllowed and
    Invalid like rounds.close_round.
    """
    open_round = rounds.open_one(context.session, context.assessment)
    conditions = review_record.conditions(context.session, open_round) if open_round else []
    if action is Transition.COMPLETE_REVIEW:
        _check(context, Outcome(detail.get("outcome", Outcome.AGREED)), conditions)
    round_ = rounds.close_round(context, action, note, detail, by=by, now=now)
    detail["round"], detail["outcome"] = round_.number, str(round_.outcome)
    if round_.outcome is Outcome.AGREED_WITH_CONDITIONS:
        for condition in conditions:
            condition.action_id = _become_action(context, condition, round_, by, now).id
        flush(context.session)
        detail["snapshot"] = snapshots.store(context, by=by, now=now).sha256
    round_view = RoundView(context.session, context.assessment, round_)
    round_.record_sha256 = detail["record"] = review_record.digest(round_view)
    flush(context.session)


def _check(context: AssessmentContext, outcome: Outcome, conditions: Sequence[Condition]) -> None:
    """Raise Invalid if the outcome and the conditions do not go together."""
    if outcome is Outcome.AGREED and conditions:
        raise Invalid({"outcome": CONDITIONS_LEFT})
    if outcome is Outcome.AGREED_WITH_CONDITIONS and not conditions:
        raise Invalid({"outcome": NO_CONDITIONS})
    if outcome is Outcome.AGREED_WITH_CONDITIONS and not _plan(context):
        raise Invalid({"outcome": NO_PLAN})


def _plan(context: AssessmentContext) -> str:
    """Return the id of the list of actions; "" if this assessment has none."""
    section = context.edition.means("actions")
    return section if context.journey.task(section) else ""


def _become_action(
    context: AssessmentContext, condition: Condition, round_: Round, by: Person, now: datetime
) -> StoredRow:
    row = new_row(context, _plan(context), uuid4())
    fill_row(context, row, values_of_action(context, condition, round_), by=by, now=now)
    return row


def values_of_action(
    context: AssessmentContext, condition: Condition, round_: Round
) -> dict[str, Any]:
    """Return the answers of an action, by the meanings that the edition gives its questions.

    Other questions are left unanswered, and the report says so.
    """
    edition, group = context.edition, context.council.review_group
    groups, status = (edition.questions.get(edition.means(meaning)) for meaning in CHOSEN)
    values_by_meaning = {
        "action_issue": ISSUE.format(group=group, number=round_.number),
        "action_groups": _everyone(groups),
        "action_text": condition.text,
        "action_outcome": OUTCOME.format(group=group),
        "action_measure": condition.measure,
        "action_owner": condition.owner,
        "action_due": condition.due.isoformat(),
        "action_status": _first_open(context, status),
    }
    values = {edition.means(name): value for name, value in values_by_meaning.items()}
    return {question: value for question, value in values.items() if question and value}


def _everyone(question: Question | None) -> list[str]:
    """Return the option that stands for all groups, in a list."""
    options = question.options if question else ()
    return [option.value for option in options if option.exclusive][:1]


def _first_open(context: AssessmentContext, question: Question | None) -> str:
    """Return the first status that does not mean that an action is over."""
    over = context.edition.values_meaning("action_over")
    options = question.options if question else ()
    return next((option.value for option in options if option.value not in over), "")


def refer_up(context: AssessmentContext, to: str, why: str, *, by: Person, now: datetime) -> None:
    """Refer a round to a more senior role before it is closed. The round stays open.

    Raise Denied, NotAllowed when it is closed, and Invalid by field.
    """
    permissions.require(Transition.REFER_UP, by, context.assessment)
    round_view = discussion.open_one(context)
    errors = {"referred_to": "" if to.strip() else "Enter to whom you refer it, by role"}
    errors["reason"] = "" if why.strip() else "Enter why you refer it up"
    if any(errors.values()):
        raise Invalid({name: text for name, text in errors.items() if text})
    round_view.round.referred_to = to.strip()
    flush(context.session)
    detail: dict[str, Any] = {"round": round_view.round.number, "to": to.strip()}
    record(
        context.session,
        context.assessment,
        Transition.REFER_UP,
        by=by,
        now=now,
        note=why,
        detail=detail,
    )
