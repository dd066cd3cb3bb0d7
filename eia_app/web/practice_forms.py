"""The forms of practice and of its workshops."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import UUID, DataRequired, Length

from eia_app.web.held import KeptForm
from eia_app.wizard.fields import Choice

if TYPE_CHECKING:
    from eia_app.domain.guidance import Scenario

SELECT = "Select a scenario"


class BeginForm(KeptForm):
    """A press that begins. `token` is the id that it will have: pressing twice begins one."""

    token = HiddenField(validators=[DataRequired(), UUID()])
    scenario = HiddenField()


class WorkshopForm(KeptForm):
    """`token` is the id that the workshop will have: pressing twice opens one."""

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
        """The scenarios to choose from."""
        self.scenario.choices = [Choice(each.id, each.title) for each in scenarios]
