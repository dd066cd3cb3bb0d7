"""The actions of a signed-off assessment: how far each has got."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import NotFound, Stale
from eia_app.domain.text.conversions import sent_number
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.services.answers import action_progress
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.http.form_data import posted_fields
from eia_app.wizard.form import PageForm

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext

bp = Blueprint("actions", __name__, url_prefix="/assessments/<uuid:assessment_id>/actions")


@bp.get("/")
@for_assessment(Permission.READ)
def listing(context: AssessmentContext) -> ResponseReturnValue:
    """Every action with its owner, date and status."""
    rows = action_progress.rows(context)
    return render_template(
        "pages/assessment/actions/listing.html",
        context=context,
        rows=rows,
        over={row.id for row in rows if action_progress.is_over(context, row)},
        may_update=is_allowed(Permission.UPDATE_ACTIONS, signed_in(), context.assessment),
    )


@bp.route("/<uuid:row_id>", methods=["GET", "POST"])
@for_assessment(Permission.UPDATE_ACTIONS)
def update(context: AssessmentContext, row_id: UUID) -> ResponseReturnValue:
    """Say how far one action has got."""
    section = context.edition.means("actions")
    row, task = context.rows.get(row_id), context.journey.task(section)
    if row is None or row.section != section or task is None:
        raise NotFound("There is no such action.")
    posted = posted_fields() if request.method == "POST" else None
    questions = action_progress.followed(context)
    form = PageForm(context.journey, context.choices, task, questions, row.values, posted)
    actions_page = url_for("actions.listing", assessment_id=context.assessment.id)
    stale, status = None, 200
    if posted is not None and not form.check():
        status = 422
    elif posted is not None:
        seen = request.form.get("seen", 0, type=sent_number)
        try:
            values = form.savable()
            action_progress.update(
                context, row, values, by=signed_in(), now=current.now(), seen=seen
            )
            return redirect(actions_page)
        except Stale as error:
            form.show_theirs(error.clashes)
            stale, status = error, 409
    listed = next(action for action in action_progress.rows(context) if action.id == str(row_id))
    page = render_template(
        "pages/assessment/actions/update.html",
        context=context,
        name=context.choices.row_name(section, listed),
        shown=form.show(),
        errors=form.summary(),
        seen=str(row.revision),
        stale=stale,
        back=actions_page,
    )
    return page, status
