"""The review queue, as a champion and as the equality lead see it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.review import reviewers
from eia_app.storage.models.people import Person
from tests.bench.crowd import fill
from tests.factories import Makers, add_person
from tests.services.review.review_records import give_opinion
from tests.web.conftest import address
from tests.web.visitor import Visitor, select_statements

pytestmark = pytest.mark.clock

MOST_QUERIES = 12
NOW = datetime.now(UTC)


def test_the_queue_shows_what_waits_and_what_has_been_done_about_it(
    as_champion: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(State.IN_REVIEW, title="Bins & bags")
    context.assessment.decision_date = None
    shown = as_champion.get("/queue")
    assert shown.title == "Review queue"
    for said in ("Bins & bags", "No decision date given", "0 of 3", "Nobody yet", "Not chased"):
        assert said in shown.text
    assert as_champion.get("/assessments/").link("Review queue (1)") == "/queue"


def test_an_empty_queue_says_how_assessments_come_to_it(as_champion: Visitor) -> None:
    assert "Nothing is waiting for review." in as_champion.get("/queue").text
    assert "You are not reviewing anything now." in as_champion.get("/queue?show=mine").text


def test_a_filter_without_a_match_leads_back_to_all(
    as_champion: Visitor, make_assessment: Makers
) -> None:
    make_assessment(State.IN_REVIEW)
    for asked in ("show=overdue&service=Housing", "group=nobody", "page=7"):
        shown = as_champion.get(f"/queue?{asked}")
        assert "Nothing in the queue matches." in shown.text
        assert shown.link("Show the whole queue") == "/queue"


def test_what_an_address_asks_for_that_is_not_known_is_left_out(
    as_champion: Visitor, make_assessment: Makers
) -> None:
    make_assessment(State.IN_REVIEW, title="Bins & bags")
    for asked in ("show=everything", "page=-1", "page=two", "page=999999999999", "service=%00"):
        assert "Bins & bags" in as_champion.get(f"/queue?{asked}").text


def test_the_queue_takes_as_many_queries_with_1_and_3_rows(
    as_equality_lead: Visitor, make_assessment: Makers
) -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_assessment(State.IN_REVIEW, effect=["negative"], severity="low", likelihood="low")
        counts.append(len(select_statements(as_equality_lead.get("/queue"))))
    assert counts[0] == counts[1]
    assert counts[0] <= MOST_QUERIES


def test_paging_keeps_the_filters(
    as_champion: Visitor, make_assessment: Makers, session: Session
) -> None:
    context = make_assessment(State.IN_REVIEW)
    fill(session, context.assessment, 200)
    shown = as_champion.get("/queue?show=unclaimed&service=Parking")
    assert "page 1 of 2" in shown.text
    second = shown.link("Next")
    assert second == "/queue?page=2&show=unclaimed&service=Parking"
    assert as_champion.get(second).link("Previous") == second.replace("page=2", "page=1")


def test_a_champion_claims_from_the_queue_and_begins_to_read(
    as_champion: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(State.IN_REVIEW)
    as_champion.get("/queue")
    claimed = as_champion.send(form="claim")
    assert claimed.location == address(context, "review")
    shown = as_champion.get("/queue?show=mine")
    assert "You are reviewing it." in shown.text
    as_champion.send(form="unclaim")
    shown = as_champion.follow()
    assert shown.banners == ["You gave the review back."]
    assert "You are reviewing it." not in shown.text


def test_a_champion_stands_aside_and_sees_only_that_it_is_there(
    as_champion: Visitor, make_assessment: Makers, champion: Person, session: Session
) -> None:
    context, other = make_assessment(State.IN_REVIEW), add_person(session, "Ola", Role.CHAMPION)
    reviewers.claim(context, by=other, now=NOW)
    as_champion.get(as_champion.get("/queue").link("Stand aside"))
    as_champion.send({"reason": "My sister runs it"})
    shown = as_champion.follow()
    assert shown.banners == ["You stood aside from this review."]
    assert "You cannot review it: you said that you should not review" in shown.text
    assert "Ola" not in shown.text
    assert "0 of 3" not in shown.text
    assert shown.link(context.assessment.title) == address(context)
    refused = as_champion.post(address(context, "claim"), {}, expect=403)
    assert "You said that you should not review this assessment." in refused.text


def test_a_champion_can_claim_where_they_read(
    as_champion: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(State.IN_REVIEW)
    as_champion.get(address(context, "review"))
    as_champion.send(form="/claim")
    shown = as_champion.follow()
    assert "Give it back" in shown.text
    assert "Stand aside" in shown.text


def test_standing_aside_twice_is_standing_aside(
    as_champion: Visitor, as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(State.IN_REVIEW)
    for _ in range(2):
        sent = as_champion.post(address(context, "recuse"), {"reason": ""})
        assert sent.location == "/queue?done=recuse"
    as_lead.get(address(context, "recuse"), expect=403)


def test_a_champion_of_the_same_service_is_told_why_they_cannot_claim(
    as_champion: Visitor, make_assessment: Makers, champion: Person
) -> None:
    context, champion.service = make_assessment(State.IN_REVIEW), "Parking"
    shown = as_champion.get("/queue")
    assert "You cannot review it: you work in the same service." in shown.text
    refused = as_champion.post(address(context, "claim"), {}, expect=403)
    assert "You work in the same service." in refused.text


def test_an_opinion_that_was_given_is_shown(
    as_champion: Visitor, make_assessment: Makers, champion: Person
) -> None:
    context = make_assessment(State.IN_REVIEW)
    reviewers.claim(context, by=champion, now=NOW)
    give_opinion(context, champion)
    text = as_champion.get("/queue").text
    assert "You gave your opinion on 9 March 2026." in text
    assert "1 of 3" in text


def test_claiming_what_has_left_the_queue_is_told(
    as_champion: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(State.IN_REVIEW)
    as_champion.get("/queue")
    make_assessment.step(context, Transition.COMPLETE_REVIEW)
    assert "This cannot be done while" in as_champion.send(form="claim", expect=409).text


def test_two_champions_who_claim_at_once_both_have_it(
    as_champion: Visitor, make_assessment: Makers, session: Session
) -> None:
    context, other = make_assessment(State.IN_REVIEW), add_person(session, "Ola", Role.CHAMPION)
    second = Visitor(as_champion.app, session, other)
    for visitor in (as_champion, second):
        visitor.get("/queue")
    for visitor in (as_champion, second):
        visitor.send(form="claim")
    assert "Chris Champion, Ola" in second.get("/queue").text
    assert len(context.assessment.reviewers) == 2


def test_only_those_who_review_see_the_queue(
    as_lead: Visitor, as_stranger: Visitor, as_head_of_service: Visitor
) -> None:
    for visitor in (as_lead, as_stranger, as_head_of_service):
        visitor.get("/queue", expect=403)
        assert "/queue" not in visitor.get("/assessments/").links
