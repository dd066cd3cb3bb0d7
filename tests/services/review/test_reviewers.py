"""Champions claim a review, give it back, or stand aside."""

from __future__ import annotations

import pytest

from eia_app.domain.errors import Denied, NotAllowed
from eia_app.domain.workflow.permissions import May, may
from eia_app.domain.workflow.states import Action, State
from eia_app.services.assessment.loading import Opened
from eia_app.services.review import reviewers
from eia_app.storage.models.assessment import Contributor
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers, history
from tests.services.review.review_makers import give_opinion, newest


@pytest.fixture
def opened(make_assessment: Makers) -> Opened:
    """An assessment of the parking service that waits for review."""
    return make_assessment(State.IN_REVIEW)


def test_a_champion_claims_a_review(opened: Opened, champion: Person) -> None:
    reviewers.claim(opened, by=champion, now=NOW)
    assert reviewers.is_having(opened, champion)
    assert newest(opened) == {
        "action": Action.CLAIM,
        "by": champion.id,
        "note": "",
        "person": str(champion.id),
    }
    assert may(May.COMMENT, champion, opened.assessment)


def test_claiming_twice_is_one_event(opened: Opened, champion: Person) -> None:
    reviewers.claim(opened, by=champion, now=NOW)
    before = len(history(opened.session, opened.assessment))
    reviewers.claim(opened, by=champion, now=NOW)
    assert len(history(opened.session, opened.assessment)) == before


def test_who_is_no_champion_cannot_claim(opened: Opened, stranger: Person, lead: Person) -> None:
    for person in (stranger, lead):
        with pytest.raises(Denied, match="do not have permission"):
            reviewers.claim(opened, by=person, now=NOW)


def test_a_champion_of_the_same_service_is_told_why_they_cannot_claim(
    opened: Opened, champion: Person
) -> None:
    champion.service = "parking"
    with pytest.raises(Denied, match="You work in the same service"):
        reviewers.claim(opened, by=champion, now=NOW)


def test_a_champion_who_works_on_it_is_told_so(opened: Opened, champion: Person) -> None:
    mine = Contributor(person_id=champion.id, added_by_id=champion.id, added_at=NOW)
    opened.assessment.contributors.append(mine)
    with pytest.raises(Denied, match="You work on this assessment"):
        reviewers.claim(opened, by=champion, now=NOW)


def test_nothing_is_claimed_after_the_review(make_assessment: Makers, champion: Person) -> None:
    opened = make_assessment(State.AWAITING_SIGN_OFF)
    with pytest.raises(NotAllowed, match="while the assessment is awaiting sign off"):
        reviewers.claim(opened, by=champion, now=NOW)


def test_a_claim_can_be_given_back_and_taken_again(opened: Opened, champion: Person) -> None:
    reviewers.unclaim(opened, by=champion, now=NOW)  # nothing to give back: nothing happens
    reviewers.claim(opened, by=champion, now=NOW)
    reviewers.unclaim(opened, by=champion, now=NOW)
    assert newest(opened)["action"] is Action.UNCLAIM
    assert not reviewers.is_having(opened, champion)
    reviewers.claim(opened, by=champion, now=NOW)
    assert reviewers.is_having(opened, champion)


def test_after_an_opinion_the_review_is_not_given_back(opened: Opened, champion: Person) -> None:
    reviewers.claim(opened, by=champion, now=NOW)
    give_opinion(opened, champion)
    with pytest.raises(NotAllowed, match="You gave your opinion"):
        reviewers.unclaim(opened, by=champion, now=NOW)


def test_who_stands_aside_does_not_see_the_discussion_and_cannot_come_back(
    opened: Opened, champion: Person
) -> None:
    reviewers.claim(opened, by=champion, now=NOW)
    reviewers.recuse(opened, reason="My sister runs it ", by=champion, now=NOW)
    it = opened.assessment
    assert (it.reviewers[0].recusal_reason, it.reviewers[0].claimed_at) == (
        "My sister runs it",
        None,
    )
    assert not may(May.READ_DISCUSSION, champion, it)
    with pytest.raises(Denied, match="You said that you should not review"):
        reviewers.claim(opened, by=champion, now=NOW)


def test_why_somebody_stood_aside_is_not_in_the_history(opened: Opened, champion: Person) -> None:
    reviewers.recuse(opened, reason="My sister runs it", by=champion, now=NOW)
    assert "sister" not in str(newest(opened))
    before = len(history(opened.session, opened.assessment))
    reviewers.recuse(opened, reason="", by=champion, now=NOW)
    assert len(history(opened.session, opened.assessment)) == before


def test_who_is_no_champion_has_nothing_to_stand_aside_from(opened: Opened, lead: Person) -> None:
    with pytest.raises(Denied):
        reviewers.recuse(opened, reason="", by=lead, now=NOW)
