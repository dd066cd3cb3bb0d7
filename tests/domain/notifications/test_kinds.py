"""When mail goes out, when people are reminded, and in which words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from eia_app.domain.calendar import last_at
from eia_app.domain.notifications.kinds import (
    DEFAULT_FREQUENCY,
    DeliveryFrequency,
    DigestEntry,
    NoticeKind,
    concerns,
    next_try,
)
from eia_app.domain.notifications.messages import WORDS, headline, one_line, sentence
from eia_app.domain.notifications.reminder_dates import (
    is_escalated,
    is_time_to_look_again,
    reminder_due,
)
from eia_app.domain.people.changes import PersonAction, PersonChange
from eia_app.domain.people.labels import HEADINGS, heading_of
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.roles import Role
from eia_app.domain.working_days import WorkingDays
from tests.factories import NOW

DAYS = WorkingDays({date(2026, 12, 25), date(2026, 12, 28)})
FRIDAY = date(2026, 3, 13)
LONG_AGO = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("now", "made"),
    [
        (datetime(2026, 1, 7, 8, 0, tzinfo=UTC), datetime(2026, 1, 7, 8, 0, tzinfo=UTC)),
        (datetime(2026, 1, 7, 7, 59, tzinfo=UTC), datetime(2026, 1, 6, 8, 0, tzinfo=UTC)),
        (datetime(2026, 7, 7, 7, 30, tzinfo=UTC), datetime(2026, 7, 7, 7, 0, tzinfo=UTC)),
        # Clocks went forward on 29 March: 8am of the day before was 8am in Greenwich too.
        (datetime(2026, 3, 29, 6, 0, tzinfo=UTC), datetime(2026, 3, 28, 8, 0, tzinfo=UTC)),
    ],
)
def test_the_digest_is_made_up_at_its_hour_in_london(now: datetime, made: datetime) -> None:
    assert last_at(8, now) == made


def test_what_is_refused_for_now_is_tried_later_and_later_and_then_given_up() -> None:
    waits = [next_try(attempts, NOW) for attempts in range(1, 7)]
    minutes = [(at - NOW) / timedelta(minutes=1) if at else None for at in waits]
    assert minutes == [1, 5, 30, 120, 720, None]


def test_what_blocks_others_is_told_at_once_and_nothing_is_told_never() -> None:
    assert {
        kind for kind, way in DEFAULT_FREQUENCY.items() if way is DeliveryFrequency.AT_ONCE
    } == {
        NoticeKind.ASSIGNED,
        NoticeKind.INVITED,
        NoticeKind.CHANGES_REQUESTED,
        NoticeKind.DECLINED,
        NoticeKind.SIGN_OFF_WAITING,
        NoticeKind.QUORUM_REACHED,
        NoticeKind.ACCOUNT_CHANGED,
        NoticeKind.CONFIRMATION_ASKED,
    }
    assert DEFAULT_FREQUENCY.keys() == set(NoticeKind)
    assert DeliveryFrequency.NEVER not in DEFAULT_FREQUENCY.values()


def test_a_kind_concerns_those_who_can_be_told_of_it() -> None:
    nobody = {kind for kind in NoticeKind if concerns(kind, frozenset())}
    champion = {kind for kind in NoticeKind if concerns(kind, frozenset({Role.CHAMPION}))}
    assert NoticeKind.CHANGES_REQUESTED in nobody
    assert NoticeKind.ASSIGNED in champion - nobody
    assert NoticeKind.QUORUM_REACHED not in champion


@pytest.mark.parametrize(
    ("today", "which"),
    [
        (date(2026, 3, 10), None),
        (date(2026, 3, 11), -2),
        (date(2026, 3, 12), -2),
        (FRIDAY, 0),
        (date(2026, 3, 17), 0),
        (date(2026, 3, 18), 3),
        (date(2026, 4, 18), 3),
    ],
)
def test_reminders_are_two_days_before_on_the_day_and_three_working_days_after(
    today: date, which: int | None
) -> None:
    assert reminder_due(DAYS, FRIDAY, today, asked_on=LONG_AGO) == which


def test_nobody_is_reminded_on_the_day_on_which_they_were_asked() -> None:
    asked = date(2026, 3, 11)
    assert reminder_due(DAYS, FRIDAY, asked, asked_on=asked) is None
    assert reminder_due(DAYS, FRIDAY, FRIDAY, asked_on=asked) == 0


def test_the_equality_lead_is_told_five_working_days_after_the_day_across_christmas() -> None:
    due = date(2026, 12, 22)
    assert not is_escalated(DAYS, due, date(2026, 12, 30))
    assert is_escalated(DAYS, due, date(2026, 12, 31))


def entry(kind: NoticeKind, **detail: object) -> DigestEntry:
    return DigestEntry(kind, "EIA-2026-001", "Parking permits", uuid4(), detail)


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_has_words_that_are_whole_sentences(kind: NoticeKind, council: Council) -> None:
    said = sentence(entry(kind, by="Eli Equality", due="2026-03-13", outcome="agreed"), council)
    assert said.endswith(".")
    assert said[0].isupper()
    assert not {"{", "}"} & set(said)
    assert said.count("  ") == 0
    assert headline(entry(kind)).endswith(": Parking permits (EIA-2026-001)")
    assert not WORDS[kind].choice.endswith(".")


def test_a_notice_says_who_did_it_and_until_when(council: Council) -> None:
    assigned = entry(NoticeKind.ASSIGNED, by="Eli Equality", due="2026-03-13")
    assert sentence(assigned, council) == (
        "Eli Equality asks you to review this assessment by 13 March 2026."
    )
    assert sentence(entry(NoticeKind.ASSIGNED), council) == (
        "A colleague asks you to review this assessment."
    )
    late = entry(NoticeKind.REVIEW_DUE, due="2026-03-13", late=True)
    assert sentence(late, council) == (
        "Your opinion on this assessment was wanted by 13 March 2026."
    )
    closed = entry(NoticeKind.ROUND_CLOSED, by="Eli Equality", outcome="agreed_with_conditions")
    assert sentence(closed, council) == (
        "Eli Equality closed the review of this assessment: agreed with conditions."
    )


ALL_DETAILS = {
    "role": "head_of_service",
    "roles": ["champion"],
    "asked_by": "Ada Administrator",
    "change": "give_role",
    "service": {"from": "Parking", "to": "Housing"},
}


@pytest.mark.parametrize("detail", [{}, ALL_DETAILS], ids=["nothing", "everything"])
@pytest.mark.parametrize("action", PersonAction)
def test_whatever_happens_to_a_person_is_a_whole_sentence_to_them_and_to_others(
    action: PersonAction, detail: dict[str, object], council: Council
) -> None:
    whole = {"action": action.value, "by": "Bo Second", **detail}
    own = sentence(DigestEntry(NoticeKind.ACCOUNT_CHANGED, "", detail=whole), council)
    other = sentence(DigestEntry(NoticeKind.PEOPLE_CHANGED, "Hana Head", detail=whole), council)
    assert "you" in own
    assert own.endswith(f"If you did not expect this, tell {council.contact['team']} at once.")
    assert "Hana Head" in other
    for said in (own, other):
        assert not {"{", "}", "_"} & set(said)
        assert said.count("  ") == 0
    assert HEADINGS[action]


@pytest.mark.parametrize("change", PersonChange)
def test_what_is_asked_for_reads_as_a_heading(change: PersonChange) -> None:
    said = heading_of(change, "equality_lead", "Hana Head")
    assert said[0].isupper()
    assert "Hana Head" in said


def test_a_notice_of_a_kind_that_is_not_known_any_more_is_a_sentence(council: Council) -> None:
    unknown = DigestEntry(NoticeKind.PEOPLE_CHANGED, "Hana Head", detail={"action": "renamed"})
    assert sentence(unknown, council) == "Something was changed."


def test_without_a_title_only_the_reference_is_said() -> None:
    assert headline(DigestEntry(NoticeKind.WITHDRAWN, "EIA-2026-001")) == "Withdrawn: EIA-2026-001"


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Parks\r\nBcc: all@example.org", "Parks Bcc: all@example.org"),
        ("Parks\u2028and\u0085gardens\x0b", "Parks and gardens"),
        ("Par\x00ks\u202e", "Parks"),
        ("  Parks  –  “gardens”  ", "Parks – “gardens”"),
    ],
)
def test_no_title_makes_a_line_of_its_own(typed: str, line: str) -> None:
    assert one_line(typed) == line


@pytest.mark.parametrize(
    ("today", "is_time"),
    [
        (date(2026, 2, 12), False),
        (date(2026, 2, 13), True),  # 20 working days before
        (FRIDAY, True),
        (date(2027, 3, 13), True),
    ],
)
def test_it_is_time_to_look_again_four_weeks_before_the_date_and_ever_after(
    today: date, is_time: bool
) -> None:
    assert is_time_to_look_again(DAYS, FRIDAY, today) is is_time


@pytest.mark.parametrize("day", [date.min, date.max])
def test_no_date_that_somebody_gives_is_too_far_off_to_look_at(day: date) -> None:
    assert is_time_to_look_again(DAYS, day, FRIDAY) is (day < FRIDAY)
