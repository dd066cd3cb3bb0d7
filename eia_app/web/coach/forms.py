"""The form with which something that the coach points out is kept as it is."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from eia_app.web.http.unsaved_text import RestorableForm


class DismissForm(RestorableForm):
    """The reason is printed for councillors, so it is not optional."""

    reason = TextAreaField(
        "Why is it right as it is?",
        validators=[
            DataRequired("Enter why it is right as it is"),
            Length(max=1000, message="Use 1,000 characters or fewer"),
        ],
    )
