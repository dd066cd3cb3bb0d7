"""Workshops: joining one, running one, and the board that its facilitator projects."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.services.training import dashboard, practice, workshops
from eia_app.web.assessment.forms import RemoveForm
from eia_app.web.http import current
from eia_app.web.http.authorization import needs, signed_in
from eia_app.web.http.database import db
from eia_app.web.http.errors import summary_of
from eia_app.web.training.forms import WorkshopForm

if TYPE_CHECKING:
    from eia_app.domain.guidance.parse_guidance import Scenario
    from eia_app.storage.models.training import Workshop

bp = Blueprint("workshops", __name__, url_prefix="/practice/workshops")


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.RUN_WORKSHOP)
def new() -> ResponseReturnValue:
    """Name a workshop and choose its scenario; the facilitator’s page follows."""
    form, forms = WorkshopForm(), current.parts().forms
    scenarios = practice.scenarios(forms)
    form.offer(scenarios)
    if form.validate_on_submit():
        workshop = workshops.run(
            db(),
            forms,
            title=(form.title.data or "").strip(),
            scenario=form.scenario.data,
            by=signed_in(),
            now=current.now(),
            id_=UUID(form.token.data),
        )
        return redirect(url_for("workshops.board", workshop_id=workshop.id))
    form.token.data = form.token.data or str(uuid4())
    errors = summary_of(form)
    page = render_template(
        "pages/training/workshops/new.html", form=form, errors=errors, scenarios=scenarios
    )
    return page, 422 if errors else 200


@bp.get("/<uuid:workshop_id>")
@needs(Permission.USE_SERVICE)
def workshop(workshop_id: UUID) -> ResponseReturnValue:
    """The scenario of a workshop, and the button to join or to go on."""
    chosen, person = workshops.find(db(), workshop_id), signed_in()
    return render_template(
        "pages/training/workshops/workshop.html",
        workshop=chosen,
        scenario=_scenario(chosen),
        own=workshops.own(db(), chosen, person),
        may_run=is_allowed(Permission.RUN_WORKSHOP, person),
    )


@bp.post("/<uuid:workshop_id>/join")
@needs(Permission.USE_SERVICE)
def join(workshop_id: UUID) -> ResponseReturnValue:
    """Join, or go back to one’s own assessment; its task list follows."""
    workshop, forms = workshops.find(db(), workshop_id), current.parts().forms
    context = workshops.join(db(), forms, workshop, by=signed_in(), now=current.now())
    return redirect(url_for("tasks.overview", assessment_id=context.assessment.id))


@bp.get("/<uuid:workshop_id>/facilitator")
@needs(Permission.RUN_WORKSHOP)
def board(workshop_id: UUID) -> ResponseReturnValue:
    """The participants, how far each has come and to which route, and what there is to discuss."""
    workshop, now = workshops.find(db(), workshop_id), current.now()
    forms = current.parts().forms
    return render_template(
        "pages/training/workshops/board.html",
        workshop=workshop,
        scenario=_scenario(workshop),
        board=dashboard.board(db(), forms, workshop, by=signed_in(), now=now),
        now=now,
    )


@bp.route("/<uuid:workshop_id>/close", methods=["GET", "POST"])
@needs(Permission.RUN_WORKSHOP)
def close(workshop_id: UUID) -> ResponseReturnValue:
    """Ask, then end joining."""
    workshop, form = workshops.find(db(), workshop_id), RemoveForm()
    if form.validate_on_submit():
        workshops.close(db(), workshop, by=signed_in(), now=current.now())
        return redirect(url_for("workshops.board", workshop_id=workshop.id))
    return render_template("pages/training/workshops/close.html", workshop=workshop, form=form)


@bp.post("/<uuid:workshop_id>/reopen")
@needs(Permission.RUN_WORKSHOP)
def reopen(workshop_id: UUID) -> ResponseReturnValue:
    """Let people join again; the facilitator’s page follows."""
    workshop = workshops.find(db(), workshop_id)
    workshops.reopen(db(), workshop, by=signed_in())
    return redirect(url_for("workshops.board", workshop_id=workshop.id))


def _scenario(workshop: Workshop) -> Scenario | None:
    """Return the scenario as the guide has it now; None if its file was removed."""
    guidance = current.parts().forms.guidance(workshop.edition)
    scenario: Scenario | None = guidance.scenarios.get(workshop.scenario)
    return scenario
