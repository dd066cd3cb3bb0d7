"""People who review at the same moment, each in a session of their own on a real database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, NotAllowed, Stale
from eia_app.domain.review.review import CommentKind, Recommendation
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.review import comments as review_comments
from eia_app.services.review import opinions
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.engine import Sessions
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Comment, Opinion, Round
from tests.factories import NOW, Makers, add_person
from tests.reviews import SUMMARY, ReviewFactory

Change = Callable[[AssessmentContext, Person], object]
ROUNDS = 6  # how often a race is run


class Panel:
    """A database with an assessment in review by two champions."""

    def __init__(self, sessions: Sessions, forms: Forms) -> None:
        self.sessions, self.forms = sessions, forms
        with sessions.to_write() as session:
            lead = add_person(session, "Lee Lead")
            equality = add_person(session, "Eli Equality", Role.EQUALITY_LEAD)
            head = add_person(session, "Hana Head", Role.HEAD_OF_SERVICE)
            champions = [add_person(session, f"Champion {n}", Role.CHAMPION) for n in (1, 2)]
            makers = Makers(session, forms, lead, equality, head)
            self.id = ReviewFactory(session, makers).claimed_by(*champions).assessment.id
            self.equality_id = equality.id
            self.champion_ids = [each.id for each in champions]
            session.commit()

    def request(self, who: UUID, change: Change) -> str:
        """A whole request of one person; what it was refused with, if it was."""
        with self.sessions.to_write() as session:
            try:
                change(load_assessment(session, self.forms, self.id), session.get_one(Person, who))
                session.commit()
            except (Denied, NotAllowed, Stale) as refused:
                return type(refused).__name__
        return ""

    def at_once(self, *asked: tuple[UUID, Change]) -> list[str]:
        with ThreadPoolExecutor(len(asked)) as pool:
            return list(pool.map(lambda each: self.request(*each), asked))

    def read(self) -> Session:
        return self.sessions.to_read()


@pytest.fixture
def panel(sessions: Sessions, tiny_forms: Forms) -> Panel:
    return Panel(sessions, tiny_forms)


def remark(text: str, id_: UUID | None = None) -> Change:
    return lambda context, by: review_comments.add(
        context, SUMMARY, CommentKind.SUGGESTION, text, by=by, now=NOW, id_=id_ or uuid4()
    )


def opinion(reason: str) -> Change:
    which = Recommendation.CHANGES_NEEDED
    return lambda context, by: opinions.give(context, which, reason, by=by, now=NOW, seen="")


def close(context: AssessmentContext, by: Person) -> None:
    apply_transition(
        context, TransitionRequest(Transition.COMPLETE_REVIEW, "Enough was said"), by=by, now=NOW
    )


def test_two_champions_write_at_once_and_both_are_heard(panel: Panel) -> None:
    one, two = panel.champion_ids
    asked = [(one, remark("From one")), (two, remark("From two"))]
    assert panel.at_once(*asked, (one, opinion("One")), (two, opinion("Two"))) == [""] * 4
    with panel.read() as session:
        assert set(session.scalars(select(Comment.text))) == {"From one", "From two"}
        assert set(session.scalars(select(Opinion.reason))) == {"One", "Two"}


def test_a_button_that_is_pressed_twice_at_once_adds_one_remark(panel: Panel) -> None:
    again = (panel.champion_ids[0], remark("Once", uuid4()))
    assert set(panel.at_once(again, again)) <= {"", "Stale"}
    with panel.read() as session:
        assert session.scalars(select(Comment.text)).all() == ["Once"]


def test_two_windows_that_give_an_opinion_at_once_leave_one_and_tell_the_other(
    panel: Panel,
) -> None:
    mine = panel.champion_ids[0]
    said = panel.at_once((mine, opinion("In one window")), (mine, opinion("In another")))
    assert sorted(said) == ["", "Stale"]
    with panel.read() as session:
        kept = session.scalars(select(Opinion)).one()
        assert kept.reason == ["In one window", "In another"][said.index("")]


@pytest.mark.parametrize("_", range(ROUNDS))
def test_a_remark_that_races_with_closing_is_in_the_round_or_refused(panel: Panel, _: int) -> None:
    asked = [(panel.champion_ids[0], remark("Just now")), (panel.equality_id, close)]
    said = panel.at_once(*asked)
    assert said[1] == ""
    with panel.read() as session:
        comments = session.scalars(select(Comment)).all()
        assert len(comments) == (said[0] == "")
        assert said[0] in {"", "Denied", "NotAllowed"}
        assert session.scalars(select(Round)).one().closed_at is not None
        context = load_assessment(session, panel.forms, panel.id)
        assert context.assessment.state is State.AWAITING_SIGN_OFF
