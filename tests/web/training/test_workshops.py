"""The pages of a workshop: to run one, to join, the facilitator’s page, and to close it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.services.training import workshops
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE, Workshop
from eia_app.web.http.app_class import Service
from eia_app.web.http.unsaved_text import NOT_OFFERED
from tests.factories import add_person
from tests.training import MOWERS, PracticeFactory
from tests.web.visitor import Visitor

pytestmark = pytest.mark.usefixtures("hart_app")
SCENARIO = "Closing two of the three public toilets"


def run(visitor: Visitor, **fields: str) -> str:
    """Run a workshop on screen; where its facilitator’s page is."""
    visitor.get(visitor.get("/practice/").link("Run a workshop"))
    said = {"title": "Refresher on Tuesday", "scenario": "public_toilets", **fields}
    return visitor.send(said).location


def joined(session: Session) -> list[str]:
    every = select(Assessment).order_by(Assessment.reference)
    return [it.reference for it in session.scalars(every, execution_options=WITH_PRACTICE)]


def test_a_workshop_from_its_beginning_to_its_end(
    as_equality_lead: Visitor, as_lead: Visitor, as_stranger: Visitor
) -> None:
    board = run(as_equality_lead)
    wall, words = as_equality_lead.get(board).text, "Practise, or join a workshop"
    assert ("Nobody has joined yet" in wall, words in wall) == (True, True)
    listed = as_lead.get(as_lead.get("/assessments/").link(words))
    page = as_lead.get(listed.link("Refresher on Tuesday"))
    assert (SCENARIO in page.text, "Questions to discuss" in page.text) == (True, False)
    as_lead.send(form="join")
    assert as_lead.follow().title == SCENARIO
    shown = as_equality_lead.get(board)
    assert "1 colleague has joined" in shown.text
    assert "Whose toilet is it?" in shown.text
    as_equality_lead.get(shown.link("Lee Lead"))
    as_equality_lead.get(shown.link("Close the workshop"))
    as_equality_lead.send()
    assert "Closed " in as_equality_lead.follow().text
    assert "No workshop is open now" in as_stranger.get("/practice/").text
    assert as_lead.get(page.answer.request.path).link("Go on with your practice")


def test_two_presses_of_run_make_one_workshop(as_equality_lead: Visitor, session: Session) -> None:
    as_equality_lead.get("/practice/workshops/new")
    assert as_equality_lead.last
    pressed = as_equality_lead.last.form().filled({"title": "Twice", "scenario": "new_mowers"})
    places = {as_equality_lead.post("/practice/workshops/new", pressed).location for _ in range(2)}
    assert len(places) == 1
    assert [each.title for each in session.scalars(select(Workshop))] == ["Twice"]


def test_two_presses_of_join_and_joining_a_second_time_lead_to_the_same(
    as_equality_lead: Visitor, as_lead: Visitor, session: Session
) -> None:
    run(as_equality_lead)
    page = as_lead.get(as_lead.get("/practice/").link("Refresher"))
    pressed = page.form("join")
    places = {as_lead.post(pressed.action, pressed.filled({})).location for _ in range(3)}
    assert (len(places), joined(session)) == (1, ["PRACTICE-001"])
    again = as_lead.get(page.answer.request.path)
    assert "You have joined." in again.text
    assert {again.link("Go on with your practice")} == places


def test_a_closed_workshop_says_so_to_who_comes_late_or_presses_join_on_an_old_page(
    as_equality_lead: Visitor,
    as_stranger: Visitor,
    practice_factory: PracticeFactory,
    equality_lead: Person,
    session: Session,
) -> None:
    workshop = practice_factory.run_workshop(equality_lead)
    page = as_stranger.get(f"/practice/workshops/{workshop.id}")
    pressed = page.form("join")
    workshops.close(session, workshop, by=equality_lead, now=datetime.now(UTC))
    refused = as_stranger.post(pressed.action, pressed.filled({}), expect=409)
    assert "This workshop is closed, so nobody can join it now." in refused.text
    late = as_stranger.get(f"/practice/workshops/{workshop.id}")
    assert ("nobody can join it now" in late.text, late.links.count("/practice/")) == (True, 2)
    again = as_equality_lead.get(f"/practice/workshops/{workshop.id}/close")
    assert "It is closed already" in again.text
    assert joined(session) == []


def test_a_workshop_that_was_closed_too_early_is_opened_again_from_its_page(
    as_equality_lead: Visitor,
    as_stranger: Visitor,
    practice_factory: PracticeFactory,
    equality_lead: Person,
    session: Session,
) -> None:
    workshop = practice_factory.run_workshop(equality_lead)
    board = f"/practice/workshops/{workshop.id}/facilitator"
    assert "Open the workshop again" not in as_equality_lead.get(board).text
    workshops.close(session, workshop, by=equality_lead, now=datetime.now(UTC))
    pressed = as_equality_lead.get(board).form("reopen")
    for _ in range(2):
        assert as_equality_lead.post(pressed.action, pressed.filled({})).location == board
    assert "Open. Colleagues sign in" in as_equality_lead.follow().text
    as_stranger.post(pressed.action, {}, expect=403)
    as_stranger.get(as_stranger.get("/practice/").link("Refresher on Tuesday"))
    as_stranger.send(form="join")
    assert joined(session) == ["PRACTICE-001"]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"title": ""}, ["Enter what the workshop is called"]),
        ({"title": "x" * 121}, ["Use 120 characters or fewer"]),
        ({"scenario": ""}, ["Select a scenario"]),
        ({"scenario": "moon_landing"}, [NOT_OFFERED]),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    fields: dict[str, str], errors: list[str], as_equality_lead: Visitor, session: Session
) -> None:
    as_equality_lead.get("/practice/workshops/new")
    said = {"title": "On Tuesday", "scenario": "new_mowers", **fields}
    refused = as_equality_lead.post(
        "/practice/workshops/new",
        [("token", "00000000-0000-0000-0000-000000000001"), *said.items()],
        expect=422,
    )
    assert refused.errors == errors
    assert dict(refused.form().filled({}))["title"] == said["title"]
    assert session.scalars(select(Workshop)).all() == []


def test_who_is_no_equality_lead_neither_runs_closes_nor_watches_a_workshop(
    as_lead: Visitor,
    as_champion: Visitor,
    as_administrator: Visitor,
    practice_factory: PracticeFactory,
    equality_lead: Person,
) -> None:
    workshop = practice_factory.run_workshop(equality_lead)
    for visitor in (as_lead, as_champion, as_administrator):
        assert "/practice/workshops/new" not in visitor.get("/practice/").links
        for path in ("new", f"{workshop.id}/facilitator", f"{workshop.id}/close"):
            visitor.get(f"/practice/workshops/{path}", expect=403)


def test_the_facilitators_page_asks_as_much_of_the_database_with_three_as_with_one(
    as_equality_lead: Visitor,
    practice_factory: PracticeFactory,
    session: Session,
    equality_lead: Person,
) -> None:
    workshop = practice_factory.run_workshop(equality_lead)
    asked: dict[str, list[int]] = {}
    for number in range(3):
        context = practice_factory.join(add_person(session, f"Person {number}"), workshop)
        practice_factory.answer_quick_check(context)
        for path in (f"/practice/workshops/{workshop.id}/facilitator", "/practice/"):
            shown = as_equality_lead.get(path)
            asked.setdefault(path, []).append(len(shown.statements))
    assert {path: len(set(counts)) for path, counts in asked.items()} == dict.fromkeys(asked, 1)


def test_a_longer_list_of_ones_own_practice_asks_no_more_of_the_database(
    as_lead: Visitor, practice_factory: PracticeFactory, lead: Person
) -> None:
    counts = []
    for _ in range(3):
        practice_factory.start(lead, MOWERS)
        counts.append(len(as_lead.get("/practice/").statements))
    assert len(set(counts)) == 1


def test_a_workshop_whose_scenario_was_taken_away_still_opens(
    as_equality_lead: Visitor,
    as_lead: Visitor,
    session: Session,
    practice_factory: PracticeFactory,
    equality_lead: Person,
    lead: Person,
) -> None:
    workshop = practice_factory.run_workshop(equality_lead)
    context = practice_factory.join(lead, workshop)
    workshop.scenario = "taken_away"
    session.flush()
    gone = "The text of its scenario is not in the guide any more."
    assert gone in as_lead.get(f"/practice/workshops/{workshop.id}").text
    late = as_equality_lead.get(f"/practice/workshops/{workshop.id}")
    assert "not in the guide any more, so nobody can join now." in late.text
    assert [form for form in late.tree.every("form") if "join" in (form.get("action") or "")] == []
    assert gone in as_equality_lead.get(f"/practice/workshops/{workshop.id}/facilitator").text
    as_lead.get(f"/assessments/{context.assessment.id}/")


def test_without_scenarios_nobody_can_run_a_workshop_and_the_page_says_why(
    hart_app: Service, as_equality_lead: Visitor, tiny_forms: Forms
) -> None:
    hart_app.extensions["eia"] = replace(hart_app.parts, forms=tiny_forms)
    for path in ("/practice/", "/practice/workshops/new"):
        assert "Nobody has written a scenario yet" in as_equality_lead.get(path).text
