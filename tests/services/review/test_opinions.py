"""Opinions: given once, changed until the round closes, and read by whom and when."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, Invalid, NotAllowed, Stale
from eia_app.domain.notifications.kinds import NoticeKind
from eia_app.domain.review.review import Recommendation
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import discussion, opinions
from eia_app.storage.models.notifications import Notice
from eia_app.storage.models.people import Person
from tests.factories import add_person, history
from tests.reviews import ReviewFactory

CHANGES, SUPPORT = Recommendation.CHANGES_NEEDED, Recommendation.SUPPORT


@pytest.fixture
def other_champion(session: Session) -> Person:
    return add_person(session, "Olu Other", Role.CHAMPION)


def read_by(context: AssessmentContext, person: Person) -> set[str]:
    return {each.person.name for each in discussion.of_round(context).given(person)}


def given_events(context: AssessmentContext) -> list[dict[str, object]]:
    events = history(context.session, context.assessment)
    return [each.detail for each in reversed(events) if each.action is Transition.GIVE_OPINION]


def test_an_opinion_is_given_with_its_reason_and_recorded_without_it(
    review_factory: ReviewFactory, champion: Person
) -> None:
    context = review_factory.claimed_by(champion)
    made = review_factory.give_opinion(context, champion, CHANGES, " No figures on carers ")
    assert (made.recommendation, made.reason) == (CHANGES, "No figures on carers")
    assert made.given_at == review_factory.at
    assert given_events(context) == [{"round": 1}]  # the history is read by its authors
    assert history(context.session, context.assessment)[0].note == ""


@pytest.mark.parametrize("which", [each for each in Recommendation if each is not SUPPORT])
def test_only_plain_support_needs_no_reason(
    which: Recommendation, review_factory: ReviewFactory, champion: Person
) -> None:
    context = review_factory.claimed_by(champion)
    with pytest.raises(Invalid) as refused:
        review_factory.give_opinion(context, champion, which, "  ")
    assert refused.value.errors == {"reason": opinions.NEEDS_REASON}
    assert given_events(context) == []
    assert review_factory.give_opinion(context, champion, SUPPORT, "").given_at is not None


def test_an_opinion_that_is_changed_keeps_when_it_was_given_and_the_change_is_recorded(
    review_factory: ReviewFactory, champion: Person
) -> None:
    context = review_factory.claimed_by(champion)
    made = review_factory.give_opinion(context, champion)
    at, seen = made.given_at, opinions.content_mark(made)
    review_factory.give_opinion(context, champion, CHANGES, "On second thoughts", seen=seen)
    assert (made.recommendation, made.given_at) == (CHANGES, at)
    review_factory.give_opinion(context, champion, CHANGES, "On second thoughts", seen="whatever")
    assert given_events(context) == [{"round": 1}, {"round": 1, "changed": True}]


def test_two_windows_of_one_person_are_told_of_each_other(
    review_factory: ReviewFactory, champion: Person
) -> None:
    context = review_factory.claimed_by(champion)
    review_factory.give_opinion(context, champion, CHANGES, "In one window")
    with pytest.raises(Stale) as stale:
        review_factory.give_opinion(context, champion, SUPPORT, "In another")
    (clash,) = stale.value.clashes
    assert (clash.theirs, clash.yours) == ("In one window", "In another")


def test_the_checklist_is_no_clash_with_an_opinion_that_is_changed(
    review_factory: ReviewFactory, champion: Person
) -> None:
    context = review_factory.claimed_by(champion)
    made = review_factory.give_opinion(context, champion)
    seen = opinions.content_mark(made)
    opinions.save_checklist(context, {"clarity": "no"}, by=champion, now=review_factory.now())
    review_factory.give_opinion(context, champion, CHANGES, "Unclear", seen=seen)
    assert (made.reason, made.checklist) == ("Unclear", {"clarity": "no"})


def test_the_checklist_keeps_marks_of_its_own_items_and_no_others(
    review_factory: ReviewFactory, champion: Person
) -> None:
    context = review_factory.claimed_by(champion)
    marks = {"purpose": "yes", "group:age": "partly", "group:none": "yes", "clarity": "perhaps"}
    made = opinions.save_checklist(context, marks, by=champion, now=review_factory.now())
    assert made.checklist == {"purpose": "yes", "group:age": "partly"}
    assert made.given_at is None
    opinions.save_checklist(
        context, {"purpose": "", "evidence": "no"}, by=champion, now=made.started_at
    )
    assert made.checklist == {"group:age": "partly", "evidence": "no"}
    assert discussion.of_round(context).given(champion) == []


def test_nobody_but_a_reviewer_gives_an_opinion(
    review_factory: ReviewFactory, champion: Person, other_champion: Person, equality_lead: Person
) -> None:
    context = review_factory.claimed_by(champion)
    for person in (other_champion, equality_lead, review_factory.makers.lead):
        with pytest.raises(Denied):
            review_factory.give_opinion(context, person)
        with pytest.raises(Denied):
            opinions.save_checklist(context, {}, by=person, now=review_factory.now())


def test_no_opinion_is_given_in_a_closed_round(
    review_factory: ReviewFactory, champion: Person
) -> None:
    context = review_factory.claimed_by(champion)
    review_factory.give_opinion(context, champion)
    review_factory.close(context)
    with pytest.raises((Denied, NotAllowed)):
        review_factory.give_opinion(context, champion, CHANGES, "Too late")
    assert discussion.of_round(context).opinions[0].recommendation is SUPPORT


def test_a_reviewer_reads_the_opinions_of_others_after_giving_theirs(
    review_factory: ReviewFactory, champion: Person, other_champion: Person, equality_lead: Person
) -> None:
    context = review_factory.claimed_by(champion, other_champion)
    review_factory.give_opinion(context, champion)
    opinions.save_checklist(
        context, {"purpose": "yes"}, by=other_champion, now=review_factory.now()
    )
    assert read_by(context, champion) == {"Chris Champion"}
    assert read_by(context, other_champion) == set()
    assert read_by(context, equality_lead) == {"Chris Champion"}
    review_factory.give_opinion(context, other_champion, CHANGES, "No figures")
    both = {"Chris Champion", "Olu Other"}
    assert [read_by(context, p) for p in (champion, other_champion, equality_lead)] == [both] * 3


@pytest.mark.parametrize("closed", [False, True])
def test_the_author_reads_opinions_when_the_round_is_closed(
    closed: bool, review_factory: ReviewFactory, champion: Person, stranger: Person
) -> None:
    context = review_factory.claimed_by(champion)
    review_factory.give_opinion(context, champion)
    if closed:
        review_factory.close(context, Transition.REQUEST_CHANGES)
    assert read_by(context, review_factory.makers.lead) == ({"Chris Champion"} if closed else set())
    assert read_by(context, stranger) == set()


def test_who_gave_an_opinion_and_then_stood_aside_reads_no_other(
    review_factory: ReviewFactory, champion: Person, other_champion: Person
) -> None:
    context = review_factory.claimed_by(champion, other_champion)
    for person in (champion, other_champion):
        review_factory.give_opinion(context, person)
    context.assessment.reviewers[0].recused_at = review_factory.now()
    assert read_by(context, context.assessment.reviewers[0].person) == {
        context.assessment.reviewers[0].person.name
    }


def test_the_equality_lead_is_told_of_each_opinion_and_once_that_there_are_enough(
    review_factory: ReviewFactory,
    session: Session,
    equality_lead: Person,
    make_champions: Callable[[int], list[Person]],
) -> None:
    people = make_champions(4)
    context = review_factory.claimed_by(*people)
    quorum = discussion.of_round(context).round.quorum
    kinds = []
    for person in people:
        review_factory.give_opinion(context, person)
        told = select(Notice.kind).where(Notice.person_id == equality_lead.id).order_by(Notice.id)
        kinds = [kind for kind in session.scalars(told) if "opinion" in kind or "quorum" in kind]
    assert kinds.count(NoticeKind.OPINION_GIVEN) == 4
    assert kinds.count(NoticeKind.QUORUM_REACHED) == 1
    assert kinds[quorum] is NoticeKind.QUORUM_REACHED


@pytest.fixture
def make_champions(session: Session) -> Callable[[int], list[Person]]:
    return lambda n: [add_person(session, f"Champion {i}", Role.CHAMPION) for i in range(n)]


def test_past_reviews_are_of_this_person_newest_first_and_only_what_may_still_be_read(
    review_factory: ReviewFactory, session: Session, champion: Person, other_champion: Person
) -> None:
    first, second = (
        review_factory.claimed_by(champion, other_champion),
        review_factory.claimed_by(champion),
    )
    withdrawn = review_factory.claimed_by(champion)
    for context in (first, second, withdrawn):
        review_factory.give_opinion(context, champion)
    review_factory.give_opinion(first, other_champion)
    review_factory.close(first)
    review_factory.makers.step(withdrawn, Transition.WITHDRAW)
    mine = opinions.past(session, champion)
    assert [each.assessment.id for each in mine] == [second.assessment.id, first.assessment.id]
    assert [each.round.outcome is None for each in mine] == [True, False]
    assert {each.opinion.person_id for each in mine} == {champion.id}
