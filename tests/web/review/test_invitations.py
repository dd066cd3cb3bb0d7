"""Asking another colleague, and the page on which they answer: theirs, and nobody else’s."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from eia_app.domain.calendar import local_date
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Invitation
from tests.reviews import PRIVATE, ReviewFactory
from tests.web.visitor import Visitor

pytestmark = pytest.mark.clock

At = Callable[..., str]
SOON = local_date(datetime.now(UTC)) + timedelta(days=9)
DUE = {"due-day": str(SOON.day), "due-month": str(SOON.month), "due-year": str(SOON.year)}


@pytest.fixture
def context(review_factory: ReviewFactory, champion: Person) -> AssessmentContext:
    return review_factory.claimed_by(champion)


@pytest.fixture
def invitation(
    review_factory: ReviewFactory, context: AssessmentContext, stranger: Person, champion: Person
) -> Invitation:
    return review_factory.invite(context, stranger, champion, "age")


def test_a_colleague_is_asked_and_answers(
    as_champion: Visitor, as_stranger: Visitor, stranger: Person, context: AssessmentContext, at: At
) -> None:
    as_stranger.get(at(context, ""), expect=404)
    as_champion.get(as_champion.get(at(context, "review")).link("Ask another colleague"))
    as_champion.get(at(context, "invitations/new"))
    wanted = {"email": stranger.email, "place": "effects:age", "question": "Is it the right year?"}
    as_champion.send({**wanted, **DUE})
    listed = as_champion.follow()
    assert "Sam Stranger: Age" in listed.text
    assert "Is it the right year?" in listed.text
    page = at(context, f"invitations/{context.session.query(Invitation).one().id}")
    mine = as_stranger.get(page)
    assert "What is the effect on people of different ages?" in mine.text
    assert "Parking permits" in mine.text
    assert "What is the effect on disabled people?" not in mine.text
    as_stranger.send({"recommendation": "changes_needed"}, expect=422)
    as_stranger.send({"recommendation": "changes_needed", "reason": PRIVATE})
    assert as_stranger.follow().form().value("reason") == PRIVATE
    assert PRIVATE not in as_champion.get(at(context, "invitations")).text
    assert "Answered" in as_champion.get(at(context, "invitations")).text


def test_the_form_says_what_is_missing_and_keeps_the_rest(
    as_champion: Visitor, context: AssessmentContext, at: At
) -> None:
    as_champion.get(at(context, "invitations/new"))
    again = as_champion.send(
        {"email": "nobody@example.org", "question": "Why?", "due-day": "31", "due-month": "2"},
        expect=422,
    )
    wrong_date = "February 2026 has only 28 days. Enter a real date, such as 7 3 2026"
    assert again.errors == ["Select a section", wrong_date]
    assert again.form().value("question") == "Why?"
    nobody = as_champion.send({"place": "proposal:", **DUE}, expect=422)
    assert nobody.errors[0].startswith("There is nobody with this email address")


def test_the_invited_page_is_for_nobody_else(
    as_champion: Visitor,
    as_equality_lead: Visitor,
    as_lead: Visitor,
    context: AssessmentContext,
    invitation: Invitation,
    at: At,
) -> None:
    page = at(context, f"invitations/{invitation.id}")
    for visitor in (as_champion, as_equality_lead, as_lead):
        visitor.get(page, expect=404)
        visitor.post(page, {"recommendation": "support"}, expect=404)
    assert invitation.answered_at is None


def test_an_invitation_of_another_assessment_does_not_exist(
    as_stranger: Visitor,
    as_champion: Visitor,
    stranger: Person,
    champion: Person,
    review_factory: ReviewFactory,
    context: AssessmentContext,
    invitation: Invitation,
    at: At,
) -> None:
    other = review_factory.claimed_by(champion)
    review_factory.invite(other, stranger, champion, "age")
    for id_ in (invitation.id, uuid4()):
        as_stranger.get(at(other, f"invitations/{id_}"), expect=404)
        as_champion.post(at(other, f"invitations/{id_}/withdraw"), {}, expect=404)
    assert invitation.withdrawn_at is None


def test_a_colleague_who_is_asked_sees_nothing_of_the_discussion(
    as_stranger: Visitor,
    champion: Person,
    review_factory: ReviewFactory,
    context: AssessmentContext,
    invitation: Invitation,
    at: At,
) -> None:
    review_factory.add_comment(context, champion, PRIVATE)
    for path in ("review", "review/comments", "review/opinions", "review/note", "invitations"):
        assert PRIVATE not in as_stranger.get(at(context, path), expect=403).text
    assert PRIVATE not in as_stranger.get(at(context, f"invitations/{invitation.id}")).text


def test_telling_a_colleague_that_it_is_not_needed_closes_their_page(
    as_champion: Visitor,
    as_stranger: Visitor,
    context: AssessmentContext,
    invitation: Invitation,
    at: At,
) -> None:
    page = at(context, f"invitations/{invitation.id}")
    as_stranger.get(page)
    as_champion.get(at(context, "invitations"))
    as_champion.send(form="withdraw")
    assert "Not needed any more" in as_champion.follow().text
    as_stranger.send({"recommendation": "support"}, expect=404)


def test_an_answer_that_comes_when_the_round_is_closed_is_given_back_and_kept(
    as_stranger: Visitor,
    review_factory: ReviewFactory,
    context: AssessmentContext,
    invitation: Invitation,
    at: At,
) -> None:
    page = at(context, f"invitations/{invitation.id}")
    as_stranger.get(page)
    review_factory.close(context)
    late = as_stranger.send(
        {"recommendation": "cannot_say", "reason": "An hour of work"}, expect=409
    )
    assert "An hour of work" in late.text
    assert "An hour of work" in as_stranger.get("/drafts").text
    assert "This round of review was closed" in as_stranger.get(page).text


def test_a_colleague_finds_what_they_were_asked_among_their_reviews(
    as_stranger: Visitor,
    champion: Person,
    context: AssessmentContext,
    invitation: Invitation,
    review_factory: ReviewFactory,
    stranger: Person,
    at: At,
) -> None:
    withdrawn = review_factory.invite(context, stranger, champion, "disability")
    withdrawn.withdrawn_at = review_factory.now()
    shown = as_stranger.get("/reviews")
    assert shown.link("Parking permits") == at(context, f"invitations/{invitation.id}")
    assert shown.text.count("Is this right?") == 1
    assert "An answer is wanted by" in shown.text
    as_stranger.get(at(context, f"invitations/{invitation.id}"))
    as_stranger.send({"recommendation": "support"})
    assert "You answered on" in as_stranger.get("/reviews").text
