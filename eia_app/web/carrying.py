"""Carrying over: to a newer edition of the questions, and to the assessment of another year."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.conversions import sent_number
from eia_app.domain.policy import May, may
from eia_app.services import again, carrying, orphans, sections
from eia_app.web.access import for_assessment, signed_in
from eia_app.web.forms import CarryOverForm, TokenForm
from eia_app.web.sections import require_same_edition

if TYPE_CHECKING:
    from eia_app.services.opened import Opened

bp = Blueprint("carrying", __name__, url_prefix="/assessments/<uuid:assessment_id>")


@bp.get("/edition")
@for_assessment(May.READ)
def edition(opened: Opened) -> ResponseReturnValue:
    """Which questions are answered, what a newer edition would change, and what it left behind."""
    may_carry = may(May.CARRY_OVER, signed_in(), opened.assessment)
    newer = carrying.newer(opened) if may_carry else ""
    return render_template(
        "pages/carrying/edition.html",
        opened=opened,
        plan=carrying.plan(opened) if newer else None,
        orphans=orphans.lines(opened),
        files=orphans.files(opened),
        form=CarryOverForm(to=newer),
    )


@bp.post("/edition/carry-over")
@for_assessment(May.CARRY_OVER)
def carry_over(opened: Opened) -> ResponseReturnValue:
    """Answer against the newest edition from now on."""
    form = CarryOverForm()
    there = url_for("carrying.edition", assessment_id=opened.assessment.id)
    if not form.validate_on_submit():
        return redirect(there)
    carrying.carry_over(opened, form.to.data or "", by=signed_in(), now=datetime.now(UTC))
    return redirect(f"{there}?done=carry_over")


@bp.route("/again", methods=["GET", "POST"])
@for_assessment(May.ASSESS_AGAIN)
def assess_again(opened: Opened) -> ResponseReturnValue:
    """Say what comes over and what does not; then begin the next assessment with it."""
    form = TokenForm()
    if form.validate_on_submit():
        id_ = UUID(form.token.data)
        new = again.assess_again(opened, by=signed_in(), now=datetime.now(UTC), id_=id_)
        return redirect(url_for("tasks.overview", assessment_id=new.assessment.id))
    form.token.data = str(uuid4())
    earlier = again.followed_by(opened, signed_in())
    return render_template("pages/carrying/again.html", opened=opened, form=form, earlier=earlier)


@bp.post("/lists/<slug:section>/<uuid:row_id>/confirm")
@for_assessment(May.EDIT)
def confirm_row(opened: Opened, section: str, row_id: UUID) -> ResponseReturnValue:
    """Confirm a row that was carried over, as it was when its list was drawn."""
    require_same_edition(opened)
    row = opened.rows.get(row_id)
    if row is not None and row.section == section:
        values, seen = row.values, request.form.get("seen", 0, type=sent_number)
        by, now = signed_in(), datetime.now(UTC)
        sections.save_row(opened, section, row_id, values, by=by, now=now, seen=seen)
    return redirect(
        url_for("rows.listing", assessment_id=opened.assessment.id, section=section, _anchor="rows")
    )
