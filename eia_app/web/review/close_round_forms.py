"""The forms that end a round of review, write its conditions, and answer its comments."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from eia_app.domain.review.review import Outcome, ReplyKind
from eia_app.web.http.unsaved_text import RestorableForm
from eia_app.wizard.fields import Choice, DateField

REFER_UP = "refer_up"
REAL_DATE = "Enter a real date, such as 7 3 2026"
SHORT = Length(max=1000, message="Use 1,000 characters or fewer")
LONG = Length(max=4000, message="Use 4,000 characters or fewer")


class CloseForm(RestorableForm):
    """The outcome of a round; which other fields are needed depends on it."""

    outcome = RadioField(
        "How does this round end?",
        choices=[
            Choice(Outcome.AGREED.value, "Agreed"),
            Choice(Outcome.AGREED_WITH_CONDITIONS.value, "Agreed with conditions"),
            Choice(Outcome.CHANGES_NEEDED.value, "Changes needed"),
            Choice(REFER_UP, "Refer up: the round stays open"),
        ],
        validators=[DataRequired("Select how this round ends")],
    )
    sections = SelectMultipleField("Which sections need changes?")
    referred_to = StringField("To whom, by role?", validators=[SHORT])
    reason = TextAreaField("Why?", validators=[LONG])

    def validate_sections(self, field: SelectMultipleField) -> None:
        if self.outcome.data == Outcome.CHANGES_NEEDED and not field.data:
            raise ValidationError("Select the sections that need changes")

    def validate_reason(self, field: TextAreaField) -> None:
        if self.outcome.data == Outcome.CHANGES_NEEDED and not (field.data or "").strip():
            raise ValidationError("Enter what needs to change")


class ConditionForm(RestorableForm):
    text = TextAreaField(
        "What must be done?", validators=[DataRequired("Enter what must be done"), SHORT]
    )
    owner = StringField(
        "By whom, by role?",
        validators=[DataRequired("Enter who must do it, by role"), Length(max=250)],
    )
    due = DateField(
        "By when?",
        validators=[DataRequired(REAL_DATE)],
        render_kw={"bad": REAL_DATE, "exclusive": set()},
    )
    measure = TextAreaField(
        "How will it be known that it is done?",
        validators=[DataRequired("Enter how it will be known that it is done"), SHORT],
    )


class ReplyForm(RestorableForm):
    """`seen` is the revision of the answer when its page was drawn (0 = none yet).

    `sure` is set once it was asked whether “I changed it” is so.
    """

    seen = HiddenField()
    sure = HiddenField()
    kind = RadioField(
        "What did you do about it?",
        choices=[
            Choice(ReplyKind.CHANGED.value, "I changed it"),
            Choice(ReplyKind.NOT_CHANGED.value, "I did not change it"),
        ],
        validators=[DataRequired("Select what you did about it")],
    )
    text = TextAreaField(
        "Because", validators=[DataRequired("Enter what you changed, or why you did not"), LONG]
    )
