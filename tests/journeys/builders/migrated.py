"""Build assessments with migrated answers: reassessed, or of an older edition."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from eia_app import resources
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.editions import migrate_edition, reassess
from eia_app.services.people import people
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.journeys.builders.assessment_builder import TO_SIGN, AssessmentBuilder
from tests.journeys.server import LEAD

OLDER_EDITION_CHANGES = {  # file: texts, and what the older edition has instead
    "eia/2025-1/edition.toml": [('"2026-1"', '"2025-1"')],
    "eia/2025-1/sections/01-proposal.toml": [
        ("In up to 100 words, what will change?", "What is this about?"),
        ('value = "residents"', 'value = "customers"'),
        ('id          = "purpose"', 'id          = "reason"'),
    ],
    "councils/hart.toml": [('rural"\n', 'remote"\n')],
}
UNMIGRATED_ANSWERS = {
    "affects_who": ["customers", "staff"],
    "reason": "It costs <too> much & more.",
}


def build_older_edition(builder: AssessmentBuilder, *, carried: bool = False) -> UUID:
    """Build a draft of an older edition, or one with answers carried over from that edition."""
    with TemporaryDirectory() as folder:
        newer, builder.forms = builder.forms, _older_forms(Path(folder) / "forms")
        try:
            id_ = builder.build(until="combined")
            with builder.writing() as session:
                lead = people.by_email(session, LEAD.email)
                assert lead is not None
                context = load_assessment(session, builder.forms, id_)
                now = datetime.now(UTC)
                save_answers(context, "proposal", None, UNMIGRATED_ANSWERS, by=lead, now=now)
                if carried:
                    context.forms = newer
                    migrate_edition.carry_over(context, newer.newest, by=lead, now=now)
        finally:
            builder.forms = newer
    return id_


def _older_forms(folder: Path) -> Forms:
    """Return forms with an edition that is older than the one of the service."""
    shutil.copytree(resources.forms(), folder)
    (folder / "eia" / "2026-1").rename(folder / "eia" / "2025-1")
    for file, changes in OLDER_EDITION_CHANGES.items():
        text = (folder / file).read_text(encoding="utf-8")
        for text_now, older_text in changes:
            assert text_now in text, text_now
            text = text.replace(text_now, older_text)
        (folder / file).write_text(text, encoding="utf-8")
    return Forms(folder, "hart")


def build_reassessment(builder: AssessmentBuilder) -> UUID:
    """Build a reassessment whose answers are confirmed up to the quick check, not further."""
    signed_id = builder.build("15", *TO_SIGN, Transition.SIGN_OFF)
    with builder.writing() as session:
        lead = people.by_email(session, LEAD.email)
        assert lead is not None
        signed = load_assessment(session, builder.forms, signed_id)
        new = reassess.assess_again(signed, by=lead, now=datetime.now(UTC), id_=uuid4())
        for section in ("proposal", "people_and_places", "quick_check"):
            confirm_section(new, section, lead)
        return new.assessment.id


def confirm_section(context: AssessmentContext, section: str, by: Person) -> None:
    """Save every answer of a section as it is."""
    values = {
        question: value
        for (group, question), value in context.answers.values.items()
        if group is None and context.edition.section_of[question].id == section
    }
    save_answers(context, section, None, values, by=by, now=datetime.now(UTC))
