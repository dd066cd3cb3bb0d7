"""Small assessments for the coach: answers to our own edition, written as in a table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.journey.journey import Journey
from eia_app.domain.questionnaire.answers import Answers, Row
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.questionnaire.model import Edition
from eia_app.domain.working_days import WorkingDays

TODAY = date(2026, 3, 9)  # a Monday
STANDARD: Mapping[str, Any] = {
    "q_people": "yes",
    "q_groups": ["age"],
    "q_direction": {"age": "worse"},
    "q_scale": "few",
    "q_depth": "small",
    "q_trigger": ["none"],
    "aim_eliminate_check": "none",
    "aim_advance_check": "none",
    "aim_foster_check": "none",
    "ask_review": "no",
}
MAJOR: Mapping[str, Any] = {"q_trigger": ["key_decision"]}


@dataclass(frozen=True)
class Case:
    """Answers by question id (`group__question` for one group), and rows by list."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    copied: Collection[int] = ()


def case(rows: Mapping[str, Sequence[Mapping[str, Any]]] | None = None, /, **answers: Any) -> Case:
    """Return a Case; `copied` among the answers are fingerprints of other assessments."""
    copied = answers.pop("copied", ())
    return Case(answers, rows or {}, copied)


@dataclass(frozen=True)
class Coach:
    """The edition and council against which cases are checked."""

    edition: Edition
    council: Council

    def view(self, case_: Case, today: date = TODAY) -> AssessmentView:
        values = {}
        for name, value in {**STANDARD, **case_.answers}.items():
            group, _, question = name.rpartition("__")
            values[group or None, question] = value
        rows = {
            section: [
                Row(str(row_id(section, number)), row) for number, row in enumerate(case_rows, 1)
            ]
            for section, case_rows in case_.rows.items()
        }
        answers = Answers(values, rows)
        groups = (*self.edition.groups, *self.council.local_groups)
        journey = Journey(self.edition, groups, answers)
        return AssessmentView(
            journey, self.council, today, WorkingDays(()), frozenset(case_.copied)
        )


def row_id(section: str, number: int) -> UUID:
    """The id of a row of a case, counted from 1."""
    return UUID(int=1000 * len(section) + number)
