"""Sign-off against reopening, and two who close one round, at the same moment: one wins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import NotAllowed, Stale
from eia_app.domain.review.review import Outcome
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import rounds
from eia_app.services.snapshots import snapshots
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.engine import Sessions
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.factories import NOW
from tests.services.answers.test_races import LATER, Office, save, together


@pytest.fixture
def office(sessions: Sessions, tiny_forms: Forms) -> Office:
    return Office(sessions, tiny_forms)


class Signing:
    """The same office, with an assessment that waits for sign-off or for a round to be closed."""

    def __init__(self, office: Office, *steps: Transition, major: bool = False) -> None:
        self.office = office
        if major:
            office.write(
                lambda context, by: save_answers(
                    context, "quick_check", None, {"q_trigger": ["closes"]}, by=by, now=NOW
                )
            )
        for step in steps:
            office.write(self.take(step, now=NOW))

    def take(
        self, action: Transition, note: str = "A reason", *, now: datetime = LATER, **detail: Any
    ) -> Callable[[AssessmentContext, Person], None]:
        """A step by the person whose step it is."""
        who = {
            Transition.SIGN_OFF: self.office.head_id,
            Transition.COMPLETE_REVIEW: self.office.equality_id,
            Transition.REQUEST_CHANGES: self.office.equality_id,
        }

        def change(context: AssessmentContext, by: Person) -> None:
            person = context.session.get_one(Person, who.get(action, by.id))
            apply_transition(
                context, TransitionRequest(action, note, dict(detail)), by=person, now=now
            )

        return change

    def sha(self) -> str:
        with self.office.sessions.to_read() as session:
            stored = snapshots.newest(session, self.office.open(session)[0].assessment)
            assert stored is not None
            return stored.sha256

    def state(self) -> State:
        with self.office.sessions.to_read() as session:
            return self.office.open(session)[0].assessment.state


def known(session: Session, id_: UUID) -> Person:
    """Somebody with their roles: nothing more is read of them later."""
    person = session.get_one(Person, id_)
    assert person.roles
    return person


def test_when_sign_off_and_reopen_meet_one_wins_and_the_other_is_told(office: Office) -> None:
    desk = Signing(office, Transition.SUBMIT)
    sign, reopen = desk.take(Transition.SIGN_OFF, snapshot=desk.sha()), desk.take(Transition.REOPEN)
    assert together(office, sign, reopen) is None  # it waited, and what was signed is reopened
    assert desk.state() is State.DRAFT
    refused = together(office, save("Version 2"), sign)
    assert isinstance(refused, NotAllowed)
    assert str(refused) == "This cannot be done while the assessment is a draft."


def test_a_page_of_sign_off_drawn_before_a_reopening_signs_nothing(office: Office) -> None:
    desk = Signing(office, Transition.SUBMIT)
    sha = desk.sha()
    with office.sessions.to_write() as session:
        head = known(session, office.head_id)
        context, _ = office.drawn(session)
        office.write(desk.take(Transition.SIGN_OFF, snapshot=sha))
        office.write(desk.take(Transition.REOPEN))
        with pytest.raises(Stale):
            apply_transition(
                context,
                TransitionRequest(Transition.SIGN_OFF, "", {"snapshot": sha}),
                by=head,
                now=LATER,
            )
        session.rollback()
    assert desk.state() is State.DRAFT


@pytest.mark.parametrize("second", [Transition.COMPLETE_REVIEW, Transition.REQUEST_CHANGES])
def test_of_two_who_close_a_round_at_one_moment_the_second_is_told(
    office: Office, second: Transition
) -> None:
    desk = Signing(office, Transition.SUBMIT, major=True)
    assert desk.state() is State.IN_REVIEW
    close = desk.take(Transition.COMPLETE_REVIEW, outcome="agreed")
    refused = together(office, close, desk.take(second))
    assert isinstance(refused, NotAllowed)
    assert str(refused) == "This cannot be done while the assessment is awaiting sign off."
    with office.sessions.to_read() as session:
        (round_,) = rounds.all_of(session, office.open(session)[0].assessment)
        assert round_.outcome is Outcome.AGREED


def test_a_page_of_closing_drawn_before_the_round_was_closed_closes_nothing(
    office: Office,
) -> None:
    desk = Signing(office, Transition.SUBMIT, major=True)
    with office.sessions.to_write() as session:
        equality = known(session, office.equality_id)
        context, _ = office.drawn(session)
        office.write(desk.take(Transition.REQUEST_CHANGES))
        with pytest.raises(NotAllowed, match="closed already"):
            apply_transition(
                context,
                TransitionRequest(Transition.COMPLETE_REVIEW, "Mine"),
                by=equality,
                now=LATER,
            )
        session.rollback()
    assert desk.state() is State.CHANGES_REQUESTED
