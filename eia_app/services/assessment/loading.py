"""An assessment taken from the shelf: its row, its edition, its answers, its journey."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.blocking import to_put_right
from eia_app.domain.editions.answer_migration import ToConfirm
from eia_app.domain.errors import NotFound
from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.routing import Decision, Route
from eia_app.domain.journey.stored_values import local_groups, override, readable, readable_row
from eia_app.domain.journey.traversal import TaskKey
from eia_app.domain.questionnaire.answers import Answers, Row
from eia_app.domain.questionnaire.choices import Choices, choices_for
from eia_app.domain.questionnaire.model import Edition, Group
from eia_app.domain.workflow.states import SIGNED, State, Transition
from eia_app.services.assessment.calendar import working_days
from eia_app.services.assessment.events import detail, last_event
from eia_app.services.assessment.people_names import people_names
from eia_app.storage.forms.folder import Forms, Frozen, frozen_edition
from eia_app.storage.models.assessment import (
    Answer,
    Assessment,
    ListRow,
    MitigatingAction,
    SectionState,
    SignOff,
)
from eia_app.storage.models.training import WITH_PRACTICE

if TYPE_CHECKING:
    from eia_app.domain.questionnaire.council import Council

StoredRow = ListRow | MitigatingAction
AnyRow = TypeVar("AnyRow", ListRow, MitigatingAction)


def _present(table: type[AnyRow]) -> Select[AnyRow]:
    """The rows of one assessment that were not taken away."""
    return select(table).where(table.assessment_id == bindparam("id"), table.removed_at.is_(None))


# Every page asks these, so they are put together once. Of the answers, only what pages need.
# They are asked WITH_PRACTICE: of an assessment that was found there is nothing to leave out.
ANSWERS = select(
    Answer.group_id, Answer.question, Answer.value, Answer.revision, Answer.carried
).where(Answer.assessment_id == bindparam("id"))
ROWS, ACTIONS = _present(ListRow), _present(MitigatingAction)
STATES = select(SectionState).where(SectionState.assessment_id == bindparam("id"))


class Stored(NamedTuple):
    """A stored answer, with the revision that its section had when it was saved.

    `carried` says that it was carried over, and that nobody has confirmed or changed it yet.
    """

    value: Any
    revision: int
    carried: bool = False


@dataclass
class AssessmentContext:
    """Everything that pages and services need of one assessment, read once."""

    session: Session
    forms: Forms
    assessment: Assessment
    frozen: Frozen
    stored: dict[tuple[str, str], Stored]  # by (group id or "", question)
    rows: dict[UUID, StoredRow]
    states: dict[tuple[str, str], SectionState]
    changes: list[TaskKey]  # sent back, and not saved since
    only: list[TaskKey]  # sent back: nothing else that is complete may be changed

    def __post_init__(self) -> None:
        """Let nobody below meet what an older or wrong writer left: see stored_values."""
        asked = self.edition.questions
        for key, each in self.stored.items():
            value = readable(asked.get(key[1]), each.value)
            if value != each.value:
                self.stored[key] = each._replace(value=value)
        for row in self.rows.values():
            values = readable_row(self.edition, row.values)
            if values != row.values:
                set_committed_value(row, "values", values)

    @property
    def edition(self) -> Edition:
        return self.frozen.edition

    @property
    def council(self) -> Council:
        return self.forms.council

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The protected characteristics, then the local groups as they were at the start."""
        return (*self.edition.groups, *local_groups(self.assessment.local_groups))

    @cached_property
    def answers(self) -> Answers:
        values = {(group or None, q): each.value for (group, q), each in self.stored.items()}
        rows: dict[str, list[Row]] = {}
        for row in sorted(self.rows.values(), key=lambda each: each.position):
            rows.setdefault(row.section, []).append(Row(str(row.id), row.values))
        return Answers(values, rows)

    @cached_property
    def journey(self) -> Journey:
        saved = [(section, group or None) for section, group in self.states]
        journey = Journey(
            self.edition,
            self.groups,
            self.answers,
            saved=saved,
            changes=self.changes,
            only=self.only,
            override=override_of(self.assessment),
            carried=self.to_confirm,
        )
        if self.only:  # a change may need another in a section that was not sent back
            view = AssessmentView(journey, self.council, date.min, working_days())
            journey.only |= to_put_right(view)
        return journey

    @property
    def to_confirm(self) -> ToConfirm:
        """What was carried over and is still to be confirmed or changed."""
        answers = [(group or None, q) for (group, q), each in self.stored.items() if each.carried]
        rows = [str(row.id) for row in self.rows.values() if row.carried]
        return ToConfirm(frozenset(answers), frozenset(rows))

    @cached_property
    def names(self) -> tuple[dict[str, str], dict[str, str]]:
        return people_names(self.session)

    @cached_property
    def choices(self) -> Choices:
        active, former = self.names
        choices = choices_for(self.edition, self.groups, self.council, self.answers, active)
        return replace(choices, former=former)

    @cached_property
    def signed_before(self) -> SignOff | None:
        """The sign-off of an earlier version, while the version that there is now has none."""
        it = self.assessment
        if it.version == 1 or it.state in SIGNED:
            return None
        mine = select(SignOff).where(SignOff.assessment_id == it.id)
        return self.session.scalar(mine.order_by(SignOff.version.desc()).limit(1))

    def revision(self, section: str, group: str | None) -> int:
        """The revision of a section (0 = never saved): a page carries it as `seen`."""
        state = self.states.get((section, group or ""))
        return state.revision if state else 0

    def forget(self) -> None:
        """Compute answers and journey again after a change."""
        for name in ("groups", "answers", "journey", "choices"):
            self.__dict__.pop(name, None)


def load_assessment(session: Session, forms: Forms, assessment_id: UUID) -> AssessmentContext:
    """Read one assessment. Raises NotFound. It asks nobody's permission: the caller does.

    In a session that writes, others who would change it wait until this one is done.
    """
    assessment = session.get(
        Assessment,
        assessment_id,
        with_for_update=_lock(session),
        execution_options=WITH_PRACTICE,
    )
    if assessment is None:
        raise NotFound("There is no such assessment.")
    states = _by_task(session, assessment_id)
    changes, only = _sent_back(session, assessment, states)
    return AssessmentContext(
        session=session,
        forms=forms,
        assessment=assessment,
        frozen=frozen_edition(session, assessment.edition_id, forms.council.review_group),
        stored=_answers(session, assessment_id),
        rows=_rows(session, assessment_id),
        states=states,
        changes=changes,
        only=only,
    )


def _lock(session: Session) -> dict[str, Any] | None:
    """PostgreSQL locks the assessment's row; SQLite has locked its whole file already."""
    return {"of": Assessment, "key_share": True} if session.info.get("writes") else None


def override_of(assessment: Assessment) -> Decision | None:
    """The route that the equality lead set instead of the computed one, if any."""
    found = override(assessment.override)
    return Decision(Route(found["route"]), (found["reason"],)) if found else None


def _answers(session: Session, assessment_id: UUID) -> dict[tuple[str, str], Stored]:
    found = session.execute(ANSWERS, {"id": assessment_id}, execution_options=WITH_PRACTICE)
    return {(group, question): Stored(*rest) for group, question, *rest in found}


def _rows(session: Session, assessment_id: UUID) -> dict[UUID, StoredRow]:
    mine: dict[str, Any] = {"params": {"id": assessment_id}, "execution_options": WITH_PRACTICE}
    rows: dict[UUID, StoredRow] = {row.id: row for row in session.scalars(ROWS, **mine)}
    rows.update({action.id: action for action in session.scalars(ACTIONS, **mine)})
    return rows


def _by_task(session: Session, assessment_id: UUID) -> dict[tuple[str, str], SectionState]:
    found = session.scalars(STATES, {"id": assessment_id}, execution_options=WITH_PRACTICE)
    return {(state.section, state.group_id): state for state in found}


def _sent_back(
    session: Session, assessment: Assessment, states: dict[tuple[str, str], SectionState]
) -> tuple[list[TaskKey], list[TaskKey]]:
    """The tasks that were sent back and not saved since; and all that were sent back."""
    if assessment.state is not State.CHANGES_REQUESTED:
        return [], []
    event = last_event(session, assessment.id, (Transition.REQUEST_CHANGES, Transition.DECLINE))
    if event is None:
        return [], []
    asked = [(section, group or None) for section, group in detail(event).get("sections", [])]
    last = {key: state.saved_at for key, state in states.items()}
    waiting = [key for key in asked if last.get((key[0], key[1] or ""), event.at) <= event.at]
    return waiting, asked
