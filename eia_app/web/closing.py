"""Closing a round of review: one page for the equality lead, and the conditions of an agreement."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import Invalid, NotAllowed
from eia_app.domain.policy import May, may
from eia_app.domain.review import CommentKind, Outcome
from eia_app.domain.workflow import Action, can, words
from eia_app.services import closing, discussion, lifecycle, review_record
from eia_app.services.closing import Terms
from eia_app.web.access import for_assessment, signed_in
from eia_app.web.closing_forms import REFER_UP, CloseForm, ConditionForm
from eia_app.web.database import db
from eia_app.web.drafts import Draft, offered
from eia_app.web.errors import put_errors, summary_of
from eia_app.web.forms import RemoveForm
from eia_app.web.tasks import navigation, task_choices

if TYPE_CHECKING:
    from eia_app.services.discussion import Discussion
    from eia_app.services.opened import Opened

bp = Blueprint("closing", __name__, url_prefix="/assessments/<uuid:assessment_id>/close-review")
CONDITIONS = "conditions"


@bp.route("", methods=["GET", "POST"])
@for_assessment(May.COMPLETE_REVIEW)
def close(opened: Opened) -> ResponseReturnValue:
    """What was said in the round, and how it ends."""
    talk = _open(opened)
    form = CloseForm()
    form.sections.choices = task_choices(opened)
    if form.sections.data is None:
        form.sections.data = [_value(*key) for key in closing.to_change(opened, talk)]
    if form.validate_on_submit():
        try:
            return redirect(_take(opened, form))
        except Invalid as error:
            put_errors(form, error.errors)
    return _render(opened, talk, form)


def _open(opened: Opened) -> Discussion:
    """The round that is open. Raises NotAllowed with the state in words."""
    state = opened.assessment.state
    if not can(state, Action.COMPLETE_REVIEW):
        raise NotAllowed(f"This cannot be done while the assessment is {words(state)}.")
    return discussion.open_one(opened)


def _value(section: str, group: str | None) -> str:
    return f"{section}:{group or ''}"


def _take(opened: Opened, form: CloseForm) -> str:
    """Do what was chosen; where to go then."""
    by, now, why = signed_in(), datetime.now(UTC), (form.reason.data or "").strip()
    outcome, here = form.outcome.data, opened.assessment.id
    if outcome == REFER_UP:
        closing.refer_up(opened, form.referred_to.data or "", why, by=by, now=now)
        return url_for("closing.close", assessment_id=here)
    detail: dict[str, Any] = {"outcome": outcome}
    action = Action.COMPLETE_REVIEW
    if outcome == Outcome.CHANGES_NEEDED:
        action = Action.REQUEST_CHANGES
        detail["sections"] = [value.split(":", 1) for value in form.sections.data or ()]
    lifecycle.act(opened, lifecycle.Step(action, why, detail), by=by, now=now)
    if may(May.READ, by, opened.assessment):
        return url_for("tasks.overview", assessment_id=here, done=action.value)
    return url_for("register.listing", done=action.value)


def _render(opened: Opened, talk: Discussion, form: CloseForm) -> ResponseReturnValue:
    errors = summary_of(form)
    page = render_template(
        "pages/rounds/close.html",
        opened=opened,
        talk=talk,
        form=form,
        errors=errors,
        given=talk.given(signed_in()),
        must=[each for each in talk.comments if each.kind is CommentKind.MUST_ADDRESS],
        name_of=lambda comment: review_record.name_of(talk, comment),
        waiting=[e for e in talk.invitations if not e.answered_at and not e.withdrawn_at],
        conditions=review_record.conditions(db(), talk.round),
        offer=_offer(form),
        go=navigation(opened),
    )
    return page, 422 if errors else 200


def _offer(form: CloseForm) -> Draft | None:
    """What was written and not sent; which sections were ticked is seen when it is taken up."""
    draft = offered(form)
    ticked = str(form.sections.label.text)
    texts = [each for each in draft.texts if each[0] != ticked] if draft else []
    return replace(draft, texts=texts) if draft and texts else None


@bp.get(f"/{CONDITIONS}/add")
@for_assessment(May.COMPLETE_REVIEW)
def add_condition(opened: Opened) -> ResponseReturnValue:
    """A condition has its id before it is written, so that saving twice adds one."""
    _open(opened)
    return redirect(
        url_for("closing.condition", assessment_id=opened.assessment.id, condition_id=uuid4())
    )


@bp.route(f"/{CONDITIONS}/<uuid:condition_id>", methods=["GET", "POST"])
@for_assessment(May.COMPLETE_REVIEW)
def condition(opened: Opened, condition_id: UUID) -> ResponseReturnValue:
    """Write a condition, or change it."""
    _open(opened)
    found = closing.find_condition(opened, condition_id)
    form = ConditionForm(obj=found)
    back = _back(opened)
    if form.validate_on_submit():
        said = [form[name].data.strip() for name in ("text", "owner", "measure")]
        terms = Terms(said[0], said[1], form.due.day, said[2])
        closing.save_condition(opened, condition_id, terms, by=signed_in(), now=datetime.now(UTC))
        return redirect(back)
    errors = summary_of(form)
    page = render_template(
        "pages/rounds/condition.html",
        opened=opened,
        form=form,
        errors=errors,
        is_new=found is None,
        offer=offered(form),
        back=back,
    )
    return page, 422 if errors else 200


@bp.route(f"/{CONDITIONS}/<uuid:condition_id>/remove", methods=["GET", "POST"])
@for_assessment(May.COMPLETE_REVIEW)
def remove_condition(opened: Opened, condition_id: UUID) -> ResponseReturnValue:
    """Ask once, then take the condition back."""
    _open(opened)
    back, form = _back(opened), RemoveForm()
    found = closing.find_condition(opened, condition_id)
    if found is None:
        return redirect(back)
    if form.validate_on_submit():
        closing.remove_condition(opened, condition_id, by=signed_in(), now=datetime.now(UTC))
        return redirect(back)
    return render_template(
        "pages/rounds/remove_condition.html", opened=opened, condition=found, back=back
    )


def _back(opened: Opened) -> str:
    return url_for("closing.close", assessment_id=opened.assessment.id, _anchor=CONDITIONS)
