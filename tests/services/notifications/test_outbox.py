"""The outbox: what goes into one mail, who may still be told, and what a refusal leads to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from eia_app.domain.notifications.kinds import TOO_OLD, DeliveryFrequency, DigestEmail
from eia_app.domain.notifications.kinds import NoticeKind as Kind
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.notifications import inbox, outbox
from eia_app.services.notifications.create import notify
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.notifications import Notice
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Reviewer
from tests.factories import NOW, Makers, add_person

EIGHT = 8
NEXT_MORNING = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
Tell = Callable[..., None]
LATER = timedelta(minutes=1)


@pytest.fixture
def send(session: Session) -> Tell:
    return partial(notify, session, by=None, now=NOW)


@pytest.fixture
def assessment(session: Session, make_assessment: Makers) -> Assessment:
    return make_assessment(blank=True).assessment


@pytest.fixture
def in_review(session: Session, make_assessment: Makers) -> AssessmentContext:
    """An assessment in review, of which nobody was told yet."""
    context = make_assessment(State.IN_REVIEW)
    session.execute(delete(Notice))
    return context


def claim(session: Session, now: datetime = NOW) -> DigestEmail | None:
    return outbox.claim(session, now=now, hour=EIGHT)


def taken(session: Session, now: datetime = NOW) -> DigestEmail:
    found = claim(session, now)
    assert found is not None
    return found


def kinds(parcel: DigestEmail) -> list[Kind]:
    return [entry.kind for entry in parcel.entries]


def only(session: Session) -> Notice:
    return session.scalars(select(Notice)).one()


# What goes into one mail


def test_with_nothing_due_there_is_nothing_to_send(session: Session) -> None:
    assert claim(session) is None


def test_a_mail_has_what_its_reader_needs(
    session: Session, send: Tell, assessment: Assessment, lead: Person
) -> None:
    send(Kind.DECLINED, assessment, [lead])
    parcel = taken(session)
    (entry,) = parcel.entries
    assert (parcel.name, parcel.address, parcel.attempts) == (lead.name, lead.email, 1)
    subject = (assessment.reference, assessment.title, assessment.id)
    assert (entry.reference, entry.title, entry.assessment_id) == subject
    assert claim(session) is None


def test_the_day_makes_one_digest_at_its_hour(
    session: Session, send: Tell, assessment: Assessment, make_assessment: Makers, lead: Person
) -> None:
    other = make_assessment(blank=True).assessment
    send(Kind.DECIDED, assessment, [lead])
    send(Kind.SIGNED_OFF, other, [lead])
    assert claim(session, NEXT_MORNING - LATER) is None
    assert kinds(taken(session, NEXT_MORNING)) == [Kind.DECIDED, Kind.SIGNED_OFF]
    assert claim(session, NEXT_MORNING) is None


def test_what_is_told_after_the_digest_was_made_up_waits_for_the_next(
    session: Session, send: Tell, assessment: Assessment, lead: Person
) -> None:
    send(Kind.DECIDED, assessment, [lead])
    notify(session, Kind.SIGNED_OFF, assessment, [lead], by=None, now=NEXT_MORNING + LATER)
    at = NEXT_MORNING + 2 * LATER
    first = taken(session, at)
    assert kinds(first) == [Kind.DECIDED]
    outbox.finish(session, first, now=at)
    assert claim(session, at) is None
    assert kinds(taken(session, at + timedelta(days=1))) == [Kind.SIGNED_OFF]


def test_what_one_assessment_has_for_a_person_at_once_is_one_mail(
    session: Session, send: Tell, assessment: Assessment, make_assessment: Makers, lead: Person
) -> None:
    other = make_assessment(blank=True).assessment
    send(Kind.INVITED, assessment, [lead])
    send(Kind.DECLINED, other, [lead])
    send(Kind.CHANGES_REQUESTED, assessment, [lead])
    send(Kind.DECIDED, assessment, [lead])
    parcels = [taken(session, NEXT_MORNING) for _ in range(3)]
    assert [kinds(parcel) for parcel in parcels] == [
        [Kind.INVITED, Kind.CHANGES_REQUESTED],
        [Kind.DECLINED],
        [Kind.DECIDED],
    ]
    assert len({parcel.key for parcel in parcels}) == 3
    assert claim(session, NEXT_MORNING) is None


def test_two_people_get_a_mail_each(
    session: Session, send: Tell, assessment: Assessment, lead: Person, equality_lead: Person
) -> None:
    send(Kind.CHANGES_REQUESTED, assessment, [lead, equality_lead])
    addresses = {taken(session).address, taken(session).address}
    assert addresses == {lead.email, equality_lead.email}


# Who may still be told


def test_who_may_not_read_it_any_more_is_sent_nothing(
    session: Session, send: Tell, in_review: AssessmentContext, champion: Person
) -> None:
    send(Kind.ASSIGNED, in_review.assessment, [champion])
    champion.held.clear()
    session.flush()
    assert claim(session) is None
    mine = session.scalars(select(Notice).where(Notice.kind == Kind.ASSIGNED)).one()
    assert (mine.send_after, mine.error, mine.attempts) == (None, outbox.OUT_OF_SIGHT, 0)
    assert outbox.failed(session) == []


def test_an_inactive_person_is_sent_no_message(
    session: Session, send: Tell, assessment: Assessment, lead: Person
) -> None:
    send(Kind.DECLINED, assessment, [lead])
    lead.is_active = False
    session.flush()
    assert claim(session) is None
    assert only(session).error == outbox.LEFT


def test_what_was_read_in_the_service_is_not_sent_as_well(
    session: Session, send: Tell, assessment: Assessment, lead: Person
) -> None:
    send(Kind.DECLINED, assessment, [lead])
    send(Kind.CHANGES_REQUESTED, assessment, [lead])
    first = session.scalars(select(Notice).order_by(Notice.id)).first()
    assert first is not None
    inbox.mark_read(session, lead, first.id, now=NOW)
    assert kinds(taken(session)) == [Kind.CHANGES_REQUESTED]
    assert first.error == outbox.SEEN


def test_who_begins_to_send_does_not_send_the_news_of_years(
    session: Session, send: Tell, assessment: Assessment, lead: Person
) -> None:
    send(Kind.DECLINED, assessment, [lead])
    soon = NOW + timedelta(seconds=1)
    notify(session, Kind.CHANGES_REQUESTED, assessment, [lead], by=None, now=soon)
    assert kinds(taken(session, NOW + TOO_OLD + timedelta(seconds=1))) == [Kind.CHANGES_REQUESTED]
    assert [each.error for each in session.scalars(select(Notice).order_by(Notice.id))] == [
        outbox.STALE,
        "",
    ]


def test_what_some_may_not_read_does_not_hold_up_the_others(
    session: Session,
    send: Tell,
    in_review: AssessmentContext,
    assessment: Assessment,
    champion: Person,
) -> None:
    send(Kind.INVITED, assessment, [add_person(session, f"Stranger {n}") for n in range(3)])
    send(Kind.ASSIGNED, in_review.assessment, [champion])
    assert taken(session).address == champion.email
    assert claim(session) is None


def test_the_end_of_a_review_is_told_to_who_lost_sight_of_it_by_reference_alone(
    session: Session, make_assessment: Makers, in_review: AssessmentContext, champion: Person
) -> None:
    it = in_review.assessment
    it.reviewers.append(Reviewer(person_id=champion.id, person=champion, claimed_at=NOW))
    inbox.choose(session, champion, {Kind.WITHDRAWN: DeliveryFrequency.AT_ONCE})
    make_assessment.step(in_review, Transition.WITHDRAW)
    (entry,) = taken(session).entries
    assert (entry.reference, entry.title, entry.assessment_id) == (it.reference, "", None)


# What became of it


def test_a_sent_message_is_not_claimed_again(
    session: Session, send: Tell, assessment: Assessment, lead: Person
) -> None:
    send(Kind.DECLINED, assessment, [lead])
    outbox.finish(session, taken(session), now=NOW)
    session.expire_all()
    assert claim(session, NOW + timedelta(days=9)) is None
    assert (only(session).sent_at, only(session).claimed_at) == (NOW, None)


def test_what_was_refused_for_now_is_tried_again_with_the_same_key_and_company(
    session: Session, send: Tell, assessment: Assessment, lead: Person
) -> None:
    send(Kind.DECIDED, assessment, [lead])
    first = taken(session, NEXT_MORNING)
    assert outbox.reschedule(session, first, "Busy", now=NEXT_MORNING) is False
    session.expire_all()
    day = timedelta(days=1)
    notify(session, Kind.SIGNED_OFF, assessment, [lead], by=None, now=NEXT_MORNING)
    assert kinds(again := taken(session, NEXT_MORNING + LATER)) == [Kind.DECIDED]
    assert (again.key, again.attempts) == (first.key, 2)
    other = taken(session, NEXT_MORNING + LATER + day)
    assert (kinds(other), other.key == first.key) == ([Kind.DECIDED], True)


def test_a_refusal_for_now_is_waited_out(
    session: Session, send: Tell, assessment: Assessment, lead: Person
) -> None:
    send(Kind.DECLINED, assessment, [lead])
    outbox.reschedule(session, taken(session), "Busy", now=NOW)
    session.expire_all()
    assert claim(session, NOW + LATER - timedelta(seconds=1)) is None
    assert taken(session, NOW + LATER).attempts == 2


def test_after_the_last_refusal_a_mail_is_dead_and_a_retry_makes_it_due_again(
    session: Session, send: Tell, assessment: Assessment, lead: Person
) -> None:
    send(Kind.DECLINED, assessment, [lead])
    at, given_up = NOW, []
    for _ in range(6):
        given_up.append(outbox.reschedule(session, taken(session, at), "Busy", now=at))
        session.expire_all()
        at += timedelta(days=1)
    assert given_up == [False] * 5 + [True]
    assert claim(session, at) is None
    (dead,) = outbox.failed(session)
    assert (dead.kind, dead.reference, dead.address, dead.error) == (
        Kind.DECLINED,
        assessment.reference,
        lead.email,
        "Busy",
    )
    assert outbox.retry(session, now=at) == 1
    session.expire_all()
    assert outbox.failed(session) == []
    assert taken(session, at).attempts == 1
    assert outbox.retry(session, now=at) == 0


def test_a_refusal_for_ever_is_not_tried_again(
    session: Session, send: Tell, assessment: Assessment, lead: Person
) -> None:
    send(Kind.DECLINED, assessment, [lead])
    outbox.mark_failed(session, taken(session), "No such mailbox " * 100, now=NOW)
    session.expire_all()
    assert claim(session, NOW + timedelta(days=9)) is None
    assert len(only(session).error) == outbox.LONGEST_ERROR
