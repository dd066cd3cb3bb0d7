"""The equality lead’s pages of a review: whom to ask, until when, and what waits elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.review import reviewers
from eia_app.storage.models.people import Person
from tests.factories import Makers, add_person
from tests.web.conftest import address
from tests.web.visitor import Visitor, select_statements

NOW = datetime.now(UTC)


def test_the_equality_lead_asks_the_champion_who_is_suggested_first(
    as_equality_lead: Visitor, make_assessment: Makers, champion: Person, session: Session
) -> None:
    context, busy = make_assessment(State.IN_REVIEW), add_person(session, "Ann", Role.CHAMPION)
    reviewers.claim(make_assessment(State.IN_REVIEW), by=busy, now=NOW)
    shown = as_equality_lead.get(address(context, "reviewers"))
    assert shown.text.index("Chris Champion") < shown.text.index("Ann")
    assert "Reviews 1 now" in shown.text
    as_equality_lead.send(form=f"{champion.id}/assign")
    shown = as_equality_lead.follow()
    assert shown.banners == ["They were asked to review it."]
    assert "No opinion yet. Not chased." in shown.text


def test_the_equality_lead_accepts_a_champion_of_the_same_service(
    as_equality_lead: Visitor, make_assessment: Makers, champion: Person
) -> None:
    context, champion.service = make_assessment(State.IN_REVIEW), "Parking"
    listing = address(context, "reviewers")
    as_equality_lead.get(as_equality_lead.get(listing).link("Accept all the same"))
    refused = as_equality_lead.send({"reason": ""}, expect=422)
    assert refused.errors == ["Enter why it is acceptable"]
    as_equality_lead.send({"reason": "Nobody else knows permits"})
    as_equality_lead.follow()
    as_equality_lead.send(form=f"{champion.id}/assign")
    assert "Accepted because: Nobody else knows permits" in as_equality_lead.follow().text


def test_the_equality_lead_gives_more_time(
    as_equality_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(State.IN_REVIEW)
    as_equality_lead.get(address(context, "reviewers/extend"))
    wrong = {"due-day": "1", "due-month": "3", "due-year": "2026", "reason": "Half term"}
    refused = as_equality_lead.send(wrong, expect=422)
    assert refused.errors[0].startswith("The new date must be after")
    assert "Half term" in refused.text
    as_equality_lead.send({**wrong, "due-year": "2199"})
    assert "They are wanted by 1 March 2199." in as_equality_lead.follow().text


def test_the_equality_lead_reminds_those_whose_opinion_is_missing(
    as_equality_lead: Visitor, make_assessment: Makers, champion: Person
) -> None:
    context = make_assessment(State.IN_REVIEW)
    reviewers.claim(context, by=champion, now=NOW)
    as_equality_lead.get(address(context, "reviewers"))
    as_equality_lead.send(form="chase")
    assert "Chased on" in as_equality_lead.follow().text
    refused = as_equality_lead.send(form="chase", expect=409)
    assert "was reminded today" in refused.text


def test_who_stood_aside_and_why_is_for_the_equality_lead(
    as_equality_lead: Visitor, make_assessment: Makers, champion: Person
) -> None:
    context = make_assessment(State.IN_REVIEW)
    reviewers.recuse(context, reason="My sister runs it", by=champion, now=NOW)
    assert "My sister runs it" in as_equality_lead.get(address(context, "reviewers")).text
    assert "My sister" not in as_equality_lead.get(address(context, "history")).text


def test_champions_do_not_run_reviews(
    as_champion: Visitor, make_assessment: Makers, champion: Person
) -> None:
    context = make_assessment(State.IN_REVIEW)
    for path in ("reviewers", "reviewers/extend", f"reviewers/{champion.id}/accept"):
        as_champion.get(address(context, path), expect=403)
    for path in ("reviewers/chase", f"reviewers/{champion.id}/assign"):
        as_champion.post(address(context, path), {}, expect=403)


def test_somebody_who_is_no_champion_is_not_there_to_be_asked(
    as_equality_lead: Visitor, make_assessment: Makers, stranger: Person
) -> None:
    context = make_assessment(State.IN_REVIEW)
    path = address(context, f"reviewers/{stranger.id}/assign")
    as_equality_lead.post(path, {}, expect=404)


def test_the_equality_lead_sees_what_waits_elsewhere(
    as_equality_lead: Visitor, make_assessment: Makers
) -> None:
    back = make_assessment(State.IN_REVIEW, title="Bins & bags")
    make_assessment.step(back, Transition.REQUEST_CHANGES)
    make_assessment(State.AWAITING_SIGN_OFF, title="Permits")
    shown = as_equality_lead.get(as_equality_lead.get("/queue").link("Back with their authors (1)"))
    assert shown.title == "Back with their authors"
    assert "Bins & bags" in shown.text
    assert "Lee Lead" in shown.text
    shown = as_equality_lead.get(shown.link("Awaiting sign-off (1)"))
    assert "Permits" in shown.text
    assert "Bins" not in shown.text
    assert "There is no such page." in as_equality_lead.get("/queue/awaiting-sign-off?page=3").text


def test_what_waits_elsewhere_is_for_the_equality_lead_alone(as_champion: Visitor) -> None:
    as_champion.get("/queue/awaiting-sign-off", expect=403)


def test_the_queue_lists_two_other_states_only(as_equality_lead: Visitor) -> None:
    as_equality_lead.get("/queue/draft", expect=404)
    for state in ("changes-requested", "awaiting-sign-off"):
        assert "Nothing " in as_equality_lead.get(f"/queue/{state}").text


def test_the_list_elsewhere_takes_as_many_queries_with_1_and_3_rows(
    as_equality_lead: Visitor, make_assessment: Makers, session: Session
) -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_assessment(State.AWAITING_SIGN_OFF)
        counts.append(len(select_statements(as_equality_lead.get("/queue/awaiting-sign-off"))))
    assert counts[0] == counts[1] <= 12
