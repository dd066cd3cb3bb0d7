"""Who reviews an assessment: champions take it on; the equality lead asks, extends and reminds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import Invalid
from eia_app.domain.policy import May, may, require
from eia_app.services import reviewers, reviewing
from eia_app.web.access import for_assessment, signed_in
from eia_app.web.errors import put_errors, summary_of
from eia_app.web.reviewer_forms import ExceptForm, ExtendForm, RecuseForm

if TYPE_CHECKING:
    from eia_app.services.opened import Opened
    from eia_app.storage.models import Assessment

DONE: dict[str, str] = {
    "assign": "They were asked to review it.",
    "except": "You accepted them as a reviewer. Now you can ask them.",
    "extend": "The reviewers have more time.",
    "chase": "Everybody whose opinion is missing was reminded.",
}
STEPS = (May.CLAIM, May.UNCLAIM, May.RECUSE, May.ASSIGN)
bp = Blueprint("reviewers", __name__, url_prefix="/assessments/<uuid:assessment_id>")


@bp.app_context_processor
def steps() -> dict[str, Callable[[Assessment], list[str]]]:
    """For templates: what the reader may do now about who reviews an assessment."""
    return {"reviewing_steps": lambda it: [step for step in STEPS if may(step, signed_in(), it)]}


@bp.post("/claim")
@for_assessment(May.READ)
def claim(opened: Opened) -> ResponseReturnValue:
    """Take the review on, and begin to read. The service says why somebody may not."""
    reviewers.claim(opened, by=signed_in(), now=datetime.now(UTC))
    return redirect(url_for("review.read", assessment_id=opened.assessment.id))


@bp.post("/unclaim")
@for_assessment(May.READ)
def unclaim(opened: Opened) -> ResponseReturnValue:
    """Give the review back to the queue."""
    reviewers.unclaim(opened, by=signed_in(), now=datetime.now(UTC))
    return redirect(url_for("queue.listing", done="unclaim"))


@bp.route("/recuse", methods=["GET", "POST"])
@for_assessment(May.READ)
def recuse(opened: Opened) -> ResponseReturnValue:
    """Stand aside for good, with a reason if wanted. Who comes back to it has done so already."""
    person, form = signed_in(), RecuseForm()
    if reviewers.has_stood_aside(opened, person):
        return redirect(url_for("queue.listing", done="recuse"))
    require(May.RECUSE, person, opened.assessment)
    if form.validate_on_submit():
        reason = form.reason.data or ""
        reviewers.recuse(opened, reason=reason, by=person, now=datetime.now(UTC))
        return redirect(url_for("queue.listing", done="recuse"))
    return _page("recuse", opened, form)


@bp.get("/reviewers")
@for_assessment(May.ASSIGN)
def listing(opened: Opened) -> ResponseReturnValue:
    """Who reviews it, whose opinion is missing, and whom to ask."""
    return render_template(
        "pages/reviewers/listing.html",
        opened=opened,
        panel=reviewing.panel(opened),
        done=DONE.get(request.args.get("done", ""), ""),
    )


@bp.post("/reviewers/<uuid:person_id>/assign")
@for_assessment(May.ASSIGN)
def assign(opened: Opened, person_id: UUID) -> ResponseReturnValue:
    """Ask a champion to review it."""
    reviewing.assign(opened, person_id, by=signed_in(), now=datetime.now(UTC))
    return _back(opened, "assign")


@bp.route("/reviewers/<uuid:person_id>/accept", methods=["GET", "POST"])
@for_assessment(May.EXCEPT)
def accept(opened: Opened, person_id: UUID) -> ResponseReturnValue:
    """Accept a champion of the same service, with the reason."""
    someone, form = reviewing.champion_of(opened, person_id), ExceptForm()
    if form.validate_on_submit():
        reason = form.reason.data or ""
        reviewing.accept(opened, person_id, reason=reason, by=signed_in(), now=datetime.now(UTC))
        return _back(opened, "except")
    return _page("accept", opened, form, someone=someone)


@bp.route("/reviewers/extend", methods=["GET", "POST"])
@for_assessment(May.EXTEND)
def extend(opened: Opened) -> ResponseReturnValue:
    """Give the reviewers more time, with the reason."""
    form = ExtendForm()
    if form.validate_on_submit():
        due, reason = form.due.day, form.reason.data or ""
        try:
            reviewing.extend(opened, due, reason=reason, by=signed_in(), now=datetime.now(UTC))
            return _back(opened, "extend")
        except Invalid as error:
            put_errors(form, error.errors)
    return _page("extend", opened, form, round=reviewers.open_round(opened))


@bp.post("/reviewers/chase")
@for_assessment(May.CHASE)
def chase(opened: Opened) -> ResponseReturnValue:
    """Remind everybody whose opinion is missing."""
    reviewing.chase(opened, by=signed_in(), now=datetime.now(UTC))
    return _back(opened, "chase")


def _back(opened: Opened, done: str) -> ResponseReturnValue:
    return redirect(url_for("reviewers.listing", assessment_id=opened.assessment.id, done=done))


def _page(name: str, opened: Opened, form: Any, **more: Any) -> ResponseReturnValue:
    errors = summary_of(form)
    page = render_template(
        f"pages/reviewers/{name}.html", opened=opened, form=form, errors=errors, **more
    )
    return page, 422 if errors else 200
