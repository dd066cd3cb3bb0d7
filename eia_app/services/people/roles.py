"""Give and take roles, and let people sign in or not: each is an event, and ends their sessions.

These ask nobody's permission: who may do it alone, and what two people do, is decided by whoever
calls (see `person_changes` and `person_requests`; the command line may do everything).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from eia_app.domain.people.changes import PersonAction, is_guarded
from eia_app.domain.roles import Role
from eia_app.services.people import event_log, people
from eia_app.services.people.event_log import By
from eia_app.storage.models.people import HeldRole, Person


def give(
    session: Session,
    person: Person,
    role: Role,
    *,
    by: By,
    now: datetime,
    asked_by: Person | None = None,
) -> str:
    """Give a role; return the secret of a set-password link if they need one, else "".

    With their first role that needs two people their password and links end: whoever made a link
    for them before may know the password, and would act as them with the new role.
    """
    was_guarded = is_guarded(person.roles)
    person.held.append(HeldRole(role=role))
    person.session_version += 1
    session.flush()
    detail = {"role": role.value, **_asked(asked_by)}
    event_log.record(session, person, PersonAction.ROLE_GIVEN, by=by, now=now, detail=detail)
    if was_guarded or not is_guarded(person.roles):
        return ""
    person.password_hash = None
    people.end_links(session, person, now)
    return _link_where_needed(session, person, by=by, now=now, asked_by=asked_by)


def take(
    session: Session,
    person: Person,
    role: Role,
    *,
    by: By,
    now: datetime,
    asked_by: Person | None = None,
) -> None:
    """Take a role away."""
    person.held = [held for held in person.held if held.role is not role]
    person.session_version += 1
    session.flush()
    detail = {"role": role.value, **_asked(asked_by)}
    event_log.record(session, person, PersonAction.ROLE_TAKEN, by=by, now=now, detail=detail)


def set_active(
    session: Session,
    person: Person,
    is_active: bool,
    *,
    by: By,
    now: datetime,
    asked_by: Person | None = None,
) -> None:
    """Let a person sign in, or stop them; what links they had end."""
    person.is_active = is_active
    person.session_version += 1
    people.end_links(session, person, now)
    session.flush()
    action = PersonAction.REACTIVATED if is_active else PersonAction.DEACTIVATED
    event_log.record(session, person, action, by=by, now=now, detail=_asked(asked_by))


def let_in(
    session: Session, person: Person, *, by: By, now: datetime, asked_by: Person | None = None
) -> str:
    """Let a person sign in again; the secret of a link where they have no password, else ""."""
    set_active(session, person, True, by=by, now=now, asked_by=asked_by)
    return _link_where_needed(session, person, by=by, now=now, asked_by=asked_by)


def _link_where_needed(
    session: Session, person: Person, *, by: By, now: datetime, asked_by: Person | None
) -> str:
    if person.password_hash is not None or not person.is_active:
        return ""
    return people.make_password_link(session, person, by=by, now=now, asked_by=asked_by)


def set_details(
    session: Session, person: Person, details: dict[str, str], *, by: By, now: datetime
) -> None:
    """Change name, job title or service, where they differ; one event holds what was before."""
    changed: dict[str, Any] = {}
    for key, value in details.items():
        before = getattr(person, key)
        if before != value:
            changed[key] = {"from": before, "to": value}
            setattr(person, key, value)
    session.flush()
    if changed:
        action = PersonAction.DETAILS_CHANGED
        event_log.record(session, person, action, by=by, now=now, detail=changed)


def _asked(asked_by: Person | None) -> dict[str, str]:
    return {"asked_by": asked_by.name} if asked_by else {}
