"""Make people, answers and assessments for tests, through the services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.routing import Route
from eia_app.domain.journey.tasks import Missing, Task, TaskKey
from eia_app.domain.questionnaire.answers import Answers, Row, Value
from eia_app.domain.questionnaire.choices import Choices
from eia_app.domain.questionnaire.group_questions import page_id_of
from eia_app.domain.questionnaire.model import AnswerType, Question, SectionKind
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.snapshots import snapshots
from eia_app.services.workflow import start as workflow_start
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.events import Event
from eia_app.storage.models.people import HeldRole, Person

NOW = datetime(2026, 3, 9, 10, 30, tzinfo=UTC)

# What to answer in the small edition to be sent along each route.
TINY_ROUTES: Mapping[Route, Mapping[str, Any]] = {
    Route.SCREENING: {"q_depth": "nothing"},
    Route.STANDARD: {"q_depth": "serious", "q_trigger": ["none"]},
    Route.MAJOR: {"q_depth": "serious", "q_trigger": ["closes"]},
}
TINY_USUAL: Mapping[str, Any] = {
    "title": "Parking permits",
    "service": "Parking",
    "staff": "no",
    "effect": ["neutral"],
    "aims_touched": ["no_aim"],
    "action_status": "done",
}


class Clock:
    """Return a moment 10 seconds later at each call, all of them before NOW."""

    def __init__(self, at: datetime = NOW - timedelta(days=2)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=10)
        return self.at


def add_person(session: Session, name: str, *roles: Role, active: bool = True) -> Person:
    person = Person(
        email=f"{name.lower().replace(' ', '.')}@example.org",
        name=name,
        job_title=f"{name}’s job",
        is_active=active,
        added_at=NOW,
        held=[HeldRole(role=role) for role in roles],
    )
    session.add(person)
    session.flush()
    return person


def some_answer(journey: Journey, choices: Choices, task: Task, question: Question) -> Value:
    """Return an answer that this question accepts."""
    options = [option.value for option in choices.options(question, task.group)]
    match question.type:
        case AnswerType.NUMBER:
            return question.at_least if question.at_least is not None else (question.at_most or 7)
        case AnswerType.DATE:
            return "2026-09-30"
        case AnswerType.LINK:
            return "https://example.org/"
        case AnswerType.CHOOSE_ROWS:
            return [option.value for option in question.options][:1] or options[:1]
        case AnswerType.CHOOSE_MANY:
            return options[:1]
        case AnswerType.EACH_CHOICE:
            return dict.fromkeys(journey.each_of(question, task), options[0])
        case AnswerType.CHOOSE_ONE | AnswerType.PERSON:
            return options[0]
    return f"Our words about {question.id}"[: question.at_most]


def groups_to_cover(journey: Journey, section: str) -> dict[str, Value]:
    """Return what the next row of a list may say of the groups that it has to cover."""
    coverage = journey.coverage(section)
    if coverage is None:
        return {}
    return {coverage.question.id: [group.id for group in coverage.left]}


def fill_missing_answers(
    journey: Journey, choices: Choices, missing: Iterable[Missing], preferred: Mapping[str, Any]
) -> Answers:
    """Return the answers with missing ones filled in: preferred, or any that is accepted."""
    values = dict(journey.answers.values)
    rows = {section: list(section_rows) for section, section_rows in journey.answers.rows.items()}
    added: set[str] = set()
    for gap in missing:
        task = journey.by_key[journey.task_key(gap.section, gap.group)]
        if not gap.question:
            if gap.section not in added:
                added.add(gap.section)
                row = Row(str(uuid4()), groups_to_cover(journey, gap.section))
                rows.setdefault(gap.section, []).append(row)
            continue
        question = journey.edition.questions[gap.question]
        answer = preferred.get(question.id)
        if question.covers and gap.row:
            coverage = journey.coverage(gap.section)
            answer = coverage.free_for(gap.row)[:1] if coverage else None
            if not answer:  # every group is in another row
                rows[gap.section] = [row for row in rows[gap.section] if row.id != gap.row]
                continue
        if answer is None:
            answer = some_answer(journey, choices, task, question)
        if gap.row is None:
            values[gap.group, question.id] = answer
        else:
            row_list = rows[gap.section]
            if all(row.id != gap.row for row in row_list):
                continue  # taken away
            at = next(i for i, row in enumerate(row_list) if row.id == gap.row)
            row_list[at] = Row(gap.row, {**row_list[at].values, question.id: answer})
    return Answers(values, rows)


def complete_journey(journey: Journey, choices: Choices, preferred: Mapping[str, Any]) -> Journey:
    """Return the journey with every question answered that it asks."""
    for _ in range(200):
        if not journey.missing:
            return journey
        first = next(task for task in journey.tasks if task.missing)
        answers = fill_missing_answers(journey, choices, first.missing, preferred)
        choices = Choices(choices.edition, choices.groups, choices.lists, answers, choices.people)
        journey = Journey(journey.edition, journey.groups, answers, situation=journey.situation)
    raise AssertionError(f"Never complete: {journey.missing}")


def save_journey(context: AssessmentContext, journey: Journey, *, by: Person, clock: Clock) -> None:
    """Save a journey's live answers into an assessment, task by task."""
    for task in journey.tasks:
        section, group = task.key
        if task.section.kind is SectionKind.LIST:
            for row in journey.live.rows.get(section, ()):
                save_row(context, section, UUID(row.id), row.values, by=by, now=clock())
        values = values_of(journey, task.key)
        if values or not context.revision(section, group):
            save_answers(context, section, group, values, by=by, now=clock())


def values_of(journey: Journey, key: TaskKey) -> dict[str, Value]:
    """Return the live values of one task by question id."""
    section, group = key
    ids = {question.id for question in journey.edition.by_id[section].questions}
    if journey.edition.by_id[section].kind is SectionKind.ALL_GROUPS:
        return {page_id_of(g, q): v for (g, q), v in journey.live.values.items() if g and q in ids}
    return {q: v for (g, q), v in journey.live.values.items() if g == group and q in ids}


def history(session: Session, assessment: Assessment) -> Sequence[Event]:
    """Return the events of an assessment, newest first."""
    events = select(Event).where(Event.assessment_id == assessment.id)
    return session.scalars(events.order_by(Event.id.desc())).all()


EQUALITY_LEADS = {
    Transition.REQUEST_CHANGES,
    Transition.COMPLETE_REVIEW,
    Transition.CLOSE,
    Transition.ASK_REVIEW,
}
TRANSITIONS_TO: Mapping[State, tuple[Transition, ...]] = {
    State.DRAFT: (),
    State.IN_REVIEW: (Transition.SUBMIT,),
    State.CHANGES_REQUESTED: (Transition.SUBMIT, Transition.DECLINE),
    State.AWAITING_SIGN_OFF: (Transition.SUBMIT,),
    State.SIGNED_OFF: (Transition.SUBMIT, Transition.SIGN_OFF),
    State.DECIDED: (Transition.SUBMIT, Transition.SIGN_OFF, Transition.RECORD_DECISION),
    State.CLOSED: (
        Transition.SUBMIT,
        Transition.SIGN_OFF,
        Transition.RECORD_DECISION,
        Transition.CLOSE,
    ),
    State.WITHDRAWN: (Transition.WITHDRAW,),
}


@dataclass
class Makers:
    """Make assessments in any state, with the people who take each step."""

    session: Session
    forms: Forms
    lead: Person
    equality_lead: Person
    head_of_service: Person
    routes: Mapping[Route, Mapping[str, Any]] = field(default_factory=lambda: TINY_ROUTES)
    usual: Mapping[str, Any] = field(default_factory=lambda: TINY_USUAL)
    clock: Clock = field(default_factory=Clock)

    def __call__(
        self,
        state: State = State.DRAFT,
        *,
        route: Route | None = None,
        blank: bool = False,
        **preferred: Any,
    ) -> AssessmentContext:
        """Return an assessment in this state; `preferred` are answers by question id."""
        if route is None:
            route = Route.MAJOR if state is State.IN_REVIEW else Route.STANDARD
        answers = {**self.usual, **self.routes[route], **preferred}
        context = self.start(answers)
        if not blank:
            self.answer_everything(context, answers)
        for action in TRANSITIONS_TO[state]:
            self.step(context, action)
            if context.assessment.state is State.IN_REVIEW and state is not State.IN_REVIEW:
                self.review(context, state)
        return context

    def start(self, answers: Mapping[str, Any]) -> AssessmentContext:
        return workflow_start.start(
            self.session,
            self.forms,
            title=answers["title"],
            by=self.lead,
            now=self.clock(),
            id_=uuid4(),
        )

    def answer_everything(self, context: AssessmentContext, preferred: Mapping[str, Any]) -> None:
        """Answer all missing questions, as the lead."""
        journey = complete_journey(context.journey, context.choices, preferred)
        save_journey(context, journey, by=self.lead, clock=self.clock)

    def review(self, context: AssessmentContext, towards: State) -> None:
        if towards is not State.CHANGES_REQUESTED:
            self.step(context, Transition.COMPLETE_REVIEW)

    def step(self, context: AssessmentContext, action: Transition, **detail: Any) -> None:
        """Take a step as somebody who may take it, with a reason."""
        if action is Transition.DECLINE and context.assessment.state is State.IN_REVIEW:
            action = Transition.REQUEST_CHANGES
        if action is Transition.SIGN_OFF:
            stored = snapshots.newest(self.session, context.assessment)
            detail = {"snapshot": stored.sha256 if stored else "", **detail}
        apply_transition(
            context,
            TransitionRequest(action, "A reason", detail),
            by=self.who(action),
            now=self.clock(),
        )

    def who(self, action: Transition) -> Person:
        if action in {Transition.SIGN_OFF, Transition.DECLINE}:
            return self.head_of_service
        if action in EQUALITY_LEADS:
            return self.equality_lead
        return self.lead
