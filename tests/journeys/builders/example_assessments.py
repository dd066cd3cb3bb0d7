"""Assessments in every state that a page can show, by a name, in the service of the tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from eia_app.domain.workflow.states import Transition
from tests.journeys.builders.assessment_builder import TO_DECIDED, TO_SIGN, AssessmentBuilder
from tests.journeys.builders.in_review import build_in_review
from tests.journeys.builders.migrated import build_older_edition, build_reassessment
from tests.journeys.builders.practice import build_practice
from tests.journeys.builders.review_rounds import (
    build_agreed,
    build_in_second_round,
    build_sent_back,
    build_with_condition,
)
from tests.journeys.builders.with_files import build_with_files
from tests.journeys.server import CHAMPION

SCREENED_OUT_CASE: Mapping[str, Any] = {
    "title": "New boiler in the depot",
    "description": "The boiler is replaced by one of the same kind at night.",
    "affected": "12 staff, who will notice nothing.",
    "characteristics": {"age": {"impact": "neutral", "explanation": "No link with age."}},
    "conclusion": "Screened out: no full assessment.",
}
SMALL_CASE: Mapping[str, Any] = {
    "title": "A charge for garden waste",
    "description": "A charge is brought in. The contract changes, and some staff may be at risk.",
    "affected": "12,000 households",
    "evidence": [{"source": "Round records, 2026", "finding": "12,000 households have a bin."}],
    "engagement": [{"who": "Users", "how": "Survey", "when": "2026", "what_they_said": "Too dear"}],
    "characteristics": {
        "age": {"impact": "negative", "severity": "medium", "explanation": "Older people pay."},
        "disability": {"impact": "mixed", "severity": "high", "explanation": "Help to lift bins."},
    },
    "actions": [{"issue": "Cost", "action": "Offer a half-price bin", "due": "2027-09-30"}],
    "open_questions": ["Who cannot lift a bin?"],
    "conclusion": "Continue.",
}
TO_SIGNED_OFF = (*TO_SIGN, Transition.SIGN_OFF)
BUILDERS: Mapping[str, Callable[[AssessmentBuilder], UUID]] = {
    "blank": lambda builder: builder.build(until="people_and_places", title="A blank beginning"),
    "checked": lambda builder: builder.build(SMALL_CASE, until="what_changes"),
    "screening": lambda builder: builder.build(SCREENED_OUT_CASE, until="screening"),
    "complete": lambda builder: builder.build(),
    "in review": lambda builder: builder.build("15", Transition.SUBMIT),
    "changes": lambda builder: builder.build("15", Transition.SUBMIT, Transition.REQUEST_CHANGES),
    "to sign": lambda builder: builder.build("15", *TO_SIGN),
    "signed": lambda builder: builder.build("01", *TO_SIGNED_OFF),
    "decided": lambda builder: builder.build("01", *TO_DECIDED),
    "closed": lambda builder: builder.build("15", *TO_DECIDED, Transition.CLOSE),
    "withdrawn": lambda builder: builder.build("15", Transition.WITHDRAW),
    "reopened": lambda builder: builder.build("15", *TO_SIGNED_OFF, Transition.REOPEN),
    "reviewed": build_in_review,
    "opinion given": lambda builder: build_in_review(builder, given=True),
    "with a condition": build_with_condition,
    "sent back": build_sent_back,
    "second round": build_in_second_round,
    "agreed": build_agreed,
    "again": build_reassessment,
    "older": build_older_edition,
    "carried over": lambda builder: build_older_edition(builder, carried=True),
    "with files": build_with_files,
    "reviewed with files": lambda builder: build_with_files(builder, Transition.SUBMIT),
    "practice": build_practice,
}


@dataclass
class ExampleAssessments:
    """Assessments by their names in BUILDERS, each built when its address is first needed."""

    builder: AssessmentBuilder
    _ids: dict[str, UUID] = field(default_factory=dict)
    _placeholders: dict[str, dict[str, str]] = field(default_factory=dict)

    def address(self, name: str, path: str = "") -> str:
        """Return the address of a page of that assessment.

        {row} in a path stands for the id of its last row, {champion} for that of the champion,
        and others for the `placeholder_ids` of its builder.
        """
        if name not in self._ids:
            self._ids[name] = BUILDERS[name](self.builder)
            row = next(reversed(self.builder.ids.values()), str(uuid4()))
            champion = str(self.builder.person_id(CHAMPION))
            self._placeholders[name] = {
                "{row}": row,
                "{champion}": champion,
                **self.builder.placeholder_ids,
            }
        for placeholder, id_ in self._placeholders[name].items():
            path = path.replace(placeholder, id_)
        return f"/assessments/{self._ids[name]}/{path}"
