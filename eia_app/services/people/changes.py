"""Changing people on screen: what one administrator does alone, and what waits for a second."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from eia_app.domain.errors import Invalid
from eia_app.domain.people.changes import GUARDED, PersonChange, is_guarded
from eia_app.domain.roles import Role
from eia_app.domain.text.clean import is_blank
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.people import change_requests, people
from eia_app.services.people.roles import give, set_active, set_details, take
from eia_app.storage.models.people import Person, PersonRequest

OWN = "Another administrator must change your own roles and whether you may sign in"


def add(
    session: Session,
    *,
    email: str,
    name: str,
    job_title: str = "",
    service: str = "",
    roles: Iterable[Role] = (),
    by: Person,
    now: datetime,
) -> tuple[Person, Sequence[PersonRequest]]:
    """Add a person; roles that need two people are asked for. Raise Denied and Invalid."""
    permissions.require(Permission.MANAGE_PEOPLE, by)
    new_roles = frozenset(roles)
    if new_roles & GUARDED:
        _require_others(session, None, by)
    person = people.add(
        session,
        email=email,
        name=name,
        job_title=job_title,
        service=service,
        roles=_sorted(new_roles - GUARDED),
        by=by,
        now=now,
    )
    return person, _ask_for_roles(session, person, _sorted(new_roles & GUARDED), (), by=by, now=now)


def change(
    session: Session,
    person: Person,
    *,
    by: Person,
    now: datetime,
    name: str,
    job_title: str,
    service: str,
    roles: Iterable[Role],
    is_active: bool,
) -> Sequence[PersonRequest]:
    """Change a person, and give back what now waits for a second person.

    A change of role or a deactivation ends their sessions. To stop somebody from signing in, one
    administrator is enough. Raise Denied, and Invalid when somebody would change their own roles.
    """
    permissions.require(Permission.MANAGE_PEOPLE, by)
    person, new_roles = people.locked(session, person), frozenset(roles)
    if person.id == by.id and (new_roles != person.roles or not is_active):
        raise Invalid({"roles": OWN})
    if is_blank(name):
        raise Invalid({"name": "Enter their name"})
    if (new_roles ^ person.roles) & GUARDED or (
        is_guarded(person.roles) and is_active > person.is_active
    ):
        _require_others(session, person, by)
    details = {"name": name.strip(), "job_title": job_title.strip(), "service": service.strip()}
    set_details(session, person, details, by=by, now=now)
    requests = list(_set_active(session, person, is_active, by=by, now=now))
    given, taken = _sorted(new_roles - person.roles), _sorted(person.roles - new_roles)
    for role in (role for role in given if role not in GUARDED):
        give(session, person, role, by=by, now=now)
    for role in (role for role in taken if role not in GUARDED):
        take(session, person, role, by=by, now=now)
    guarded = [[role for role in some if role in GUARDED] for some in (given, taken)]
    return [*requests, *_ask_for_roles(session, person, *guarded, by=by, now=now)]


def _set_active(
    session: Session, person: Person, is_active: bool, *, by: Person, now: datetime
) -> Iterable[PersonRequest]:
    if is_active == person.is_active:
        return
    if is_active and is_guarded(person.roles):
        yield change_requests.ask(session, person, PersonChange.REACTIVATE, by=by, now=now)
        return
    set_active(session, person, is_active, by=by, now=now)


def _ask_for_roles(
    session: Session,
    person: Person,
    given: Iterable[Role],
    taken: Iterable[Role],
    *,
    by: Person,
    now: datetime,
) -> list[PersonRequest]:
    changes = [
        *((PersonChange.GIVE_ROLE, role) for role in given),
        *((PersonChange.TAKE_ROLE, role) for role in taken),
    ]
    return [
        change_requests.ask(session, person, kind, role, by=by, now=now) for kind, role in changes
    ]


def _require_others(session: Session, person: Person | None, by: Person) -> None:
    """Raise Invalid if nobody could confirm it, before anything is changed."""
    if not change_requests.may_be_confirmed(session, person, by=by):
        raise Invalid({"roles": change_requests.NOBODY_ELSE})


def _sorted(some: Iterable[Role]) -> list[Role]:
    return [role for role in Role if role in set(some)]
