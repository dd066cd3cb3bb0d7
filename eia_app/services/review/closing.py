"""Closing a round of review: the conditions of an agreement, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from eia_app.domain.errors import Invalid, NotFound
from eia_app.domain.journey.traversal import TaskKey
from eia_app.domain.questionnaire.model import Question
from eia_app.domain.review.review import CommentKind, Outcome
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import May
from eia_app.domain.workflow.states import Action
from eia_app.services.answers.save import new_row
from eia_app.services.assessment.derived_columns import columns_of_action, flush
from eia_app.services.assessment.events import record
from eia_app.services.assessment.loading import Opened, StoredRow
from eia_app.services.review import discussion, rounds
from eia_app.services.review import record as review_record
from eia_app.services.review.discussion import Discussion
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
    """What must be done, by whom (a role), by when, and how it will be known."""

    text: str
    owner: str
    due: date
    measure: str


def save_condition(opened: Opened, id_: UUID, terms: Terms, *, by: Person, now: datetime) -> None:
    """Add a condition to the round that is open, or change the one that has this id."""
    permissions.require(May.COMPLETE_REVIEW, by, opened.assessment)
    talk = discussion.open_one(opened)
    condition = opened.session.get(Condition, id_)
    if condition is None:
        condition = Condition(
            id=id_, assessment_id=opened.assessment.id, round_id=talk.round.id, at=now
        )
        opened.session.add(condition)
    else:
        _require_of(condition, talk)
    condition.text, condition.owner = terms.text, terms.owner
    condition.due, condition.measure = terms.due, terms.measure
    condition.by_id = by.id
    flush(opened.session)


def find_condition(opened: Opened, id_: UUID) -> Condition | None:
    """A condition of the round that is open. None for an id that is new; raises NotFound for one
    of anything else."""
    condition = opened.session.get(Condition, id_)
    if condition is not None:
        _require_of(condition, discussion.open_one(opened))
    return condition


def remove_condition(opened: Opened, id_: UUID, *, by: Person, now: datetime) -> None:
    """Take a condition back before the round is closed. It is kept, and counts no more."""
    permissions.require(May.COMPLETE_REVIEW, by, opened.assessment)
    condition = find_condition(opened, id_)
    if condition is None:
        raise NotFound("There is no such condition.")
    condition.removed_at = now
    flush(opened.session)


def _require_of(condition: Condition, talk: Discussion) -> None:
    if condition.round_id != talk.round.id or condition.removed_at is not None:
        raise NotFound("There is no such condition.")


def to_change(opened: Opened, talk: Discussion) -> list[TaskKey]:
    """The tasks that the must-address remarks of a round are about, in their order."""
    asked = [each for each in talk.comments if each.kind is CommentKind.MUST_ADDRESS]
    wanted = {(each.section, each.group_id or None) for each in asked}
    keys = [task.key for task in opened.journey.tasks]
    return [key for key in keys if key in wanted or (key[0], None) in wanted]


def close(
    opened: Opened, action: Action, note: str, detail: dict[str, Any], *, by: Person, now: datetime
) -> None:
    """End the round that is open, as a part of the step that ends it; fills in `detail`.

    The conditions of an agreement become actions, and a new snapshot has them. Raises NotAllowed
    and Invalid like rounds.close_round.
    """
    waiting = rounds.open_one(opened.session, opened.assessment)
    found = review_record.conditions(opened.session, waiting) if waiting else []
    if action is Action.COMPLETE_REVIEW:
        _check(opened, Outcome(detail.get("outcome", Outcome.AGREED)), found)
    round_ = rounds.close_round(opened, action, note, detail, by=by, now=now)
    detail["round"], detail["outcome"] = round_.number, str(round_.outcome)
    if round_.outcome is Outcome.AGREED_WITH_CONDITIONS:
        for condition in found:
            condition.action_id = _become_action(opened, condition, round_, by, now).id
        opened.forget()
        flush(opened.session)
        detail["snapshot"] = snapshots.store(opened, by=by, now=now).sha256
    talk = Discussion(opened.session, opened.assessment, round_)
    round_.record_sha256 = detail["record"] = review_record.digest(talk)
    flush(opened.session)


def _check(opened: Opened, outcome: Outcome, found: Sequence[Condition]) -> None:
    """Raises Invalid where the outcome and the conditions do not go together."""
    if outcome is Outcome.AGREED and found:
        raise Invalid({"outcome": CONDITIONS_LEFT})
    if outcome is Outcome.AGREED_WITH_CONDITIONS and not found:
        raise Invalid({"outcome": NO_CONDITIONS})
    if outcome is Outcome.AGREED_WITH_CONDITIONS and not _plan(opened):
        raise Invalid({"outcome": NO_PLAN})


def _plan(opened: Opened) -> str:
    """The list of actions, if this assessment has one."""
    section = opened.edition.means("actions")
    return section if opened.journey.task(section) else ""


def _become_action(
    opened: Opened, condition: Condition, round_: Round, by: Person, now: datetime
) -> StoredRow:
    row = new_row(opened, _plan(opened), uuid4())
    row.values, row.by_id, row.at = values_of_action(opened, condition, round_), by.id, now
    columns_of_action(opened.edition, row)
    return row


def values_of_action(opened: Opened, condition: Condition, round_: Round) -> dict[str, Any]:
    """The answers of an action, by what the edition says that its questions mean. What it asks
    besides is left unanswered, and the report says so."""
    edition, group = opened.edition, opened.council.review_group
    groups, status = (edition.questions.get(edition.means(each)) for each in CHOSEN)
    said = {
        "action_issue": ISSUE.format(group=group, number=round_.number),
        "action_groups": _everyone(groups),
        "action_text": condition.text,
        "action_outcome": OUTCOME.format(group=group),
        "action_measure": condition.measure,
        "action_owner": condition.owner,
        "action_due": condition.due.isoformat(),
        "action_status": _first_open(opened, status),
    }
    named = {edition.means(name): value for name, value in said.items()}
    return {question: value for question, value in named.items() if question and value}


def _everyone(question: Question | None) -> list[str]:
    """The option that stands for all groups."""
    options = question.options if question else ()
    return [option.value for option in options if option.exclusive][:1]


def _first_open(opened: Opened, question: Question | None) -> str:
    """The first status that does not mean that an action is over."""
    over = opened.edition.values_meaning("action_over")
    options = question.options if question else ()
    return next((option.value for option in options if option.value not in over), "")


def refer_up(opened: Opened, to: str, why: str, *, by: Person, now: datetime) -> None:
    """Ask somebody higher up, named by role, before the round is closed. It stays open.

    Raises Denied, NotAllowed when it is closed, and Invalid.
    """
    permissions.require(May.REFER_UP, by, opened.assessment)
    talk = discussion.open_one(opened)
    errors = {"referred_to": "" if to.strip() else "Enter to whom you refer it, by role"}
    errors["reason"] = "" if why.strip() else "Enter why you refer it up"
    if any(errors.values()):
        raise Invalid({name: text for name, text in errors.items() if text})
    talk.round.referred_to = to.strip()
    flush(opened.session)
    detail: dict[str, Any] = {"round": talk.round.number, "to": to.strip()}
    record(
        opened.session, opened.assessment, Action.REFER_UP, by=by, now=now, note=why, detail=detail
    )
