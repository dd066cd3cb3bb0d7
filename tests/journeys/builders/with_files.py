"""Build assessments with files attached to their evidence."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from eia_app.domain.attachments.file_types import MOST_OF_A_ROW, FileType
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers.rows import save_row
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.attachments import read as attachments_read
from eia_app.services.attachments import upload as attachments_upload
from eia_app.services.people import people
from eia_app.services.snapshots import snapshots
from tests.attachments.making_files import CSV, pdf
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.server import LEAD

LONG_FILE_NAME = f"{'survey_of_blue_badge_holders_' * 4}.csv"
VALUES = {
    "evidence_kind": "feedback",
    "source": "Our survey",
    "evidence_date": "May 2025",
    "what_it_tells": "Most of them come by car.",
}


def build_with_files(builder: AssessmentBuilder, *steps: Transition) -> UUID:
    """Build one with a row of two files, a row without files, and a row with as many as fit."""
    id_ = builder.build("15")
    with builder.writing() as session:
        context = load_assessment(session, builder.forms, id_)
        rows = {name: uuid4() for name in ("{evidence}", "{bare}", "{full}")}
        by, now = people.by_email(session, LEAD.email), datetime.now(UTC)
        assert by is not None
        for name, row in rows.items():
            values = {**VALUES, "fact": f"1,513 people replied, {name.strip('{}')}"}
            save_row(context, "evidence", row, values, by=by, now=now)
        _attach(context, rows["{evidence}"], "Survey of blue badge holders 2025.pdf", pdf())
        _attach(context, rows["{evidence}"], LONG_FILE_NAME, CSV)
        for number in range(MOST_OF_A_ROW):
            _attach(context, rows["{full}"], f"Part {number}.txt", f"Part {number}".encode())
        file = attachments_read.present(context)[rows["{evidence}"]][0]
        builder.placeholder_ids |= {name: str(row) for name, row in rows.items()} | {
            "{file}": str(file.id)
        }
    for step in steps:
        builder.take_step(id_, step)
    with builder.writing() as session:
        assessment = load_assessment(session, builder.forms, id_).assessment
        stored = snapshots.newest(session, assessment)
        if stored is not None:
            builder.placeholder_ids["{version}"] = str(stored.id)
    return id_


def _attach(context: AssessmentContext, row: UUID, name: str, content: bytes) -> None:
    attachments_upload.attach(
        context,
        "evidence",
        row,
        name=name,
        type_=FileType(name.rpartition(".")[2]),
        content=content,
        by=context.assessment.lead,
        now=datetime.now(UTC),
    )
