"""The few fixed forms: what is asked here is about the service, not about a proposal."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import UUID, DataRequired, Length, Optional

from eia_app.domain.journey.routing import Route
from eia_app.web.http.unsaved_text import RestorableForm
from eia_app.wizard.fields import Choice, DateField

TITLE = "Enter what the proposal is called"
REAL_DATE = "Enter a real date, such as 7 3 2026"


class StartForm(RestorableForm):
    """`token` is the id that the assessment will have: pressing twice starts one."""

    token = HiddenField(validators=[DataRequired(), UUID()])
    title = StringField(
        "What is the proposal called?",
        validators=[DataRequired(TITLE), Length(max=250, message="Use 250 characters or fewer")],
    )


class ContributorForm(RestorableForm):
    email = EmailField(
        "Their work email address",
        validators=[DataRequired("Enter your colleague’s work email address"), Length(max=250)],
    )
    expertise = StringField("What they bring (optional)", validators=[Length(max=250)])


class RemoveForm(FlaskForm):
    """A press that changes something and asks nothing more."""


class TokenForm(FlaskForm):
    """`token` is the id that the new assessment will have: pressing twice starts one."""

    token = HiddenField(validators=[DataRequired(), UUID()])


class CarryOverForm(FlaskForm):
    """`to` is the edition that the person saw on the page."""

    to = HiddenField(validators=[DataRequired()])


class ReasonForm(RestorableForm):
    """A transition that needs a reason."""

    reason = TextAreaField(
        "Why?",
        validators=[DataRequired("Enter a reason"), Length(max=4000)],
    )


class NoteForm(RestorableForm):
    """A transition that takes a note."""

    reason = TextAreaField("Anything to add? (optional)", validators=[Length(max=4000)])


class ChangesForm(ReasonForm):
    """Sending back: what to change, and in which sections."""

    sections = SelectMultipleField(
        "Which sections need changes?",
        validators=[DataRequired("Select the sections that need changes")],
    )


class SignOffForm(RestorableForm):
    """`snapshot` is the hash of what was read."""

    snapshot = HiddenField(validators=[DataRequired()])
    declare = BooleanField(
        "I make this declaration",
        validators=[DataRequired("Confirm the declaration to sign off")],
    )


class DecisionForm(RestorableForm):
    body = StringField(
        "Who decided?", validators=[DataRequired("Enter who decided"), Length(max=250)]
    )
    date = DateField(
        "When was it decided?",
        validators=[DataRequired(REAL_DATE)],
        render_kw={"bad": REAL_DATE, "exclusive": set()},
    )
    outcome = RadioField(
        "What was decided?",
        choices=[
            Choice("agreed", "Agreed as proposed"),
            Choice("agreed_changed", "Agreed with changes"),
            Choice("deferred", "Put off to a later meeting"),
            Choice("rejected", "Not agreed"),
        ],
        validators=[DataRequired("Select what was decided")],
    )
    minute = StringField(
        "Minute or decision reference (optional)", validators=[Optional(), Length(max=250)]
    )


class RouteForm(ReasonForm):
    route = RadioField(
        "Which route should it take?",
        choices=[
            Choice(Route.SCREENING.value, "Screening: no full EIA"),
            Choice(Route.STANDARD.value, "Full EIA, straight to sign-off"),
            Choice(Route.MAJOR.value, "Full EIA, to the review group first"),
        ],
        validators=[DataRequired("Select which route it should take")],
    )
