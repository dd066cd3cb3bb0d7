"""Evidence at hand: citing a figure from a group’s page, and using what colleagues have cited."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from eia_app.domain.calendar import local_date
from eia_app.domain.pagination import Pagination
from eia_app.domain.text.clean import clean
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.assessment.loading import load_assessment
from eia_app.services.evidence import indicators
from eia_app.services.evidence import library as evidence_library
from eia_app.web.assessment.navigation import navigation
from eia_app.web.evidence.forms import UseForm
from eia_app.web.http import current
from eia_app.web.http.authorization import needs, signed_in
from eia_app.web.http.database import db
from eia_app.web.http.errors import summary_of
from eia_app.web.http.paging import requested_page

if TYPE_CHECKING:
    from eia_app.domain.journey.tasks import Task
    from eia_app.services.assessment.loading import AssessmentContext

bp = Blueprint("evidence", __name__, url_prefix="/evidence")
CITE = "cite:"  # what the button “Use this figure” asks for, with the id of its measure


def cite(context: AssessmentContext, task: Task, page: str, then: str) -> str:
    """Add the chosen figure. Return the address of its row, at the question what it tells."""
    section, group = task.key
    measure = then.removeprefix(CITE)
    chosen = [figure.partition(": ") for figure in request.form.getlist("figure")]
    row = indicators.cite(
        context,
        section,
        group or "",
        measure,
        [category for id_, _, category in chosen if id_ == measure],
        by=signed_in(),
        now=current.now(),
    )
    return _row(context, row, back=f"{section}:{group}:{page}")


def _row(context: AssessmentContext, row: UUID, back: str = "") -> str:
    """Return the address of a row of evidence, at the question what it tells."""
    section, tells = context.edition.means("evidence"), context.edition.means("evidence_tells")
    address = navigation(context).row(section, str(row), back, tells)
    return address if "#" in address or not tells else f"{address}#{tells}"


@bp.get("")
@needs(Permission.USE_SERVICE)
def library() -> ResponseReturnValue:
    """Show the facts that colleagues have cited, each once, the newest first."""
    words = clean(request.args.get("words", ""))
    page = requested_page()
    forms = current.parts().forms
    facts, total = evidence_library.facts(
        db(), forms, signed_in(), words=words, page=page, today=local_date(current.now())
    )
    return render_template(
        "pages/evidence/library.html",
        facts=facts,
        words=words,
        pagination=Pagination(page, total, evidence_library.FACTS_ON_A_PAGE),
        wanted=_wanted(),
    )


@bp.route("/<uuid:row_id>/use", methods=["GET", "POST"])
@needs(Permission.USE_SERVICE)
def use(row_id: UUID) -> ResponseReturnValue:
    """Copy a fact, with its source and date, into an assessment that is being written."""
    person, forms = signed_in(), current.parts().forms
    fact = evidence_library.fact(db(), forms, person, row_id, today=local_date(current.now()))
    form = UseForm()
    form.offer(evidence_library.open_to(db(), person, _wanted()))
    if form.validate_on_submit():
        context = load_assessment(db(), forms, UUID(form.assessment.data))
        row = evidence_library.use(context, fact, by=person, now=current.now())
        return redirect(_row(context, row))
    form.assessment.data = form.assessment.data or request.args.get("for")
    errors = summary_of(form)
    page = render_template(
        "pages/evidence/use.html", fact=fact, form=form, errors=errors, wanted=_wanted()
    )
    return page, 422 if errors else 200


def _wanted() -> UUID | None:
    """Return the assessment from which somebody came to look for evidence."""
    return request.args.get("for", type=UUID)
