"""The equality lead may set another route than the quick check’s."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, Invalid, NotReady
from eia_app.domain.journey.routing import Route
from eia_app.domain.workflow.states import Transition
from eia_app.services.workflow.route_override import override_route
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers, history

LATER = NOW + timedelta(minutes=5)


def test_the_equality_lead_sets_the_route_by_hand_with_a_reason(
    make_assessment: Makers, session: Session, equality_lead: Person, reload_assessment: Any
) -> None:
    context = make_assessment()
    override_route(context, Route.MAJOR, "The public is watching", by=equality_lead, now=LATER)
    again = reload_assessment(context)
    assert (again.assessment.route, again.journey.route) == (Route.MAJOR, Route.MAJOR)
    assert again.journey.decision is not None
    assert again.journey.decision.reasons == ("The public is watching",)
    event = history(session, again.assessment)[0]
    assert (event.action, event.note, event.detail) == (
        Transition.OVERRIDE_ROUTE,
        "The public is watching",
        {"from": "standard", "to": "major"},
    )


def test_a_route_is_not_set_by_others_or_without_reason_or_before_the_quick_check(
    make_assessment: Makers, lead: Person, equality_lead: Person
) -> None:
    done, blank = make_assessment(), make_assessment(blank=True)
    with pytest.raises(Denied):
        override_route(done, Route.SCREENING, "I say so", by=lead, now=LATER)
    with pytest.raises(Invalid):
        override_route(done, Route.SCREENING, " ", by=equality_lead, now=LATER)
    with pytest.raises(NotReady):
        override_route(blank, Route.MAJOR, "It is big", by=equality_lead, now=LATER)
