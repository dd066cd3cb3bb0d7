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
from eia_app.wizard.navigation import anchor_of, anchor_on_page

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
class RuleFindings:
    """The findings of one rule, wherever they are."""

    rule: Rule
    findings: list[NotedFindings]


@bp.get("/")
@for_assessment(Permission.SEE_COACH)
def listing(context: AssessmentContext) -> ResponseReturnValue:
    """Everything that the coach notices, by severity; and what was kept, with the reasons."""
    now, may_edit = current.now(), is_allowed(Permission.EDIT, signed_in(), context.assessment)
    noted = findings.list_all(context, now=now)
    return render_template(
        "pages/coach/listing.html",
        context=context,
        parts=[(HEADINGS[severity], severity, by_rule(noted, severity)) for severity in Severity],
        kept=[noted_finding for noted_finding in noted if noted_finding.kept],
        suggestions=findings.suggested(context, now=now) if may_edit else (),
        new_row=uuid4,
        address_of=lambda place: place_address(context, place, may_edit=may_edit),
        named=lambda place: findings.name_of(context, place),
        may_edit=may_edit,
        back=navigation(context).overview(),
    )


def by_rule(noted: Iterable[NotedFindings], severity: Severity) -> list[RuleFindings]:
    """Return the findings of a severity that nobody has kept, by rule, in the order of rules."""
    open_findings = [
        noted_finding
        for noted_finding in noted
        if not noted_finding.kept and noted_finding.finding.severity is severity
    ]
    return [
        RuleFindings(rule, list(of_rule))
        for rule, of_rule in groupby(open_findings, key=lambda noted: noted.finding.rule)
    ]


@bp.route("/<slug:finding>", methods=["GET", "POST"])
@for_assessment(Permission.EDIT)
def keep(context: AssessmentContext, finding: str) -> ResponseReturnValue:
    """Keep a finding with a reason. One whose text has changed since leads back to the list."""
    now, list_page = current.now(), url_for("coach.listing", assessment_id=context.assessment.id)
    form: Any = DismissForm()
    if form.validate_on_submit():
        findings.dismiss(context, finding, form.reason.data, by=signed_in(), now=now)
        return redirect(list_page)
    try:
        noted_finding = findings.find(context, finding, now=now)
    except NotFound:
        if request.method == "POST":
            raise
        return redirect(list_page)
    errors = summary_of(form)
    page = render_template(
        "pages/coach/keep.html",
        context=context,
        noticed=noted_finding,
        form=form,
        errors=errors,
        address=place_address(context, noted_finding.finding.place, may_edit=True),
        named=findings.name_of(context, noted_finding.finding.place),
        back=list_page,
    )
    return page, 422 if errors else 200


@bp.post("/actions")
@for_assessment(Permission.EDIT)
def begin_action(context: AssessmentContext) -> ResponseReturnValue:
    """Begin an action with its issue and groups filled in, and go on to write the rest.

    A suggestion that is not made any more leads back to those that are.
    """
    suggestion, row = request.form.get("suggestion", ""), _row(request.form.get("row", ""))
    try:
        findings.begin_action(context, suggestion, row, by=signed_in(), now=current.now())
    except NotFound:
        return redirect(url_for("coach.listing", assessment_id=context.assessment.id))
    return redirect(navigation(context).row(context.edition.means("actions"), str(row)))


def _row(text: str) -> UUID:
    """Return the id that the page gave the new row; a new one for what is no id."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def place_address(context: AssessmentContext, place: Location, *, may_edit: bool) -> str:
    """Return the page on which a place can be changed; for readers, where it can be read."""
    go, task = navigation(context), context.journey.task(place.section, place.group or None)
    if task is None:
        return go.answers()
    if not may_edit:
        return go.answers(anchor_of(task))
    if place.row:
        return go.row(place.section, str(place.row), question=place.question)
    question = context.edition.questions.get(place.question)
    if task.section.kind is SectionKind.LIST or question is None:
        return go.task(task)
    page = go.page(task, question.page or task.section.pages[0].id)
    return f"{page}{anchor_on_page(task, place.group, place.question)}"
