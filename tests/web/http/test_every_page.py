"""Every page of the edition that we ship, on each route, empty and filled, looked at closely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.journey.routing import Route
from eia_app.domain.workflow.states import State
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.storage.models.assessment import Assessment
from tests.web.visitor import Visitor, path_of
from tests.web.wizard_walk import WizardWalk

if TYPE_CHECKING:
    from eia_app.web.http.app_class import Service

HARMLESS: dict[str, str | list[str]] = {
    "q_people": "yes",
    "q_groups": "age",
    "q_direction-age": "better",
    "q_scale": "few",
    "q_depth": "small",
    "q_trigger": "none",
    "aim_eliminate_check": "none",
    "aim_advance_check": "none",
    "aim_foster_check": "none",
    "ask_review": "no",
    "kind": "other",
    "effect": ["positive", "negative"],
    "aims_touched": ["eliminate"],
    "action_status": "cancelled",
}
ROUTES: dict[Route, dict[str, str | list[str]]] = {
    Route.SCREENING: {**HARMLESS},
    Route.STANDARD: {**HARMLESS, "q_direction-age": "worse"},
    Route.MAJOR: {**HARMLESS, "q_direction-age": "worse", "q_depth": "serious"},
}
TITLES = {
    Route.SCREENING: "You do not need a full EIA",
    Route.STANDARD: "You need a full EIA",
    Route.MAJOR: "You need a full EIA, and it goes to the Change Champions",
}


def started(visitor: Visitor, title: str) -> str:
    visitor.get("/assessments/start")
    visitor.send({"title": ""}, expect=422)
    visitor.send({"title": title})
    return visitor.last.location if visitor.last else ""


def opened_again(session: Session, app: Service) -> AssessmentContext:
    (only,) = session.query(Assessment).all()
    return load_assessment(session, app.parts.forms, only.id)


def pages_of(context: AssessmentContext) -> set[str]:
    """The address of every page and list that the finished journey has."""
    base = f"/assessments/{context.assessment.id}"
    found = set()
    for task in context.journey.tasks:
        section, group = (each and each.replace("_", "-") for each in task.key)
        for page in task.pages:
            place = f"groups/{group}/{page}" if group else page
            found.add(
                f"{base}/lists/{section}"
                if task.section.row
                else f"{base}/sections/{section}/{place.replace('_', '-')}"
            )
    return found


@pytest.mark.parametrize("route", Route)
def test_every_page_of_a_route_is_well_made_empty_filled_and_checked(
    route: Route, hart_app: Service, as_lead: Visitor, session: Session
) -> None:
    overview = started(as_lead, "Charges for “garden” waste & bins")
    walk = WizardWalk(as_lead, overview, ROUTES[route])
    as_lead.get(f"{overview}route")
    walk.to_the_end()
    context = opened_again(session, hart_app)
    assert context.journey.route is route
    assert context.journey.missing == []
    assert pages_of(context) <= set(walk.seen)
    assert as_lead.get(f"{overview}route").title == TITLES[route]
    answers = as_lead.get(f"{overview}answers")
    assert answers.title == "Check answers"
    changes = {path_of(link).split("/")[4]: link for link in answers.links if "back=check" in link}
    for link in changes.values():
        as_lead.get(link)
    as_lead.get(answers.link("Continue to submit"))
    as_lead.send()
    assert opened_again(session, hart_app).assessment.state is (
        State.IN_REVIEW if route is Route.MAJOR else State.AWAITING_SIGN_OFF
    )
    assert as_lead.follow().banners
    assert as_lead.get(f"{overview}answers").title == "The whole assessment"
