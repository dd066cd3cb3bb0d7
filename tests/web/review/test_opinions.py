"""What a reviewer has for themselves: an opinion, a checklist, notes, and their past reviews."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from eia_app.domain.review.review import Recommendation
from eia_app.domain.roles import Role
from eia_app.storage.models.people import Person
from tests.factories import add_person
from tests.reviews import PRIVATE, ReviewFactory
from tests.web.conftest import address
from tests.web.visitor import Visitor, path_of

At = Callable[..., str]


def test_others_opinions_are_shown_after_giving_this_one(
    as_champion: Visitor, champion: Person, session: Session, review_factory: ReviewFactory, at: At
) -> None:
    other = add_person(session, "Olu Other", Role.CHAMPION)
    context = review_factory.claimed_by(champion, other)
    review_factory.give_opinion(context, other, Recommendation.CHANGES_NEEDED, PRIVATE)
    assert PRIVATE not in as_champion.get(at(context, "review/opinions")).text
    as_champion.get(at(context, "review/opinion"))
    refused = as_champion.send({"recommendation": "cannot_say"}, expect=422)
    assert refused.errors == ["Enter why, so that the author knows what to do"]
    as_champion.send({"recommendation": "support"})
    after = as_champion.follow()
    assert PRIVATE in after.text
    assert "2 of" in after.text


def test_an_opinion_in_two_windows_gives_both_back(
    as_champion: Visitor, champion: Person, review_factory: ReviewFactory, at: At
) -> None:
    page = at(review_factory.claimed_by(champion), "review/opinion")
    old = as_champion.get(page).form()
    as_champion.post(page, old.filled({"recommendation": "cannot_say", "reason": "One"}))
    stale = as_champion.post(
        page, old.filled({"recommendation": "changes_needed", "reason": "Other"}), expect=409
    )
    assert "One" in stale.text
    assert stale.form().value("reason") == "Other"
    as_champion.send()
    assert as_champion.get(page).form().value("reason") == "Other"


def test_the_checklist_is_kept_as_far_as_it_got_and_nobody_else_sees_it(
    as_champion: Visitor,
    as_equality_lead: Visitor,
    champion: Person,
    review_factory: ReviewFactory,
    at: At,
) -> None:
    context = review_factory.claimed_by(champion)
    as_champion.get(at(context, "review"))
    as_champion.send({"purpose": "yes", "group:age": "no"}, form="checklist")
    again = as_champion.get(at(context, "review"))
    assert "Checklist (2 of" in again.text
    assert again.form("checklist").value("group:age") == "no"
    assert as_champion.get(at(context, "review/checklist")).form().value("purpose") == "yes"
    assert "hecklist" not in as_equality_lead.get(at(context, "review")).text


def test_notes_are_read_by_nobody_else_on_any_page(
    as_champion: Visitor,
    as_equality_lead: Visitor,
    as_lead: Visitor,
    champion: Person,
    review_factory: ReviewFactory,
    at: At,
) -> None:
    context = review_factory.claimed_by(champion)
    as_champion.get(at(context, "review/note"))
    as_champion.send({"text": PRIVATE})
    assert PRIVATE in as_champion.follow().text
    for visitor in (as_equality_lead, as_lead):
        for path in ("review", "review/comments", "review/opinions", "review/note", "history", ""):
            shown = visitor.get(at(context, path))
            assert PRIVATE not in shown.answer.get_data(as_text=True)


def test_past_reviews_say_what_happened(
    as_champion: Visitor, champion: Person, review_factory: ReviewFactory
) -> None:
    assert "You have reviewed nothing yet." in as_champion.get("/reviews").text
    context = review_factory.claimed_by(champion)
    review_factory.give_opinion(context, champion, Recommendation.CHANGES_NEEDED, "No figures")
    review_factory.close(context)
    shown = as_champion.get("/reviews")
    for words in ("Parking permits", "No figures", "Agreed", "Awaiting sign-off"):
        assert words in shown.text
    assert path_of(shown.link("Parking permits")) == address(context, "review")
