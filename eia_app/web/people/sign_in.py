"""Signing in and out, and setting a password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from eia_app.domain.errors import Denied, EiaError, Invalid
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.people import authentication, people
from eia_app.web.http import current
from eia_app.web.http.authorization import (
    begin_session,
    end_session,
    maybe_signed_in,
    needs,
    public,
)
from eia_app.web.http.database import db, let_go, write_to_sign_in
from eia_app.web.http.errors import put_errors, refused, summary_of
from eia_app.web.http.form_data import CARRIED, WRITER
from eia_app.web.http.form_writer import writer
from eia_app.web.http.security_log import SecurityEvent, note, record_request
from eia_app.web.http.unsaved_text import keep_for_writer, save_unsaved
from eia_app.web.http.url_converters import is_ours, page_of
from eia_app.web.people.forms import SetPasswordForm, SignInForm
from eia_app.web.people.sign_in_attempts import sign_in_with

if TYPE_CHECKING:
    from eia_app.storage.models.people import Person

bp = Blueprint("sign_in", __name__)
TOO_LATE = "This page was open for too long: enter your password again"


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in with an email address and a password."""
    g.looks_first = True
    form = SignInForm()
    if form.validate_on_submit():
        person = sign_in_with(form.email.data or "", form.password.data or "")
        if person is not None:
            _begin(person, "password")
            return redirect(_after(person))
        put_errors(form, {"email": authentication.REFUSED})
    return _sign_in_page(form)


def _begin(person: Person, how: str) -> None:
    begin_session(person)
    note(SecurityEvent.SIGNED_IN, how=how)


def _sign_in_page(form: SignInForm) -> ResponseReturnValue:
    errors = summary_of(form)
    page = render_template(
        "pages/people/sign_in/sign_in.html",
        form=form,
        errors=errors,
        kept=_carried(),
        kept_writer=request.form.get(f"{CARRIED}{WRITER}", ""),
        kept_path=request.form.get("kept_path", ""),
        people=authentication.fictional_people(db(), _demonstration()),
    )
    return page, 422 if errors else 200


@bp.post("/sign-in/as/<uuid:person_id>")
@public
def sign_in_as(person_id: UUID) -> ResponseReturnValue:
    """Sign in as a fictional person, in a demonstration only."""
    if authentication.sign_in_as(db(), person_id, demonstration=_demonstration()) is None:
        raise Denied("This is not a demonstration.")
    write_to_sign_in()
    person = authentication.sign_in_as(db(), person_id, demonstration=True)
    if person is None:  # who left in between
        raise Denied("There is no such fictional person.")
    _begin(person, "demonstration")
    return redirect(_after(person))


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Sign out; another site, whose request comes without our cookie, cannot do it."""
    if maybe_signed_in() is not None:
        note(SecurityEvent.SIGNED_OUT)
        end_session()
    return redirect(url_for("home.start"), 303)


@bp.get("/stay-signed-in")
@needs(Permission.USE_SERVICE)
def stay_signed_in() -> ResponseReturnValue:
    """Renew the session, for the page’s warning: any request does."""
    session.modified = True
    return "", 204


@bp.get("/forgotten-password")
@public
def forgotten() -> ResponseReturnValue:
    """The page that says whom to ask for a link."""
    return render_template("pages/people/sign_in/forgotten.html")


@bp.route("/set-password", methods=["GET", "POST"])
@public
def set_password() -> ResponseReturnValue:
    """Set a password with the code of a link, which is in no address that is sent or logged.

    The link has it after its #: a script puts it into the form, or the person does.
    """
    g.looks_first = True
    form = SetPasswordForm()
    if not form.validate_on_submit():
        return _page("pages/people/sign_in/link_code.html", form, "code")
    person = people.person_of_link(db(), form.code.data or "", now=current.now())
    if "password" in request.form:
        _set_password(form)
        if not form.errors:
            return redirect(url_for("register.listing"))
    return _page("pages/people/sign_in/set_password.html", form, "password", whose=person.email)


def _set_password(form: SetPasswordForm) -> None:
    """Set the password and sign in, or put the errors beside their fields. Raise LinkExpired."""
    write_to_sign_in()
    code, password, now = form.code.data or "", form.password.data or "", current.now()
    try:
        known = council_words()
        person = people.set_password(db(), code, password, known=known, now=now)
    except Invalid as error:
        put_errors(form, error.errors)
        let_go()
        g.looks_first = True
        return
    begin_session(person)
    note(SecurityEvent.SIGNED_IN, how="link")


def council_words() -> tuple[str, ...]:
    """Return the words about the council that somebody who guesses a password would try."""
    council = current.parts().forms.council
    return (council.name, council.short_name, council.service_name)


def _page(template: str, form: Any, *fields: str, **more: Any) -> ResponseReturnValue:
    errors = [error for error in summary_of(form) if error["href"].removeprefix("#") in fields]
    return render_template(template, form=form, errors=errors, **more), 422 if errors else 200


@bp.errorhandler(CSRFError)
def drawn_too_long_ago(_: CSRFError) -> ResponseReturnValue:
    """Handle a form that was drawn for a session that has ended since, here or in another tab."""
    try:
        return _draw_again()
    except EiaError as error:  # what a handler of errors raises is handled by nobody
        return refused(error)


def _draw_again() -> ResponseReturnValue:
    record_request(SecurityEvent.FORM_REFUSED, page=request.endpoint)
    if request.endpoint == "sign_in.sign_out":
        return sign_out()
    if request.endpoint == "sign_in.set_password":
        return _set_password_again()
    person = maybe_signed_in()
    if person is None:
        form = SignInForm()
        put_errors(form, {"password": TOO_LATE})
        return _sign_in_page(form)
    address = _after(person)
    db().commit()  # a handler of errors is outside what the request commits
    return redirect(address, 303)


def _set_password_again() -> ResponseReturnValue:
    """Return the page with the code that was sent, and the password to be typed again."""
    form = SetPasswordForm()
    put_errors(form, {"code": "", "password": TOO_LATE})
    person = people.person_of_link(db(), form.code.data or "", now=current.now())
    return _page("pages/people/sign_in/set_password.html", form, "password", whose=person.email)


def _demonstration() -> bool:
    return bool(current.parts().settings.demonstration)


def _carried() -> list[tuple[str, str]]:
    """Return the fields of the page on which the session had ended, out of their hidden inputs."""
    return [
        (name.removeprefix(CARRIED), value)
        for name, values in request.form.lists()
        if name.startswith(CARRIED) and name != f"{CARRIED}{WRITER}"
        for value in values
    ]


def _given_back(person: Person, path: str, fields: list[tuple[str, str]]) -> str:
    """Return the address where typed text comes back, to the person who typed it alone."""
    if writer() == person.id:
        return save_unsaved(person, path, fields)
    keep_for_writer(path, fields)
    return url_for("register.listing")


def _after(person: Any) -> str:
    """Return the address of the page they were writing or wanted to see, only on this site."""
    path, fields = request.form.get("kept_path", ""), _carried()
    if is_ours(path):
        page = page_of(path)
        if page != urlsplit(path).path or not fields:
            return page
        return _given_back(person, path, fields)
    address = request.values.get("next", "")
    return address if is_ours(address) else url_for("register.listing")
