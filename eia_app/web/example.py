"""The worked example: read whole, beside one’s own assessment, and as the report of it."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import cache
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    current_app,
    get_template_attribute,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from eia_app.domain import snapshot
from eia_app.domain.policy import May
from eia_app.domain.workflow import State
from eia_app.reports import document
from eia_app.reports.errors import ReportFailed
from eia_app.reports.filename import file_name
from eia_app.reports.press import Job
from eia_app.reports.record import group_id
from eia_app.reports.standing import Standing
from eia_app.services import example
from eia_app.web.access import for_assessment, needs
from eia_app.web.printing import printing
from eia_app.web.report import LOOK_AGAIN, PATIENCE
from eia_app.web.report_paper import PDF, file_response
from eia_app.web.tasks import way_back

if TYPE_CHECKING:
    from eia_app.domain.example import Example
    from eia_app.domain.walk import Task
    from eia_app.services.opened import Opened

bp = Blueprint("example", __name__)
EXAMPLE = "example"  # what the button “Save and read the worked example” asks for
STANDING = Standing(State.DRAFT, is_example=True)


@bp.get("/guide/example")
@needs(May.START)
def read() -> ResponseReturnValue:
    """The whole example on one page."""
    return _page(_newest(), None, url_for("guide.index"))


@bp.get("/assessments/<uuid:assessment_id>/example")
@for_assessment(May.READ)
def beside(opened: Opened) -> ResponseReturnValue:
    """The same beside an assessment, with the way back to the page that it was opened from."""
    found = example.known(example.of(opened))
    return _page(found, opened, way_back(opened, request.args.get("back", "")))


@bp.get("/guide/example/report.pdf")
@needs(May.START)
def download() -> ResponseReturnValue:
    """What councillors would get of it; every page says that it is made up."""
    found = _newest()
    try:
        made = _asked(found).result(timeout=PATIENCE)
    except (TimeoutError, ReportFailed):
        return redirect(url_for("example.making"), 303)
    name = file_name(found.snapshot["reference"], 1, found.snapshot["title"])
    return file_response(made, PDF, name)


@bp.get("/guide/example/making")
@needs(May.START)
def making() -> ResponseReturnValue:
    """While the report is made, this page looks again by itself; then it offers the file."""
    future = _asked(_newest())
    if not future.done():
        return _made("waiting"), {"Refresh": str(LOOK_AGAIN)}
    failed = future.exception()
    if isinstance(failed, ReportFailed):
        faults = failed.faults or (str(failed),)
        current_app.logger.error("No report of the worked example: %s", "; ".join(faults))
        return _made("failed", faults), 500
    return _made("ready")


def example_from(opened: Opened, task: Task, page: str) -> str:
    """The address of what the example says here, with the way back to this page or row."""
    section, group = task.key
    found = example.of(opened)
    return url_for(
        "example.beside",
        assessment_id=opened.assessment.id,
        back=f"{section}:{group or ''}:{page}",
        _anchor=_anchor(found, task) if found else None,
    )


def rows_beside(opened: Opened, task: Task) -> Markup:
    """The rows that the example has in the list of a page; nothing where it has none."""
    found = example.of(opened)
    return _rows(found, task.section.id) if found else Markup()


@cache
def _rows(found: Example, section: str) -> Markup:
    """They never change in a process, and are long: drawn once, so that a list costs no time."""
    draw = get_template_attribute("components/guidance.html", "example_rows")
    return Markup(draw(found.section(section), found.edition.by_id[section].title))  # noqa: S704 - a macro escapes


def _newest() -> Example:
    return example.newest(current_app.extensions["eia"].forms)


def _asked(found: Example) -> Future[bytes]:
    """Its PDF. The day on it is that on which the example is told, so it is the same each time."""
    told = datetime.combine(found.told_on, time(12), UTC)
    job = Job(snapshot.canonical(found.snapshot), STANDING, created=told)
    return printing().ask(job, None, now=datetime.now(UTC))


def _page(found: Example, opened: Opened | None, back: str) -> str:
    """With the PDF, if this is the example that there is one of."""
    built = document.build(found.snapshot, STANDING)
    forms = current_app.extensions["eia"].forms
    return render_template(
        "pages/guide/example.html",
        opened=opened,
        document=replace(built, title=f"Worked example: {built.title}"),
        back=back,
        has_report=found is forms.example(forms.newest),
    )


def _made(state: str, faults: tuple[str, ...] = ()) -> str:
    return render_template("pages/guide/example_making.html", state=state, faults=faults)


def _anchor(found: Example, task: Task) -> str:
    """The heading over a section or group; over its part, where it has none of its own."""
    section, group = task.key
    known = {heading.id for heading in document.build(found.snapshot, STANDING).contents}
    parts = [f"part-{part.id}" for part in found.edition.parts if section in part.sections]
    wanted = [group_id(group) if group else f"section-{section}", *parts]
    return next((each for each in wanted if each in known), "")
