"""Practice: the scenarios, one’s own practice assessments, and the end of one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.coach.rule import Severity
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.services.coach import findings
from eia_app.services.notifications import recipients
from eia_app.services.training import practice, workshops
from eia_app.services.workflow import timeline
from eia_app.web.assessment.navigation import navigation, place_address
from eia_app.web.coach.views import HEADINGS, by_rule
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, needs, signed_in
from eia_app.web.http.database import db
from eia_app.web.training.forms import BeginForm

if TYPE_CHECKING:
    from eia_app.domain.guidance.parse_guidance import Scenario
    from eia_app.services.assessment.loading import AssessmentContext

bp = Blueprint("practice", __name__)


@bp.app_template_global("scenario_of")
def scenario_of(context: AssessmentContext) -> Scenario | None:
    """Return the scenario of an assessment for practice, for every page of it."""
    return practice.scenario_of(context)


@bp.get("/practice/")
@needs(Permission.USE_SERVICE)
def listing() -> ResponseReturnValue:
    """Workshops to join, one’s own practice, and scenarios for practising alone."""
    forms, person = current.parts().forms, signed_in()
    may_run = is_allowed(Permission.RUN_WORKSHOP, person)
    return render_template(
        "pages/training/practice/listing.html",
        workshops=workshops.list_open(db()),
        mine=practice.list_own(db(), person),
        scenarios=practice.scenarios(forms),
        every=workshops.all_of(db()) if may_run else [],
        may_run=may_run,
        token=uuid4(),
    )


@bp.get("/practice/scenarios/<slug:scenario>")
@needs(Permission.USE_SERVICE)
def scenario(scenario: str) -> ResponseReturnValue:
    """A proposal on one page, and the button to practise with it alone."""
    guide_scenario = practice.scenario(current.parts().forms, scenario)
    return render_template(
        "pages/training/practice/scenario.html", scenario=guide_scenario, token=uuid4()
    )


@bp.post("/practice/begin")
@needs(Permission.USE_SERVICE)
def begin() -> ResponseReturnValue:
    """Begin to practise alone; the task list follows."""
    form = BeginForm()
    if not form.validate_on_submit():
        return redirect(url_for("practice.listing"))
    context = practice.begin(
        db(),
        current.parts().forms,
        scenario_id=form.scenario.data or "",
        by=signed_in(),
        now=current.now(),
        id_=UUID(form.token.data),
    )
    return redirect(url_for("tasks.overview", assessment_id=context.assessment.id))


@bp.get("/assessments/<uuid:assessment_id>/finish-practising")
@for_assessment(Permission.FINISH_PRACTISING)
def finish(context: AssessmentContext) -> ResponseReturnValue:
    """The missing answers, the coach’s findings, and what would happen to a real assessment."""
    now, may_edit = current.now(), is_allowed(Permission.EDIT, signed_in(), context.assessment)
    return render_template(
        "pages/training/practice/finish.html",
        context=context,
        go=navigation(context),
        may_edit=may_edit,
        noticed=_noticed(context, now),
        named=lambda place: findings.name_of(context, place),
        address_of=lambda place: place_address(context, place, may_edit=may_edit),
        signatories=recipients.signatories(db(), context.assessment),
        timeline=timeline.of(context, now=now),
    )


def _noticed(context: AssessmentContext, now: datetime) -> list[tuple[str, list[Any]]]:
    """Return the findings that refuse a submit and those to look at, under the coach’s headings."""
    noted = findings.list_all(context, now=now)
    parts = [
        (HEADINGS[severity], by_rule(noted, severity))
        for severity in (Severity.MUST, Severity.SHOULD)
    ]
    return [(heading, rules) for heading, rules in parts if rules]
