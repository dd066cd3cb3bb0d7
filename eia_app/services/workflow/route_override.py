"""The route that the equality lead sets by hand, in place of the quick check's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from eia_app.domain.errors import Invalid, NotReady
from eia_app.domain.journey.routing import Route
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment.derived_columns import flush, update_derived_columns
from eia_app.services.assessment.events import record
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.people import Person


def override_route(
    context: AssessmentContext, route: Route, reason: str, *, by: Person, now: datetime
) -> None:
    """Set another route than the quick check's. Raise Denied, NotAllowed, NotReady, or Invalid
    without a reason."""
    assessment = context.assessment
    permissions.require(Transition.OVERRIDE_ROUTE, by, assessment)
    if not reason.strip():
        raise Invalid({"reason": "Enter a reason"})
    if context.journey.route is None:
        raise NotReady("The quick check must be finished first.")
    previous = context.journey.route
    assessment.override = {
        "route": route.value,
        "reason": reason,
        "by": by.job_title or by.name,
        "at": now.isoformat(),
    }
    flush(context.session)
    context.renew()
    update_derived_columns(context, now=now)
    detail: dict[str, Any] = {"from": previous.value, "to": route.value}
    record(
        context.session,
        assessment,
        Transition.OVERRIDE_ROUTE,
        by=by,
        now=now,
        note=reason,
        detail=detail,
    )
