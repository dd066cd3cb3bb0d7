"""Editing the “Equality implications” paragraph, and going back to the generated one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from eia_app.domain.workflow.permissions import Permission
from eia_app.reports.documents import paragraph
from eia_app.services.reports import edited_paragraphs
from eia_app.services.reports.edited_paragraphs import EMPTY, LONGEST, TOO_LONG
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.http.errors import summary_of
from eia_app.web.http.unsaved_text import RestorableForm
from eia_app.web.reports.formats import source_of

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext

bp = Blueprint(
    "report_paragraph",
    __name__,
    url_prefix="/assessments/<uuid:assessment_id>/report/equality-implications",
)


class ParagraphForm(RestorableForm):
    text = TextAreaField(
        "The paragraph", validators=[DataRequired(EMPTY), Length(max=LONGEST, message=TOO_LONG)]
    )


@bp.route("/edit", methods=["GET", "POST"])
@for_assessment(Permission.EDIT_PARAGRAPH)
def edit(context: AssessmentContext) -> ResponseReturnValue:
    """Change the words; the generated ones stay beside them."""
    form: Any = ParagraphForm()
    if form.validate_on_submit():
        edited_paragraphs.edit(context, form.text.data, by=signed_in(), now=current.now())
        return redirect(_there(context))
    source, edits = (
        source_of(context),
        edited_paragraphs.edited(context.session, context.assessment),
    )
    generated = paragraph.write(source.snapshot, source.status)
    latest = edits.now or edits.before
    errors = summary_of(form)
    page = render_template(
        "pages/reports/report/edit_implications.html",
        context=context,
        form=form,
        errors=errors,
        generated=generated,
        text=form.text.data if form.text.data is not None else latest.text if latest else None,
        back=_there(context),
    )
    return page, 422 if errors else 200


@bp.post("/generated")
@for_assessment(Permission.EDIT_PARAGRAPH)
def generated(context: AssessmentContext) -> ResponseReturnValue:
    """Use the generated words again."""
    edited_paragraphs.drop(context, by=signed_in(), now=current.now())
    return redirect(_there(context))


def _there(context: AssessmentContext) -> str:
    return url_for("report_formats.implications", assessment_id=context.assessment.id)
