"""One place turns what went wrong into pages; what was typed is given back on each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from eia_app.domain import errors
from eia_app.services.people import readiness
from eia_app.web.http.app_class import close_session
from eia_app.web.http.authorization import ask_to_sign_in, maybe_signed_in
from eia_app.web.http.database import db
from eia_app.web.http.form_data import posted_fields, typed
from eia_app.web.http.form_writer import writer
from eia_app.web.http.security_log import SecurityEvent, record_request
from eia_app.web.http.unsaved_text import keep_for_writer, redirect_to_drafts, save_unsaved
from eia_app.web.http.url_converters import page_of
from eia_app.wizard.fields import DateField

STATUS: dict[type[errors.EiaError], int] = {
    errors.NotFound: 404,
    errors.Denied: 403,
    errors.NotAllowed: 409,
    errors.Stale: 409,
    errors.LinkExpired: 410,
    errors.NotReady: 422,
    errors.Invalid: 422,
    errors.Unreadable: 422,
    errors.QueueFull: 503,
}
TITLES = {
    400: "We could not read that request",
    401: "Sign in",
    403: "You do not have permission for this",
    404: "Page not found",
    405: "Page not found",
    409: "This has changed since you opened it",
    410: "This link no longer works",
    413: "That is too much to send at once",
    422: "Some things need attention",
    429: "Too many attempts",
    500: "Sorry, there is a problem with the service",
    503: "Too many files are waiting to be made",
}
ANOTHER = (
    "This page was opened by somebody else in this browser, and you are signed in now, so nothing"
    " of it was saved in your name."
)
ANOTHER_KEPT = "What they typed is kept for them: they find it when they sign in."
ANOTHER_LOST = "If you typed it yourself, press Back in your browser, and copy it from there."
CLOSED = (404, 409)  # a page that does not open, or not any more
SAID = {
    404: "If you typed the address, check it is correct. If you followed a link, the page may have"
    " moved, or it may be for other people.",
    413: "Nothing of it was read or saved. Press Back in your browser: what you typed is still on"
    " the page. Shorten it, or save it in parts.",
    429: "Wait a minute, then try again.",
    500: "Try again in a few minutes. Nothing that was saved is lost.",
}
AWAY = "Sorry, the service is not available"
AWAY_SAID = (
    "Nothing can be opened or saved at the moment. Try again in a few minutes. Nothing that was"
    " saved before is lost."
)


def register(app: Flask) -> None:
    """Register the handlers of errors."""
    app.register_error_handler(CSRFError, expired)
    app.register_error_handler(errors.EiaError, refused)
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(Exception, broken)


def refused(error: errors.EiaError) -> ResponseReturnValue:
    """Return the page of one of our own refusals, whose sentence is for the person."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    if isinstance(error, errors.Denied):
        record_request(SecurityEvent.REFUSED, page=request.endpoint)
    if isinstance(error, errors.NotAllowed):
        _keep_typed()
    if status in CLOSED and (elsewhere := redirect_to_drafts()) is not None:
        return elsewhere
    return _page(status, SAID.get(status) if status == 404 else str(error))


def failed(error: HTTPException) -> ResponseReturnValue:
    """Return the page of one of Flask's own refusals, in our words."""
    if error.code and error.code < 400:
        return error
    code = error.code or 500
    if code == 429:
        record_request(SecurityEvent.TOO_MANY_REQUESTS, page=request.endpoint)
    return _page(404 if code == 405 else code, SAID.get(code, ""))


def broken(error: Exception) -> ResponseReturnValue:
    """Log a fault of ours in full, or one of the database in one line, and return its page."""
    if readiness.is_unavailable(error):
        return _unavailable(error)
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    if current_app.testing:
        raise error
    g.setdefault("person", None)  # the page must not fail as well, whatever has failed
    return _page(500, SAID[500])


def _unavailable(error: Exception) -> ResponseReturnValue:
    """Return a page that asks the database for nothing, not even who is signed in."""
    why = str(error.__cause__ or error).strip()
    current_app.logger.error("%s %s: the database: %s", request.method, request.path, why)
    g.person = None
    return _page(503, AWAY_SAID, title=AWAY)


def expired(_: CSRFError) -> ResponseReturnValue:
    """Give back a page that was open for longer than its token lasts, with what was typed.

    Somebody who is signed out signs in first.
    """
    person = maybe_signed_in()
    record_request(SecurityEvent.FORM_REFUSED, page=request.endpoint)
    if person is None:
        return ask_to_sign_in()
    page, fields = page_of(request.path), posted_fields()
    if page != request.path or not fields or request.blueprint == "drafts":
        return redirect(page, 303)
    if writer() != person.id:
        return _of_somebody_else(fields)
    back = save_unsaved(person, request.full_path.rstrip("?"), fields)
    db().commit()  # a handler of errors is outside what the request commits
    return redirect(back, 303)


def _of_somebody_else(fields: list[tuple[str, str]]) -> ResponseReturnValue:
    """Keep a page for the person who used this browser before: it comes back to them alone."""
    is_kept = keep_for_writer(request.full_path.rstrip("?"), fields)
    db().commit()  # a handler of errors is outside what the request commits
    return _page(409, f"{ANOTHER} {ANOTHER_KEPT if is_kept else ANOTHER_LOST}", is_shown=False)


def _keep_typed() -> None:
    """Keep what came too late to be saved, though its page may not open again."""
    person = maybe_signed_in()
    if request.method != "POST" or person is None or not typed() or request.blueprint == "drafts":
        return
    close_session(None)  # nothing of what was begun is saved
    save_unsaved(person, request.full_path.rstrip("?"), posted_fields())
    db().commit()
    g.kept_typed = True


def _page(
    status: int, message: str | None, *, title: str = "", is_shown: bool = True
) -> ResponseReturnValue:
    """Return the page of an error; with what was typed, if that is to be shown."""
    close_session(None)
    is_shown = is_shown and request.method == "POST" and status != 413
    page = render_template(
        "errors/error.html",
        title=title or TITLES.get(status, TITLES[500]),
        said=message or "",
        status=status,
        typed=typed() if is_shown else [],
        is_kept="kept_typed" in g,
    )
    return page, status


def summary_of(form: Any) -> list[dict[str, str]]:
    """Return a form's errors for the error summary. An error of the hidden token leads nowhere."""
    return [
        {"text": str(messages[0]), "href": f"#{_first_id(form[name])}"}
        for name, messages in form.errors.items()
        if messages and name not in {"csrf_token", None}
    ]


def _first_id(field: Any) -> str:
    """Return the id of the control that an error leads to: of a date, the box that is wrong."""
    return field.first_id if isinstance(field, DateField) else str(field.name)


def put_errors(form: Any, messages: Mapping[str, str]) -> None:
    """Put a service's messages beside the fields of the form."""
    for name, message in messages.items():
        form[name].errors = [message]
