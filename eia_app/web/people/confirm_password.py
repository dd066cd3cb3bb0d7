"""Asking for the password again before the gravest actions; what was posted goes on afterwards."""

from __future__ import annotations

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import AnyPermission
from eia_app.services.people import sessions
from eia_app.web.http import current
from eia_app.web.http.authorization import maybe_signed_in, signed_in, user_session
from eia_app.web.http.database import SAFE, db, let_go
from eia_app.web.http.form_data import CONFIRMS, posted_fields
from eia_app.web.http.security_log import SecurityEvent, note
from eia_app.web.people.sign_in_attempts import is_password

WRONG = "That is not your password, or sign-in is locked for a while after too many attempts"
EMPTY = "Enter your password"


class AskAgain(Exception):
    """The password must be given again first; the text is the error to show."""


def register(app: Flask) -> None:
    """Ask for the password wherever a view declares a permission that needs it."""
    app.register_error_handler(AskAgain, ask)

    @app.before_request
    def check() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        permission = getattr(view, "requires", None)
        if request.method in SAFE or permission not in permissions.ASKS_AGAIN:
            return
        person = maybe_signed_in()
        if person is not None and permissions.is_allowed(permission, person):
            require(permission)


def require(permission: AnyPermission) -> None:
    """Raise AskAgain unless the password was given in the last 15 minutes or comes with the form.

    Call it for a POST: its fields are sent again with the password.
    """
    now = current.now()
    if permission not in permissions.ASKS_AGAIN or sessions.is_fresh(user_session(), now=now):
        return
    password = request.form.get(CONFIRMS)
    if password is None:
        raise AskAgain
    if has_password() and not is_password(password):
        raise AskAgain(WRONG if password else EMPTY)
    sessions.confirm(db(), user_session(), now=now)
    note(SecurityEvent.PASSWORD_CONFIRMED)


def has_password() -> bool:
    """Return whether there is a password to ask for; the people of a demonstration have none."""
    demonstration = current.parts().settings.demonstration
    return not demonstration or signed_in().password_hash is not None


def ask(error: AskAgain) -> ResponseReturnValue:
    """Return the page that asks, with the posted fields in it, to be sent to the same address."""
    let_go()
    g.pop("noted", None)
    message = str(error)
    page = render_template(
        "pages/people/sign_in/confirm.html",
        fields=[*posted_fields(), *_pressed()],
        errors=[{"text": message, "href": f"#{CONFIRMS}"}] if message else [],
        has_password=has_password(),
        there=request.full_path.rstrip("?"),
    )
    return page, 401


def _pressed() -> list[tuple[str, str]]:
    """Return the button that was pressed, as a field."""
    return [("then", value) for value in request.form.getlist("then")]
