"""Closing a round of review: one page for the equality lead, and the conditions of an agreement."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import Invalid
from eia_app.domain.review.review import CommentKind, Outcome
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.domain.workflow.states import Transition
from eia_app.services.review import closing, discussion
from eia_app.services.review import record as review_record
from eia_app.services.review.closing import Terms
from eia_app.services.workflow import transitions
from eia_app.web.assessment.forms import RemoveForm
from eia_app.web.assessment.navigation import navigation, task_choices
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.http.database import db
from eia_app.web.http.errors import put_errors, summary_of
from eia_app.web.review.close_round_forms import REFER_UP, CloseForm, ConditionForm
from eia_app.web.wizard.drafts import Draft, offered

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.services.review.discussion import RoundView

bp = Blueprint("closing", __name__, url_prefix="/assessments/<uuid:assessment_id>/close-review")
CONDITIONS = "conditions"


@bp.route("", methods=["GET", "POST"])
@for_assessment(Transition.COMPLETE_REVIEW)
def close(context: AssessmentContext) -> ResponseReturnValue:
    """The comments and opinions of the round, and the form that ends it."""
    round_view = discussion.open_one(context)
    form = CloseForm()
    form.sections.choices = task_choices(context)
    if form.sections.data is None:
        form.sections.data = [_value(*key) for key in closing.tasks_to_change(context, round_view)]
    if form.validate_on_submit():
        try:
            return redirect(_take(context, form))
        except Invalid as error:
            put_errors(form, error.errors)
    return _render(context, round_view, form)


def _value(section: str, group: str | None) -> str:
    return f"{section}:{group or ''}"


def _take(context: AssessmentContext, form: CloseForm) -> str:
    """Close the round or refer it up, and return the address of the next page."""
    by, now, why = signed_in(), current.now(), (form.reason.data or "").strip()
    outcome, assessment_id = form.outcome.data, context.assessment.id
    if outcome == REFER_UP:
        closing.refer_up(context, form.referred_to.data or "", why, by=by, now=now)
        return url_for("closing.close", assessment_id=assessment_id)
    detail: dict[str, Any] = {"outcome": outcome}
    action = Transition.COMPLETE_REVIEW
    if outcome == Outcome.CHANGES_NEEDED:
        action = Transition.REQUEST_CHANGES
        detail["sections"] = [value.split(":", 1) for value in form.sections.data or ()]
    transitions.apply_transition(
        context, transitions.TransitionRequest(action, why, detail), by=by, now=now
    )
    if is_allowed(Permission.READ, by, context.assessment):
        return url_for("tasks.overview", assessment_id=assessment_id, done=action.value)
    return url_for("register.listing", done=action.value)


def _render(
    context: AssessmentContext, round_view: RoundView, form: CloseForm
) -> ResponseReturnValue:
    errors = summary_of(form)
    page = render_template(
        "pages/review/round/close.html",
        context=context,
        talk=round_view,
        form=form,
        errors=errors,
        given=round_view.given(signed_in()),
        must=[
            comment for comment in round_view.comments if comment.kind is CommentKind.MUST_ADDRESS
        ],
        name_of=lambda comment: review_record.name_of(round_view, comment),
        waiting=[
            invitation
            for invitation in round_view.invitations
            if not invitation.answered_at and not invitation.withdrawn_at
        ],
        conditions=review_record.conditions(db(), round_view.round),
        offer=_offer(form),
        go=navigation(context),
    )
    return page, 422 if errors else 200


def _offer(form: CloseForm) -> Draft | None:
    """Return the unsaved draft; the ticked sections show when it is restored."""
    draft = offered(form)
    ticked = str(form.sections.label.text)
    texts = [text for text in draft.texts if text[0] != ticked] if draft else []
    return replace(draft, texts=texts) if draft and texts else None


@bp.get(f"/{CONDITIONS}/add")
@for_assessment(Transition.COMPLETE_REVIEW)
def add_condition(context: AssessmentContext) -> ResponseReturnValue:
    """Send to a new condition with its id, so that saving it twice adds one."""
    return redirect(
        url_for("closing.condition", assessment_id=context.assessment.id, condition_id=uuid4())
    )


@bp.route(f"/{CONDITIONS}/<uuid:condition_id>", methods=["GET", "POST"])
@for_assessment(Transition.COMPLETE_REVIEW)
def condition(context: AssessmentContext, condition_id: UUID) -> ResponseReturnValue:
    """Write a condition, or change it."""
    stored = closing.find_condition(context, condition_id)
    form = ConditionForm(obj=stored)
    back = _back(context)
    if form.validate_on_submit():
        texts = [form[name].data.strip() for name in ("text", "owner", "measure")]
        terms = Terms(texts[0], texts[1], form.due.day, texts[2])
        closing.save_condition(context, condition_id, terms, by=signed_in(), now=current.now())
        return redirect(back)
    errors = summary_of(form)
    page = render_template(
        "pages/review/round/condition.html",
        context=context,
        form=form,
        errors=errors,
        is_new=stored is None,
        offer=offered(form),
        back=back,
    )
    return page, 422 if errors else 200


@bp.route(f"/{CONDITIONS}/<uuid:condition_id>/remove", methods=["GET", "POST"])
@for_assessment(Transition.COMPLETE_REVIEW)
def remove_condition(context: AssessmentContext, condition_id: UUID) -> ResponseReturnValue:
    """Ask once, then take the condition back."""
    back, form = _back(context), RemoveForm()
    condition = closing.find_condition(context, condition_id)
    if condition is None:
        return redirect(back)
    if form.validate_on_submit():
        closing.remove_condition(context, condition_id, by=signed_in(), now=current.now())
        return redirect(back)
    return render_template(
        "pages/review/round/remove_condition.html", context=context, condition=condition, back=back
    )


def _back(context: AssessmentContext) -> str:
    return url_for("closing.close", assessment_id=context.assessment.id, _anchor=CONDITIONS)
