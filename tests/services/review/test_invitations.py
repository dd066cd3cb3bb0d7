"""Asking another colleague about one section: whom, what they may see, and what they answer."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, Invalid, NotAllowed, NotFound, Stale
from eia_app.domain.notifications.kinds import NoticeKind
from eia_app.domain.review.review import Location, Recommendation
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import discussion, invitations
from eia_app.storage.models.notifications import Notice
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Invitation
from tests.factories import add_person, history
from tests.reviews import ReviewFactory

CHANGES, SUPPORT = Recommendation.CHANGES_NEEDED, Recommendation.SUPPORT


@pytest.fixture
def context(review_factory: ReviewFactory, champion: Person) -> AssessmentContext:
    return review_factory.claimed_by(champion)


@pytest.fixture
def invitation(
    review_factory: ReviewFactory, context: AssessmentContext, stranger: Person, champion: Person
) -> Invitation:
    return review_factory.invite(context, stranger, champion, "age")


def answer(
    review_factory: ReviewFactory,
    context: AssessmentContext,
    invitation: Invitation,
    by: Person,
    which: Recommendation = SUPPORT,
    reason: str = "",
    seen: int = 1,
) -> None:
    now = review_factory.now()
    invitations.answer(context, invitation, which, reason, by=by, now=now, seen=seen)


def events(context: AssessmentContext, action: Transition) -> list[tuple[str, dict[str, object]]]:
    found = history(context.session, context.assessment)
    return [(each.note, each.detail) for each in reversed(found) if each.action is action]


def test_a_colleague_who_is_asked_may_read_the_assessment_and_not_the_discussion(
    context: AssessmentContext, invitation: Invitation, stranger: Person, session: Session
) -> None:
    it = context.assessment
    assert is_allowed(Permission.READ, stranger, it)
    assert is_allowed(Transition.ANSWER_INVITATION, stranger, it)
    refused = (
        Permission.READ_DISCUSSION,
        Permission.COMMENT,
        Transition.GIVE_OPINION,
        Transition.INVITE,
        Permission.EDIT,
    )
    assert [what for what in refused if is_allowed(what, stranger, it)] == []
    told = session.scalars(select(Notice).where(Notice.person_id == stranger.id)).one()
    assert told.kind is NoticeKind.INVITED
    assert told.detail["invitation"] == str(invitation.id)


def test_asking_is_recorded_with_whom_and_about_what(
    context: AssessmentContext, invitation: Invitation
) -> None:
    detail = {"round": 1, "section": ["effects", "age"]}
    assert events(context, Transition.INVITE) == [("Sam Stranger", detail)]


@pytest.mark.parametrize(
    "place", [Location(), Location("nothing"), Location("proposal", question="title")]
)
def test_only_a_section_or_a_group_can_be_asked_about(
    place: Location,
    context: AssessmentContext,
    stranger: Person,
    champion: Person,
    review_factory: ReviewFactory,
) -> None:
    with pytest.raises(Invalid) as refused:
        invitations.invite(
            context,
            email=stranger.email,
            place=place,
            question="?",
            due=date(2026, 4, 1),
            by=champion,
            now=review_factory.now(),
        )
    assert refused.value.errors == {"place": "Select a section"}


def test_a_day_in_the_past_is_refused(
    context: AssessmentContext, stranger: Person, champion: Person, review_factory: ReviewFactory
) -> None:
    with pytest.raises(Invalid) as refused:
        invitations.invite(
            context,
            email=stranger.email,
            place=Location("proposal"),
            question="?",
            due=date(2026, 3, 8),
            by=champion,
            now=review_factory.now(),
        )
    assert refused.value.errors == {"due": "Enter a date from today on"}


def test_whoever_works_on_it_reviews_it_stood_aside_or_left_cannot_be_asked(
    review_factory: ReviewFactory,
    context: AssessmentContext,
    champion: Person,
    session: Session,
    equality_lead: Person,
) -> None:
    gone = add_person(session, "Gone Away", active=False)
    aside = add_person(session, "Asi De")
    review_factory.claim(context, aside)
    context.assessment.reviewers[-1].recused_at = review_factory.now()
    whom = {review_factory.makers.lead, champion, gone, aside}
    for person in whom:
        with pytest.raises(Invalid) as refused:
            review_factory.invite(context, person, equality_lead)
        assert list(refused.value.errors) == ["email"]
    assert context.assessment.invited_ids == []


def test_a_colleague_is_asked_once_about_a_section_and_may_be_asked_about_another(
    review_factory: ReviewFactory,
    context: AssessmentContext,
    invitation: Invitation,
    stranger: Person,
    champion: Person,
) -> None:
    with pytest.raises(Invalid) as refused:
        review_factory.invite(context, stranger, champion, "age")
    assert refused.value.errors == {"email": "Sam Stranger was asked about this section already."}
    review_factory.invite(context, stranger, champion, "disability")
    assert len(discussion.of_round(context).invitations) == 2


def test_a_colleague_who_is_not_needed_loses_the_way_in_and_may_be_asked_again(
    review_factory: ReviewFactory,
    context: AssessmentContext,
    invitation: Invitation,
    stranger: Person,
    champion: Person,
) -> None:
    invitations.withdraw(context, invitation, by=champion, now=review_factory.now())
    assert not is_allowed(Permission.READ, stranger, context.assessment)
    assert events(context, Transition.INVITE)[-1] == ("Sam Stranger", {"withdrawn": True})
    again = review_factory.invite(context, stranger, champion, "age")
    assert (again.id, again.withdrawn_at) == (invitation.id, None)
    assert is_allowed(Permission.READ, stranger, context.assessment)


def test_only_who_asked_and_the_equality_lead_say_that_it_is_not_needed(
    review_factory: ReviewFactory,
    context: AssessmentContext,
    invitation: Invitation,
    equality_lead: Person,
    session: Session,
) -> None:
    other = add_person(session, "Other Champion")
    with pytest.raises(Denied):
        invitations.withdraw(context, invitation, by=other, now=review_factory.now())
    invitations.withdraw(context, invitation, by=equality_lead, now=review_factory.now())
    assert invitation.withdrawn_at == review_factory.at


def test_an_answer_is_given_changed_and_recorded(
    review_factory: ReviewFactory,
    context: AssessmentContext,
    invitation: Invitation,
    stranger: Person,
) -> None:
    answer(review_factory, context, invitation, stranger, CHANGES, " Wrong year ")
    first = invitation.answered_at
    assert (invitation.recommendation, invitation.reason, first) == (
        CHANGES,
        "Wrong year",
        review_factory.at,
    )
    answer(review_factory, context, invitation, stranger, SUPPORT, "", seen=invitation.revision)
    assert (invitation.recommendation, invitation.answered_at) == (SUPPORT, first)
    about: dict[str, object] = {"section": ["effects", "age"]}
    assert events(context, Transition.ANSWER_INVITATION) == [
        ("", about),
        ("", {**about, "changed": True}),
    ]


def test_an_answer_needs_a_reason_unless_it_is_plain_support(
    review_factory: ReviewFactory,
    context: AssessmentContext,
    invitation: Invitation,
    stranger: Person,
) -> None:
    with pytest.raises(Invalid):
        answer(review_factory, context, invitation, stranger, Recommendation.CANNOT_SAY)
    assert invitation.answered_at is None


def test_two_windows_of_one_colleague_are_told_of_each_other(
    review_factory: ReviewFactory,
    context: AssessmentContext,
    invitation: Invitation,
    stranger: Person,
) -> None:
    answer(review_factory, context, invitation, stranger, CHANGES, "In one window")
    with pytest.raises(Stale) as stale:
        answer(review_factory, context, invitation, stranger, SUPPORT, "In another")
    assert stale.value.clashes[0].theirs == "In one window"


def test_nobody_answers_for_somebody_else_or_for_another_assessment(
    review_factory: ReviewFactory,
    context: AssessmentContext,
    invitation: Invitation,
    champion: Person,
    equality_lead: Person,
) -> None:
    for person in (champion, equality_lead):
        with pytest.raises(NotFound):
            answer(review_factory, context, invitation, person)
    other = review_factory.claimed_by(champion)
    for id_ in (invitation.id, uuid4()):
        with pytest.raises(NotFound):
            invitations.find(other, id_)
    assert invitation.answered_at is None


def test_it_is_too_late_to_answer_when_the_round_is_closed_or_it_is_not_needed(
    review_factory: ReviewFactory,
    context: AssessmentContext,
    invitation: Invitation,
    stranger: Person,
    champion: Person,
) -> None:
    invitations.withdraw(context, invitation, by=champion, now=review_factory.now())
    with pytest.raises(NotAllowed, match="not needed"):
        answer(review_factory, context, invitation, stranger)
    again = review_factory.invite(context, stranger, champion, "age")
    review_factory.close(context)
    with pytest.raises(NotAllowed, match="closed"):
        answer(review_factory, context, again, stranger)


def test_an_answer_that_was_given_is_not_taken_back(
    review_factory: ReviewFactory,
    context: AssessmentContext,
    invitation: Invitation,
    stranger: Person,
    champion: Person,
) -> None:
    answer(review_factory, context, invitation, stranger)
    with pytest.raises(NotAllowed):
        invitations.withdraw(context, invitation, by=champion, now=review_factory.now())


def test_an_answer_is_read_like_an_opinion(
    review_factory: ReviewFactory,
    context: AssessmentContext,
    invitation: Invitation,
    stranger: Person,
    champion: Person,
    equality_lead: Person,
) -> None:
    answer(review_factory, context, invitation, stranger)

    def read_by(person: Person) -> int:
        return len(discussion.of_round(context).answers(person))

    assert [
        read_by(p) for p in (champion, review_factory.makers.lead, equality_lead, stranger)
    ] == [
        0,
        0,
        1,
        1,
    ]
    review_factory.give_opinion(context, champion)
    assert read_by(champion) == 1
    review_factory.close(context)
    assert read_by(review_factory.makers.lead) == 1
