"""People: adding them, their roles, and the links by which they set a password."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from eia_app.domain.errors import Invalid, LinkExpired, NotAllowed, NotFound
from eia_app.domain.people.changes import PersonAction, is_guarded
from eia_app.domain.roles import Role
from eia_app.domain.text.clean import is_blank
from eia_app.services.people import event_log, sign_in_failures
from eia_app.services.people.authentication import as_stored, hasher
from eia_app.services.people.event_log import By
from eia_app.services.people.password_strength import weakness
from eia_app.storage.models.people import HeldRole, PasswordLink, Person

NOBODY = "There is nobody with this email address. Check it, or ask an administrator to add them."

LINK_LASTS = timedelta(hours=72)
NEEDS_TWO = (
    "Nobody makes a link for somebody with this role alone: ask for it, and another administrator"
    " or an equality lead confirms it."
)
EXPIRED = "This link has been used or is too old. Ask an administrator for another."


def add(
    session: Session,
    *,
    email: str,
    name: str,
    job_title: str = "",
    service: str = "",
    roles: Iterable[Role] = (),
    by: By,
    now: datetime,
    id_: UUID | None = None,
    tells: bool = True,
) -> Person:
    """Add a person without a password. Raise Invalid with messages by field.

    It asks nobody's permission: on screen, see `person_changes.add`.
    """
    address = _address(email)
    if is_blank(name):
        raise Invalid({"name": "Enter their name"})
    if by_email(session, address) is not None:
        raise Invalid({"email": "There is already a person with this email address"})
    person = Person(
        email=address,
        name=name.strip(),
        job_title=job_title.strip(),
        service=service.strip(),
        added_at=now,
    )
    if id_ is not None:
        person.id = id_
    person.held = [HeldRole(role=role) for role in dict.fromkeys(roles)]
    session.add(person)
    session.flush()
    given = {"email": address, "roles": sorted(role.value for role in person.roles)}
    added = PersonAction.ADDED
    event_log.record(
        session, person, added, by=by, now=now, detail=given, tells=tells, is_logged=tells
    )
    return person


def _address(email: str) -> str:
    try:
        checked = validate_email(
            as_stored(email), check_deliverability=False, test_environment=True
        )
    except EmailNotValidError:
        message = "Enter an email address in the right form, such as name@example.org"
        raise Invalid({"email": message}) from None
    return checked.normalized.lower()


def by_email(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(Person.email == as_stored(email)))


def find(session: Session, person_id: UUID | None) -> Person | None:
    """Return the person with this id, if there is one."""
    return session.get(Person, person_id) if person_id is not None else None


def by_id(session: Session, person_id: UUID) -> Person:
    """Return the person with this id. Raise NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("There is no such person.")
    return person


def list_people(session: Session) -> Sequence[Person]:
    """Return all people by name."""
    everybody = select(Person).options(selectinload(Person.held))
    return session.scalars(everybody.order_by(Person.name, Person.email)).all()


def locked(session: Session, person: Person) -> Person:
    """Return the same person as they are now, locked until the transaction ends."""
    people = select(Person).where(Person.id == person.id).options(selectinload(Person.held))
    locked_row = people.with_for_update(of=Person, key_share=True)
    return session.scalars(locked_row, execution_options={"populate_existing": True}).one()


def make_password_link(
    session: Session, person: Person, *, by: By, now: datetime, asked_by: Person | None = None
) -> str:
    """Return the secret of a new link, which is shown once and stored only as a hash.

    Older links of this person end. A link lasts 72 hours and works once. Raise NotAllowed for
    somebody who may not sign in; and for a single person who makes one for whoever signs off or
    looks after people: with it they could set that person's password, and act as them.
    """
    if not person.is_active:
        raise NotAllowed(f"{person.name} may not sign in, so a link would be of no use.")
    if isinstance(by, Person) and asked_by is None and is_guarded(person.roles):
        raise NotAllowed(NEEDS_TWO)
    end_links(session, person, now)
    secret = secrets.token_urlsafe(32)
    session.add(
        PasswordLink(person_id=person.id, secret_hash=_hash(secret), expires_at=now + LINK_LASTS)
    )
    session.flush()
    detail = {"asked_by": asked_by.name} if asked_by else {}
    event_log.record(session, person, PersonAction.LINK_MADE, by=by, now=now, detail=detail)
    return secret


def person_of_link(session: Session, secret: str, *, now: datetime) -> Person:
    """Return the person of a link. Raise LinkExpired for one that is used, too old or unknown."""
    return _link(session, secret, now).person


def set_password(
    session: Session, secret: str, password: str, *, known: Iterable[str] = (), now: datetime
) -> Person:
    """Set a password through a link; it ends every session. Raise LinkExpired and Invalid."""
    link = _link(session, secret, now)
    give_password(session, link.person, password, known=known)
    if not end_links(session, link.person, now):
        raise LinkExpired(EXPIRED)  # somebody used it while we were looking
    event_log.record(session, link.person, PersonAction.PASSWORD_SET, by=link.person, now=now)
    return link.person


def give_password(
    session: Session, person: Person, password: str, *, known: Iterable[str] = ()
) -> None:
    """Set a person's password: it ends every session and every lock.

    `known` are words that somebody who guesses would try, such as the council's name. How it came
    about is for the caller to record, as an event. Raise Invalid with a message for `password`.
    """
    message = weakness(password, (person.name, person.email, *known))
    if message:
        raise Invalid({"password": message})
    person.password_hash = hasher.hash(password)
    person.session_version += 1
    sign_in_failures.forget(session, person.email)
    session.flush()


def change_password(
    session: Session, person: Person, password: str, *, known: Iterable[str] = (), now: datetime
) -> None:
    """Set one's own password, having given the present one: links to set it end as well.

    Raise Invalid with a message for `password`.
    """
    give_password(session, person, password, known=known)
    end_links(session, person, now)
    event_log.record(session, person, PersonAction.PASSWORD_CHANGED, by=person, now=now)


def _link(session: Session, secret: str, now: datetime) -> PasswordLink:
    link = session.scalar(select(PasswordLink).where(PasswordLink.secret_hash == _hash(secret)))
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise LinkExpired(EXPIRED)
    if not link.person.is_active:
        raise LinkExpired(EXPIRED)
    return link


def end_links(session: Session, person: Person, now: datetime) -> int:
    """Use up every link of this person; how many there were to use."""
    open_ones = update(PasswordLink).where(
        PasswordLink.person_id == person.id, PasswordLink.used_at.is_(None)
    )
    return len(session.scalars(open_ones.values(used_at=now).returning(PasswordLink.id)).all())


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
