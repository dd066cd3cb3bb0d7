"""Two requests at the same moment, each in a session of its own on a real database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.domain.errors import NotAllowed, Stale
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.workflow import start as workflow_start
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.engine import Sessions
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment, ListRow
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers, add_person

LATER = NOW + timedelta(minutes=5)


class Office:
    """A database with one complete draft; opens it in as many sessions as a test wants."""

    def __init__(self, sessions: Sessions, forms: Forms) -> None:
        self.sessions, self.forms = sessions, forms
        with sessions.to_write() as session:
            lead = add_person(session, "Lee Lead")
            equality = add_person(session, "Eli Equality", Role.EQUALITY_LEAD)
            head = add_person(session, "Hana Head", Role.HEAD_OF_SERVICE)
            context = Makers(session, forms, lead, equality, head)()
            self.lead_id, self.id = lead.id, context.assessment.id
            self.equality_id, self.head_id = equality.id, head.id
            session.commit()

    def open(self, session: Session) -> tuple[AssessmentContext, Person]:
        lead = session.get_one(Person, self.lead_id)
        return load_assessment(session, self.forms, self.id), lead

    def drawn(self, session: Session) -> tuple[AssessmentContext, Person]:
        """Open, and end the transaction: what was read is now as old as a drawn page."""
        context = self.open(session)
        _ = context[0].journey
        session.commit()
        return context

    def write(self, change: Callable[[AssessmentContext, Person], None]) -> None:
        """A whole request that changes something."""
        with self.sessions.to_write() as session:
            change(*self.open(session))
            session.commit()


@pytest.fixture
def office(sessions: Sessions, tiny_forms: Forms) -> Office:
    return Office(sessions, tiny_forms)


def submit(context: AssessmentContext, by: Person) -> None:
    apply_transition(context, TransitionRequest(Transition.SUBMIT), by=by, now=LATER)


def save(text: str, seen: int | None = None) -> Callable[[AssessmentContext, Person], None]:
    def change(context: AssessmentContext, by: Person) -> None:
        values: dict[str, Any] = {"summary": text}
        save_answers(context, "proposal", None, values, by=by, now=LATER, seen=seen)

    return change


def test_a_submit_between_reading_and_saving_refuses_the_save(office: Office) -> None:
    with office.sessions.to_write() as session:
        context, lead = office.drawn(session)
        office.write(submit)
        with pytest.raises(NotAllowed, match="has been submitted"):
            save("Too late")(context, lead)
        session.rollback()
    with office.sessions.to_read() as session:
        context, _ = office.open(session)
        assert context.assessment.state is State.AWAITING_SIGN_OFF
        assert context.answers.get("summary") != "Too late"


def test_a_save_between_reading_and_submitting_refuses_the_submit(office: Office) -> None:
    with office.sessions.to_write() as session:
        context, lead = office.drawn(session)
        office.write(save("At the last moment"))
        with pytest.raises(Stale):
            submit(context, lead)
        session.rollback()
    with office.sessions.to_read() as session:
        assert office.open(session)[0].assessment.state is State.DRAFT


def test_a_step_between_reading_and_a_step_refuses_the_second(office: Office) -> None:
    with office.sessions.to_write() as session:
        context, lead = office.drawn(session)
        office.write(submit)
        with pytest.raises(Stale):
            apply_transition(
                context,
                TransitionRequest(Transition.WITHDRAW, "No longer wanted"),
                by=lead,
                now=LATER,
            )


def test_saves_of_two_sections_at_one_moment_both_hold(office: Office) -> None:
    with office.sessions.to_write() as session:
        context, lead = office.drawn(session)
        office.write(save("The other section"))
        save_answers(context, "conclusion", None, {"outcome": "stop"}, by=lead, now=LATER)
        session.commit()
    with office.sessions.to_read() as session:
        answers = office.open(session)[0].answers
        assert [answers.get(q) for q in ("summary", "outcome")] == ["The other section", "stop"]


def test_the_second_of_two_saves_in_one_section_is_stale(office: Office) -> None:
    with office.sessions.to_write() as session:
        context, lead = office.drawn(session)
        office.write(save("Theirs"))
        with pytest.raises(Stale):
            save("Mine")(context, lead)


def test_two_first_saves_of_a_section_at_one_moment_are_one_and_a_stale_one(
    office: Office,
) -> None:
    def group(context: AssessmentContext, by: Person) -> None:
        save_answers(context, "workforce", None, {"workforce_effect": "x"}, by=by, now=LATER)

    with office.sessions.to_write() as session:
        context, lead = office.drawn(session)
        office.write(group)
        with pytest.raises(Stale):
            group(context, lead)


def together(office: Office, first: Any, second: Any) -> Exception | None:
    """Start the second request while the first has read and not yet committed."""

    def late() -> Exception | None:
        try:
            office.write(second)
        except Exception as error:  # noqa: BLE001
            return error
        return None

    with ThreadPoolExecutor(1) as pool, office.sessions.to_write() as session:
        context, lead = office.open(session)
        waiting = pool.submit(late)
        first(context, lead)
        session.commit()
        return waiting.result(timeout=20)


def test_a_request_that_writes_waits_for_the_one_before_and_sees_what_it_saved(
    office: Office,
) -> None:
    with office.sessions.to_read() as session:
        seen = office.open(session)[0].revision("proposal", None)
    refused = together(office, save("Theirs", seen), save("Mine", seen))
    assert isinstance(refused, Stale)
    assert [(c.theirs, c.yours) for c in refused.clashes] == [("Theirs", "Mine")]


def test_a_row_that_is_sent_twice_at_one_moment_is_added_once(office: Office) -> None:
    row = uuid4()

    def add(context: AssessmentContext, by: Person) -> None:
        values = {"fact": "12%", "kind": "figures"}
        save_row(context, "evidence", row, values, by=by, now=LATER)

    assert together(office, add, add) is None
    with office.sessions.to_read() as session:
        assert session.scalar(select(func.count()).select_from(ListRow)) == 1


def test_starting_twice_at_one_moment_starts_one_assessment(office: Office) -> None:
    id_ = uuid4()

    def begin(session: Session) -> UUID:
        lead = session.get_one(Person, office.lead_id)
        found = workflow_start.start(
            session, office.forms, title="Twice", by=lead, now=LATER, id_=id_
        )
        session.commit()
        return found.assessment.id

    def late() -> UUID:
        with office.sessions.to_write() as session:
            return begin(session)

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(late), pool.submit(late)]
        assert [each.result(timeout=20) for each in both] == [id_, id_]
    with office.sessions.to_read() as session:
        twice = select(func.count()).select_from(Assessment).where(Assessment.title == "Twice")
        assert session.scalar(twice) == 1
