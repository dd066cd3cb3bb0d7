"""The history of an assessment: who did what, when and why, as far as each person may know it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.events import record
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import administration, reviewers
from eia_app.services.workflow import history
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.models.events import Event
from eia_app.storage.models.people import Person
from eia_app.web.templating.labels import HAPPENED
from tests.factories import NOW, Makers, add_person
from tests.judges.page_tree import text_of
from tests.services.review.review_records import give_opinion, invite
from tests.web.conftest import Visit, address
from tests.web.visitor import PageResponse, Visitor

REVIEWED = [
    "Opinion given, version 1, round 1",
    "Colleague asked for an opinion, version 1, round 1",
    "Reviewer stood aside, version 1",
    "Reviewer assigned, version 1",
    "Review taken on, version 1",
]


@pytest.fixture
def recused(session: Session) -> Person:
    return add_person(session, "Rob Recused", Role.CHAMPION)


@pytest.fixture
def reviewed(
    make_assessment: Makers,
    champion: Person,
    recused: Person,
    stranger: Person,
    equality_lead: Person,
    reload_assessment: Callable[[AssessmentContext], AssessmentContext],
) -> AssessmentContext:
    """In review: one has given an opinion, one stood aside, a colleague was asked."""
    context = make_assessment(State.IN_REVIEW)
    reviewers.claim(context, by=champion, now=NOW)
    administration.assign(context, recused.id, by=equality_lead, now=NOW)
    reviewers.recuse(context, reason="My sister lives there", by=recused, now=NOW)
    invite(context, stranger, champion)
    give_opinion(context, champion)
    return reload_assessment(context)


def headings(shown: PageResponse) -> list[str]:
    (listed,) = shown.tree.of_class("eia-history")
    return [text_of(each) for each in listed.iter("h2")]


def test_each_event_says_what_who_when_why_and_its_hash(
    as_lead: Visitor, make_assessment: Makers, session: Session
) -> None:
    context = make_assessment(State.WITHDRAWN)
    shown = as_lead.get(address(context, "history"))
    assert headings(shown) == ["Withdrawn, version 1", "Started, version 1"]
    assert "Lee Lead" in shown.text
    assert "A reason" in shown.text
    hashes = session.scalars(select(Event.sha256)).all()
    assert [f"Hash {each[:10]}" in shown.text for each in hashes] == [True, True]


def test_who_takes_part_in_the_review_sees_what_happened_in_it(
    reviewed: AssessmentContext, visit: Visit, champion: Person, lead: Person, equality_lead: Person
) -> None:
    for person in (lead, champion, equality_lead):
        shown = visit(person).get(address(reviewed, "history"))
        assert headings(shown)[:5] == REVIEWED
        assert "not shown to you" not in shown.text


def test_who_stood_aside_sees_nothing_of_it_but_what_they_did(
    reviewed: AssessmentContext, visit: Visit, recused: Person
) -> None:
    shown = visit(recused).get(address(reviewed, "history"))
    assert headings(shown) == [
        "Reviewer stood aside, version 1",
        "Submitted, version 1, round 1",
        "Started, version 1",
    ]
    assert "4 events are not shown to you." in shown.text
    assert "Chris Champion" not in shown.text


def test_a_colleague_who_was_asked_sees_nothing_of_the_others(
    reviewed: AssessmentContext, visit: Visit, stranger: Person
) -> None:
    shown = visit(stranger).get(address(reviewed, "history"))
    assert headings(shown) == ["Submitted, version 1, round 1", "Started, version 1"]
    assert "Rob Recused" not in shown.text


def test_why_somebody_stood_aside_is_in_no_history(
    reviewed: AssessmentContext, visit: Visit, lead: Person, equality_lead: Person, champion: Person
) -> None:
    for person in (lead, champion, equality_lead):
        page = visit(person).get(address(reviewed, "history")).answer.get_data(as_text=True)
        assert "My sister lives there" not in page


def test_the_reason_that_closed_a_round_is_for_who_may_read_what_was_said(
    reviewed: AssessmentContext, visit: Visit, recused: Person, lead: Person, equality_lead: Person
) -> None:
    asked = TransitionRequest(
        Transition.REQUEST_CHANGES, "Chris says more", {"sections": [["effects", "age"]]}
    )
    apply_transition(reviewed, asked, by=equality_lead, now=NOW)
    page = address(reviewed, "history")
    told = visit(lead).get(page)
    assert headings(told)[0] == "Changes requested, version 1, round 1"
    assert "About: " in told.text
    assert "Chris says more" in told.text
    aside = visit(recused).get(page)
    assert headings(aside)[0] == "Changes requested, version 1, round 1"
    assert "Chris says more" not in aside.text


def test_a_stored_version_is_opened_and_compared_from_its_event(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(State.SIGNED_OFF)
    for action in (Transition.REOPEN, Transition.SUBMIT):
        make_assessment.step(context, action)
    shown = as_lead.get(address(context, "history"))
    opens = [each for each in shown.links if "/versions/" in each and "compare" not in each]
    compares = [each for each in shown.links if "&to=" in each]
    assert (len(opens), len(set(opens)), len(compares)) == (3, 2, 1)
    for link in (*opens, *compares):
        as_lead.get(link)


def test_who_may_not_open_a_version_gets_no_link_to_it(
    reviewed: AssessmentContext, visit: Visit, recused: Person
) -> None:
    assert not [
        link
        for link in visit(recused).get(address(reviewed, "history")).links
        if "/versions" in link
    ]


def test_a_long_history_has_pages_of_which_none_is_missing(
    as_lead: Visitor, make_assessment: Makers, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "EVENTS_ON_A_PAGE", 3)
    context = make_assessment(State.SIGNED_OFF)
    record(session, context.assessment, Transition.REOPEN, by=context.assessment.lead, now=NOW)
    first = as_lead.get(address(context, "history"))
    assert first.title == "History (page 1 of 2)"
    second = as_lead.get(first.link("Older"))
    assert [len(headings(each)) for each in (first, second)] == [3, 1]
    assert headings(second) == ["Started, version 1"]
    assert headings(as_lead.get(second.link("Newer"))) == headings(first)
    for page in ("0", "-1", "99999999999999999999", "x"):
        as_lead.get(address(context, f"history?page={page}"))


DETAILS: dict[Transition, tuple[dict[str, Any], str, str]] = {
    Transition.COMPLETE_REVIEW: (
        {"outcome": "agreed_with_conditions", "round": 2},
        "Review closed: agreed with conditions, version 1, round 2",
        "",
    ),
    Transition.GIVE_OPINION: ({"changed": True}, "Opinion changed, version 1", ""),
    Transition.INVITE: (
        {"withdrawn": True},
        "Colleague no longer asked for an opinion, version 1",
        "",
    ),
    Transition.OVERRIDE_ROUTE: (
        {"from": "standard", "to": "major"},
        "Route changed, version 1",
        "From “Full EIA” to “Full EIA, major”.",
    ),
    Transition.EXTEND: (
        {"from": "2026-03-09", "to": "2026-03-16"},
        "Review extended, version 1",
        "Opinions are wanted by 16 March 2026, not by 9 March 2026.",
    ),
    Transition.REFER_UP: (
        {"to": "The chief executive"},
        "Review referred up, version 1",
        "Referred to",
    ),
    Transition.RECORD_DECISION: (
        {"body": "Cabinet", "date": "2026-04-01", "outcome": "Agreed", "minute": ""},
        "Decision recorded, version 1",
        "Cabinet, 1 April 2026: Agreed",
    ),
    Transition.DECLINE: (
        {"sections": [["proposal", ""], ["gone", "nobody"]]},
        "Sign-off declined, version 1",
        "About: ",
    ),
}


@pytest.mark.parametrize("action", DETAILS)
def test_what_was_recorded_with_an_event_is_said_in_words(
    action: Transition, as_lead: Visitor, make_assessment: Makers, session: Session
) -> None:
    detail, heading, said = DETAILS[action]
    it = make_assessment().assessment
    record(session, it, action, by=it.lead, now=NOW + timedelta(1), detail=detail)
    shown = as_lead.get(f"/assessments/{it.id}/history")
    assert headings(shown)[0] == heading
    assert said in shown.text


@pytest.mark.parametrize("action", Transition)
def test_every_step_has_words_even_without_its_details(
    action: Transition, as_lead: Visitor, make_assessment: Makers, session: Session
) -> None:
    it = make_assessment().assessment
    record(session, it, action, by=it.lead, now=NOW)
    shown = as_lead.get(f"/assessments/{it.id}/history")
    assert headings(shown)[0] == f"{HAPPENED[action]}, version 1"


def test_a_history_takes_the_same_queries_in_a_long_review(
    reviewed: AssessmentContext, visit: Visit, lead: Person, champion: Person, session: Session
) -> None:
    visitor, page = visit(lead), address(reviewed, "history")
    visitor.get(page)
    before = len(visitor.get(page).statements)
    for _ in range(5):
        record(session, reviewed.assessment, Transition.CHASE, by=champion, now=NOW)
    assert len(visitor.get(page).statements) == before
