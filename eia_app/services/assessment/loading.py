"""An assessment as pages and services have it: its row, its session, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.editions.answer_migration import ToConfirm
from eia_app.domain.errors import NotFound
from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.tasks import TaskKey
from eia_app.domain.questionnaire.answers import Answers
from eia_app.domain.questionnaire.choices import Choices
from eia_app.domain.questionnaire.group_questions import task_group
from eia_app.domain.questionnaire.model import Edition, Group
from eia_app.domain.workflow.states import SIGNED, State, Transition
from eia_app.services.assessment.content import (
    AnswerKey,
    AssessmentContent,
    StateKey,
    Stored,
    StoredRow,
    groups_of,
    make_readable,
    override_of,
)
from eia_app.services.assessment.events import detail, last_event
from eia_app.services.assessment.people_names import PeopleNames
from eia_app.services.assessment.stored_parts import read_answers, read_rows, read_states
from eia_app.storage.forms.folder import Forms, Frozen, frozen_edition
from eia_app.storage.models.assessment import Assessment, SectionState, SignOff
from eia_app.storage.models.training import WITH_PRACTICE

if TYPE_CHECKING:
    from eia_app.domain.questionnaire.council import Council


@dataclass
class AssessmentContext:
    """One assessment, read once, with the session that its entities belong to.

    `content` is a value: nothing in it changes. What saves puts the next one in its place with
    `renew`, so that a page drawn after a save, or after one that was refused, is of one moment.
    """

    session: Session
    forms: Forms
    assessment: Assessment
    content: AssessmentContent

    @property
    def frozen(self) -> Frozen:
        return self.content.frozen

    @property
    def edition(self) -> Edition:
        return self.content.frozen.edition

    @property
    def council(self) -> Council:
        return self.forms.council

    @property
    def groups(self) -> tuple[Group, ...]:
        """The protected characteristics, then the local groups as they were at the start."""
        return self.content.groups

    @property
    def stored(self) -> Mapping[AnswerKey, Stored]:
        return self.content.stored

    @property
    def rows(self) -> Mapping[UUID, StoredRow]:
        return self.content.rows

    @property
    def states(self) -> Mapping[StateKey, SectionState]:
        return self.content.states

    @property
    def changes(self) -> tuple[TaskKey, ...]:
        """The tasks that were sent back and not saved since."""
        return self.content.changes

    @property
    def only(self) -> tuple[TaskKey, ...]:
        """The tasks that were sent back: nothing else that is complete may be changed."""
        return self.content.only

    @property
    def answers(self) -> Answers:
        return self.content.answers

    @property
    def journey(self) -> Journey:
        return self.content.journey

    @property
    def to_confirm(self) -> ToConfirm:
        """The answers and rows that were carried over and are still to be confirmed or changed."""
        return self.content.to_confirm

    @property
    def choices(self) -> Choices:
        return self.content.choices

    @property
    def signed_before(self) -> SignOff | None:
        """The sign-off of an earlier version, while the present version has none. It is a query."""
        assessment = self.assessment
        if assessment.version == 1 or assessment.state in SIGNED:
            return None
        sign_offs = select(SignOff).where(SignOff.assessment_id == assessment.id)
        return self.session.scalar(sign_offs.order_by(SignOff.version.desc()).limit(1))

    def revision(self, section: str, group: str | None) -> int:
        """Return the revision of a section (0 = never saved): a page carries it as `seen`."""
        state = self.states.get((section, group or ""))
        return state.revision if state else 0

    def renew(
        self,
        *,
        frozen: Frozen | None = None,
        stored: Mapping[AnswerKey, Stored] | None = None,
        rows: Mapping[UUID, StoredRow] | None = None,
        states: Mapping[StateKey, SectionState] | None = None,
    ) -> None:
        """Take these parts, and the entities as they are by now, as what the assessment says."""
        frozen = frozen or self.content.frozen
        self.content = replace(
            self.content,
            frozen=frozen,
            groups=groups_of(self.assessment, frozen.edition),
            override=override_of(self.assessment),
            is_signed=self.assessment.state in SIGNED,
            stored=self.content.stored if stored is None else stored,
            rows=self.content.rows if rows is None else rows,
            states=self.content.states if states is None else states,
        )


def load_assessment(session: Session, forms: Forms, assessment_id: UUID) -> AssessmentContext:
    """Read one assessment. Raise NotFound. Permissions are for the caller to check.

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
    frozen = frozen_edition(session, assessment.edition_id, forms.council.review_group)
    states = read_states(session, assessment_id)
    changes, only = _sent_back(session, assessment, states, frozen.edition)
    return build_context(
        session,
        forms,
        assessment,
        frozen,
        stored=read_answers(session, assessment_id, frozen.edition),
        rows=read_rows(session, assessment_id),
        states=states,
        changes=changes,
        only=only,
    )


def build_context(
    session: Session,
    forms: Forms,
    assessment: Assessment,
    frozen: Frozen,
    *,
    stored: Mapping[AnswerKey, Stored],
    rows: Mapping[UUID, StoredRow],
    states: Mapping[StateKey, SectionState],
    changes: tuple[TaskKey, ...] = (),
    only: tuple[TaskKey, ...] = (),
) -> AssessmentContext:
    """Put a context together from what was read."""
    for row in rows.values():
        make_readable(frozen.edition, row)
    content = AssessmentContent(
        frozen=frozen,
        council=forms.council,
        people=PeopleNames(session),
        groups=groups_of(assessment, frozen.edition),
        override=override_of(assessment),
        is_signed=assessment.state in SIGNED,
        stored=stored,
        rows=rows,
        states=states,
        changes=changes,
        only=only,
    )
    return AssessmentContext(session, forms, assessment, content)


def _lock(session: Session) -> dict[str, Any] | None:
    """PostgreSQL locks the assessment's row; SQLite has locked its whole file already."""
    return {"of": Assessment, "key_share": True} if session.info.get("writes") else None


def _sent_back(
    session: Session,
    assessment: Assessment,
    states: Mapping[StateKey, SectionState],
    edition: Edition,
) -> tuple[tuple[TaskKey, ...], tuple[TaskKey, ...]]:
    """Return the tasks that were sent back and not saved since; and all that were sent back."""
    if assessment.state is not State.CHANGES_REQUESTED:
        return (), ()
    event = last_event(session, assessment.id, (Transition.REQUEST_CHANGES, Transition.DECLINE))
    if event is None:
        return (), ()
    sections = detail(event).get("sections", [])
    sent_back = tuple(
        (section, task_group(edition, section, group or None)) for section, group in sections
    )
    saved_at = {key: state.saved_at for key, state in states.items()}
    waiting = (
        (section, group)
        for section, group in sent_back
        if saved_at.get((section, group or ""), event.at) <= event.at
    )
    return tuple(waiting), sent_back
