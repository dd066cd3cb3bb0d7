"""Attempts with a password: at the sign-in page, and by people who confirm theirs.

A password is checked in a session that only reads, as that takes a while; a failure is counted in a
short session of its own.
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
    """Return the person who may begin a session; None for every kind of refusal, which is counted.

    Call it in a request with `g.looks_first`: it changes to a session that writes when the password
    is right.
    """
    if _is_shut(email):
        return None
    candidate = authentication.authenticate(db(), email, password)
    if candidate is None:
        _failed(email)
        return None
    write_to_sign_in()
    person = authentication.welcome(db(), candidate, password)
    if person is not None:
        sign_in_failures.forget(db(), email, _address())
    return person


def is_password(password: str) -> bool:
    """Return whether this is the signed-in person's password.

    After a failure the session only reads.
    """
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
    person = people.by_email(db(), email)
    record_request(SecurityEvent.SIGN_IN_SHUT, person=named(person))
    return True


def _failed(email: str) -> None:
    let_go()
    g.looks_first = True
    sessions: Sessions = current.parts().sessions
    with sessions.to_write() as session:
        is_locked = sign_in_failures.count(session, email, _address(), now=current.now())
        person = named(people.by_email(session, email))
        session.commit()
    record_request(SecurityEvent.SIGN_IN_FAILED, person=person)
    if is_locked:
        record_request(SecurityEvent.SIGN_IN_LOCKED, person=person)


def _address() -> str:
    return request.remote_addr or ""
