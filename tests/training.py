"""Make practice assessments and workshops with the shipped scenarios."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.training import practice, workshops
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import Workshop
from tests.factories import Clock

TOILETS, MOWERS, BOOKING = "public_toilets", "new_mowers", "booking_online"
UNMISTAKABLE = "Zebra crossing for unicorns"
# The quick check as a careful reader of the scenario answers it.
CAREFUL: dict[str, dict[str, Any]] = {
    MOWERS: {
        "q_people": "yes", "q_groups": ["none"], "q_scale": "few", "q_depth": "small",
        "q_trigger": ["none"], "aim_eliminate_check": "none", "aim_advance_check": "none",
        "aim_foster_check": "none", "ask_review": "no",
    },
    BOOKING: {
        "q_people": "yes", "q_groups": ["age", "disability"],
        "q_direction": {"age": "worse", "disability": "both"}, "q_scale": "some",
        "q_depth": "moderate", "q_trigger": ["none"], "aim_eliminate_check": "none",
        "aim_advance_check": "low_harm", "aim_foster_check": "none", "ask_review": "no",
    },
    TOILETS: {
        "q_people": "yes", "q_groups": ["age", "disability"],
        "q_direction": {"age": "worse", "disability": "worse"}, "q_scale": "many",
        "q_depth": "serious", "q_trigger": ["closes_moves_cuts", "new_or_raised_charge"],
        "aim_eliminate_check": "none", "aim_advance_check": "high_harm",
        "aim_foster_check": "none", "ask_review": "no",
    },
}  # fmt: skip


@dataclass
class PracticeFactory:
    session: Session
    forms: Forms
    clock: Clock = field(default_factory=Clock)

    def start(
        self, by: Person, scenario: str = TOILETS, id_: UUID | None = None
    ) -> AssessmentContext:
        """Start an assessment for practice outside workshops."""
        return practice.begin(
            self.session,
            self.forms,
            scenario_id=scenario,
            by=by,
            now=self.clock(),
            id_=id_ or uuid4(),
        )

    def start_titled(self, title: str, by: Person) -> AssessmentContext:
        """Start an assessment for practice with this title."""
        context = self.start(by)
        section = context.edition.section_of[context.edition.means("title")]
        values = {context.edition.means("title"): title}
        save_answers(context, section.id, None, values, by=by, now=self.clock())
        return context

    def run_workshop(
        self, by: Person, scenario: str = TOILETS, id_: UUID | None = None
    ) -> Workshop:
        return workshops.run(
            self.session,
            self.forms,
            title="Refresher on Tuesday",
            scenario=scenario,
            by=by,
            now=self.clock(),
            id_=id_ or uuid4(),
        )

    def join(self, by: Person, workshop: Workshop) -> AssessmentContext:
        return workshops.join(self.session, self.forms, workshop, by=by, now=self.clock())

    def answer_quick_check(self, context: AssessmentContext, scenario: str = TOILETS) -> None:
        """Answer the quick check as a careful reader of the scenario does."""
        by = context.assessment.lead
        save_answers(context, "quick_check", None, CAREFUL[scenario], by=by, now=self.clock())
