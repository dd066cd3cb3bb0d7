"""The forms for signing in and for managing people."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, DataRequired, Length

from eia_app.domain.person_changes import RequestAnswer
from eia_app.web.held import KeptForm, cleaned
from eia_app.web.words import ROLES
from eia_app.wizard.fields import Choice

SHORT = Length(max=250, message="Use 250 characters or fewer")


class SignInForm(FlaskForm):
    email = StringField(
        "Email address", filters=[cleaned], validators=[DataRequired("Enter your email address")]
    )
    password = PasswordField("Password", validators=[DataRequired("Enter your password")])


class SetPasswordForm(FlaskForm):
    password = PasswordField("New password", validators=[DataRequired("Enter a new password")])


class PersonForm(KeptForm):
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
    """What a second person says to a change, or whoever asked for it."""

    answer = StringField(validators=[AnyOf([answer.value for answer in RequestAnswer])])
