"""Changes to people that need two: one asks, another confirms or refuses; else it lapses.

Equality leads, heads of service and administrators are made, unmade and let in again by two
people, and so is the link by which one of them sets a password: no single administrator can read
with a role of their own making, or sign as somebody else. Whoever confirms gets the link, and
whoever asked for it does not. At the command line, which is in the hands of whoever runs the
service, none of this is asked, and all of it is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, NotAllowed, NotFound
from eia_app.domain.people.changes import (
    LAPSES_AFTER,
    PersonAction,
    PersonChange,
    RequestAnswer,
    is_guarded,
)
from eia_app.domain.roles import Role
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.people import event_log, people, roles
from eia_app.storage.models.people import Person, PersonRequest

NOT_YOURSELF = "Nobody changes their own roles: another administrator must do it."
NOBODY_ELSE = (
    "There is nobody else who could confirm this: it needs another administrator or an equality"
    " lead. Whoever runs the service can do it at the command line, with eia person role."
)
ANSWERED = "This was answered already, or it has lapsed."
ASKER_LEFT = "Whoever asked for this is not an administrator any more. Refuse it, or let it lapse."
NO_LONGER = "This is not needed any more: it is so already."


def ask(
    session: Session,
    person: Person,
    change: PersonChange,
    role: Role | None = None,
    *,
    by: Person,
    now: datetime,
) -> PersonRequest:
    """Ask for a change that needs a second person. Return the request, or the same one that waits.

    Raise Denied, and NotAllowed where nobody could confirm it.
    """
    permissions.require(Permission.MANAGE_PEOPLE, by)
    if by.id == person.id:
        raise Denied(NOT_YOURSELF)
    if not may_be_confirmed(session, person, by=by):
        raise NotAllowed(NOBODY_ELSE)
    request_key = person.id, change, role
    for waiting in pending(session, now=now):
        if (waiting.person_id, waiting.change, waiting.role) == request_key:
            return waiting
    request = PersonRequest(
        person_id=person.id, change=change, role=role, asked_by_id=by.id, asked_at=now
    )
    session.add(request)
    session.flush()
    _record(session, request, PersonAction.ASKED, by=by, now=now)
    return request


def may_be_confirmed(session: Session, person: Person | None, *, by: Person) -> bool:
    """Return whether somebody else may confirm what `by` asks for `person` (None: a new person)."""
    others = event_log.everybody_who_may_answer(session)
    return any(other.id not in {by.id, person.id if person else None} for other in others)


def pending(session: Session, *, now: datetime) -> Sequence[PersonRequest]:
    """Return the requests that wait for a second person, the oldest first."""
    waits = PersonRequest.answer.is_(None), PersonRequest.asked_at > now - LAPSES_AFTER
    requests = select(PersonRequest).where(*waits)
    return session.scalars(requests.order_by(PersonRequest.asked_at, PersonRequest.id)).all()


def by_id(session: Session, request_id: UUID, *, by: Person) -> PersonRequest:
    """Return a request, answered or not. Raise Denied and NotFound."""
    permissions.require(Permission.OVERSEE_PEOPLE, by)
    request = session.get(PersonRequest, request_id)
    if request is None:
        raise NotFound("There is no such request.")
    return request


def is_open(request: PersonRequest, *, now: datetime) -> bool:
    return request.answer is None and now < request.lapses_at


def may_answer(request: PersonRequest, by: Person) -> bool:
    """Return whether this person neither made the request nor is changed by it."""
    is_third = by.id not in {request.asked_by_id, request.person_id}
    return is_third and permissions.is_allowed(Permission.OVERSEE_PEOPLE, by)


def confirm(session: Session, request: PersonRequest, *, by: Person, now: datetime) -> str:
    """Confirm a request and do what it asks for; the secret of a link where one was made, else "".

    Raise Denied; NotAllowed where it was answered, has lapsed, or does not fit any more.
    """
    _require_second(request, by)
    person, asker = people.locked(session, request.person), request.asked_by
    if not permissions.is_allowed(Permission.MANAGE_PEOPLE, asker):
        raise NotAllowed(ASKER_LEFT)
    _answer(session, request, RequestAnswer.CONFIRMED, by=by, now=now)
    role = request.role
    match request.change:
        case PersonChange.GIVE_ROLE if role is not None and role not in person.roles:
            return roles.give(session, person, role, by=by, now=now, asked_by=asker)
        case PersonChange.TAKE_ROLE if role is not None and role in person.roles:
            roles.take(session, person, role, by=by, now=now, asked_by=asker)
        case PersonChange.MAKE_LINK:
            return people.make_password_link(session, person, by=by, now=now, asked_by=asker)
        case PersonChange.REACTIVATE if not person.is_active:
            return roles.let_in(session, person, by=by, now=now, asked_by=asker)
        case _:
            raise NotAllowed(NO_LONGER)
    return ""


def refuse(session: Session, request: PersonRequest, *, by: Person, now: datetime) -> None:
    """Refuse a request, as a second person. Raise Denied, NotAllowed."""
    _require_second(request, by)
    _answer(session, request, RequestAnswer.REFUSED, by=by, now=now)
    _record(session, request, PersonAction.REFUSED, by=by, now=now)


def take_back(session: Session, request: PersonRequest, *, by: Person, now: datetime) -> None:
    """Withdraw a request, as the person who made it. Raise Denied, NotAllowed."""
    if by.id != request.asked_by_id:
        raise Denied("Only whoever asked for this can take it back.")
    _answer(session, request, RequestAnswer.TAKEN_BACK, by=by, now=now)
    _record(session, request, PersonAction.TAKEN_BACK, by=by, now=now)


def _require_second(request: PersonRequest, by: Person) -> None:
    if not may_answer(request, by):
        raise Denied("You asked for this, or it is about you: a second person must answer it.")


def _answer(
    session: Session, request: PersonRequest, answer: RequestAnswer, *, by: Person, now: datetime
) -> None:
    """Answer a request once. Raise NotAllowed for the second of two answers."""
    waits = PersonRequest.answer.is_(None), PersonRequest.asked_at > now - LAPSES_AFTER
    waiting = update(PersonRequest).where(PersonRequest.id == request.id, *waits)
    values = {"answer": answer, "answered_by_id": by.id, "answered_at": now}
    done = session.scalars(waiting.values(**values).returning(PersonRequest.id)).all()
    if not done:
        raise NotAllowed(ANSWERED)


def _record(
    session: Session, request: PersonRequest, action: PersonAction, *, by: Person, now: datetime
) -> None:
    person = session.get_one(Person, request.person_id)
    detail = {"change": request.change.value, "role": request.role.value if request.role else ""}
    if action is PersonAction.REFUSED:
        detail["asked_by"] = request.asked_by.name
    event_log.record(session, person, action, by=by, now=now, detail=detail)


def ends_password(request: PersonRequest) -> bool:
    """Return whether confirming it ends the person's password and makes a link for another."""
    if request.change is PersonChange.GIVE_ROLE:
        new = frozenset({request.role} if request.role else ())
        return is_guarded(new) and not is_guarded(request.person.roles)
    return request.change is PersonChange.MAKE_LINK


Answering = Callable[..., str | None]
ANSWERS: Mapping[RequestAnswer, Answering] = {
    RequestAnswer.CONFIRMED: confirm,
    RequestAnswer.REFUSED: refuse,
    RequestAnswer.TAKEN_BACK: take_back,
}
