"""Carrying over: to a newer edition of the questions, and to the assessment of another year."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.text.conversions import sent_number
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers import orphaned_answers, rows
from eia_app.services.editions import migrate_edition, reassess
from eia_app.web.assessment.forms import CarryOverForm, TokenForm
from eia_app.web.assessment.guards import require_same_edition
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext

bp = Blueprint("carrying", __name__, url_prefix="/assessments/<uuid:assessment_id>")


@bp.get("/edition")
@for_assessment(Permission.READ)
def edition(context: AssessmentContext) -> ResponseReturnValue:
    """Show the edition in use, the changes of a newer one, and the answers that one left behind."""
    may_carry = is_allowed(Transition.CARRY_OVER, signed_in(), context.assessment)
    newer = migrate_edition.newer(context) if may_carry else ""
    return render_template(
        "pages/assessment/edition/edition.html",
        context=context,
        plan=migrate_edition.plan(context) if newer else None,
        orphans=orphaned_answers.lines(context),
        files=orphaned_answers.files(context),
        form=CarryOverForm(to=newer),
    )


@bp.post("/edition/carry-over")
@for_assessment(Transition.CARRY_OVER)
def carry_over(context: AssessmentContext) -> ResponseReturnValue:
    """Answer against the newest edition from now on."""
    form = CarryOverForm()
    edition_page = url_for("carrying.edition", assessment_id=context.assessment.id)
    if not form.validate_on_submit():
        return redirect(edition_page)
    migrate_edition.carry_over(context, form.to.data or "", by=signed_in(), now=current.now())
    return redirect(f"{edition_page}?done=carry_over")


@bp.route("/again", methods=["GET", "POST"])
@for_assessment(Transition.ASSESS_AGAIN)
def assess_again(context: AssessmentContext) -> ResponseReturnValue:
    """Say what comes over and what does not; then begin the next assessment with it."""
    form = TokenForm()
    if form.validate_on_submit():
        id_ = UUID(form.token.data)
        new = reassess.assess_again(context, by=signed_in(), now=current.now(), id_=id_)
        return redirect(url_for("tasks.overview", assessment_id=new.assessment.id))
    form.token.data = str(uuid4())
    earlier = reassess.followed_by(context, signed_in())
    return render_template(
        "pages/assessment/edition/again.html", context=context, form=form, earlier=earlier
    )


@bp.post("/lists/<slug:section>/<uuid:row_id>/confirm")
@for_assessment(Permission.EDIT)
def confirm_row(context: AssessmentContext, section: str, row_id: UUID) -> ResponseReturnValue:
    """Confirm a row that was carried over, as it was when its list was drawn."""
    require_same_edition(context)
    row = context.rows.get(row_id)
    if row is not None and row.section == section:
        values, seen = row.values, request.form.get("seen", 0, type=sent_number)
        by, now = signed_in(), current.now()
        rows.save_row(context, section, row_id, values, by=by, now=now, seen=seen)
    return redirect(
        url_for(
            "rows.listing", assessment_id=context.assessment.id, section=section, _anchor="rows"
        )
    )
