"""The steps of the workflow: each has one page that says what will happen, and one button."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from eia_app.domain.errors import Invalid, NotFound, NotReady
from eia_app.domain.journey.routing import Route
from eia_app.domain.workflow.permissions import Permission, is_allowed, require
from eia_app.domain.workflow.states import TRANSITIONS, Transition
from eia_app.services.coach import findings
from eia_app.services.review import replies
from eia_app.services.review.record import name_of
from eia_app.services.review.rounds import CLOSING
from eia_app.services.snapshots import snapshots
from eia_app.services.workflow import route_override, sign_off_context, transitions
from eia_app.web.assessment.forms import (
    ChangesForm,
    DecisionForm,
    NoteForm,
    ReasonForm,
    RouteForm,
    SignOffForm,
)
from eia_app.web.assessment.navigation import navigation, task_choices
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.http.database import db
from eia_app.web.http.errors import summary_of
from eia_app.web.people import confirm_password
from eia_app.web.reports.downloads import make_ahead

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext

bp = Blueprint("steps", __name__, url_prefix="/assessments/<uuid:assessment_id>")

FORMS: dict[Transition, type[FlaskForm]] = {
    Transition.DECLINE: ChangesForm,
    Transition.SIGN_OFF: SignOffForm,
    Transition.RECORD_DECISION: DecisionForm,
}

SIGNING = (Transition.SIGN_OFF, Transition.DECLINE)  # their pages say which version was read


@bp.route("/steps/<slug:step>", methods=["GET", "POST"])
@for_assessment(Permission.READ)
def step(context: AssessmentContext, step: str) -> ResponseReturnValue:
    """The page of one transition, and the transition itself."""
    action = _action(context, step)
    if action in CLOSING:
        return redirect(url_for("closing.close", assessment_id=context.assessment.id))
    form = _form(context, action)
    if form.validate_on_submit():
        confirm_password.require(action)
        try:
            taken = transitions.TransitionRequest(
                action, note=_note(form), detail=_detail(action, form)
            )
            transitions.apply_transition(context, taken, by=signed_in(), now=current.now())
            make_ahead(context)
        except NotReady as error:
            db().rollback()
            return _render(context, action, form, missing=error.missing), 422
        except Invalid as error:
            return _render(context, action, form, extra=error.errors), 422
        return redirect(_afterwards(context, action))
    return _render(context, action, form), 422 if form.errors else 200


def _afterwards(context: AssessmentContext, action: Transition) -> str:
    """Return the assessment's own page; the register for a person who may not read it any more."""
    if is_allowed(Permission.READ, signed_in(), context.assessment):
        return url_for("tasks.overview", assessment_id=context.assessment.id, done=action.value)
    return url_for("register.listing", done=action.value)


def _action(context: AssessmentContext, step: str) -> Transition:
    """Return the transition of an address. Raise NotFound, Denied, or NotAllowed with the state."""
    if step not in {action.value for action in TRANSITIONS}:
        raise NotFound("There is no such page.")
    action = Transition(step)
    require(action, signed_in(), context.assessment)
    return action


def _form(context: AssessmentContext, action: Transition) -> Any:
    is_asked = transitions.needs_reason(action, context.assessment)
    kind = FORMS.get(action, ReasonForm if is_asked else NoteForm)
    form: Any = kind()
    if isinstance(form, ChangesForm):
        form.sections.choices = task_choices(context)
    return form


def _note(form: Any) -> str:
    return (form.reason.data or "").strip() if "reason" in form else ""


def _detail(action: Transition, form: Any) -> dict[str, Any]:
    """Return what a transition carries besides its reason, as plain JSON."""
    match action:
        case Transition.DECLINE:
            return {"sections": [value.split(":", 1) for value in form.sections.data]}
        case Transition.SIGN_OFF:
            return {"snapshot": form.snapshot.data}
        case Transition.RECORD_DECISION:
            return {
                "body": form.body.data.strip(),
                "date": form.date.data,
                "outcome": next(
                    c.label for c in form.outcome.choices if c.value == form.outcome.data
                ),
                "minute": (form.minute.data or "").strip(),
            }
    return {}


def _render(
    context: AssessmentContext,
    action: Transition,
    form: Any,
    *,
    missing: Any = (),
    extra: dict[str, str] | None = None,
) -> str:
    errors = summary_of(form) + [
        {"text": text, "href": f"#{field}"} for field, text in (extra or {}).items()
    ]
    stored = snapshots.newest(db(), context.assessment) if action in SIGNING else None
    return render_template(
        "pages/assessment/transitions/step.html",
        context=context,
        action=action,
        form=form,
        errors=errors,
        missing=context.journey.missing if missing or action.value.endswith("submit") else (),
        to_answer=_to_answer(context) if action is Transition.RESUBMIT else (),
        unfinished=missing or _in_the_way(context, action),
        to_look_at=_to_look_at(context, action),
        snapshot=snapshots.content(stored) if stored and action is Transition.SIGN_OFF else None,
        stored=stored,
        signing=sign_off_context.load_sign_off_context(context)
        if action is Transition.SIGN_OFF
        else None,
        declaration=transitions.DECLARATION,
        go=navigation(context),
        back=navigation(context).overview(),
    )


def _in_the_way(context: AssessmentContext, action: Transition) -> list[str]:
    """Return what the coach says has to be put right before it is submitted."""
    if action not in transitions.SUBMITTING or context.journey.missing:
        return []
    return findings.must_fix(context, now=current.now())


def _to_look_at(context: AssessmentContext, action: Transition) -> int:
    """Return how many sentences of the coach there are to look at before it is submitted."""
    if action not in transitions.SUBMITTING or context.journey.missing:
        return 0
    return findings.open_faults(context, now=current.now())


def _to_answer(context: AssessmentContext) -> list[tuple[str, str]]:
    """Return the comments that must be answered first, each with the address of its answer."""
    talk = replies.asking(context)
    waiting = replies.progress(talk).waiting if talk else ()
    return [
        (
            f"{name_of(talk, comment)}: {shorten(comment.text, 80, placeholder=' …')}",
            url_for("replies.reply", assessment_id=context.assessment.id, comment_id=comment.id),
        )
        for comment in waiting
        if talk
    ]


@bp.route("/change-route", methods=["GET", "POST"])
@for_assessment(Transition.OVERRIDE_ROUTE)
def change_route(context: AssessmentContext) -> ResponseReturnValue:
    """Set another route than the quick check's, with a reason, as the equality lead."""
    form = RouteForm()
    if form.validate_on_submit():
        route = Route(form.route.data)
        reason = form.reason.data or ""
        route_override.override_route(context, route, reason, by=signed_in(), now=current.now())
        return redirect(navigation(context).result())
    errors = summary_of(form)
    page = render_template(
        "pages/assessment/transitions/change_route.html",
        context=context,
        form=form,
        errors=errors,
        go=navigation(context),
    )
    return page, 422 if errors else 200
