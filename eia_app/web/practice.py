"""Practice: the scenarios, one’s own practice assessments, and the end of one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.policy import May, may
from eia_app.domain.quality.finding import Severity
from eia_app.services import coaching, practice, telling, timeline, workshops
from eia_app.web.access import for_assessment, needs, signed_in
from eia_app.web.coach import HEADINGS, by_rule, where
from eia_app.web.database import db
from eia_app.web.practice_forms import BeginForm
from eia_app.web.tasks import navigation

if TYPE_CHECKING:
    from eia_app.domain.guidance import Scenario
    from eia_app.services.opened import Opened

bp = Blueprint("practice", __name__)


@bp.app_template_global("scenario_of")
def scenario_of(opened: Opened) -> Scenario | None:
    """What every page of practice has at hand."""
    return practice.scenario_of(opened)


@bp.get("/practice/")
@needs(May.START)
def listing() -> ResponseReturnValue:
    """Workshops to join, one’s own practice, and scenarios to practise with alone."""
    forms, person = current_app.extensions["eia"].forms, signed_in()
    may_run = may(May.RUN_WORKSHOP, person)
    return render_template(
        "pages/practice/listing.html",
        workshops=workshops.open_ones(db()),
        mine=practice.mine(db(), person),
        scenarios=practice.scenarios(forms),
        every=workshops.all_of(db()) if may_run else [],
        may_run=may_run,
        token=uuid4(),
    )


@bp.get("/practice/scenarios/<slug:scenario>")
@needs(May.START)
def scenario(scenario: str) -> ResponseReturnValue:
    """A proposal told on one page, and the button to practise with it alone."""
    found = practice.scenario(current_app.extensions["eia"].forms, scenario)
    return render_template("pages/practice/scenario.html", scenario=found, token=uuid4())


@bp.post("/practice/begin")
@needs(May.START)
def begin() -> ResponseReturnValue:
    """Begin to practise alone; its task list follows."""
    form = BeginForm()
    if not form.validate_on_submit():
        return redirect(url_for("practice.listing"))
    opened = practice.begin(
        db(),
        current_app.extensions["eia"].forms,
        scenario_id=form.scenario.data or "",
        by=signed_in(),
        now=datetime.now(UTC),
        id_=UUID(form.token.data),
    )
    return redirect(url_for("tasks.overview", assessment_id=opened.assessment.id))


@bp.get("/assessments/<uuid:assessment_id>/finish-practising")
@for_assessment(May.FINISH_PRACTISING)
def finish(opened: Opened) -> ResponseReturnValue:
    """What is missing, what the coach notices, and what would happen to a real one."""
    now, may_edit = datetime.now(UTC), may(May.EDIT, signed_in(), opened.assessment)
    return render_template(
        "pages/practice/finish.html",
        opened=opened,
        go=navigation(opened),
        may_edit=may_edit,
        noticed=_noticed(opened, now),
        named=lambda place: coaching.name_of(opened, place),
        there=lambda place: where(opened, place, may_edit=may_edit),
        signatories=telling.signatories(db(), opened.assessment),
        timeline=timeline.of(opened, now=now),
    )


def _noticed(opened: Opened, now: datetime) -> list[tuple[str, list[Any]]]:
    """What refuses a submit and what should be looked at, under the coach’s own headings."""
    found = coaching.everything(opened, now=now)
    parts = [
        (HEADINGS[severity], by_rule(found, severity))
        for severity in (Severity.MUST, Severity.SHOULD)
    ]
    return [(heading, rules) for heading, rules in parts if rules]
