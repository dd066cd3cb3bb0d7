"""The form in which somebody says which of their assessments a fact is for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wtforms import RadioField
from wtforms.validators import DataRequired

from eia_app.web.http.unsaved_text import RestorableForm
from eia_app.wizard.fields import Choice

if TYPE_CHECKING:
    from eia_app.storage.models.assessment import Assessment


class UseForm(RestorableForm):
    assessment = RadioField(
        "Which assessment is it for?",
        choices=[],
        validators=[DataRequired("Select which assessment it is for")],
    )

    def offer(self, assessments: Iterable[Assessment]) -> None:
        """Set the assessments to choose from."""
        self.assessment.choices = [
            Choice(str(assessment.id), f"{assessment.title} ({assessment.reference})")
            for assessment in assessments
        ]
