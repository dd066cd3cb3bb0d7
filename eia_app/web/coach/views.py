"""The coach: what it notices in an assessment, what is kept all the same, actions to begin with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.coach.rule import Rule, Severity, sentence_about
from eia_app.domain.errors import NotFound
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.services.coach import findings
from eia_app.web.assessment.navigation import navigation, place_address
from eia_app.web.coach.forms import DismissForm
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.http.errors import summary_of

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.services.coach.kept_findings import NotedFindings

bp = Blueprint("coach", __name__, url_prefix="/assessments/<uuid:assessment_id>/coach")

HEADINGS = {
    Severity.MUST: "Put right before you submit",
    Severity.SHOULD: "Look at again",
    Severity.TIP: "Tips",
}


@dataclass(frozen=True)
class Fault:
    """One fault in one sentence, at one or several places."""

    sentence: str
    findings: list[NotedFindings]


@dataclass(frozen=True)
class RuleFaults:
    """The faults that one rule noticed, wherever they are."""

    rule: Rule
    faults: list[Fault]


@bp.get("/")
@for_assessment(Permission.SEE_COACH)
def listing(context: AssessmentContext) -> ResponseReturnValue:
    """Show the coach’s findings by severity, and those that were dismissed with a reason."""
    now, may_edit = current.now(), is_allowed(Permission.EDIT, signed_in(), context.assessment)
    noted = findings.list_all(context, now=now, only_open_places=may_edit)
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


def by_rule(noted: Iterable[NotedFindings], severity: Severity) -> list[RuleFaults]:
    """Return the findings of a severity that nobody has kept, by rule, in the order of rules."""
    open_findings = [
        noted_finding
        for noted_finding in noted
        if not noted_finding.kept and noted_finding.finding.severity is severity
    ]
    return [
        RuleFaults(rule, _faults(of_rule))
        for rule, of_rule in groupby(open_findings, key=lambda noted: noted.finding.rule)
    ]


def _faults(noted: Iterable[NotedFindings]) -> list[Fault]:
    """Return the faults in the order in which each is first noticed."""
    by_fault: dict[tuple[str, str], list[NotedFindings]] = {}
    for noted_finding in noted:
        by_fault.setdefault(noted_finding.finding.fault, []).append(noted_finding)
    return [
        Fault(sentence_about([noted.finding for noted in same_fault]), same_fault)
        for same_fault in by_fault.values()
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
