"""The worked example: read whole, beside one’s own assessment, and as the report of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    current_app,
    get_template_attribute,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from eia_app.domain.policy import May
from eia_app.reports import document
from eia_app.reports.pens import Kind
from eia_app.reports.record import group_id
from eia_app.services import example
from eia_app.services.rendered_reports import EXAMPLE_SUBJECT, OF_THE_EXAMPLE, example_order
from eia_app.web.access import for_assessment, needs
from eia_app.web.rendering import Awaited
from eia_app.web.tasks import way_back

if TYPE_CHECKING:
    from eia_app.domain.example import Example
    from eia_app.domain.walk import Task
    from eia_app.services.opened import Opened

bp = Blueprint("example", __name__)
EXAMPLE = "example"  # what the button “Save and read the worked example” asks for


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
    return _awaited().hand_out(lambda: example_order(found))


@bp.get("/guide/example/making")
@needs(May.START)
def making() -> ResponseReturnValue:
    """The page that waits for it."""
    found = _newest()
    return _awaited().wait(lambda: example_order(found), is_draft=False)


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


def _awaited() -> Awaited:
    return Awaited(
        EXAMPLE_SUBJECT,
        Kind.REPORT,
        lambda made: url_for("example.making", made=made),
        lambda made: url_for("example.download", made=made),
    )


def _page(found: Example, opened: Opened | None, back: str) -> str:
    """With the PDF, if this is the example that there is one of."""
    built = document.build(found.snapshot, OF_THE_EXAMPLE)
    forms = current_app.extensions["eia"].forms
    return render_template(
        "pages/guide/example.html",
        opened=opened,
        document=replace(built, title=f"Worked example: {built.title}"),
        back=back,
        has_report=found is forms.example(forms.newest),
    )


def _anchor(found: Example, task: Task) -> str:
    """The heading over a section or group; over its part, where it has none of its own."""
    section, group = task.key
    known = {heading.id for heading in document.build(found.snapshot, OF_THE_EXAMPLE).contents}
    parts = [f"part-{part.id}" for part in found.edition.parts if section in part.sections]
    wanted = [group_id(group) if group else f"section-{section}", *parts]
    return next((each for each in wanted if each in known), "")
