"""What an older or wrong writer left in the database is shown, on every page, report and export."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from eia_app.domain.questionnaire.model import AnswerType, SectionKind
from eia_app.domain.workflow.states import State
from eia_app.reports.jobs.formats import OF_AN_ASSESSMENT, Format
from eia_app.reports.jobs.report_job import render_report
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.reports.render_jobs import report_job
from eia_app.services.transfer import export as transfer_export
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Answer, ListRow, MitigatingAction
from tests.factories import NOW, Makers
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from eia_app.web.http.app_class import Service

At = Callable[..., str]
ODD: list[Any] = [
    "half \ud800 a pair, a \x00 and \x0b",
    ["a list", 5, None, ["in it"]],
    {"a table": {"in": "it"}},
    10**30,
    True,
    1.5,
    "2026-13-45",
    "javascript:alert(1)",
    "9" * 5000,
    [],
    {},
    "",
]
PAGES = (
    "",
    "answers",
    "route",
    "history",
    "report",
    "report/summary",
    "report/equality-implications",
    "report.json",
    "coach/",
    "steps/submit",
)


def spoil(
    session: Session, context: AssessmentContext, kind: AnswerType | None, first: int
) -> None:
    """Write an odd value for each question of this type (or of any), one after the other."""
    odd = cycle([*ODD[first:], *ODD[:first]])
    asked = {q.id for q in context.edition.questions.values() if kind in {None, q.type}}
    mine = context.assessment.id
    for answer in session.scalars(select(Answer).where(Answer.assessment_id == mine)):
        if answer.question in asked:
            answer.value = next(odd)
    tables: tuple[Any, ...] = (ListRow, MitigatingAction)
    for table in tables:
        for row in session.scalars(select(table).where(table.assessment_id == mine)):
            found = context.edition.by_id[row.section].row_questions
            row.values |= {q.id: next(odd) for q in found if q.id in asked}
            flag_modified(row, "values")
    session.commit()


def addresses(context: AssessmentContext) -> Iterator[str]:
    """Every page and list of the assessment, whether or not its branch is taken."""
    for section in context.edition.sections:
        name = section.id.replace("_", "-")
        if section.kind is SectionKind.LIST:
            yield f"lists/{name}"
            rows = [row for row in context.rows.values() if row.section == section.id]
            yield from (f"lists/{name}/{row.id}" for row in rows)
        for page in section.pages if section.kind is not SectionKind.LIST else ():
            place = "groups/age/" if section.kind is SectionKind.EACH_GROUP else ""
            yield f"sections/{name}/{place}{page.id.replace('_', '-')}"


@pytest.mark.parametrize("kind", AnswerType)
@pytest.mark.parametrize("first", [0, 4, 8])
def test_odd_values_of_a_type_are_shown_on_every_page(
    kind: AnswerType, first: int, as_lead: Visitor, session: Session, make_assessment: Makers,
    at: At,
) -> None:  # fmt: skip
    context = make_assessment(effect=["negative"], severity="low", likelihood="low")
    spoil(session, context, kind, first)
    for address in (*PAGES, *addresses(context)):
        assert as_lead.get(at(context, address), 0).status in {200, 302, 409}, address


@pytest.mark.parametrize("first", range(0, len(ODD), 3))
def test_odd_values_of_every_type_are_exported_and_saved_over(
    first: int, as_lead: Visitor, session: Session, tiny_forms: Forms, make_assessment: Makers,
    at: At,
) -> None:  # fmt: skip
    context = make_assessment(effect=["negative"], severity="low", likelihood="low")
    spoil(session, context, None, first)
    again = load_assessment(session, tiny_forms, context.assessment.id)
    assert json.loads(transfer_export.as_text(transfer_export.export(session, again.assessment)))
    page = at(context, "sections/proposal/basics")
    as_lead.get(page)
    as_lead.send({"title": "Bins", "summary": "Fewer"}, then="later")
    saved = load_assessment(session, tiny_forms, context.assessment.id)
    assert saved.answers.get("title") == "Bins"


@pytest.mark.parametrize("kind", OF_AN_ASSESSMENT)
def test_odd_values_are_printed(
    kind: Format, app: Service, session: Session, tiny_forms: Forms, make_assessment: Makers
) -> None:
    context = make_assessment(effect=["negative"], severity="low", likelihood="low")
    for spoilt in (AnswerType.TEXT, AnswerType.LONG, AnswerType.DATE, AnswerType.NUMBER):
        spoil(session, context, spoilt, 0)
    with app.app_context():
        again = load_assessment(session, tiny_forms, context.assessment.id)
        assert render_report(report_job(again, now=NOW, kind=kind))


def test_odd_values_stand_in_the_register_and_the_queue(
    as_equality_lead: Visitor, session: Session, make_assessment: Makers
) -> None:
    for first, state in enumerate((State.DRAFT, State.IN_REVIEW, State.SIGNED_OFF)):
        spoil(session, make_assessment(state), None, first)
    for page in ("/assessments/", "/queue", "/evidence", "/for-you/"):
        assert as_equality_lead.get(page, 0).status == 200, page
