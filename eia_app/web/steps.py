"""The steps of the workflow: each has one page that says what will happen, and one button."""

from __future__ import annotations

from datetime import UTC, datetime
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from eia_app.domain.errors import Invalid, NotAllowed, NotFound, NotReady
from eia_app.domain.policy import May, may, require
from eia_app.domain.routing import Route
from eia_app.domain.workflow import TRANSITIONS, Action, can, words
from eia_app.services import coaching, lifecycle, replies, signing, snapshots
from eia_app.services.review_record import name_of
from eia_app.services.rounds import CLOSING
from eia_app.web import confirming
from eia_app.web.access import for_assessment, signed_in
from eia_app.web.database import db
from eia_app.web.errors import summary_of
from eia_app.web.forms import (
    ChangesForm,
    DecisionForm,
    NoteForm,
    ReasonForm,
    RouteForm,
    SignOffForm,
)
from eia_app.web.report import make_ahead
from eia_app.web.tasks import navigation, task_choices

if TYPE_CHECKING:
    from eia_app.services.opened import Opened

bp = Blueprint("steps", __name__, url_prefix="/assessments/<uuid:assessment_id>")

FORMS: dict[Action, type[FlaskForm]] = {
    Action.DECLINE: ChangesForm,
    Action.SIGN_OFF: SignOffForm,
    Action.RECORD_DECISION: DecisionForm,
}

SIGNING = (Action.SIGN_OFF, Action.DECLINE)  # their pages say which version was read


@bp.route("/steps/<slug:step>", methods=["GET", "POST"])
@for_assessment(May.READ)
def step(opened: Opened, step: str) -> ResponseReturnValue:
    """One step: explained, then taken."""
    action = _action(opened, step)
    if action in CLOSING:
        return redirect(url_for("closing.close", assessment_id=opened.assessment.id))
    form = _form(opened, action)
    if form.validate_on_submit():
        confirming.require(May(action.value))
        try:
            taken = lifecycle.Step(action, note=_note(form), detail=_detail(action, form))
            lifecycle.act(opened, taken, by=signed_in(), now=datetime.now(UTC))
            make_ahead(opened)
        except NotReady as error:
            db().rollback()
            return _render(opened, action, form, missing=error.missing), 422
        except Invalid as error:
            return _render(opened, action, form, extra=error.errors), 422
        return redirect(_afterwards(opened, action))
    return _render(opened, action, form), 422 if form.errors else 200


def _afterwards(opened: Opened, action: Action) -> str:
    """The assessment's own page; the register for whoever may not read it any more."""
    if may(May.READ, signed_in(), opened.assessment):
        return url_for("tasks.overview", assessment_id=opened.assessment.id, done=action.value)
    return url_for("register.listing", done=action.value)


def _action(opened: Opened, step: str) -> Action:
    """The step of an address. Raises NotFound, Denied, or NotAllowed with the state in words."""
    if step not in {action.value for action in TRANSITIONS}:
        raise NotFound("There is no such page.")
    action = Action(step)
    require(May(action.value), signed_in(), opened.assessment)
    if not can(opened.assessment.state, action):
        raise NotAllowed(
            f"This cannot be done while the assessment is {words(opened.assessment.state)}."
        )
    return action


def _form(opened: Opened, action: Action) -> Any:
    is_asked = lifecycle.needs_reason(action, opened.assessment)
    kind = FORMS.get(action, ReasonForm if is_asked else NoteForm)
    form: Any = kind()
    if isinstance(form, ChangesForm):
        form.sections.choices = task_choices(opened)
    return form


def _note(form: Any) -> str:
    return (form.reason.data or "").strip() if "reason" in form else ""


def _detail(action: Action, form: Any) -> dict[str, Any]:
    """What a step carries besides its reason, as plain JSON."""
    match action:
        case Action.DECLINE:
            return {"sections": [value.split(":", 1) for value in form.sections.data]}
        case Action.SIGN_OFF:
            return {"snapshot": form.snapshot.data}
        case Action.RECORD_DECISION:
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
    opened: Opened,
    action: Action,
    form: Any,
    *,
    missing: Any = (),
    extra: dict[str, str] | None = None,
) -> str:
    errors = summary_of(form) + [
        {"text": text, "href": f"#{field}"} for field, text in (extra or {}).items()
    ]
    stored = snapshots.newest(db(), opened.assessment) if action in SIGNING else None
    return render_template(
        "pages/steps/step.html",
        opened=opened,
        action=action,
        form=form,
        errors=errors,
        missing=opened.journey.missing if missing or action.value.endswith("submit") else (),
        to_answer=_to_answer(opened) if action is Action.RESUBMIT else (),
        unfinished=missing or _in_the_way(opened, action),
        to_look_at=_to_look_at(opened, action),
        snapshot=snapshots.content(stored) if stored and action is Action.SIGN_OFF else None,
        stored=stored,
        signing=signing.gathered(opened) if action is Action.SIGN_OFF else None,
        declaration=lifecycle.DECLARATION,
        go=navigation(opened),
        back=navigation(opened).overview(),
    )


def _in_the_way(opened: Opened, action: Action) -> list[str]:
    """What the coach says has to be put right before it is submitted."""
    if action not in lifecycle.SUBMITTING or opened.journey.missing:
        return []
    return coaching.must_fix(opened, now=datetime.now(UTC))


def _to_look_at(opened: Opened, action: Action) -> int:
    """How many things the coach would have looked at again before it is submitted."""
    if action not in lifecycle.SUBMITTING or opened.journey.missing:
        return 0
    return coaching.in_sections(opened, now=datetime.now(UTC)).total()


def _to_answer(opened: Opened) -> list[tuple[str, str]]:
    """The remarks that must be answered first: each with the address where it is answered."""
    talk = replies.asking(opened)
    waiting = replies.progress(talk).waiting if talk else ()
    return [
        (
            f"{name_of(talk, each)}: {shorten(each.text, 80, placeholder=' …')}",
            url_for("replies.reply", assessment_id=opened.assessment.id, comment_id=each.id),
        )
        for each in waiting
        if talk
    ]


@bp.route("/change-route", methods=["GET", "POST"])
@for_assessment(May.OVERRIDE_ROUTE)
def change_route(opened: Opened) -> ResponseReturnValue:
    """The equality lead sets another route than the quick check's, and says why."""
    form = RouteForm()
    if form.validate_on_submit():
        route = Route(form.route.data)
        reason = form.reason.data or ""
        lifecycle.override_route(opened, route, reason, by=signed_in(), now=datetime.now(UTC))
        return redirect(navigation(opened).result())
    errors = summary_of(form)
    page = render_template(
        "pages/steps/change_route.html",
        opened=opened,
        form=form,
        errors=errors,
        go=navigation(opened),
    )
    return page, 422 if errors else 200
