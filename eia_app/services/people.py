"""People: adding them, their roles, and the links by which they set a password."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from eia_app.domain import policy
from eia_app.domain.errors import Invalid, LinkExpired, NotAllowed, NotFound
from eia_app.domain.policy import May
from eia_app.domain.roles import Role
from eia_app.domain.typed import is_blank
from eia_app.services.sign_in import as_stored, hasher
from eia_app.storage.people import HeldRole, PasswordLink, Person

SHORTEST_PASSWORD = 12  # characters
LONGEST_PASSWORD = 256
LINK_LASTS = timedelta(hours=72)
EXPIRED = "This link has been used or is too old. Ask an administrator for another."
FEWEST_OF_ITS_OWN = 6  # characters, beside words that everybody would try
# What guesses begin with; a longer word comes before one that is inside it.
COMMON = (
    "password", "passw0rd", "letmein", "welcome", "council", "equality", "iloveyou", "football",
    "liverpool", "arsenal", "monkey", "dragon", "sunshine", "princess", "admin", "secret",
    "changeme", "qwertyuiop", "qwerty", "asdfghjkl", "zxcvbnm", "1234567890", "0987654321",
    "123456", "654321", "1234", "abcdefghijkl", "abcdef", "abc",
)  # fmt: skip


def add(
    session: Session,
    *,
    email: str,
    name: str,
    job_title: str = "",
    service: str = "",
    roles: Iterable[Role] = (),
    now: datetime,
    id_: UUID | None = None,
) -> Person:
    """Add a person without a password. Raises Invalid with messages by field."""
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
    return person


def _address(email: str) -> str:
    try:
        found = validate_email(as_stored(email), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        message = "Enter an email address in the right form, such as name@example.org"
        raise Invalid({"email": message}) from None
    return found.normalized.lower()


def by_email(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(Person.email == as_stored(email)))


def by_id(session: Session, person_id: UUID) -> Person:
    """Raises NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("There is no such person.")
    return person


def list_people(session: Session) -> Sequence[Person]:
    """Everybody, by name."""
    everybody = select(Person).options(selectinload(Person.held))
    return session.scalars(everybody.order_by(Person.name, Person.email)).all()


def change(
    session: Session,
    person: Person,
    *,
    by: Person,
    name: str,
    job_title: str,
    service: str,
    roles: Iterable[Role],
    is_active: bool,
) -> None:
    """Change a person. A change of role or a deactivation ends their sessions.

    Raises Denied, and Invalid when an administrator would shut themselves out.
    """
    policy.require(May.MANAGE_PEOPLE, by)
    wanted = frozenset(roles)
    if person.id == by.id and not (is_active and Role.ADMINISTRATOR in wanted):
        raise Invalid({"roles": "Another administrator must take away your own access"})
    if is_blank(name):
        raise Invalid({"name": "Enter their name"})
    if wanted != person.roles or is_active != person.is_active:
        person.session_version += 0 if person.id == by.id else 1
    person.name, person.job_title = name.strip(), job_title.strip()
    person.service, person.is_active = service.strip(), is_active
    kept = [held for held in person.held if held.role in wanted]
    person.held = [*kept, *(HeldRole(role=role) for role in wanted - person.roles)]
    session.flush()


def make_password_link(session: Session, person: Person, *, now: datetime) -> str:
    """The secret of a new link, which is told once and stored only as a hash.

    Older links of this person end. A link lasts 72 hours and works once. Raises NotAllowed for
    somebody who may not sign in.
    """
    if not person.is_active:
        raise NotAllowed(f"{person.name} may not sign in, so a link would be of no use.")
    _end_links(session, person, now)
    secret = secrets.token_urlsafe(32)
    session.add(
        PasswordLink(person_id=person.id, secret_hash=_hash(secret), expires_at=now + LINK_LASTS)
    )
    session.flush()
    return secret


def person_of_link(session: Session, secret: str, *, now: datetime) -> Person:
    """Whose link this is. Raises LinkExpired for one that is used, too old or not ours."""
    return _link(session, secret, now).person


def set_password(session: Session, secret: str, password: str, *, now: datetime) -> Person:
    """Set a password through a link; it ends every session. Raises LinkExpired and Invalid."""
    link = _link(session, secret, now)
    give_password(session, link.person, password)
    if not _end_links(session, link.person, now):
        raise LinkExpired(EXPIRED)  # somebody used it while we were looking
    return link.person


def give_password(session: Session, person: Person, password: str) -> None:
    """Set a person's password. Raises Invalid with a message for `password`."""
    message = _weakness(password, person)
    if message:
        raise Invalid({"password": message})
    person.password_hash = hasher.hash(password)
    person.session_version += 1
    person.failed_sign_ins, person.locked_until = 0, None
    session.flush()


def _link(session: Session, secret: str, now: datetime) -> PasswordLink:
    found = session.scalar(select(PasswordLink).where(PasswordLink.secret_hash == _hash(secret)))
    if found is None or found.used_at is not None or found.expires_at <= now:
        raise LinkExpired(EXPIRED)
    if not found.person.is_active:
        raise LinkExpired(EXPIRED)
    return found


def _end_links(session: Session, person: Person, now: datetime) -> int:
    """Use up every link of this person; how many there were to use."""
    open_ones = update(PasswordLink).where(
        PasswordLink.person_id == person.id, PasswordLink.used_at.is_(None)
    )
    return len(session.scalars(open_ones.values(used_at=now).returning(PasswordLink.id)).all())


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _weakness(password: str, person: Person) -> str:
    """What is wrong with a password, or "" (NCSC: length over rules of composition)."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Use {SHORTEST_PASSWORD} characters or more; three random words work well"
    if len(password) > LONGEST_PASSWORD:
        return f"Use {LONGEST_PASSWORD} characters or fewer"
    if len(set(password)) < 5 or len(_own_part(password, person)) < FEWEST_OF_ITS_OWN:
        return "Choose a password that is harder to guess"
    return ""


def _own_part(password: str, person: Person) -> str:
    """What is left of a password without the person's name and address and common words."""
    left = re.sub(r"[\W_]", "", password.casefold())
    known = re.findall(r"\w{3,}", f"{person.email} {person.name}".casefold())
    for word in [*sorted(known, key=len, reverse=True), *COMMON]:
        left = left.replace(word, "")
    return left
