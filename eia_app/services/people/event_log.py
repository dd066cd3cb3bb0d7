"""The events of people: who was added or changed, given a role, a link or a password, and by whom.

Each is a link of the event log, and is told to the person and to the equality leads in the same
transaction. Nothing in an event is secret.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from eia_app.domain.notifications.kinds import NoticeKind
from eia_app.domain.pagination import Pagination
from eia_app.domain.people.changes import FRESH_PASSWORD, PersonAction
from eia_app.domain.people.labels import HEADINGS, sentence
from eia_app.domain.roles import Role
from eia_app.services.assessment import events
from eia_app.services.notifications.create import notify
from eia_app.services.notifications.recipients import holders
from eia_app.services.people import security_log
from eia_app.services.people.security_log import SecurityEvent
from eia_app.storage.models.events import PersonEvent
from eia_app.storage.models.people import Person

By = Person | str  # a person, or a user of the operating system at the command line
AT_THE_COMMAND_LINE = "{user} (at the command line)"


def record(
    session: Session,
    person: Person,
    action: PersonAction,
    *,
    by: By,
    now: datetime,
    detail: dict[str, Any] | None = None,
    tells: bool = True,
    is_logged: bool = True,
) -> PersonEvent:
    """Append what happened to a person to the log, and tell whom it concerns."""
    full_detail = {"whom": person.name, **(detail or {})}
    event = PersonEvent(
        person_id=person.id,
        action=action,
        by_id=by.id if isinstance(by, Person) else None,
        system_user="" if isinstance(by, Person) else by,
        at=now,
        detail=full_detail,
    )
    events.append(session, event)
    if is_logged:
        _write_security_log(session, person, action, by=by, detail=full_detail)
    if tells:
        _tell(session, person, action, by=by, now=now, detail=full_detail)
    return event


SECURITY_EVENTS: Mapping[PersonAction, SecurityEvent | None] = {
    PersonAction.ADDED: SecurityEvent.PERSON_ADDED,
    PersonAction.DETAILS_CHANGED: None,  # a name or a job title opens nothing
    PersonAction.ROLE_GIVEN: SecurityEvent.ROLES_CHANGED,
    PersonAction.ROLE_TAKEN: SecurityEvent.ROLES_CHANGED,
    PersonAction.DEACTIVATED: SecurityEvent.ACCESS_ENDED,
    PersonAction.REACTIVATED: SecurityEvent.ACCESS_GIVEN,
    PersonAction.LINK_MADE: SecurityEvent.PASSWORD_LINK_MADE,
    PersonAction.PASSWORD_SET: SecurityEvent.PASSWORD_CHANGED,
    PersonAction.PASSWORD_CHANGED: SecurityEvent.PASSWORD_CHANGED,
    PersonAction.ASKED: SecurityEvent.CHANGE_ASKED,
    PersonAction.REFUSED: SecurityEvent.CHANGE_ANSWERED,
    PersonAction.TAKEN_BACK: SecurityEvent.CHANGE_ANSWERED,
}


def _write_security_log(
    session: Session, person: Person, action: PersonAction, *, by: By, detail: dict[str, Any]
) -> None:
    """Write the same to the security log once it is saved, with the address of the person."""
    event = SECURITY_EVENTS[action]
    if event is None:
        return
    who = {"person": by.email} if isinstance(by, Person) else {"by": by}
    about = {key: detail[key] for key in ("roles", "role", "change") if detail.get(key)}
    fields = {"of": person.email, "action": action.value, **about}
    security_log.record_after_commit(session, event, **who, **fields)


def name_of(by: By) -> str:
    return by.name if isinstance(by, Person) else AT_THE_COMMAND_LINE.format(user=by)


def _tell(
    session: Session,
    person: Person,
    action: PersonAction,
    *,
    by: By,
    now: datetime,
    detail: dict[str, Any],
) -> None:
    """Tell the person, even of what was done in their name, and those who watch such changes."""
    full_detail = {**detail, "action": action.value, "by": name_of(by)}
    notify(
        session, NoticeKind.ACCOUNT_CHANGED, None, [person], by=None, now=now, detail=full_detail
    )
    watching: dict[Any, Person] = {}
    kind = NoticeKind.PEOPLE_CHANGED
    watching.update({lead.id: lead for lead in holders(session, Role.EQUALITY_LEAD)})
    if action is PersonAction.ASKED:
        kind = NoticeKind.CONFIRMATION_ASKED
        watching.update(
            {
                administrator.id: administrator
                for administrator in holders(session, Role.ADMINISTRATOR)
            }
        )
    watching.pop(person.id, None)
    doer = by if isinstance(by, Person) else None
    notify(session, kind, None, watching.values(), by=doer, now=now, detail=full_detail)


@dataclass(frozen=True)
class Entry:
    """One event for reading: its heading, the person it is about, and a sentence."""

    at: datetime
    heading: str
    name: str
    email: str
    sentence: str
    sha256: str


def listing(session: Session, page: int = 1) -> tuple[list[Entry], Pagination]:
    """Return one page of the events of people, newest first; and which page it is."""
    total = session.scalar(select(func.count()).select_from(PersonEvent)) or 0
    pagination = Pagination.nearest(page, total)
    events = select(PersonEvent).order_by(PersonEvent.id.desc())
    events = events.options(joinedload(PersonEvent.person), joinedload(PersonEvent.by))
    entries = session.scalars(events.limit(pagination.size).offset(pagination.offset)).all()
    return [_entry(event) for event in entries], pagination


def _entry(event: PersonEvent) -> Entry:
    name = str(event.detail.get("whom") or event.person.name)
    by = name_of(event.by or event.system_user)
    text = sentence(event.action, event.detail, by=by, whom=name)
    heading = HEADINGS[event.action]
    return Entry(event.at, heading, name, event.person.email, text, event.sha256)


def password_set_lately(session: Session, person: Person, *, now: datetime) -> datetime | None:
    """Return when this person's password was last set through a link, if that was lately."""
    last_set = select(func.max(PersonEvent.at)).where(
        PersonEvent.person_id == person.id,
        PersonEvent.action == PersonAction.PASSWORD_SET,
        PersonEvent.at > now - FRESH_PASSWORD,
    )
    return session.scalar(last_set)


def everybody_who_may_answer(session: Session) -> Sequence[Person]:
    """The active administrators and equality leads."""
    people = [*holders(session, Role.ADMINISTRATOR), *holders(session, Role.EQUALITY_LEAD)]
    return list({person.id: person for person in people}.values())
