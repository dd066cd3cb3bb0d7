"""The last day for each step, worked back from the decision, and what is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eia_app.domain.workflow.states import State
from eia_app.domain.workflow.timeline import (
    Allowed,
    Facts,
    Stage,
    StageStatus,
    Step,
    last_days,
    timeline,
)
from eia_app.domain.working_days import WorkingDays

DAYS = WorkingDays({date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25)})
ALLOWED = Allowed(review=10, sign_off=5, clear=5)
MEETING = date(2026, 5, 28)  # a Thursday
STARTED = date(2026, 3, 2)
MAJOR = Facts(State.DRAFT, decision=MEETING, started=STARTED, is_reviewed=True)
LAST_DAYS = {
    Stage.SUBMIT: date(2026, 4, 24),
    Stage.REVIEW: date(2026, 5, 11),
    Stage.SIGN_OFF: date(2026, 5, 18),
    Stage.PAPERS: date(2026, 5, 19),
    Stage.DECISION: MEETING,
}
counts = st.integers(0, 30)


def seen(facts: Facts, today: date) -> dict[Stage, tuple[StageStatus, str]]:
    steps = timeline(DAYS, facts, ALLOWED, today)
    return {step.stage: (step.standing, step.words) for step in steps}


def test_days_are_worked_back_over_weekends_and_bank_holidays() -> None:
    assert last_days(DAYS, MAJOR, ALLOWED) == LAST_DAYS


def test_without_a_review_there_is_more_time_to_submit() -> None:
    found = last_days(DAYS, replace(MAJOR, is_reviewed=False), ALLOWED)
    assert Stage.REVIEW not in found
    assert found[Stage.SUBMIT] == LAST_DAYS[Stage.REVIEW]


def test_an_officer_needs_no_papers() -> None:
    found = last_days(DAYS, replace(MAJOR, needs_papers=False), ALLOWED)
    assert Stage.PAPERS not in found
    assert found[Stage.SIGN_OFF] == date(2026, 5, 27)


@pytest.mark.parametrize(
    ("today", "standing", "words"),
    [
        (date(2026, 4, 21), StageStatus.NEXT, "3 working days left"),
        (date(2026, 4, 23), StageStatus.NEXT, "1 working day left"),
        (date(2026, 4, 24), StageStatus.NEXT, "Today"),
        (date(2026, 4, 25), StageStatus.LATE, "Late"),  # a Saturday
        (date(2026, 4, 29), StageStatus.LATE, "3 working days late"),
        (date(2025, 4, 24), StageStatus.NEXT, "52 weeks left"),
    ],
)
def test_how_near_or_late_the_next_step_is_is_said_in_words(
    today: date, standing: StageStatus, words: str
) -> None:
    assert seen(MAJOR, today)[Stage.SUBMIT] == (standing, words)


def test_only_one_step_is_next_and_what_follows_it_is_later() -> None:
    assert seen(MAJOR, STARTED) == {
        Stage.START: (StageStatus.DONE, ""),
        Stage.SUBMIT: (StageStatus.NEXT, "7 weeks left"),
        Stage.REVIEW: (StageStatus.LATER, ""),
        Stage.SIGN_OFF: (StageStatus.LATER, ""),
        Stage.PAPERS: (StageStatus.LATER, ""),
        Stage.DECISION: (StageStatus.LATER, ""),
    }


def test_every_step_whose_day_is_over_is_late_until_it_is_done() -> None:
    today = date(2026, 5, 20)
    draft = seen(MAJOR, today)
    assert [stage for stage, (standing, _) in draft.items() if standing is StageStatus.LATE] == [
        Stage.SUBMIT,
        Stage.REVIEW,
        Stage.SIGN_OFF,
        Stage.PAPERS,
    ]
    signed = seen(replace(MAJOR, state=State.SIGNED_OFF), today)
    assert signed[Stage.SIGN_OFF] == (StageStatus.DONE, "")
    assert signed[Stage.PAPERS] == (StageStatus.PASSED, "")  # nobody tells us of the publishing
    assert signed[Stage.DECISION] == (StageStatus.NEXT, "5 working days left")


def test_a_step_that_is_done_says_when_as_far_as_that_is_known() -> None:
    sent = date(2026, 4, 20)
    facts = replace(MAJOR, state=State.IN_REVIEW, submitted=sent)
    start, submit, review, *_ = timeline(DAYS, facts, ALLOWED, sent)
    assert start == Step(Stage.START, STARTED, StageStatus.DONE)
    assert submit == Step(Stage.SUBMIT, sent, StageStatus.DONE)
    assert review.standing is StageStatus.NEXT


def test_what_was_sent_back_is_to_be_submitted_again() -> None:
    facts = replace(MAJOR, state=State.CHANGES_REQUESTED, submitted=date(2026, 4, 20))
    assert seen(facts, date(2026, 4, 22))[Stage.SUBMIT] == (StageStatus.NEXT, "2 working days left")


@pytest.mark.parametrize("state", [State.DECIDED, State.CLOSED, State.WITHDRAWN])
def test_there_is_no_timeline_once_nothing_is_waited_for(state: State) -> None:
    assert timeline(DAYS, replace(MAJOR, state=state), ALLOWED, STARTED) == []


@given(
    decision=st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    review=counts,
    sign_off=counts,
    clear=counts,
    is_reviewed=st.booleans(),
    needs_papers=st.booleans(),
)
def test_the_order_holds_and_every_day_before_the_decision_is_a_working_day(
    decision: date, review: int, sign_off: int, clear: int, is_reviewed: bool, needs_papers: bool
) -> None:
    facts = replace(MAJOR, decision=decision, is_reviewed=is_reviewed, needs_papers=needs_papers)
    found = last_days(DAYS, facts, Allowed(review, sign_off, clear))
    assert list(found) == [stage for stage in Stage if stage in found]
    *before, meeting = found.values()
    assert meeting == decision
    assert all(one <= other for one, other in pairwise(found.values()))
    assert all(DAYS.is_working(day) for day in before)
    assert DAYS.between(found[Stage.SUBMIT], found[Stage.SIGN_OFF]) == sign_off + (
        review if is_reviewed else 0
    )


@given(st.sampled_from(State), st.integers(-400, 400), st.booleans())
def test_something_is_always_to_do_until_the_decision_is_recorded(
    state: State, after: int, is_reviewed: bool
) -> None:
    facts = replace(MAJOR, state=state, is_reviewed=is_reviewed)
    standings = [
        step.standing for step in timeline(DAYS, facts, ALLOWED, MEETING + timedelta(after))
    ]
    assert standings.count(StageStatus.NEXT) <= 1
    assert not standings or standings[-1] is not StageStatus.DONE
    assert all(
        StageStatus.DONE not in standings[at:]
        for at, standing in enumerate(standings)
        if standing is not StageStatus.DONE
    )
