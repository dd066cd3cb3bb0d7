"""The worked example: read whole, beside one’s own assessment, and as the report of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    get_template_attribute,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from eia_app.domain.workflow.permissions import Permission
from eia_app.reports.content.snapshot_reader import group_id
from eia_app.reports.documents import full_report
from eia_app.reports.jobs.formats import Format
from eia_app.services.guidance import worked_example
from eia_app.services.reports.render_jobs import EXAMPLE_SUBJECT, OF_THE_EXAMPLE, example_order
from eia_app.web.assessment.navigation import way_back
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, needs
from eia_app.web.rendering.waiting import Awaited

if TYPE_CHECKING:
    from eia_app.domain.guidance.worked_example import Example
    from eia_app.domain.journey.tasks import Task
    from eia_app.services.assessment.loading import AssessmentContext

bp = Blueprint("example", __name__)
EXAMPLE = "example"  # what the button “Save and read the worked example” asks for


@bp.get("/guide/example")
@needs(Permission.USE_SERVICE)
def read() -> ResponseReturnValue:
    """The whole example on one page."""
    return _page(_newest(), None, url_for("guide.index"))


@bp.get("/assessments/<uuid:assessment_id>/example")
@for_assessment(Permission.READ)
def beside(context: AssessmentContext) -> ResponseReturnValue:
    """The example beside an assessment, with the way back to the page that it was opened from."""
    example = worked_example.known(worked_example.of(context))
    return _page(example, context, way_back(context, request.args.get("back", "")))


@bp.get("/guide/example/report.pdf")
@needs(Permission.USE_SERVICE)
def download() -> ResponseReturnValue:
    """The example’s report as PDF; every page says that it is made up."""
    example = _newest()
    return _awaited().hand_out(lambda: example_order(example))


@bp.get("/guide/example/making")
@needs(Permission.USE_SERVICE)
def making() -> ResponseReturnValue:
    """The page that waits for that PDF."""
    example = _newest()
    return _awaited().wait(lambda: example_order(example), is_draft=False)


def example_from(context: AssessmentContext, task: Task, page: str) -> str:
    """Return the address of the example’s part for a page or row, with the way back to it."""
    section, group = task.key
    example = worked_example.of(context)
    return url_for(
        "example.beside",
        assessment_id=context.assessment.id,
        back=f"{section}:{group or ''}:{page}",
        _anchor=_anchor(example, task) if example else None,
    )


def rows_beside(context: AssessmentContext, task: Task) -> Markup:
    """Return the rows that the example has in the list of a page; nothing where it has none."""
    example = worked_example.of(context)
    return _rows(example, task.section.id) if example else Markup()


@cache
def _rows(example: Example, section: str) -> Markup:
    """Return those rows as HTML. They never change in a process: drawn once, they cost no time."""
    draw = get_template_attribute("components/guidance.html", "example_rows")
    return Markup(draw(example.section(section), example.edition.by_id[section].title))  # noqa: S704 - a macro escapes


def _newest() -> Example:
    return worked_example.newest(current.parts().forms)


def _awaited() -> Awaited:
    return Awaited(
        EXAMPLE_SUBJECT,
        Format.REPORT,
        lambda made: url_for("example.making", made=made),
        lambda made: url_for("example.download", made=made),
    )


def _page(example: Example, context: AssessmentContext | None, back: str) -> str:
    """Return the page of an example, with a link to the PDF if this is the example that has one."""
    built = full_report.build(example.snapshot, OF_THE_EXAMPLE)
    forms = current.parts().forms
    return render_template(
        "pages/guidance/example.html",
        context=context,
        document=replace(built, title=f"Worked example: {built.title}"),
        back=back,
        has_report=example is forms.example(forms.newest),
    )


def _anchor(example: Example, task: Task) -> str:
    """Return the id of a section or group in the report; else of its part, else of the title."""
    section, group = task.key
    known = full_report.build(example.snapshot, OF_THE_EXAMPLE).anchors
    parts = [f"part-{part.id}" for part in example.edition.parts if section in part.sections]
    anchors = [group_id(group) if group else f"section-{section}", *parts]
    return next((anchor for anchor in anchors if anchor in known), "title")
