"""Passwords that are tried: at the sign-in page, and by who is signed in already.

A password is looked at in a session that only reads, as that takes a while; a failure is counted in
a short one of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, request

from eia_app.services.people import authentication, people, sign_in_failures
from eia_app.web.http import current
from eia_app.web.http.authorization import signed_in
from eia_app.web.http.database import db, let_go, write_to_sign_in
from eia_app.web.http.security_log import SecurityEvent, named, record_request

if TYPE_CHECKING:
    from eia_app.storage.engine import Sessions
    from eia_app.storage.models.people import Person


def sign_in_with(email: str, password: str) -> Person | None:
    """The person who may begin a session; None for every kind of refusal, which is counted.

    Call it in a request that only looks (`g.looks_first`): when it is right, the rest writes.
    """
    if _is_shut(email):
        return None
    found = authentication.authenticate(db(), email, password)
    if found is None:
        _failed(email)
        return None
    write_to_sign_in()
    person = authentication.welcome(db(), found, password)
    if person is not None:
        sign_in_failures.forget(db(), email, _address())
    return person


def is_password(password: str) -> bool:
    """Whether this is the password of who is signed in. After a failure the rest only looks."""
    email = signed_in().email
    if _is_shut(email):
        return False
    if authentication.authenticate(db(), email, password) is None:
        _failed(email)
        return False
    sign_in_failures.forget(db(), email, _address())
    return True


def _is_shut(email: str) -> bool:
    if not sign_in_failures.is_locked(db(), email, _address(), now=current.now()):
        return False
    whose = people.by_email(db(), email)
    record_request(SecurityEvent.SIGN_IN_SHUT, person=named(whose))
    return True


def _failed(email: str) -> None:
    let_go()
    g.looks_first = True
    sessions: Sessions = current.parts().sessions
    with sessions.to_write() as session:
        is_locked = sign_in_failures.count(session, email, _address(), now=current.now())
        whose = named(people.by_email(session, email))
        session.commit()
    record_request(SecurityEvent.SIGN_IN_FAILED, person=whose)
    if is_locked:
        record_request(SecurityEvent.SIGN_IN_LOCKED, person=whose)


def _address() -> str:
    return request.remote_addr or ""
