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
    """What was said in the round, and how it ends."""
    talk = discussion.open_one(context)
    form = CloseForm()
    form.sections.choices = task_choices(context)
    if form.sections.data is None:
        form.sections.data = [_value(*key) for key in closing.to_change(context, talk)]
    if form.validate_on_submit():
        try:
            return redirect(_take(context, form))
        except Invalid as error:
            put_errors(form, error.errors)
    return _render(context, talk, form)


def _value(section: str, group: str | None) -> str:
    return f"{section}:{group or ''}"


def _take(context: AssessmentContext, form: CloseForm) -> str:
    """Do what was chosen; where to go then."""
    by, now, why = signed_in(), current.now(), (form.reason.data or "").strip()
    outcome, here = form.outcome.data, context.assessment.id
    if outcome == REFER_UP:
        closing.refer_up(context, form.referred_to.data or "", why, by=by, now=now)
        return url_for("closing.close", assessment_id=here)
    detail: dict[str, Any] = {"outcome": outcome}
    action = Transition.COMPLETE_REVIEW
    if outcome == Outcome.CHANGES_NEEDED:
        action = Transition.REQUEST_CHANGES
        detail["sections"] = [value.split(":", 1) for value in form.sections.data or ()]
    transitions.apply_transition(
        context, transitions.TransitionRequest(action, why, detail), by=by, now=now
    )
    if is_allowed(Permission.READ, by, context.assessment):
        return url_for("tasks.overview", assessment_id=here, done=action.value)
    return url_for("register.listing", done=action.value)


def _render(context: AssessmentContext, talk: RoundView, form: CloseForm) -> ResponseReturnValue:
    errors = summary_of(form)
    page = render_template(
        "pages/review/round/close.html",
        context=context,
        talk=talk,
        form=form,
        errors=errors,
        given=talk.given(signed_in()),
        must=[each for each in talk.comments if each.kind is CommentKind.MUST_ADDRESS],
        name_of=lambda comment: review_record.name_of(talk, comment),
        waiting=[e for e in talk.invitations if not e.answered_at and not e.withdrawn_at],
        conditions=review_record.conditions(db(), talk.round),
        offer=_offer(form),
        go=navigation(context),
    )
    return page, 422 if errors else 200


def _offer(form: CloseForm) -> Draft | None:
    """What was written and not sent; which sections were ticked is seen when it is taken up."""
    draft = offered(form)
    ticked = str(form.sections.label.text)
    texts = [each for each in draft.texts if each[0] != ticked] if draft else []
    return replace(draft, texts=texts) if draft and texts else None


@bp.get(f"/{CONDITIONS}/add")
@for_assessment(Transition.COMPLETE_REVIEW)
def add_condition(context: AssessmentContext) -> ResponseReturnValue:
    """A condition has its id before it is written, so that saving twice adds one."""
    return redirect(
        url_for("closing.condition", assessment_id=context.assessment.id, condition_id=uuid4())
    )


@bp.route(f"/{CONDITIONS}/<uuid:condition_id>", methods=["GET", "POST"])
@for_assessment(Transition.COMPLETE_REVIEW)
def condition(context: AssessmentContext, condition_id: UUID) -> ResponseReturnValue:
    """Write a condition, or change it."""
    found = closing.find_condition(context, condition_id)
    form = ConditionForm(obj=found)
    back = _back(context)
    if form.validate_on_submit():
        said = [form[name].data.strip() for name in ("text", "owner", "measure")]
        terms = Terms(said[0], said[1], form.due.day, said[2])
        closing.save_condition(context, condition_id, terms, by=signed_in(), now=current.now())
        return redirect(back)
    errors = summary_of(form)
    page = render_template(
        "pages/review/round/condition.html",
        context=context,
        form=form,
        errors=errors,
        is_new=found is None,
        offer=offered(form),
        back=back,
    )
    return page, 422 if errors else 200


@bp.route(f"/{CONDITIONS}/<uuid:condition_id>/remove", methods=["GET", "POST"])
@for_assessment(Transition.COMPLETE_REVIEW)
def remove_condition(context: AssessmentContext, condition_id: UUID) -> ResponseReturnValue:
    """Ask once, then take the condition back."""
    back, form = _back(context), RemoveForm()
    found = closing.find_condition(context, condition_id)
    if found is None:
        return redirect(back)
    if form.validate_on_submit():
        closing.remove_condition(context, condition_id, by=signed_in(), now=current.now())
        return redirect(back)
    return render_template(
        "pages/review/round/remove_condition.html", context=context, condition=found, back=back
    )


def _back(context: AssessmentContext) -> str:
    return url_for("closing.close", assessment_id=context.assessment.id, _anchor=CONDITIONS)
