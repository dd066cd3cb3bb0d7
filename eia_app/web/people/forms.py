"""The forms for signing in and for managing people."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, DataRequired, Length

from eia_app.domain.people.changes import RequestAnswer
from eia_app.web.http.unsaved_text import RestorableForm, cleaned
from eia_app.web.templating.labels import ROLES
from eia_app.wizard.fields import Choice

SHORT = Length(max=250, message="Use 250 characters or fewer")


def stripped(value: Any) -> Any:
    """Return a pasted text without the spaces around it; a filter of fields."""
    return value.strip() if isinstance(value, str) else value


class SignInForm(FlaskForm):
    email = StringField(
        "Email address", filters=[cleaned], validators=[DataRequired("Enter your email address")]
    )
    password = PasswordField("Password", validators=[DataRequired("Enter your password")])


class SetPasswordForm(FlaskForm):
    code = StringField(
        "Code",
        filters=[cleaned, stripped],
        validators=[DataRequired("Enter the code from your link")],
    )
    password = PasswordField("New password")


class ChangePasswordForm(FlaskForm):
    present = PasswordField(
        "Present password", validators=[DataRequired("Enter your present password")]
    )
    password = PasswordField("New password", validators=[DataRequired("Enter a new password")])


class PersonForm(RestorableForm):
    name = StringField("Name", validators=[DataRequired("Enter their name"), SHORT])
    job_title = StringField("Job title", validators=[SHORT])
    service = StringField("Service", validators=[SHORT])
    roles = SelectMultipleField(
        "Roles",
        choices=[Choice(role.value, label) for role, label in ROLES.items()],
    )


class NewPersonForm(PersonForm):
    email = StringField(
        "Work email address",
        validators=[DataRequired("Enter their work email address"), SHORT],
    )


class ChangePersonForm(PersonForm):
    is_active = BooleanField("They may sign in")


class RequestForm(FlaskForm):
    """The answer to a request for a change, by a second person or by the one who asked."""

    answer = StringField(validators=[AnyOf([answer.value for answer in RequestAnswer])])
