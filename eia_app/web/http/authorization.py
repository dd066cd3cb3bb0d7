"""Sign-in and permissions of views: each declares the permission that it needs, or is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Flask, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import Denied, NotAllowed, NotFound
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import AnyPermission, Permission
from eia_app.domain.workflow.states import not_in_state
from eia_app.services.assessment.loading import load_assessment
from eia_app.services.people import authentication, sessions
from eia_app.services.snapshots import snapshots
from eia_app.web.http import current
from eia_app.web.http.browser_names import in_words
from eia_app.web.http.database import SAFE, _is_to_write, db
from eia_app.web.http.form_data import WRITER, posted_fields
from eia_app.web.http.security_log import SecurityEvent, record_request

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.storage.models.assessment import Assessment
    from eia_app.storage.models.people import Person
    from eia_app.storage.models.sessions import UserSession

View = Callable[..., ResponseReturnValue]


def maybe_signed_in() -> Person | None:
    """Return the person who is signed in; None where their session is over."""
    if "person" not in g:
        g.user_session = _user_session()
        g.person = g.user_session.person if g.user_session else None
    person: Person | None = g.person
    return person


def signed_in() -> Person:
    """Return the person who is signed in. Raise Denied where nobody is."""
    person = maybe_signed_in()
    if person is None:
        raise Denied("Sign in first.")
    return person


def user_session() -> UserSession:
    """Return the session of the person who is signed in. Raise Denied where nobody is."""
    signed_in()
    current_session: UserSession = g.user_session
    return current_session


def _user_session() -> UserSession | None:
    """Return the session whose secret the cookie holds; note the visit if the request writes."""
    secret = session.get("secret")
    if not isinstance(secret, str):
        return None
    now = current.now()
    user_session = sessions.find(db(), secret, now=now)
    if user_session is not None and _is_to_write():
        sessions.see(db(), user_session, now=now)
    return user_session


def begin_session(person: Person) -> None:
    """Sign a person in with a new session, which makes an older cookie worthless."""
    browser, now = in_words(request.user_agent.string), current.now()
    end_session()
    secret = sessions.begin(db(), person, browser=browser, now=now)
    session.clear()
    session.permanent = True
    session["secret"] = secret
    g.pop("user_session", None)
    g.person = person


def end_session() -> None:
    """Sign this browser out, and with it every copy of its cookie."""
    if maybe_signed_in() is not None:
        sessions.end(db(), signed_in(), g.user_session.id, now=current.now())
    session.clear()
    g.person = None


def public(view: View) -> View:
    """Open a view to everybody, signed in or not."""
    view.requires = "public"  # type: ignore[attr-defined]
    return view


def needs(permission: AnyPermission) -> Callable[[View], View]:
    """Open a view to people with a permission that is asked without an assessment."""

    def declare(view: View) -> View:
        @wraps(view)
        def wrapper(**values: Any) -> ResponseReturnValue:
            person = maybe_signed_in()
            if person is None:
                return ask_to_sign_in()
            permissions.require(permission, person)
            return view(**values)

        wrapper.requires = permission  # type: ignore[attr-defined]
        return wrapper

    return declare


def for_assessment(
    permission: AnyPermission, *, looks_first: bool = False
) -> Callable[[View], View]:
    """Open a view to people with this permission for the assessment of the address; pass it on.

    People who may not read it get 404, as if it did not exist; or 409, with its state, if they send
    the hash of a version of it. With `looks_first`, a POST gets a session that only reads, until
    the view calls `open_to_write`.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def wrapper(assessment_id: UUID, **values: Any) -> ResponseReturnValue:
            g.looks_first = looks_first
            if maybe_signed_in() is None:
                return ask_to_sign_in()
            return view(_load_for(permission, assessment_id), **values)

        wrapper.requires = permission  # type: ignore[attr-defined]
        return wrapper

    return declare


def open_to_write(permission: AnyPermission, context: AssessmentContext) -> AssessmentContext:
    """Load the same assessment in a session that writes, after asking for the permission again.

    Other requests wait for such a session: a view does its long work before.
    """
    context.session.close()
    for name in ("session", "person", "user_session", "looks_first"):
        g.pop(name, None)
    return _load_for(permission, context.assessment.id)


def _load_for(permission: AnyPermission, assessment_id: UUID) -> AssessmentContext:
    person = signed_in()
    context = load_assessment(db(), current.parts().forms, assessment_id)
    if not permissions.is_allowed(Permission.READ, person, context.assessment):
        record_request(SecurityEvent.REFUSED, page=request.endpoint, assessment=str(assessment_id))
        raise _unreadable(context.assessment)
    permissions.require(permission, person, context.assessment)
    return context


def _unreadable(assessment: Assessment) -> NotAllowed | NotFound:
    """Return what to raise for a person who may not read it.

    People who send the hash of a version read it before the state changed, and are told the state.
    """
    sha256 = request.form.get("snapshot", "")
    if sha256 and snapshots.has(db(), assessment, sha256):
        return not_in_state(assessment.state)
    return NotFound("There is no such assessment.")


def deny_undeclared(app: Flask) -> None:
    """Refuse every view that declares no permission."""

    @app.before_request
    def check() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if view is not None and not hasattr(view, "requires"):
            raise Denied("This page is not open to anybody yet.")


def ask_to_sign_in() -> ResponseReturnValue:
    """Send an anonymous person to sign in; the page carries what they posted there and back."""
    if request.method in SAFE:
        path = request.full_path if request.query_string else request.path
        return redirect(url_for("sign_in.sign_in", next=path))
    page = render_template(
        "pages/people/sign_in/sign_in.html",
        kept=posted_fields(),
        kept_writer=request.form.get(WRITER, ""),
        kept_path=request.full_path.rstrip("?"),
        people=authentication.fictional_people(db(), current.parts().settings.demonstration),
    )
    return page, 401
