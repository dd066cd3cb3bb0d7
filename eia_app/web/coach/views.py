"""The coach: what it notices in an assessment, what is kept all the same, actions to begin with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.coach.rule import Rule, Severity
from eia_app.domain.errors import NotFound
from eia_app.domain.questionnaire.model import SectionKind
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.services.coach import findings
from eia_app.web.assessment.navigation import navigation
from eia_app.web.coach.forms import DismissForm
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.http.errors import summary_of
from eia_app.wizard.navigation import anchor_of

if TYPE_CHECKING:
    from eia_app.domain.review.review import Location
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.services.coach.findings import NotedFindings

bp = Blueprint("coach", __name__, url_prefix="/assessments/<uuid:assessment_id>/coach")

HEADINGS = {
    Severity.MUST: "Put right before you submit",
    Severity.SHOULD: "Look at again",
    Severity.TIP: "Tips",
}


@dataclass(frozen=True)
class OfRule:
    """What one rule noticed, wherever it did."""

    rule: Rule
    found: list[NotedFindings]


@bp.get("/")
@for_assessment(Permission.SEE_COACH)
def listing(context: AssessmentContext) -> ResponseReturnValue:
    """Everything that the coach notices, by how much it matters; and what was kept, and why."""
    now, may_edit = current.now(), is_allowed(Permission.EDIT, signed_in(), context.assessment)
    found = findings.list_all(context, now=now)
    return render_template(
        "pages/coach/listing.html",
        context=context,
        parts=[(HEADINGS[severity], severity, by_rule(found, severity)) for severity in Severity],
        kept=[each for each in found if each.kept],
        suggestions=findings.suggested(context, now=now) if may_edit else (),
        new_row=uuid4,
        there=lambda place: where(context, place, may_edit=may_edit),
        named=lambda place: findings.name_of(context, place),
        may_edit=may_edit,
        back=navigation(context).overview(),
    )


def by_rule(found: Iterable[NotedFindings], severity: Severity) -> list[OfRule]:
    """What nobody has kept, together by rule, in the order of the rules."""
    mine = [each for each in found if not each.kept and each.finding.severity is severity]
    return [
        OfRule(rule, list(same)) for rule, same in groupby(mine, key=lambda each: each.finding.rule)
    ]


@bp.route("/<slug:finding>", methods=["GET", "POST"])
@for_assessment(Permission.EDIT)
def keep(context: AssessmentContext, finding: str) -> ResponseReturnValue:
    """Keep something as it is, and say why; what has changed since is not asked about."""
    now, there = current.now(), url_for("coach.listing", assessment_id=context.assessment.id)
    form: Any = DismissForm()
    if form.validate_on_submit():
        findings.dismiss(context, finding, form.reason.data, by=signed_in(), now=now)
        return redirect(there)
    try:
        found = findings.find(context, finding, now=now)
    except NotFound:
        if request.method == "POST":
            raise
        return redirect(there)
    errors = summary_of(form)
    page = render_template(
        "pages/coach/keep.html",
        context=context,
        noticed=found,
        form=form,
        errors=errors,
        there=where(context, found.finding.place, may_edit=True),
        named=findings.name_of(context, found.finding.place),
        back=there,
    )
    return page, 422 if errors else 200


@bp.post("/actions")
@for_assessment(Permission.EDIT)
def begin_action(context: AssessmentContext) -> ResponseReturnValue:
    """Begin an action with its issue and groups filled in, and go on to write the rest.

    One that is not suggested any more leads back to those that are.
    """
    suggestion, row = request.form.get("suggestion", ""), _row(request.form.get("row", ""))
    try:
        findings.begin_action(context, suggestion, row, by=signed_in(), now=current.now())
    except NotFound:
        return redirect(url_for("coach.listing", assessment_id=context.assessment.id))
    return redirect(navigation(context).row(context.edition.means("actions"), str(row)))


def _row(text: str) -> UUID:
    """The id that the page gave the new row; a new one, where somebody changed it."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def where(context: AssessmentContext, place: Location, *, may_edit: bool) -> str:
    """The page on which something can be changed; for who may not, where it can be read."""
    go, task = navigation(context), context.journey.task(place.section, place.group or None)
    if task is None:
        return go.answers()
    if not may_edit:
        return go.answers(anchor_of(task))
    if place.row:
        return go.row(place.section, str(place.row))
    question = context.edition.questions.get(place.question)
    if task.section.kind is SectionKind.LIST or question is None:
        return go.task(task)
    return go.page(task, question.page or task.section.pages[0].id)
