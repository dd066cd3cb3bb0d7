"""Workshops: to join one, to run one, and the page that its facilitator projects."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.policy import May, may
from eia_app.services import practice, workshop_board, workshops
from eia_app.web.access import needs, signed_in
from eia_app.web.database import db
from eia_app.web.errors import summary_of
from eia_app.web.forms import RemoveForm
from eia_app.web.practice_forms import WorkshopForm

if TYPE_CHECKING:
    from eia_app.domain.guidance import Scenario
    from eia_app.storage.practice import Workshop

bp = Blueprint("workshops", __name__, url_prefix="/practice/workshops")


@bp.route("/new", methods=["GET", "POST"])
@needs(May.RUN_WORKSHOP)
def new() -> ResponseReturnValue:
    """Name a workshop and choose its scenario; the facilitator’s page follows."""
    form, forms = WorkshopForm(), current_app.extensions["eia"].forms
    scenarios = practice.scenarios(forms)
    form.offer(scenarios)
    if form.validate_on_submit():
        workshop = workshops.run(
            db(),
            forms,
            title=(form.title.data or "").strip(),
            scenario=form.scenario.data,
            by=signed_in(),
            now=datetime.now(UTC),
            id_=UUID(form.token.data),
        )
        return redirect(url_for("workshops.board", workshop_id=workshop.id))
    form.token.data = form.token.data or str(uuid4())
    errors = summary_of(form)
    page = render_template(
        "pages/workshops/new.html", form=form, errors=errors, scenarios=scenarios
    )
    return page, 422 if errors else 200


@bp.get("/<uuid:workshop_id>")
@needs(May.START)
def workshop(workshop_id: UUID) -> ResponseReturnValue:
    """The scenario of a workshop, and the button to join or to go on."""
    found, person = workshops.find(db(), workshop_id), signed_in()
    return render_template(
        "pages/workshops/workshop.html",
        workshop=found,
        scenario=_scenario(found),
        own=workshops.own(db(), found, person),
        may_run=may(May.RUN_WORKSHOP, person),
    )


@bp.post("/<uuid:workshop_id>/join")
@needs(May.START)
def join(workshop_id: UUID) -> ResponseReturnValue:
    """Join, or go back to one’s own; its task list follows."""
    found, forms = workshops.find(db(), workshop_id), current_app.extensions["eia"].forms
    opened = workshops.join(db(), forms, found, by=signed_in(), now=datetime.now(UTC))
    return redirect(url_for("tasks.overview", assessment_id=opened.assessment.id))


@bp.get("/<uuid:workshop_id>/facilitator")
@needs(May.RUN_WORKSHOP)
def board(workshop_id: UUID) -> ResponseReturnValue:
    """Who has joined, how far each has come and to which route, and what there is to discuss."""
    found, now = workshops.find(db(), workshop_id), datetime.now(UTC)
    forms = current_app.extensions["eia"].forms
    return render_template(
        "pages/workshops/board.html",
        workshop=found,
        scenario=_scenario(found),
        board=workshop_board.board(db(), forms, found, by=signed_in(), now=now),
        now=now,
    )


@bp.route("/<uuid:workshop_id>/close", methods=["GET", "POST"])
@needs(May.RUN_WORKSHOP)
def close(workshop_id: UUID) -> ResponseReturnValue:
    """Ask, then end joining."""
    found, form = workshops.find(db(), workshop_id), RemoveForm()
    if form.validate_on_submit():
        workshops.close(db(), found, by=signed_in(), now=datetime.now(UTC))
        return redirect(url_for("workshops.board", workshop_id=found.id))
    return render_template("pages/workshops/close.html", workshop=found, form=form)


@bp.post("/<uuid:workshop_id>/reopen")
@needs(May.RUN_WORKSHOP)
def reopen(workshop_id: UUID) -> ResponseReturnValue:
    """Let people join again; the facilitator’s page follows."""
    found = workshops.find(db(), workshop_id)
    workshops.reopen(db(), found, by=signed_in())
    return redirect(url_for("workshops.board", workshop_id=found.id))


def _scenario(of: Workshop) -> Scenario | None:
    """As the guide has it now; None where its file was taken away."""
    guidance = current_app.extensions["eia"].forms.guidance(of.edition)
    found: Scenario | None = guidance.scenarios.get(of.scenario)
    return found
