"""An assessment's own pages: its task list, its route and why, and its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eia_app.domain.policy import May, may
from eia_app.domain.workflow import EDITABLE
from eia_app.services import assessments, lifecycle, snapshots
from eia_app.web.access import db, for_assessment, signed_in
from eia_app.wizard.navigation import Navigation, anchor_of

if TYPE_CHECKING:
    from eia_app.services.opened import Opened

bp = Blueprint("tasks", __name__, url_prefix="/assessments/<uuid:assessment_id>")

NOT_ASKED = "Other answers have changed since you opened this page, so it is not asked now."


def navigation(opened: Opened) -> Navigation:
    return Navigation(opened.assessment.id, opened.journey)


@bp.get("/")
@for_assessment(May.READ)
def overview(opened: Opened) -> ResponseReturnValue:
    """The task list while it is being written; where it stands and what can be done, always."""
    person, journey = signed_in(), opened.journey
    parts = [
        (part, [task for task in journey.tasks if task.section.id in part.sections])
        for part in opened.edition.parts
    ]
    return render_template(
        "pages/tasks/overview.html",
        opened=opened,
        parts=[(part, tasks) for part, tasks in parts if tasks],
        go=navigation(opened),
        may_edit=may(May.EDIT, person, opened.assessment),
        steps=lifecycle.available(opened, person),
        sent_back=lifecycle.sent_back(opened),
    )


@bp.get("/route")
@for_assessment(May.READ)
def route(opened: Opened) -> ResponseReturnValue:
    """Which route the quick check led to, exactly why, and what happens next."""
    return render_template(
        "pages/tasks/route.html",
        opened=opened,
        may_override=may(May.OVERRIDE_ROUTE, signed_in(), opened.assessment),
        go=navigation(opened),
    )


@bp.get("/answers")
@for_assessment(May.READ)
def answers(opened: Opened) -> ResponseReturnValue:
    """Every answer on one page; with links to change each while it may be changed."""
    person, assessment = signed_in(), opened.assessment
    return render_template(
        "pages/tasks/answers.html",
        opened=opened,
        snapshot=snapshots.take(opened),
        go=navigation(opened),
        anchor_of=anchor_of,
        may_edit=may(May.EDIT, person, assessment),
        steps=lifecycle.available(opened, person),
        editable=assessment.state in EDITABLE,
    )


@bp.get("/history")
@for_assessment(May.READ)
def history(opened: Opened) -> ResponseReturnValue:
    """Who did what, when and why."""
    events = assessments.history(db(), opened.assessment)
    return render_template("pages/tasks/history.html", opened=opened, events=events)
