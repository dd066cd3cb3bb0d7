"""What is measured: databases with assessments in them, made by the real services."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app import resources
from eia_app.domain.journey.journey import Journey
from eia_app.domain.questionnaire.answers import Answers, Row
from eia_app.domain.questionnaire.choices import Choices
from eia_app.domain.questionnaire.model import AnswerType, Question, SectionKind
from eia_app.domain.roles import Role
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.people import people
from eia_app.services.workflow import start as workflow_start
from eia_app.storage import migrate
from eia_app.storage.engine import Sessions, open_engine
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.people import Person
from tests.factories import Clock, complete_journey, save_journey, some_answer

EMAIL, PASSWORD = "bench@example.org", "a long password for the bench"
ROWS = 4  # in each list of a full assessment
LONGEST = 900  # characters of an answer: some 150 words, as in the published cases

# What a full, major assessment answers; whatever is not named here takes the first choice there is.
ANSWERS: Mapping[str, Any] = {
    "q_people": "yes",
    "q_groups": ["age", "disability", "race", "sex"],
    "q_direction": dict.fromkeys(("age", "disability", "race", "sex"), "both"),
    "q_depth": "serious",
    "q_scale": "many",
    "q_trigger": ["key_decision", "public_concern"],
    "effect": ["positive", "negative"],
    "severity": "medium",
    "likelihood": "medium",
    "aims_touched": ["no_aim"],
    "action_status": "in_progress",
    "worse": "yes",
}
SENTENCES = (
    "Most of the people who use the service today live in the two largest towns.",
    "About one in five of them travels by bus, and the last bus back leaves at half past five.",
    "Those who answered in the spring asked above all for a telephone number that is answered.",
    "The figures are a year old and leave out people who stopped using the service before that.",
    "Parents of young children said that mornings are easier for them than afternoons.",
    "Two of the voluntary groups offered to help people fill the new form in.",
    "Where somebody cannot come, a member of staff will go to them, as happens now.",
    "We compared this with what two neighbouring councils did, and with what came of it.",
)


def real_forms(folder: Path) -> Path:
    """A copy of the forms that we ship, so that nobody changes them meanwhile."""
    return Path(shutil.copytree(resources.forms(), folder))


def three_question_forms(folder: Path) -> Path:
    """A folder with the edition of three questions and the profile of the same council."""
    shutil.copytree(Path(__file__).parent / "forms", folder)
    shutil.copytree(resources.forms() / "councils", folder / "councils")
    return folder


def prepare(url: str) -> Sessions:
    """An empty database of today's shape."""
    engine = open_engine(url)
    migrate.upgrade(engine)
    return Sessions(engine)


def add_person(session: Session) -> Person:
    """Who leads everything that is measured, and may see all of it."""
    person = people.add(
        session,
        email=EMAIL,
        name="Bea Bench",
        job_title="Project manager",
        roles=[Role.EQUALITY_LEAD],
        by="bench",
        now=datetime.now(UTC),
    )
    people.give_password(session, person, PASSWORD)
    return person


def start(
    session: Session, forms: Forms, person: Person, title: str, clock: Clock
) -> AssessmentContext:
    return workflow_start.start(session, forms, title=title, by=person, now=clock(), id_=uuid4())


def start_full(session: Session, forms: Forms, person: Person, title: str, clock: Clock) -> UUID:
    """An assessment in which everything is answered, at the length of a published one."""
    context = start(session, forms, person, title, clock)
    journey = complete_journey(context.journey, context.choices, {**ANSWERS, "title": title})
    journey = _everything(journey, context)
    if not journey.is_complete:
        raise AssertionError(f"Not complete: {journey.missing[:3]}")
    save_journey(context, journey, by=person, clock=clock)
    return context.assessment.id


def _everything(journey: Journey, context: AssessmentContext) -> Journey:
    """The optional questions answered as well, the lists longer, and every long text long."""
    prose = _prose()
    lists = {
        task.section.id: _rows(journey, context.choices, task.section.id, prose)
        for task in journey.tasks
        if task.section.kind is SectionKind.LIST and journey.answers.rows.get(task.section.id)
    }
    values = dict(journey.answers.values)
    choices = replace(context.choices, answers=Answers(values, lists))
    for task in journey.tasks:
        if task.section.kind is SectionKind.LIST:
            continue
        for question in (each for page in task.shown.values() for each in page):
            key = (task.key[1], question.id)
            if key not in values:
                values[key] = some_answer(journey, choices, task, question)
            values[key] = _written(question, values[key], prose)
    return Journey(journey.edition, journey.groups, Answers(values, lists))


def _rows(journey: Journey, choices: Choices, section: str, prose: Iterator[str]) -> list[Row]:
    first = journey.answers.rows[section][0]
    questions = journey.edition.questions
    return [
        Row(str(uuid4()), {q: _written(questions[q], v, prose) for q, v in first.values.items()})
        for _ in range(ROWS)
    ]


def _written(question: Question, value: Any, prose: Iterator[str]) -> Any:
    if question.type is not AnswerType.LONG:
        return value
    return next(prose)[: question.at_most or LONGEST]


def _prose() -> Iterator[str]:
    """Texts of some 150 words, no two alike."""
    for number in count(1):
        beginning = list(islice(cycle(SENTENCES), number % 8, number % 8 + 11))
        yield f"This is point {number}. " + " ".join(beginning)


def grow(url: str, forms: Forms, total: int) -> None:
    """Start assessments until there are so many."""
    sessions, clock = Sessions(open_engine(url)), Clock()
    with sessions.to_write.begin() as session:
        person = people.by_email(session, EMAIL)
        present = session.scalar(select(func.count()).select_from(Assessment)) or 0
        assert person is not None
        for number in range(present, total):
            start(session, forms, person, f"Proposal {number + 1}", clock)
    sessions.engine.dispose()
