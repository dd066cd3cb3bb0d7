"""The forms for signing in and for managing people."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length

from eia_app.web.words import ROLES
from eia_app.wizard.fields import Choice


class SignInForm(FlaskForm):
    email = StringField(
        "Email address", validators=[DataRequired("Enter your email address"), Length(max=250)]
    )
    password = PasswordField(
        "Password", validators=[DataRequired("Enter your password"), Length(max=256)]
    )


class SetPasswordForm(FlaskForm):
    password = PasswordField("New password", validators=[DataRequired("Enter a new password")])


class PersonForm(FlaskForm):
    name = StringField("Name", validators=[DataRequired("Enter their name"), Length(max=250)])
    job_title = StringField("Job title", validators=[Length(max=250)])
    service = StringField("Service", validators=[Length(max=250)])
    roles = SelectMultipleField(
        "Roles",
        choices=[Choice(role.value, label) for role, label in ROLES.items()],
    )


class NewPersonForm(PersonForm):
    email = StringField(
        "Work email address",
        validators=[DataRequired("Enter their work email address"), Length(max=250)],
    )


class ChangePersonForm(PersonForm):
    is_active = BooleanField("They may sign in")
