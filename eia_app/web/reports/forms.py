"""The form for a pack of reports for a meeting."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.validators import UUID, DataRequired, Length, ValidationError

from eia_app.domain.errors import Invalid
from eia_app.domain.snapshot.report_packs import NONE, check_number
from eia_app.services.reports.packs import Wanted
from eia_app.web.http.unsaved_text import RestorableForm
from eia_app.wizard.fields import Choice, DateField

if TYPE_CHECKING:
    from eia_app.storage.models.assessment import Assessment

NO_DATE = "Enter the date of the meeting, such as 7 3 2026"
FULL, SUMMARIES = "full", "summaries"


def as_id(raw: uuid.UUID | str) -> uuid.UUID:
    """Return a UUID; the zero one, which no assessment has, for a value that is none."""
    try:
        return uuid.UUID(str(raw))
    except ValueError:
        return uuid.UUID(int=0)


class PackForm(RestorableForm):
    """`token` is the id that the pack will have: pressing twice makes one."""

    token = HiddenField(validators=[DataRequired(), UUID()])
    title = StringField(
        "What is the meeting called?",
        validators=[
            DataRequired("Enter what the meeting is called"),
            Length(max=120, message="Use 120 characters or fewer"),
        ],
    )
    date = DateField(
        "When is the meeting?",
        validators=[DataRequired(NO_DATE)],
        render_kw={"bad": NO_DATE, "exclusive": set()},
    )
    contents = RadioField(
        "What should the pack hold of each assessment?",
        choices=[Choice(FULL, "The full report"), Choice(SUMMARIES, "The two-page summary")],
        default=FULL,
        validators=[DataRequired("Select what the pack should hold")],
    )
    assessments = SelectMultipleField(
        "Which assessments?",
        coerce=as_id,
        validate_choice=False,  # whether it may be in a pack is for the service to say
        validators=[DataRequired(NONE)],
    )

    def offer(self, assessments: Iterable[Assessment]) -> None:
        """Set the assessments to choose from."""
        self.assessments.choices = [
            Choice(assessment.id, assessment.title) for assessment in assessments
        ]

    def validate_assessments(self, field: SelectMultipleField) -> None:
        try:
            check_number(len(field.data or ()))
        except Invalid as error:
            raise ValidationError(str(error)) from None

    @property
    def wanted(self) -> Wanted:
        """Return the pack that was asked for; call it on a valid form only."""
        return Wanted(
            title=" ".join((self.title.data or "").split()),
            held_on=self.date.day,
            summaries=self.contents.data == SUMMARIES,
            assessments=self.assessments.data or (),
        )
