"""The last day for each stage of an assessment, worked back from the date of the decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eia_app.domain.workflow.publication_dates import left_until, span
from eia_app.domain.workflow.states import State
from eia_app.domain.working_days import WorkingDays


class Stage(StrEnum):
    START = "start"
    SUBMIT = "submit"
    REVIEW = "review"
    SIGN_OFF = "sign_off"
    PAPERS = "papers"
    DECISION = "decision"


class StageStatus(StrEnum):
    DONE = "done"
    NEXT = "next"
    LATE = "late"
    LATER = "later"
    PASSED = "passed"  # its day is over, and whether it was done is not known here


# How many stages lie behind an assessment in each state. Others have no timeline.
BEHIND = {
    State.DRAFT: (Stage.START,),
    State.CHANGES_REQUESTED: (Stage.START,),
    State.IN_REVIEW: (Stage.START, Stage.SUBMIT),
    State.AWAITING_SIGN_OFF: (Stage.START, Stage.SUBMIT, Stage.REVIEW),
    State.SIGNED_OFF: (Stage.START, Stage.SUBMIT, Stage.REVIEW, Stage.SIGN_OFF),
}


@dataclass(frozen=True)
class Allowed:
    """The working days that a council allows for each stage."""

    review: int
    sign_off: int
    clear: int


@dataclass(frozen=True)
class Facts:
    """The facts behind a timeline. `needs_papers`: the decision is made at a meeting."""

    state: State
    decision: date
    started: date
    submitted: date | None = None
    is_reviewed: bool = False
    needs_papers: bool = True


@dataclass(frozen=True)
class Step:
    """A stage, and the last day for it (of a stage that is done, the day it was done, if known)."""

    stage: Stage
    day: date
    standing: StageStatus
    words: str = ""  # how long until the day, or how late it is


def last_days(days: WorkingDays, facts: Facts, allowed: Allowed) -> dict[Stage, date]:
    """Return the last day for each stage after the start, in order."""
    days_by_stage = {Stage.DECISION: facts.decision}
    if facts.needs_papers:
        days_by_stage[Stage.PAPERS] = days.publish_by(facts.decision, allowed.clear)
    deadline = days_by_stage.get(Stage.PAPERS, facts.decision)
    days_by_stage[Stage.SIGN_OFF] = days.add(deadline, -1)
    to_sign = days.add(days_by_stage[Stage.SIGN_OFF], -allowed.sign_off)
    if facts.is_reviewed:
        days_by_stage[Stage.REVIEW] = to_sign
        to_sign = days.add(to_sign, -allowed.review)
    days_by_stage[Stage.SUBMIT] = to_sign
    return dict(reversed(days_by_stage.items()))


def timeline(days: WorkingDays, facts: Facts, allowed: Allowed, today: date) -> list[Step]:
    """Return the stages in order, as seen today; none in a state that has no timeline."""
    if facts.state not in BEHIND:
        return []
    return [
        Step(Stage.START, facts.started, StageStatus.DONE),
        *_ahead(days, facts, allowed, today),
    ]


def _ahead(days: WorkingDays, facts: Facts, allowed: Allowed, today: date) -> Iterator[Step]:
    behind, is_next = BEHIND[facts.state], True
    for stage, day in last_days(days, facts, allowed).items():
        if stage in behind:
            was = facts.submitted if stage is Stage.SUBMIT and facts.submitted else day
            yield Step(stage, was, StageStatus.DONE)
        elif stage is Stage.PAPERS and is_next and day < today:
            yield Step(stage, day, StageStatus.PASSED)
        else:
            yield _waiting(days, stage, day, today, is_next=is_next)
            is_next = False


def _waiting(days: WorkingDays, stage: Stage, day: date, today: date, *, is_next: bool) -> Step:
    left = span(abs(left_until(days, day, today)))
    if day < today:
        return Step(stage, day, StageStatus.LATE, f"{left} late" if left else "Late")
    if not is_next:
        return Step(stage, day, StageStatus.LATER)
    return Step(stage, day, StageStatus.NEXT, f"{left} left" if left else "Today")
