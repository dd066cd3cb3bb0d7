"""The reviewers of an assessment: champions take it on; the equality lead asks and reminds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import Invalid
from eia_app.domain.workflow.permissions import Permission, is_allowed, require
from eia_app.domain.workflow.states import Transition
from eia_app.services.review import administration, reviewers
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.http.errors import put_errors, summary_of
from eia_app.web.review.reviewer_forms import AcceptConflictForm, ExtendForm, RecuseForm

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.storage.models.assessment import Assessment

DONE: dict[str, str] = {
    "assign": "They were asked to review it.",
    "except": "You accepted them as a reviewer. Now you can ask them.",
    "extend": "The reviewers have more time.",
    "chase": "Everybody whose opinion is missing was reminded.",
}
STEPS = (Transition.CLAIM, Transition.UNCLAIM, Transition.RECUSE, Transition.ASSIGN)
bp = Blueprint("reviewers", __name__, url_prefix="/assessments/<uuid:assessment_id>")


@bp.app_context_processor
def steps() -> dict[str, Callable[[Assessment], list[str]]]:
    """Return for templates the steps that the reader may take now about reviewers."""
    return {
        "reviewing_steps": lambda assessment: [
            step for step in STEPS if is_allowed(step, signed_in(), assessment)
        ]
    }


@bp.post("/claim")
@for_assessment(Permission.READ)
def claim(context: AssessmentContext) -> ResponseReturnValue:
    """Take the review on, and begin to read; the service raises Denied with a conflict."""
    reviewers.claim(context, by=signed_in(), now=current.now())
    return redirect(url_for("review.read", assessment_id=context.assessment.id))


@bp.post("/unclaim")
@for_assessment(Permission.READ)
def unclaim(context: AssessmentContext) -> ResponseReturnValue:
    """Give the review back to the queue."""
    reviewers.unclaim(context, by=signed_in(), now=current.now())
    return redirect(url_for("queue.listing", done="unclaim"))


@bp.route("/recuse", methods=["GET", "POST"])
@for_assessment(Permission.READ)
def recuse(context: AssessmentContext) -> ResponseReturnValue:
    """Stand aside for good, with an optional reason; 302 again for one who stood aside before."""
    person, form = signed_in(), RecuseForm()
    if reviewers.is_recused(context, person):
        return redirect(url_for("queue.listing", done="recuse"))
    require(Transition.RECUSE, person, context.assessment)
    if form.validate_on_submit():
        reason = form.reason.data or ""
        reviewers.recuse(context, reason=reason, by=person, now=current.now())
        return redirect(url_for("queue.listing", done="recuse"))
    return _page("recuse", context, form)


@bp.get("/reviewers")
@for_assessment(Transition.ASSIGN)
def listing(context: AssessmentContext) -> ResponseReturnValue:
    """The reviewers, the people who owe an opinion, and the champions to ask."""
    return render_template(
        "pages/review/reviewers/listing.html",
        context=context,
        panel=administration.load_administration(context),
        done=DONE.get(request.args.get("done", ""), ""),
    )


@bp.post("/reviewers/<uuid:person_id>/assign")
@for_assessment(Transition.ASSIGN)
def assign(context: AssessmentContext, person_id: UUID) -> ResponseReturnValue:
    """Ask a champion to review it."""
    administration.assign(context, person_id, by=signed_in(), now=current.now())
    return _back(context, "assign")


@bp.route("/reviewers/<uuid:person_id>/accept", methods=["GET", "POST"])
@for_assessment(Transition.EXCEPT)
def accept(context: AssessmentContext, person_id: UUID) -> ResponseReturnValue:
    """Accept a champion of the same service, with the reason."""
    someone, form = administration.champion_of(context, person_id), AcceptConflictForm()
    if form.validate_on_submit():
        reason = form.reason.data or ""
        administration.accept_conflict(
            context, person_id, reason=reason, by=signed_in(), now=current.now()
        )
        return _back(context, "except")
    return _page("accept", context, form, someone=someone)


@bp.route("/reviewers/extend", methods=["GET", "POST"])
@for_assessment(Transition.EXTEND)
def extend(context: AssessmentContext) -> ResponseReturnValue:
    """Give the reviewers more time, with the reason."""
    form = ExtendForm()
    if form.validate_on_submit():
        due, reason = form.due.day, form.reason.data or ""
        try:
            administration.extend(context, due, reason=reason, by=signed_in(), now=current.now())
            return _back(context, "extend")
        except Invalid as error:
            put_errors(form, error.errors)
    return _page("extend", context, form, round=reviewers.open_round(context))


@bp.post("/reviewers/chase")
@for_assessment(Transition.CHASE)
def chase(context: AssessmentContext) -> ResponseReturnValue:
    """Remind everybody whose opinion is missing."""
    administration.remind(context, by=signed_in(), now=current.now())
    return _back(context, "chase")


def _back(context: AssessmentContext, done: str) -> ResponseReturnValue:
    return redirect(url_for("reviewers.listing", assessment_id=context.assessment.id, done=done))


def _page(name: str, context: AssessmentContext, form: Any, **more: Any) -> ResponseReturnValue:
    errors = summary_of(form)
    page = render_template(
        f"pages/review/reviewers/{name}.html", context=context, form=form, errors=errors, **more
    )
    return page, 422 if errors else 200
