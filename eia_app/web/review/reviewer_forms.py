"""The forms about who reviews an assessment, and until when."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from eia_app.web.assessment.forms import REAL_DATE, ReasonForm
from eia_app.web.http.unsaved_text import RestorableForm
from eia_app.wizard.fields import DateField


class RecuseForm(RestorableForm):
    reason = TextAreaField("Why? (optional)", validators=[Length(max=4000)])


class AcceptConflictForm(ReasonForm):
    reason = TextAreaField(
        "Why is it acceptable?",
        validators=[DataRequired("Enter why it is acceptable"), Length(max=4000)],
    )


class ExtendForm(ReasonForm):
    due = DateField(
        "When are opinions wanted instead?",
        validators=[DataRequired(REAL_DATE)],
        render_kw={"bad": REAL_DATE, "exclusive": set()},
    )
