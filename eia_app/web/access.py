"""Who is asking, and may they: every view declares what it needs, or it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from flask import Flask, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain import policy
from eia_app.domain.errors import Denied, NotAllowed, NotFound
from eia_app.domain.policy import May
from eia_app.domain.predicates import Something
from eia_app.domain.workflow import State, words
from eia_app.services import sessions, sign_in, snapshots
from eia_app.services.opened import open_assessment
from eia_app.web.browsers import in_words
from eia_app.web.database import SAFE, _is_to_write, db
from eia_app.web.posted import WRITER, posted_fields
from eia_app.web.security_log import SecurityEvent, record_request

if TYPE_CHECKING:
    from eia_app.services.opened import Opened
    from eia_app.storage.models import Assessment
    from eia_app.storage.people import Person
    from eia_app.storage.sessions import UserSession

View = Callable[..., ResponseReturnValue]


def maybe_signed_in() -> Person | None:
    """The person who is signed in, if their session still holds."""
    if "person" not in g:
        g.user_session = _user_session()
        g.person = g.user_session.person if g.user_session else None
    found: Person | None = g.person
    return found


def signed_in() -> Person:
    """The person who is signed in; only for views that need one."""
    person = maybe_signed_in()
    if person is None:
        raise Denied("Sign in first.")
    return person


def user_session() -> UserSession:
    """The session of the person who is signed in; only for views that need one."""
    signed_in()
    found: UserSession = g.user_session
    return found


def _user_session() -> UserSession | None:
    """The session whose secret the cookie holds. Looking at a page notes nothing."""
    secret = session.get("secret")
    if not isinstance(secret, str):
        return None
    now = datetime.now(UTC)
    found = sessions.find(db(), secret, now=now)
    if found is not None and _is_to_write():
        sessions.see(db(), found, now=now)
    return found


def begin_session(person: Person) -> None:
    """Sign somebody in: a new session, so that an older cookie is worth nothing."""
    browser, now = in_words(request.user_agent.string), datetime.now(UTC)
    end_session()
    secret = sessions.begin(db(), person, browser=browser, now=now)
    session.clear()
    session.permanent = True
    session["secret"] = secret
    g.pop("user_session", None)
    g.person = person


def end_session() -> None:
    """Sign this browser out, here and in every copy of its cookie."""
    if maybe_signed_in() is not None:
        sessions.end(db(), signed_in(), g.user_session.id, now=datetime.now(UTC))
    session.clear()
    g.person = None


def public(view: View) -> View:
    """For everybody, signed in or not."""
    view.requires = "public"  # type: ignore[attr-defined]
    return view


def needs(what: May) -> Callable[[View], View]:
    """For people who may do this, whatever the assessment."""

    def declare(view: View) -> View:
        @wraps(view)
        def wrapper(**values: Any) -> ResponseReturnValue:
            person = maybe_signed_in()
            if person is None:
                return ask_to_sign_in()
            policy.require(what, person)
            return view(**values)

        wrapper.requires = what  # type: ignore[attr-defined]
        return wrapper

    return declare


def for_assessment(what: May, *, looks_first: bool = False) -> Callable[[View], View]:
    """For people who may do this to the assessment of the address; it is passed on, opened.

    Who may not even read it is told that it does not exist; but who sends the hash of a version
    that they read is told that somebody was quicker. With `looks_first`, what is posted comes in
    a session that only reads, until the view calls `open_to_write`.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def wrapper(assessment_id: UUID, **values: Any) -> ResponseReturnValue:
            g.looks_first = looks_first
            if maybe_signed_in() is None:
                return ask_to_sign_in()
            return view(_opened(what, assessment_id), **values)

        wrapper.requires = what  # type: ignore[attr-defined]
        return wrapper

    return declare


def open_to_write(what: May, opened: Opened) -> Opened:
    """The same assessment, for who may still do this, in a session that writes.

    Others wait for such a session: a view that has long work to do does it before.
    """
    opened.session.close()
    for name in ("session", "person", "user_session", "looks_first"):
        g.pop(name, None)
    return _opened(what, opened.assessment.id)


def _opened(what: May, assessment_id: UUID) -> Opened:
    person = signed_in()
    opened = open_assessment(db(), current_app.extensions["eia"].forms, assessment_id)
    if not policy.may(May.READ, person, opened.assessment):
        record_request(SecurityEvent.REFUSED, page=request.endpoint, assessment=str(assessment_id))
        raise _unreadable(opened.assessment)
    require_in_state(what, person, opened.assessment)
    return opened


def _unreadable(it: Assessment) -> NotAllowed | NotFound:
    """What to raise where it may not be read: its state, for a page about a version of it."""
    sha256 = request.form.get("snapshot", "")
    if sha256 and snapshots.has(db(), it, sha256):
        return NotAllowed(not_in(it))
    return NotFound("There is no such assessment.")


def not_in(it: Assessment) -> str:
    return f"This cannot be done while the assessment is {words(it.state)}."


@dataclass(frozen=True)
class _InState:
    """An assessment as the rules would see it in another state."""

    it: Assessment
    state: State

    def __getattr__(self, name: str) -> Any:
        return getattr(self.it, name)


def require_in_state(what: May, person: Person, it: Assessment) -> None:
    """Raises Denied; NotAllowed where the state of the assessment is all that is in the way."""
    if policy.may(what, person, it):
        return
    others = (cast(Something, _InState(it, state)) for state in State)
    if any(policy.may(what, person, other) for other in others):
        raise NotAllowed(not_in(it))
    raise Denied("You do not have permission to do this.")


def deny_undeclared(app: Flask) -> None:
    """Refuse every view that does not say what it needs."""

    @app.before_request
    def check() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if view is not None and not hasattr(view, "requires"):
            raise Denied("This page is not open to anybody yet.")


def ask_to_sign_in() -> ResponseReturnValue:
    """Send an anonymous person to sign in; what they posted goes with them and comes back."""
    if request.method in SAFE:
        there = request.full_path if request.query_string else request.path
        return redirect(url_for("sign_in.sign_in", next=there))
    page = render_template(
        "pages/sign_in/sign_in.html",
        kept=posted_fields(),
        kept_writer=request.form.get(WRITER, ""),
        kept_path=request.full_path.rstrip("?"),
        people=sign_in.fictional_people(db(), current_app.extensions["eia"].settings.demonstration),
    )
    return page, 401
