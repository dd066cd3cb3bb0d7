"""An assessment's own pages: its task list, its route and why, and its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eia_app.domain.coach.rules.privacy import personal_details, small_number
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.domain.workflow.states import EDITABLE, Transition
from eia_app.services.coach import findings
from eia_app.services.snapshots import snapshots
from eia_app.services.workflow import timeline, transitions
from eia_app.services.workflow.history import read as read_history
from eia_app.web.assessment import history_labels
from eia_app.web.assessment.navigation import navigation, place_address
from eia_app.web.assessment.overview_page import date_page, overview_page
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.http.paging import requested_page
from eia_app.wizard.navigation import anchor_of

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext

ABOUT_PEOPLE = frozenset({personal_details.id, small_number.id})
bp = Blueprint("tasks", __name__, url_prefix="/assessments/<uuid:assessment_id>")


@bp.get("/")
@for_assessment(Permission.READ)
def overview(context: AssessmentContext) -> ResponseReturnValue:
    """The task list while it is being written; always, its state and what can be done."""
    page = overview_page(context, signed_in(), now=current.now())
    return render_template("pages/assessment/overview/overview.html", context=context, page=page)


@bp.get("/route")
@for_assessment(Permission.READ)
def route(context: AssessmentContext) -> ResponseReturnValue:
    """The route that the quick check led to, its reasons, and what happens next."""
    person = signed_in()
    return render_template(
        "pages/assessment/overview/route.html",
        context=context,
        may_override=is_allowed(Transition.OVERRIDE_ROUTE, person, context.assessment),
        go=navigation(context),
        timeline=timeline.of(context, now=current.now()),
        asks_date=date_page(context)
        if is_allowed(Permission.EDIT, person, context.assessment)
        else "",
    )


@bp.get("/answers")
@for_assessment(Permission.READ)
def answers(context: AssessmentContext) -> ResponseReturnValue:
    """Every answer on one page; with links to change each while it may be changed."""
    person, may_edit = signed_in(), is_allowed(Permission.EDIT, signed_in(), context.assessment)
    return render_template(
        "pages/assessment/overview/answers.html",
        **(_noticed(context) if may_edit else {}),
        context=context,
        snapshot=snapshots.take(context),
        go=navigation(context),
        anchor_of=anchor_of,
        may_edit=may_edit,
        steps=transitions.available_transitions(context, person),
        editable=context.assessment.state in EDITABLE,
    )


def _noticed(context: AssessmentContext) -> dict[str, Any]:
    """Return what an author is told of the coach’s findings before the answers are submitted."""
    now = current.now()
    noted = findings.list_all(context, now=now, only_open_places=True)
    return {
        "about_people": [
            item for item in noted if item.kept is None and item.finding.rule.id in ABOUT_PEOPLE
        ],
        "to_look_at": findings.open_faults(context, now=now),
        "address_of": lambda place: place_address(context, place, may_edit=True),
        "named": lambda place: findings.name_of(context, place),
    }


@bp.get("/history")
@for_assessment(Permission.READ)
def history(context: AssessmentContext) -> ResponseReturnValue:
    """The events of an assessment, as far as this person may know them."""
    return render_template(
        "pages/assessment/overview/history.html",
        context=context,
        history=read_history(context, signed_in(), requested_page()),
        heading_of=history_labels.heading,
        facts_of=history_labels.facts,
        round_of=history_labels.round_of,
    )
