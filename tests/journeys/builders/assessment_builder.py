"""Build assessments in the database of a running service, up to any section or state."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from eia_app import resources
from eia_app.domain.questionnaire.answers import Row, Value
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.people import people
from eia_app.services.snapshots import snapshots
from eia_app.services.workflow import start as workflow_start
from eia_app.services.workflow import transitions
from eia_app.storage.engine import Sessions, open_engine
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from eia_app.storage.models.sessions import UserSession
from tests import CASES
from tests.journeys.case_answers.answer_sheet import CaseAnswers
from tests.journeys.case_answers.fill_answers import fill_answers
from tests.journeys.server import EQUALITY_LEAD, HEAD_OF_SERVICE, LEAD, Actor

Case = str | Mapping[str, Any]  # the number of one of tests/cases, or a case
TO_SIGN = (Transition.SUBMIT, Transition.COMPLETE_REVIEW)
TO_DECIDED = (*TO_SIGN, Transition.SIGN_OFF, Transition.RECORD_DECISION)
ACTOR_OF: dict[Transition, Actor] = {
    Transition.SUBMIT: LEAD,
    Transition.RESUBMIT: LEAD,
    Transition.REQUEST_CHANGES: EQUALITY_LEAD,
    Transition.COMPLETE_REVIEW: EQUALITY_LEAD,
    Transition.DECLINE: HEAD_OF_SERVICE,
    Transition.SIGN_OFF: HEAD_OF_SERVICE,
    Transition.RECORD_DECISION: LEAD,
    Transition.REOPEN: LEAD,
    Transition.CLOSE: EQUALITY_LEAD,
    Transition.WITHDRAW: LEAD,
    Transition.RESTORE: LEAD,
}


def answers_to_case(number: str) -> CaseAnswers:
    """Return the answers to one of the cases of tests/cases, by its number."""
    (path,) = CASES.glob(f"{number}-*.json")
    return fill_answers(json.loads(path.read_text(encoding="utf-8")))


@dataclass
class AssessmentBuilder:
    """Build assessments through the services. `build()` returns the id of a new one."""

    database_url: str
    ids: dict[str, str] = field(default_factory=dict)  # of rows in the case, to those stored
    placeholder_ids: dict[str, str] = field(default_factory=dict)  # such as "{comment}" to its id

    def __post_init__(self) -> None:
        self.forms = Forms(resources.forms(), "hart")
        self.engine = open_engine(self.database_url)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with Sessions(self.engine).to_write.begin() as session:
            yield session

    def build(
        self, case: Case = "15", *steps: Transition, until: str = "", title: str = ""
    ) -> UUID:
        """Build from a case, answered up to but without the section `until`; take steps."""
        answers, id_ = (
            answers_to_case(case) if isinstance(case, str) else fill_answers(case),
            uuid4(),
        )
        with self.writing() as session:
            context = workflow_start.start(
                session,
                self.forms,
                title=title or answers.title,
                by=_person(session, LEAD),
                now=datetime.now(UTC),
                id_=id_,
            )
            self._answer(context, answers, until)
            for action in steps:
                self._take(context, action)
        return id_

    def take_step(self, id_: UUID, action: Transition) -> None:
        """Take a step with an assessment that was built before."""
        with self.writing() as session:
            self._take(load_assessment(session, self.forms, id_), action)

    def person_id(self, actor: Actor) -> UUID:
        with self.writing() as session:
            return _person(session, actor).id

    def expire_confirmation(self, actor: Actor) -> None:
        """Backdate the actor’s sessions, so that the service asks for their password again."""
        with self.writing() as session:
            is_actors = UserSession.person_id == _person(session, actor).id
            confirmed_at = datetime.now(UTC) - timedelta(minutes=16)
            session.execute(update(UserSession).where(is_actors).values(confirmed_at=confirmed_at))

    def password_link(self, actor: Actor) -> str:
        with self.writing() as session:
            now = datetime.now(UTC)
            person = _person(session, actor)
            return people.make_password_link(session, person, by="tests", now=now)

    def _answer(self, context: AssessmentContext, answers: CaseAnswers, until: str) -> None:
        by, now = _person(context.session, LEAD), datetime.now(UTC)
        self.ids = {row.id: str(uuid4()) for rows in answers.rows.values() for row in rows}
        for section in context.edition.sections:
            if section.id == until:
                return
            for row in answers.rows.get(section.id, ()):
                self._add(context, section.id, row, by, now)
            ids = {question.id for question in section.questions}
            groups = dict.fromkeys(group for group, question in answers.values if question in ids)
            for group in groups:
                values = {
                    question: self._with_rows(value)
                    for (owner, question), value in answers.values.items()
                    if owner == group and question in ids
                }
                save_answers(context, section.id, group, values, by=by, now=now)

    def _add(
        self, context: AssessmentContext, section: str, row: Row, by: Person, now: datetime
    ) -> None:
        save_row(context, section, UUID(self.ids[row.id]), row.values, by=by, now=now)

    def _with_rows(self, value: Value) -> Value:
        return [self.ids.get(item, item) for item in value] if isinstance(value, list) else value

    @staticmethod
    def _take(context: AssessmentContext, action: Transition) -> None:
        stored = snapshots.newest(context.session, context.assessment)
        detail: dict[str, Any] = {}
        if action is Transition.SIGN_OFF and stored:
            detail = {"snapshot": stored.sha256}
        if action is Transition.RECORD_DECISION:
            detail = {"body": "Cabinet", "date": "2027-03-04", "outcome": "Agreed", "minute": "7"}
        if action in {Transition.REQUEST_CHANGES, Transition.DECLINE}:
            detail = {"sections": [["proposal", ""], ["effects", "age"]]}
        step = transitions.TransitionRequest(
            action, note="Say more about who loses the two days.", detail=detail
        )
        by = _person(context.session, ACTOR_OF[action])
        transitions.apply_transition(context, step, by=by, now=datetime.now(UTC))


def _person(session: Session, actor: Actor) -> Person:
    person = people.by_email(session, actor.email)
    assert person is not None, actor
    return person
