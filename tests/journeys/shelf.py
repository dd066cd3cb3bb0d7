"""Puts assessments on the shelf of a running service, as far along as a story needs them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from eia_app import resources
from eia_app.domain.answers import Row, Value
from eia_app.domain.workflow import Action
from eia_app.services import assessments, lifecycle, people, snapshots
from eia_app.services.opened import Opened, open_assessment
from eia_app.services.sections import save_answers, save_row
from eia_app.storage.editions import Forms
from eia_app.storage.engine import Sessions, open_engine
from eia_app.storage.people import Person
from eia_app.storage.sessions import UserSession
from tests.journeys.case_answers import fill
from tests.journeys.case_sheet import CaseAnswers
from tests.journeys.server import EQUALITY_LEAD, HEAD_OF_SERVICE, LEAD, Actor

Case = str | Mapping[str, Any]  # the number of one of tests/cases, or a case
CASES = Path(__file__).parents[1] / "cases"
TO_SIGN = (Action.SUBMIT, Action.COMPLETE_REVIEW)
TO_DECIDED = (*TO_SIGN, Action.SIGN_OFF, Action.RECORD_DECISION)
WHO: dict[Action, Actor] = {
    Action.SUBMIT: LEAD,
    Action.RESUBMIT: LEAD,
    Action.REQUEST_CHANGES: EQUALITY_LEAD,
    Action.COMPLETE_REVIEW: EQUALITY_LEAD,
    Action.DECLINE: HEAD_OF_SERVICE,
    Action.SIGN_OFF: HEAD_OF_SERVICE,
    Action.RECORD_DECISION: LEAD,
    Action.REOPEN: LEAD,
    Action.CLOSE: EQUALITY_LEAD,
    Action.WITHDRAW: LEAD,
    Action.RESTORE: LEAD,
}


def answers_of(number: str) -> CaseAnswers:
    """The answers to one of the cases of tests/cases, by its number."""
    (path,) = CASES.glob(f"{number}-*.json")
    return fill(json.loads(path.read_text(encoding="utf-8")))


@dataclass
class Shelf:
    """`put()` gives the id of a new assessment."""

    database_url: str
    ids: dict[str, str] = field(default_factory=dict)  # of rows in the case, to those stored
    said: dict[str, str] = field(default_factory=dict)  # ids of what was said in the last review

    def __post_init__(self) -> None:
        self.forms = Forms(resources.forms(), "hart")
        self.engine = open_engine(self.database_url)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with Sessions(self.engine).to_write.begin() as session:
            yield session

    def put(self, case: Case = "15", *steps: Action, until: str = "", title: str = "") -> UUID:
        """Start with the answers to a case, up to a section (not with it), and take steps."""
        answers, id_ = answers_of(case) if isinstance(case, str) else fill(case), uuid4()
        with self.writing() as session:
            opened = assessments.start(
                session,
                self.forms,
                title=title or answers.title,
                by=_person(session, LEAD),
                now=datetime.now(UTC),
                id_=id_,
            )
            self._answer(opened, answers, until)
            for action in steps:
                self._take(opened, action)
        return id_

    def take(self, id_: UUID, action: Action) -> None:
        """Take a step with an assessment that is on the shelf."""
        with self.writing() as session:
            self._take(open_assessment(session, self.forms, id_), action)

    def person_id(self, actor: Actor) -> UUID:
        with self.writing() as session:
            return _person(session, actor).id

    def wait_a_while(self, actor: Actor) -> None:
        """So long that the password of who is signed in is asked for again."""
        with self.writing() as session:
            theirs = UserSession.person_id == _person(session, actor).id
            then = datetime.now(UTC) - timedelta(minutes=16)
            session.execute(update(UserSession).where(theirs).values(confirmed_at=then))

    def password_link(self, actor: Actor) -> str:
        with self.writing() as session:
            now = datetime.now(UTC)
            person = _person(session, actor)
            return people.make_password_link(session, person, by="tests", now=now)

    def _answer(self, opened: Opened, answers: CaseAnswers, until: str) -> None:
        by, now = _person(opened.session, LEAD), datetime.now(UTC)
        self.ids = {row.id: str(uuid4()) for rows in answers.rows.values() for row in rows}
        for section in opened.edition.sections:
            if section.id == until:
                return
            for row in answers.rows.get(section.id, ()):
                self._add(opened, section.id, row, by, now)
            ids = {question.id for question in section.questions}
            groups = dict.fromkeys(group for group, question in answers.values if question in ids)
            for group in groups:
                values = {
                    question: self._with_rows(value)
                    for (of, question), value in answers.values.items()
                    if of == group and question in ids
                }
                save_answers(opened, section.id, group, values, by=by, now=now)

    def _add(self, opened: Opened, section: str, row: Row, by: Person, now: datetime) -> None:
        save_row(opened, section, UUID(self.ids[row.id]), row.values, by=by, now=now)

    def _with_rows(self, value: Value) -> Value:
        return [self.ids.get(each, each) for each in value] if isinstance(value, list) else value

    @staticmethod
    def _take(opened: Opened, action: Action) -> None:
        stored = snapshots.newest(opened.session, opened.assessment)
        detail: dict[str, Any] = {}
        if action is Action.SIGN_OFF and stored:
            detail = {"snapshot": stored.sha256}
        if action is Action.RECORD_DECISION:
            detail = {"body": "Cabinet", "date": "2027-03-04", "outcome": "Agreed", "minute": "7"}
        if action in {Action.REQUEST_CHANGES, Action.DECLINE}:
            detail = {"sections": [["proposal", ""], ["effects", "age"]]}
        step = lifecycle.Step(action, note="Say more about who loses the two days.", detail=detail)
        by = _person(opened.session, WHO[action])
        lifecycle.act(opened, step, by=by, now=datetime.now(UTC))


def _person(session: Session, actor: Actor) -> Person:
    found = people.by_email(session, actor.email)
    assert found is not None, actor
    return found
