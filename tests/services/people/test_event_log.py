"""What happens to people is told to whom it concerns, and is read back page by page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from eia_app.domain.notifications.kinds import DeliveryFrequency
from eia_app.domain.notifications.kinds import NoticeKind as Kind
from eia_app.domain.pagination import PAGE_SIZE
from eia_app.domain.people.changes import PersonAction, PersonChange
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.events import last_event
from eia_app.services.notifications import inbox, outbox
from eia_app.services.people import change_requests, event_log, people
from eia_app.services.transfer import export as transfer_export
from eia_app.services.transfer import import_ as transfer_import_
from eia_app.storage.models.events import PersonEvent
from eia_app.storage.models.notifications import Notice
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers, add_person
from tests.services.people.change_request_types import ChangePerson, RequestChange

GOOD = "three random words"


def told(session: Session, kind: Kind) -> list[str]:
    """The names of those who were told something of this kind."""
    wanted = select(Person.name).join(Notice, Notice.person_id == Person.id)
    return sorted(session.scalars(wanted.where(Notice.kind == kind)))


def events(session: Session, person: Person) -> list[tuple[PersonAction, dict[str, Any]]]:
    mine = select(PersonEvent).where(PersonEvent.person_id == person.id).order_by(PersonEvent.id)
    return [(each.action, dict(each.detail)) for each in session.scalars(mine)]


def test_one_event_says_which_details_changed_and_from_what(
    session: Session, stranger: Person, change_person: ChangePerson
) -> None:
    change_person(stranger, service="Housing", name="Sam New")
    change_person(stranger)
    assert events(session, stranger) == [
        (
            PersonAction.DETAILS_CHANGED,
            {
                "whom": "Sam New",
                "name": {"from": "Sam Stranger", "to": "Sam New"},
                "service": {"from": "", "to": "Housing"},
            },
        )
    ]


def test_the_person_and_the_equality_leads_are_told_and_who_did_it_is_not(
    session: Session,
    administrator: Person,
    equality_lead: Person,
    stranger: Person,
    change_person: ChangePerson,
) -> None:
    change_person(stranger, roles=[Role.CHAMPION])
    assert told(session, Kind.ACCOUNT_CHANGED) == [stranger.name]
    assert told(session, Kind.PEOPLE_CHANGED) == [equality_lead.name]
    assert told(session, Kind.CONFIRMATION_ASKED) == []


def test_whoever_may_be_the_second_person_is_asked(
    session: Session,
    administrator: Person,
    second_administrator: Person,
    equality_lead: Person,
    stranger: Person,
    request_change: RequestChange,
) -> None:
    request_change(stranger, PersonChange.GIVE_ROLE, Role.HEAD_OF_SERVICE)
    assert told(session, Kind.ACCOUNT_CHANGED) == [stranger.name]
    assert told(session, Kind.CONFIRMATION_ASKED) == sorted(
        [second_administrator.name, equality_lead.name]
    )


def test_a_password_set_in_somebodys_name_is_told_to_them_whoever_had_the_link(
    session: Session, stranger: Person, now: datetime
) -> None:
    secret = people.make_password_link(session, stranger, by="root", now=now)
    people.set_password(session, secret, GOOD, now=now)
    told_them, _ = inbox.listing(session, stranger)
    assert [each.entry.detail["action"] for each in told_them] == ["password_set", "link_made"]
    assert all(each.entry.assessment_id is None for each in told_them)
    assert inbox.unread(session, stranger) == 2


def test_who_is_stopped_is_told_by_mail_though_they_cannot_sign_in(
    session: Session, head_of_service: Person, change_person: ChangePerson, now: datetime
) -> None:
    change_person(head_of_service, is_active=False)
    parcel = outbox.claim(session, now=now, hour=8)
    assert parcel is not None
    assert parcel.address == head_of_service.email
    assert [each.detail["action"] for each in parcel.entries] == ["deactivated"]


def test_nobody_chooses_not_to_hear_of_their_own_account(
    session: Session, stranger: Person, equality_lead: Person, change_person: ChangePerson
) -> None:
    assert Kind.ACCOUNT_CHANGED not in inbox.choices(session, stranger)
    assert Kind.PEOPLE_CHANGED not in inbox.choices(session, stranger)
    assert inbox.choices(session, equality_lead)[Kind.PEOPLE_CHANGED] is DeliveryFrequency.DAILY


def test_who_is_no_equality_lead_any_more_reads_nothing_of_others(
    session: Session,
    equality_lead: Person,
    stranger: Person,
    change_person: ChangePerson,
    now: datetime,
) -> None:
    change_person(stranger, roles=[Role.CHAMPION])
    assert [each.entry.reference for each in inbox.listing(session, equality_lead)[0]] == [
        stranger.name
    ]
    equality_lead.held.clear()
    session.flush()
    assert inbox.listing(session, equality_lead)[0] == []
    assert inbox.unread(session, equality_lead) == 0
    mailed = []
    while (parcel := outbox.claim(session, now=now + timedelta(days=1), hour=8)) is not None:
        mailed += [each.kind for each in parcel.entries]
        outbox.finish(session, parcel, now=now)
    assert mailed == [Kind.ACCOUNT_CHANGED]


def test_a_notice_about_a_person_that_could_not_be_sent_is_listed(
    session: Session, stranger: Person, change_person: ChangePerson, now: datetime
) -> None:
    change_person(stranger, roles=[Role.CHAMPION])
    parcel = outbox.claim(session, now=now, hour=8)
    assert parcel is not None
    outbox.mark_failed(session, parcel, "No such mailbox", now=now)
    assert [(each.kind, each.reference) for each in outbox.failed(session)] == [
        (Kind.ACCOUNT_CHANGED, "")
    ]


@pytest.mark.parametrize("more", [1, 3])
def test_the_history_is_read_in_a_fixed_number_of_queries(
    more: int, session: Session, administrator: Person, now: datetime
) -> None:
    for number in range(more):
        person = add_person(session, f"Person {number}")
        people.make_password_link(session, person, by=administrator, now=now)
    session.expire_all()
    queries: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *it: queries.append(it[2]))
    entries, pagination = event_log.listing(session)
    made = "Ada Administrator made a link with which Person {} can set a new password."
    assert [(each.name, each.sentence) for each in entries] == [
        (f"Person {n}", made.format(n)) for n in reversed(range(more))
    ]
    assert (pagination.page, pagination.pages, len(queries)) == (1, 1, 2)


def test_the_history_has_pages_and_one_that_is_not_there_is_the_nearest(
    session: Session, stranger: Person, now: datetime
) -> None:
    for _ in range(PAGE_SIZE + 1):
        people.make_password_link(session, stranger, by="root", now=now)
    assert [len(event_log.listing(session, page)[0]) for page in (-1, 1, 2, 10**6)] == [
        25, 25, 1, 1,
    ]  # fmt: skip
    entry = event_log.listing(session)[0][0]
    assert entry.sentence.startswith("root (at the command line) made a link")


def test_a_name_in_the_history_is_the_one_of_that_day(
    session: Session, stranger: Person, change_person: ChangePerson
) -> None:
    change_person(stranger, roles=[Role.CHAMPION])
    change_person(stranger, name="Sam New")
    names = [each.name for each in event_log.listing(session)[0]]
    assert names == ["Sam New", "Sam Stranger"]


@pytest.mark.parametrize(("hours", "says"), [(1, True), (71, True), (73, False)])
def test_a_sign_off_says_that_a_password_was_set_through_a_link_not_long_before(
    hours: int, says: bool, session: Session, make_assessment: Makers, head_of_service: Person
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    at = make_assessment.clock.at - timedelta(hours=hours)
    secret = people.make_password_link(session, head_of_service, by="root", now=at)
    people.set_password(session, secret, GOOD, now=at)
    make_assessment.step(context, Transition.SIGN_OFF)
    signed = last_event(session, context.assessment.id, (Transition.SIGN_OFF,))
    assert signed is not None
    assert signed.detail.get("password_set") == (at.isoformat() if says else None)


def test_people_who_come_in_with_an_assessment_are_events_and_nobody_is_told(
    session: Session, other_session: Session, make_assessment: Makers
) -> None:
    exported = transfer_export.export(session, make_assessment(State.DRAFT).assessment)
    add_person(other_session, "Eve Equality", Role.EQUALITY_LEAD)
    transfer_import_.import_assessment(other_session, exported, now=NOW, by="root")
    came = other_session.scalars(select(PersonEvent)).all()
    assert [(e.action, e.system_user, e.detail["may_sign_in"]) for e in came] == [
        (PersonAction.ADDED, "root", False)
    ]
    assert other_session.scalars(select(Notice)).all() == []


def test_nothing_in_an_event_is_secret(
    session: Session,
    administrator: Person,
    second_administrator: Person,
    stranger: Person,
    request_change: RequestChange,
    now: datetime,
) -> None:
    request = request_change(stranger, PersonChange.GIVE_ROLE, Role.HEAD_OF_SERVICE)
    secret = change_requests.confirm(session, request, by=second_administrator, now=now)
    people.set_password(session, secret, GOOD, now=now)
    details = [
        *session.scalars(select(PersonEvent.detail)),
        *session.scalars(select(Notice.detail)),
    ]
    written = " ".join(map(str, details))
    for hidden in (secret, people._hash(secret), GOOD, str(stranger.password_hash)):
        assert hidden not in written
