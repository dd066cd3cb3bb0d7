"""An assessment's own pages: its task list, its route and why, and its answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eia_app.domain.conversions import sent_number
from eia_app.domain.policy import May, may
from eia_app.domain.workflow import EDITABLE, SIGNED
from eia_app.services import (
    again,
    carrying,
    coaching,
    example,
    lifecycle,
    looking_again,
    orphans,
    replies,
    rounds,
    snapshots,
    timeline,
)
from eia_app.services.history import read as read_history
from eia_app.web import happened
from eia_app.web.access import for_assessment, signed_in
from eia_app.wizard.fields import Choice
from eia_app.wizard.navigation import Navigation, anchor_of

if TYPE_CHECKING:
    from eia_app.domain.walk import Task
    from eia_app.services.opened import Opened

bp = Blueprint("tasks", __name__, url_prefix="/assessments/<uuid:assessment_id>")

NOT_ASKED = "Other answers have changed since you opened this page, so it is not asked now."


def navigation(opened: Opened) -> Navigation:
    return Navigation(opened.assessment.id, opened.journey)


def way_back(opened: Opened, back: str) -> str:
    """The page that a page to read was opened from, for who may edit; else the overview."""
    go = navigation(opened)
    may_edit = may(May.EDIT, signed_in(), opened.assessment)
    return go.opened_from(back) if may_edit else go.overview()


def task_choices(opened: Opened) -> list[Any]:
    """Every task of the list, to be chosen as what needs changes: “section:group”."""
    return [
        Choice(f"{section}:{group or ''}", _name(task))
        for task in opened.journey.tasks
        for section, group in (task.key,)
    ]


def _name(task: Task) -> str:
    return f"{task.section.title}: {task.title}" if task.group else task.title


@bp.get("/")
@for_assessment(May.READ)
def overview(opened: Opened) -> ResponseReturnValue:
    """The task list while it is being written; where it stands and what can be done, always."""
    person, journey = signed_in(), opened.journey
    may_edit = may(May.EDIT, person, opened.assessment)
    is_signed = opened.assessment.state in SIGNED
    parts = [
        (part, [task for task in journey.tasks if task.section.id in part.sections])
        for part in opened.edition.parts
    ]
    return render_template(
        "pages/tasks/overview.html",
        opened=opened,
        parts=[(part, tasks) for part, tasks in parts if tasks],
        go=navigation(opened),
        may_edit=may_edit,
        to_look_at=coaching.in_sections(opened, now=datetime.now(UTC)) if may_edit else {},
        steps=lifecycle.available(opened, person),
        sent_back=lifecycle.sent_back(opened),
        progress=replies.progress(replies.asking(opened)),
        may_discuss=may(May.READ_DISCUSSION, person, opened.assessment),
        may_see_coach=may(May.SEE_COACH, person, opened.assessment),
        may_finish=may(May.FINISH_PRACTISING, person, opened.assessment),
        was_reviewed=rounds.was_closed(opened.session, opened.assessment),
        timeline=timeline.of(opened, now=datetime.now(UTC)),
        asks_date=_asks_date(opened) if may_edit else "",
        newer=carrying.newer(opened) if may(May.CARRY_OVER, person, opened.assessment) else "",
        orphaned=orphans.count(opened) if may_edit and _is_carried(opened) else 0,
        may_assess_again=may(May.ASSESS_AGAIN, person, opened.assessment),
        promise=looking_again.of(opened, now=datetime.now(UTC)),
        followed=again.followed(opened, person),
        followed_by=again.followed_by(opened, person) if is_signed else (),
        has_example=example.of(opened) is not None,
    )


def _is_carried(opened: Opened) -> bool:
    """Whether answers came from elsewhere and, if from an older edition, wait to be confirmed."""
    waiting = opened.to_confirm
    return bool(opened.assessment.follows or waiting.answers or waiting.rows)


@bp.get("/route")
@for_assessment(May.READ)
def route(opened: Opened) -> ResponseReturnValue:
    """Which route the quick check led to, exactly why, and what happens next."""
    person = signed_in()
    return render_template(
        "pages/tasks/route.html",
        opened=opened,
        may_override=may(May.OVERRIDE_ROUTE, person, opened.assessment),
        go=navigation(opened),
        timeline=timeline.of(opened, now=datetime.now(UTC)),
        asks_date=_asks_date(opened) if may(May.EDIT, person, opened.assessment) else "",
    )


def _asks_date(opened: Opened) -> str:
    """The page that asks when it will be decided, if it can be visited now."""
    asked = opened.edition.means("decision_date")
    for task in opened.journey.tasks:
        for page in task.section.pages:
            is_here = any(question.id == asked for question in page.questions)
            if is_here and opened.journey.may_visit(*task.key, page.id):
                return navigation(opened).page(task, page.id)
    return ""


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
    """Who did what, when and why: as far as this person may know it."""
    return render_template(
        "pages/tasks/history.html",
        opened=opened,
        found=read_history(opened, signed_in(), request.args.get("page", 1, type=sent_number)),
        heading_of=happened.heading,
        facts_of=happened.facts,
        round_of=happened.round_of,
    )
