"""Champions and the equality lead at the same moment, each in a session of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, NotAllowed, Stale
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.review import administration, reviewers
from eia_app.storage.engine import Sessions
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers, add_person

Change = Callable[[AssessmentContext, Session], None]


class Review:
    """A database with one assessment in review, two champions and an equality lead."""

    def __init__(self, sessions: Sessions, forms: Forms) -> None:
        self.sessions, self.forms = sessions, forms
        with sessions.to_write() as session:
            lead, head = add_person(session, "Lee Lead"), add_person(session, "Hana Head")
            equality = add_person(session, "Eli Equality", Role.EQUALITY_LEAD)
            self.champions = [add_person(session, n, Role.CHAMPION).id for n in ("Ann", "Bo")]
            makers = Makers(session, forms, lead, equality, head)
            self.id, self.equality = makers(State.IN_REVIEW).assessment.id, equality.id
            session.commit()

    def request(self, change: Change) -> str:
        """A whole request that changes something; the name of its refusal, if it was refused."""
        with self.sessions.to_write() as session:
            try:
                change(load_assessment(session, self.forms, self.id), session)
            except (Denied, NotAllowed, Stale) as refused:
                return type(refused).__name__
            session.commit()
            return ""

    def at_once(self, *changes: Change) -> list[str]:
        with ThreadPoolExecutor(len(changes)) as pool:
            return list(pool.map(self.request, changes))

    def standing(self) -> dict[UUID, tuple[bool, bool]]:
        """Who reviews it and who stood aside."""
        with self.sessions.to_read() as session:
            it = load_assessment(session, self.forms, self.id).assessment
            return {each.person_id: (each.is_reviewing, each.is_recused) for each in it.reviewers}

    def claim(self, person_id: UUID) -> Change:
        return lambda context, session: reviewers.claim(
            context, by=session.get_one(Person, person_id), now=NOW
        )

    def recuse(self, person_id: UUID) -> Change:
        return lambda context, session: reviewers.recuse(
            context, reason="", by=session.get_one(Person, person_id), now=NOW
        )

    def assign(self, person_id: UUID) -> Change:
        return lambda context, session: administration.assign(
            context, person_id, by=session.get_one(Person, self.equality), now=NOW
        )


@pytest.fixture
def review(sessions: Sessions, tiny_forms: Forms) -> Review:
    return Review(sessions, tiny_forms)


def test_two_who_claim_at_once_both_have_it(review: Review) -> None:
    ann, bo = review.champions
    assert review.at_once(review.claim(ann), review.claim(bo)) == ["", ""]
    assert review.standing() == {ann: (True, False), bo: (True, False)}


def test_the_same_claim_sent_twice_is_one(review: Review) -> None:
    ann, _ = review.champions
    assert review.at_once(review.claim(ann), review.claim(ann)) == ["", ""]
    assert review.standing() == {ann: (True, False)}


def test_who_stands_aside_while_being_asked_has_stood_aside(review: Review) -> None:
    ann, _ = review.champions
    asked, aside = review.at_once(review.assign(ann), review.recuse(ann))
    assert (asked in {"", "NotAllowed"}, aside) == (True, "")
    assert review.standing() == {ann: (False, True)}


def test_asking_on_the_strength_of_an_older_look_is_refused(review: Review) -> None:
    ann, _ = review.champions
    with review.sessions.to_write() as session:
        context = load_assessment(session, review.forms, review.id)
        assert context.assessment.reviewers == []
        session.commit()
        assert review.request(review.recuse(ann)) == ""
        with pytest.raises(Stale):
            review.assign(ann)(context, session)
        session.rollback()
    assert review.standing() == {ann: (False, True)}
