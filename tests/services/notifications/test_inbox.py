"""The inbox: what a person is shown of their notices, and marks as read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import NotFound
from eia_app.domain.notifications.kinds import DeliveryFrequency
from eia_app.domain.notifications.kinds import NoticeKind as Kind
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.notifications import inbox
from eia_app.services.notifications.create import notify
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers
from tests.services.notifications.test_create import notices, review


def test_the_unread_come_first_and_then_the_newest(
    session: Session, make_assessment: Makers, lead: Person
) -> None:
    it = make_assessment(blank=True).assessment
    for kind in (Kind.DECLINED, Kind.SIGNED_OFF, Kind.DECIDED):
        notify(session, kind, it, [lead], by=None, now=NOW)
    newest = notices(session)[-1]
    inbox.mark_read(session, lead, newest.id, now=NOW)
    listed, total = inbox.listing(session, lead)
    assert ([each.entry.kind for each in listed], total) == (
        [Kind.SIGNED_OFF, Kind.DECLINED, Kind.DECIDED],
        3,
    )
    assert inbox.unread(session, lead) == 2


def test_a_notice_that_is_newer_than_the_page_stays_unread(
    session: Session, make_assessment: Makers, lead: Person
) -> None:
    it = make_assessment(blank=True).assessment
    notify(session, Kind.SIGNED_OFF, it, [lead], by=None, now=NOW)
    newest = notices(session)[-1].id
    notify(session, Kind.DECIDED, it, [lead], by=None, now=NOW)
    inbox.mark_all_read(session, lead, newest=newest, now=NOW)
    assert [each.read_at for each in notices(session)] == [NOW, None]


def test_a_notice_is_read_at_the_first_time_and_by_nobody_else(
    session: Session, make_assessment: Makers, lead: Person, stranger: Person
) -> None:
    it = make_assessment(blank=True).assessment
    notify(session, Kind.SIGNED_OFF, it, [lead], by=None, now=NOW)
    mine = notices(session)[0].id
    inbox.mark_read(session, lead, mine, now=NOW)
    inbox.mark_read(session, lead, mine, now=NOW + timedelta(days=1))
    assert notices(session)[0].read_at == NOW
    with pytest.raises(NotFound):
        inbox.mark_read(session, stranger, mine, now=NOW)


def test_what_a_person_may_not_read_any_more_is_not_shown_but_its_end_is_by_reference_alone(
    session: Session, make_assessment: Makers, champion: Person
) -> None:
    context = make_assessment(State.IN_REVIEW)
    review(session, context, champion)
    assert [each.entry.title for each in inbox.listing(session, champion)[0]] == [
        context.assessment.title
    ]
    make_assessment.step(context, Transition.WITHDRAW)
    listed, total = inbox.listing(session, champion)
    entries = [each.entry for each in listed]
    assert [(e.kind, e.reference, e.title, e.assessment_id, e.detail) for e in entries] == [
        (Kind.WITHDRAWN, context.assessment.reference, "", None, {})
    ]
    assert (total, inbox.unread(session, champion)) == (1, 1)


def test_choices_are_those_that_can_concern_the_person(
    session: Session, lead: Person, equality_lead: Person
) -> None:
    inbox.choose(session, lead, {Kind.DECLINED: DeliveryFrequency.DAILY})
    inbox.choose(
        session,
        lead,
        {Kind.DECLINED: DeliveryFrequency.AT_ONCE, Kind.DECIDED: DeliveryFrequency.NEVER},
    )
    mine = inbox.choices(session, lead)
    assert (mine[Kind.DECLINED], mine[Kind.DECIDED]) == (
        DeliveryFrequency.AT_ONCE,
        DeliveryFrequency.NEVER,
    )
    assert Kind.QUORUM_REACHED not in mine
    assert inbox.choices(session, equality_lead)[Kind.QUORUM_REACHED] is DeliveryFrequency.AT_ONCE
