"""Who is asking, and may they: every view declares what it needs, or it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from flask import Flask, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import Denied, NotAllowed, NotFound
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.predicates import AssessmentFacts
from eia_app.domain.workflow.states import State, words
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
    now = current.now()
    found = sessions.find(db(), secret, now=now)
    if found is not None and _is_to_write():
        sessions.see(db(), found, now=now)
    return found


def begin_session(person: Person) -> None:
    """Sign somebody in: a new session, so that an older cookie is worth nothing."""
    browser, now = in_words(request.user_agent.string), current.now()
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
        sessions.end(db(), signed_in(), g.user_session.id, now=current.now())
    session.clear()
    g.person = None


def public(view: View) -> View:
    """For everybody, signed in or not."""
    view.requires = "public"  # type: ignore[attr-defined]
    return view


def needs(what: Permission) -> Callable[[View], View]:
    """For people who may do this, whatever the assessment."""

    def declare(view: View) -> View:
        @wraps(view)
        def wrapper(**values: Any) -> ResponseReturnValue:
            person = maybe_signed_in()
            if person is None:
                return ask_to_sign_in()
            permissions.require(what, person)
            return view(**values)

        wrapper.requires = what  # type: ignore[attr-defined]
        return wrapper

    return declare


def for_assessment(what: Permission, *, looks_first: bool = False) -> Callable[[View], View]:
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


def open_to_write(what: Permission, context: AssessmentContext) -> AssessmentContext:
    """The same assessment, for who may still do this, in a session that writes.

    Others wait for such a session: a view that has long work to do does it before.
    """
    context.session.close()
    for name in ("session", "person", "user_session", "looks_first"):
        g.pop(name, None)
    return _opened(what, context.assessment.id)


def _opened(what: Permission, assessment_id: UUID) -> AssessmentContext:
    person = signed_in()
    context = load_assessment(db(), current.parts().forms, assessment_id)
    if not permissions.is_allowed(Permission.READ, person, context.assessment):
        record_request(SecurityEvent.REFUSED, page=request.endpoint, assessment=str(assessment_id))
        raise _unreadable(context.assessment)
    require_in_state(what, person, context.assessment)
    return context


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


def require_in_state(what: Permission, person: Person, it: Assessment) -> None:
    """Raises Denied; NotAllowed where the state of the assessment is all that is in the way."""
    if permissions.is_allowed(what, person, it):
        return
    others = (cast(AssessmentFacts, _InState(it, state)) for state in State)
    if any(permissions.is_allowed(what, person, other) for other in others):
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
        "pages/people/sign_in/sign_in.html",
        kept=posted_fields(),
        kept_writer=request.form.get(WRITER, ""),
        kept_path=request.full_path.rstrip("?"),
        people=authentication.fictional_people(db(), current.parts().settings.demonstration),
    )
    return page, 401
