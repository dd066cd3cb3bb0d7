"""The contributors of an assessment: the lead adds colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import Invalid
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.services.workflow import contributors
from eia_app.web.assessment.forms import ContributorForm, RemoveForm
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.http.errors import put_errors, summary_of

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext

bp = Blueprint("team", __name__, url_prefix="/assessments/<uuid:assessment_id>/people")


@bp.get("/")
@for_assessment(Permission.READ)
def listing(context: AssessmentContext) -> ResponseReturnValue:
    """The lead and the contributors."""
    may_manage = is_allowed(Permission.MANAGE_CONTRIBUTORS, signed_in(), context.assessment)
    return render_template(
        "pages/assessment/contributors/listing.html",
        context=context,
        may_manage=may_manage,
        form=RemoveForm(),
    )


@bp.route("/add", methods=["GET", "POST"])
@for_assessment(Permission.MANAGE_CONTRIBUTORS)
def add(context: AssessmentContext) -> ResponseReturnValue:
    """Add a colleague by their work email address."""
    form = ContributorForm()
    if form.validate_on_submit():
        try:
            contributors.add_contributor(
                context,
                email=form.email.data or "",
                expertise=(form.expertise.data or "").strip(),
                by=signed_in(),
                now=current.now(),
            )
            return redirect(url_for("team.listing", assessment_id=context.assessment.id))
        except Invalid as error:
            put_errors(form, error.errors)
    errors = summary_of(form)
    page = render_template(
        "pages/assessment/contributors/add.html", context=context, form=form, errors=errors
    )
    return page, 422 if errors else 200


@bp.post("/<uuid:person_id>/remove")
@for_assessment(Permission.MANAGE_CONTRIBUTORS)
def remove(context: AssessmentContext, person_id: UUID) -> ResponseReturnValue:
    """End a colleague's part; what they wrote stays."""
    contributors.remove_contributor(context, person_id, by=signed_in(), now=current.now())
    return redirect(url_for("team.listing", assessment_id=context.assessment.id))
