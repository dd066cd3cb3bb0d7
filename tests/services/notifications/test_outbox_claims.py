"""Claims of the outbox: those of a sender who crashed, or who took too long."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.notifications.kinds import CLAIM_LASTS, DigestEmail
from eia_app.domain.notifications.kinds import NoticeKind as Kind
from eia_app.services.notifications import outbox
from eia_app.services.notifications.create import notify
from eia_app.storage.models.notifications import Notice
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers

EIGHT = 8
RAN_OUT = NOW + CLAIM_LASTS
TOO_LATE = "Too late to say so"


@pytest.fixture(autouse=True)
def notice(session: Session, make_assessment: Makers, lead: Person) -> None:
    """One notice that is due."""
    notify(session, Kind.DECLINED, make_assessment(blank=True).assessment, [lead], by=None, now=NOW)


def claimed(session: Session, now: datetime = NOW) -> DigestEmail:
    mail = outbox.claim(session, now=now, hour=EIGHT)
    assert mail is not None
    return mail


def stored(session: Session) -> Notice:
    session.expire_all()
    return session.scalars(select(Notice)).one()


def test_who_crashed_while_sending_leaves_it_to_others_after_a_while_with_the_same_key(
    session: Session,
) -> None:
    crashed = claimed(session)
    assert outbox.claim(session, now=RAN_OUT - timedelta(seconds=1), hour=EIGHT) is None
    assert claimed(session, RAN_OUT).key == crashed.key


def test_a_sender_whose_claim_ran_out_can_only_say_that_the_mail_was_sent(
    session: Session,
) -> None:
    late, again = claimed(session), claimed(session, RAN_OUT)
    outbox.mark_failed(session, late, TOO_LATE, now=RAN_OUT)
    outbox.postpone(session, late, TOO_LATE, now=RAN_OUT)
    outbox.reschedule(session, late, TOO_LATE, now=RAN_OUT)
    notice = stored(session)
    assert (notice.claimed_at, notice.dead_at, notice.error) == (RAN_OUT, None, "")
    outbox.finish(session, late, now=RAN_OUT)
    outbox.mark_failed(session, again, TOO_LATE, now=RAN_OUT)
    notice = stored(session)
    assert (notice.sent_at, notice.dead_at, notice.error) == (RAN_OUT, None, "")


def test_a_mail_at_which_the_sender_crashes_each_time_is_given_up(session: Session) -> None:
    for crash in range(outbox.MOST_TRIES):
        assert claimed(session, NOW + crash * CLAIM_LASTS).attempts == crash + 1
    assert outbox.claim(session, now=NOW + timedelta(days=1), hour=EIGHT) is None
    assert [mail.error for mail in outbox.failed(session)] == [outbox.NEVER_ENDED]
