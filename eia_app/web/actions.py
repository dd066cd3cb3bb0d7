"""The actions of a signed-off assessment: how far each has got."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.conversions import sent_number
from eia_app.domain.errors import NotFound, Stale
from eia_app.domain.policy import May, may
from eia_app.services import actions
from eia_app.web.access import for_assessment, signed_in
from eia_app.web.posted import posted_fields
from eia_app.wizard.page import PageForm

if TYPE_CHECKING:
    from eia_app.services.opened import Opened

bp = Blueprint("actions", __name__, url_prefix="/assessments/<uuid:assessment_id>/actions")


@bp.get("/")
@for_assessment(May.READ)
def listing(opened: Opened) -> ResponseReturnValue:
    """Every action with its owner, date and status."""
    rows = actions.rows(opened)
    return render_template(
        "pages/actions/listing.html",
        opened=opened,
        rows=rows,
        over={row.id for row in rows if actions.is_over(opened, row)},
        may_update=may(May.UPDATE_ACTIONS, signed_in(), opened.assessment),
    )


@bp.route("/<uuid:row_id>", methods=["GET", "POST"])
@for_assessment(May.UPDATE_ACTIONS)
def update(opened: Opened, row_id: UUID) -> ResponseReturnValue:
    """Say how far one action has got."""
    section = opened.edition.means("actions")
    row, task = opened.rows.get(row_id), opened.journey.task(section)
    if row is None or row.section != section or task is None:
        raise NotFound("There is no such action.")
    posted = posted_fields() if request.method == "POST" else None
    questions = actions.followed(opened)
    form = PageForm(opened.journey, opened.choices, task, questions, row.values, posted)
    there = url_for("actions.listing", assessment_id=opened.assessment.id)
    stale, status = None, 200
    if posted is not None and not form.check():
        status = 422
    elif posted is not None:
        seen = request.form.get("seen", 0, type=sent_number)
        try:
            values = form.savable()
            actions.update(opened, row, values, by=signed_in(), now=datetime.now(UTC), seen=seen)
            return redirect(there)
        except Stale as error:
            form.show_theirs(error.clashes)
            stale, status = error, 409
    name = opened.choices.row_name(
        section, next(r for r in actions.rows(opened) if r.id == str(row_id))
    )
    page = render_template(
        "pages/actions/update.html",
        opened=opened,
        name=name,
        shown=form.show(),
        errors=form.summary(),
        seen=str(row.revision),
        stale=stale,
        back=there,
    )
    return page, status
