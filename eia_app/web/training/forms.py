"""The forms of practice and of its workshops."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import UUID, DataRequired, Length

from eia_app.web.http.unsaved_text import RestorableForm
from eia_app.wizard.fields import Choice

if TYPE_CHECKING:
    from eia_app.domain.guidance.parse_guidance import Scenario

SELECT = "Select a scenario"


class BeginForm(RestorableForm):
    """`token` is the id of the new assessment: pressing twice begins one."""

    token = HiddenField(validators=[DataRequired(), UUID()])
    scenario = HiddenField()


class WorkshopForm(RestorableForm):
    """`token` is the id of the new workshop: pressing twice opens one."""

    token = HiddenField(validators=[DataRequired(), UUID()])
    title = StringField(
        "What is the workshop called?",
        validators=[
            DataRequired("Enter what the workshop is called"),
            Length(max=120, message="Use 120 characters or fewer"),
        ],
    )
    scenario = RadioField(
        "Which scenario does everybody practise with?",
        choices=[],
        validators=[DataRequired(SELECT)],
    )

    def offer(self, scenarios: Iterable[Scenario]) -> None:
        """Set the scenarios to choose from."""
        self.scenario.choices = [Choice(scenario.id, scenario.title) for scenario in scenarios]
