"""Champions claim a review, give it back, or stand aside."""

from __future__ import annotations

import pytest

from eia_app.domain.errors import Denied, NotAllowed
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import reviewers
from eia_app.storage.models.assessment import Contributor
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers, history
from tests.services.review.review_records import give_opinion, newest_event


@pytest.fixture
def context(make_assessment: Makers) -> AssessmentContext:
    """An assessment of the parking service that waits for review."""
    return make_assessment(State.IN_REVIEW)


def test_a_champion_claims_a_review(context: AssessmentContext, champion: Person) -> None:
    reviewers.claim(context, by=champion, now=NOW)
    assert reviewers.is_assigned_reviewer(context, champion)
    assert newest_event(context) == {
        "action": Transition.CLAIM,
        "by": champion.id,
        "note": "",
        "person": str(champion.id),
    }
    assert is_allowed(Permission.COMMENT, champion, context.assessment)


def test_claiming_twice_is_one_event(context: AssessmentContext, champion: Person) -> None:
    reviewers.claim(context, by=champion, now=NOW)
    before = len(history(context.session, context.assessment))
    reviewers.claim(context, by=champion, now=NOW)
    assert len(history(context.session, context.assessment)) == before


def test_who_is_no_champion_cannot_claim(
    context: AssessmentContext, stranger: Person, lead: Person
) -> None:
    for person in (stranger, lead):
        with pytest.raises(Denied, match="do not have permission"):
            reviewers.claim(context, by=person, now=NOW)


def test_a_champion_of_the_same_service_is_told_why_they_cannot_claim(
    context: AssessmentContext, champion: Person
) -> None:
    champion.service = "parking"
    with pytest.raises(Denied, match="You work in the same service"):
        reviewers.claim(context, by=champion, now=NOW)


def test_a_champion_who_works_on_it_is_told_so(
    context: AssessmentContext, champion: Person
) -> None:
    mine = Contributor(person_id=champion.id, added_by_id=champion.id, added_at=NOW)
    context.assessment.contributors.append(mine)
    with pytest.raises(Denied, match="You work on this assessment"):
        reviewers.claim(context, by=champion, now=NOW)


def test_nothing_is_claimed_after_the_review(make_assessment: Makers, champion: Person) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    with pytest.raises(NotAllowed, match="while the assessment is awaiting sign off"):
        reviewers.claim(context, by=champion, now=NOW)


def test_a_claim_can_be_given_back_and_taken_again(
    context: AssessmentContext, champion: Person
) -> None:
    reviewers.unclaim(context, by=champion, now=NOW)  # nothing to give back: nothing happens
    reviewers.claim(context, by=champion, now=NOW)
    reviewers.unclaim(context, by=champion, now=NOW)
    assert newest_event(context)["action"] is Transition.UNCLAIM
    assert not reviewers.is_assigned_reviewer(context, champion)
    reviewers.claim(context, by=champion, now=NOW)
    assert reviewers.is_assigned_reviewer(context, champion)


def test_after_an_opinion_the_review_is_not_given_back(
    context: AssessmentContext, champion: Person
) -> None:
    reviewers.claim(context, by=champion, now=NOW)
    give_opinion(context, champion)
    with pytest.raises(NotAllowed, match="You gave your opinion"):
        reviewers.unclaim(context, by=champion, now=NOW)


def test_who_stands_aside_does_not_see_the_discussion_and_cannot_come_back(
    context: AssessmentContext, champion: Person
) -> None:
    reviewers.claim(context, by=champion, now=NOW)
    reviewers.recuse(context, reason="My sister runs it ", by=champion, now=NOW)
    it = context.assessment
    assert (it.reviewers[0].recusal_reason, it.reviewers[0].claimed_at) == (
        "My sister runs it",
        None,
    )
    assert not is_allowed(Permission.READ_DISCUSSION, champion, it)
    with pytest.raises(Denied, match="You said that you should not review"):
        reviewers.claim(context, by=champion, now=NOW)


def test_why_somebody_stood_aside_is_not_in_the_history(
    context: AssessmentContext, champion: Person
) -> None:
    reviewers.recuse(context, reason="My sister runs it", by=champion, now=NOW)
    assert "sister" not in str(newest_event(context))
    before = len(history(context.session, context.assessment))
    reviewers.recuse(context, reason="", by=champion, now=NOW)
    assert len(history(context.session, context.assessment)) == before


def test_who_is_no_champion_has_nothing_to_stand_aside_from(
    context: AssessmentContext, lead: Person
) -> None:
    with pytest.raises(Denied):
        reviewers.recuse(context, reason="", by=lead, now=NOW)
