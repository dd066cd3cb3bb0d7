"""The coach: what it notices in an assessment, what is kept all the same, actions to begin with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.coach.rule import Rule, Severity
from eia_app.domain.errors import NotFound
from eia_app.domain.questionnaire.model import SectionKind
from eia_app.domain.workflow.permissions import May, may
from eia_app.services.coach import findings
from eia_app.web.assessment.navigation import navigation
from eia_app.web.coach.forms import KeepForm
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.http.errors import summary_of
from eia_app.wizard.navigation import anchor_of

if TYPE_CHECKING:
    from eia_app.domain.review.review import Place
    from eia_app.services.assessment.loading import Opened
    from eia_app.services.coach.findings import Noticed

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
    found: list[Noticed]


@bp.get("/")
@for_assessment(May.SEE_COACH)
def listing(opened: Opened) -> ResponseReturnValue:
    """Everything that the coach notices, by how much it matters; and what was kept, and why."""
    now, may_edit = datetime.now(UTC), may(May.EDIT, signed_in(), opened.assessment)
    found = findings.everything(opened, now=now)
    return render_template(
        "pages/coach/listing.html",
        opened=opened,
        parts=[(HEADINGS[severity], severity, by_rule(found, severity)) for severity in Severity],
        kept=[each for each in found if each.kept],
        suggestions=findings.suggested(opened, now=now) if may_edit else (),
        new_row=uuid4,
        there=lambda place: where(opened, place, may_edit=may_edit),
        named=lambda place: findings.name_of(opened, place),
        may_edit=may_edit,
        back=navigation(opened).overview(),
    )


def by_rule(found: Iterable[Noticed], severity: Severity) -> list[OfRule]:
    """What nobody has kept, together by rule, in the order of the rules."""
    mine = [each for each in found if not each.kept and each.finding.severity is severity]
    return [
        OfRule(rule, list(same)) for rule, same in groupby(mine, key=lambda each: each.finding.rule)
    ]


@bp.route("/<slug:finding>", methods=["GET", "POST"])
@for_assessment(May.EDIT)
def keep(opened: Opened, finding: str) -> ResponseReturnValue:
    """Keep something as it is, and say why; what has changed since is not asked about."""
    now, there = datetime.now(UTC), url_for("coach.listing", assessment_id=opened.assessment.id)
    form: Any = KeepForm()
    if form.validate_on_submit():
        findings.keep(opened, finding, form.reason.data, by=signed_in(), now=now)
        return redirect(there)
    try:
        found = findings.one(opened, finding, now=now)
    except NotFound:
        if request.method == "POST":
            raise
        return redirect(there)
    errors = summary_of(form)
    page = render_template(
        "pages/coach/keep.html",
        opened=opened,
        noticed=found,
        form=form,
        errors=errors,
        there=where(opened, found.finding.place, may_edit=True),
        named=findings.name_of(opened, found.finding.place),
        back=there,
    )
    return page, 422 if errors else 200


@bp.post("/actions")
@for_assessment(May.EDIT)
def begin_action(opened: Opened) -> ResponseReturnValue:
    """Begin an action with its issue and groups filled in, and go on to write the rest.

    One that is not suggested any more leads back to those that are.
    """
    suggestion, row = request.form.get("suggestion", ""), _row(request.form.get("row", ""))
    try:
        findings.begin_action(opened, suggestion, row, by=signed_in(), now=datetime.now(UTC))
    except NotFound:
        return redirect(url_for("coach.listing", assessment_id=opened.assessment.id))
    return redirect(navigation(opened).row(opened.edition.means("actions"), str(row)))


def _row(text: str) -> UUID:
    """The id that the page gave the new row; a new one, where somebody changed it."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def where(opened: Opened, place: Place, *, may_edit: bool) -> str:
    """The page on which something can be changed; for who may not, where it can be read."""
    go, task = navigation(opened), opened.journey.task(place.section, place.group or None)
    if task is None:
        return go.answers()
    if not may_edit:
        return go.answers(anchor_of(task))
    if place.row:
        return go.row(place.section, str(place.row))
    question = opened.edition.questions.get(place.question)
    if task.section.kind is SectionKind.LIST or question is None:
        return go.task(task)
    return go.page(task, question.page or task.section.pages[0].id)
