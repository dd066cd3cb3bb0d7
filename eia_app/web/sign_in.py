"""Signing in and out, and setting a password."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError

from eia_app.domain.errors import Denied, Invalid
from eia_app.domain.policy import May
from eia_app.services import people
from eia_app.services import sign_in as signing
from eia_app.web.access import (
    begin_session,
    db,
    maybe_signed_in,
    needs,
    public,
    write_at_once,
)
from eia_app.web.addresses import is_ours, page_of
from eia_app.web.errors import put_errors, summary_of
from eia_app.web.held import keep_fields, keep_for_writer
from eia_app.web.people_forms import SetPasswordForm, SignInForm
from eia_app.web.posted import CARRIED, WRITER
from eia_app.web.writer import writer

if TYPE_CHECKING:
    from eia_app.storage.people import Person

bp = Blueprint("sign_in", __name__)
limiter = Limiter(get_remote_address)
ATTEMPTS = "20 per minute"
TOO_LATE = "This page was open for too long: enter your password again"


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@limiter.limit(ATTEMPTS, methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in with an email address and a password."""
    form = SignInForm()
    if form.validate_on_submit():
        tried = signing.attempt(db(), form.email.data or "", form.password.data or "")
        person = _counted(tried)
        if person is not None:
            begin_session(person)
            return redirect(_after(person))
        put_errors(form, {"email": signing.REFUSED})
    return _sign_in_page(form)


def _counted(tried: signing.Attempt) -> Person | None:
    """Who signed in, if it was right. Where there is nobody of this name, nothing is written."""
    if tried.compared is None:
        return None
    db().close()  # it only read
    return write_at_once(lambda session: signing.sign_in(session, tried, now=datetime.now(UTC)))


def _sign_in_page(form: SignInForm) -> ResponseReturnValue:
    errors = summary_of(form)
    page = render_template(
        "pages/sign_in/sign_in.html",
        form=form,
        errors=errors,
        kept=_carried(),
        kept_writer=request.form.get(f"{CARRIED}{WRITER}", ""),
        kept_path=request.form.get("kept_path", ""),
        people=signing.fictional_people(db(), _demonstration()),
    )
    return page, 422 if errors else 200


@bp.post("/sign-in/as/<uuid:person_id>")
@public
@limiter.limit(ATTEMPTS)
def sign_in_as(person_id: UUID) -> ResponseReturnValue:
    """Be one of the fictional people: in a demonstration only."""
    person = signing.sign_in_as(db(), person_id, demonstration=_demonstration())
    if person is None:
        raise Denied("This is not a demonstration.")
    begin_session(person)
    return redirect(_after(person))


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Sign out; another site, whose request comes without our cookie, cannot do it."""
    if maybe_signed_in() is not None:
        session.clear()
    return redirect(url_for("home.start"), 303)


@bp.get("/stay-signed-in")
@needs(May.START)
def stay_signed_in() -> ResponseReturnValue:
    """Asked for by the page's warning: any request renews the session."""
    session.modified = True
    return "", 204


@bp.get("/forgotten-password")
@public
def forgotten() -> ResponseReturnValue:
    """Whom to ask for a link."""
    return render_template("pages/sign_in/forgotten.html")


@bp.route("/set-password/<secret>", methods=["GET", "POST"])
@public
@limiter.limit(ATTEMPTS, methods=["POST"])
def set_password(secret: str) -> ResponseReturnValue:
    """Set a password through a link: looking at the page does not use the link up."""
    now = datetime.now(UTC)
    person, form = people.person_of_link(db(), secret, now=now), SetPasswordForm()
    if form.validate_on_submit():
        try:
            password = form.password.data or ""
            begin_session(
                write_at_once(lambda it: people.set_password(it, secret, password, now=now))
            )
            return redirect(url_for("register.listing"))
        except Invalid as error:
            put_errors(form, error.errors)
    elif "again" in request.args:
        put_errors(form, {"password": TOO_LATE})
    errors = summary_of(form)
    page = render_template(
        "pages/sign_in/set_password.html", form=form, errors=errors, whose=person.email
    )
    return page, 422 if errors else 200


@bp.errorhandler(CSRFError)
def drawn_too_long_ago(_: CSRFError) -> ResponseReturnValue:
    """One of these forms was drawn for a session that has ended since, here or in another tab."""
    if request.endpoint == "sign_in.sign_out":
        return sign_out()
    if request.endpoint == "sign_in.set_password":
        return redirect(f"{request.path}?again=1", 303)
    person = maybe_signed_in()
    if person is None:
        form = SignInForm()
        put_errors(form, {"password": TOO_LATE})
        return _sign_in_page(form)
    there = _after(person)
    db().commit()  # a handler of errors is outside what the request commits
    return redirect(there, 303)


def _demonstration() -> bool:
    return bool(current_app.extensions["eia"].settings.demonstration)


def _carried() -> list[tuple[str, str]]:
    """The fields of the page on which the session had ended, out of their hidden inputs."""
    return [
        (name.removeprefix(CARRIED), value)
        for name, values in request.form.lists()
        if name.startswith(CARRIED) and name != f"{CARRIED}{WRITER}"
        for value in values
    ]


def _given_back(person: Person, path: str, fields: list[tuple[str, str]]) -> str:
    """Where what was typed comes back: to who typed it alone, whoever signs in now."""
    if writer() == person.id:
        return keep_fields(person, path, fields)
    keep_for_writer(path, fields)
    return url_for("register.listing")


def _after(person: Any) -> str:
    """Back to what they were writing, or to where they wanted to go: only on this site."""
    path, fields = request.form.get("kept_path", ""), _carried()
    if is_ours(path):
        page = page_of(path)
        if page != urlsplit(path).path or not fields:
            return page
        return _given_back(person, path, fields)
    there = request.values.get("next", "")
    return there if is_ours(there) else url_for("register.listing")
