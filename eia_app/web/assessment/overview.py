"""An assessment's own pages: its task list, its route and why, and its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.domain.workflow.states import EDITABLE, SIGNED
from eia_app.services.answers import orphaned_answers
from eia_app.services.coach import findings
from eia_app.services.editions import migrate_edition, reassess
from eia_app.services.guidance import worked_example
from eia_app.services.notifications import reassessment_reminders
from eia_app.services.review import replies, rounds
from eia_app.services.snapshots import snapshots
from eia_app.services.workflow import timeline, transitions
from eia_app.services.workflow.history import read as read_history
from eia_app.web.assessment import history_labels
from eia_app.web.assessment.navigation import navigation
from eia_app.web.http import current
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.http.paging import requested_page
from eia_app.wizard.navigation import anchor_of

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext

bp = Blueprint("tasks", __name__, url_prefix="/assessments/<uuid:assessment_id>")


@bp.get("/")
@for_assessment(Permission.READ)
def overview(context: AssessmentContext) -> ResponseReturnValue:
    """The task list while it is being written; where it stands and what can be done, always."""
    person, journey = signed_in(), context.journey
    may_edit = is_allowed(Permission.EDIT, person, context.assessment)
    is_signed = context.assessment.state in SIGNED
    parts = [
        (part, [task for task in journey.tasks if task.section.id in part.sections])
        for part in context.edition.parts
    ]
    return render_template(
        "pages/assessment/overview/overview.html",
        context=context,
        parts=[(part, tasks) for part, tasks in parts if tasks],
        go=navigation(context),
        may_edit=may_edit,
        to_look_at=findings.in_sections(context, now=current.now()) if may_edit else {},
        steps=transitions.available_transitions(context, person),
        sent_back=transitions.sent_back(context),
        progress=replies.progress(replies.asking(context)),
        may_discuss=is_allowed(Permission.READ_DISCUSSION, person, context.assessment),
        may_see_coach=is_allowed(Permission.SEE_COACH, person, context.assessment),
        may_finish=is_allowed(Permission.FINISH_PRACTISING, person, context.assessment),
        was_reviewed=rounds.was_closed(context.session, context.assessment),
        timeline=timeline.of(context, now=current.now()),
        asks_date=_asks_date(context) if may_edit else "",
        newer=migrate_edition.newer(context)
        if is_allowed(Permission.CARRY_OVER, person, context.assessment)
        else "",
        orphaned=orphaned_answers.count(context) if may_edit and _is_carried(context) else 0,
        may_assess_again=is_allowed(Permission.ASSESS_AGAIN, person, context.assessment),
        promise=reassessment_reminders.of(context, now=current.now()),
        followed=reassess.followed(context, person),
        followed_by=reassess.followed_by(context, person) if is_signed else (),
        has_example=worked_example.of(context) is not None,
    )


def _is_carried(context: AssessmentContext) -> bool:
    """Whether answers came from elsewhere and, if from an older edition, wait to be confirmed."""
    waiting = context.to_confirm
    return bool(context.assessment.follows or waiting.answers or waiting.rows)


@bp.get("/route")
@for_assessment(Permission.READ)
def route(context: AssessmentContext) -> ResponseReturnValue:
    """Which route the quick check led to, exactly why, and what happens next."""
    person = signed_in()
    return render_template(
        "pages/assessment/overview/route.html",
        context=context,
        may_override=is_allowed(Permission.OVERRIDE_ROUTE, person, context.assessment),
        go=navigation(context),
        timeline=timeline.of(context, now=current.now()),
        asks_date=_asks_date(context)
        if is_allowed(Permission.EDIT, person, context.assessment)
        else "",
    )


def _asks_date(context: AssessmentContext) -> str:
    """The page that asks when it will be decided, if it can be visited now."""
    asked = context.edition.means("decision_date")
    for task in context.journey.tasks:
        for page in task.section.pages:
            is_here = any(question.id == asked for question in page.questions)
            if is_here and context.journey.may_visit(*task.key, page.id):
                return navigation(context).page(task, page.id)
    return ""


@bp.get("/answers")
@for_assessment(Permission.READ)
def answers(context: AssessmentContext) -> ResponseReturnValue:
    """Every answer on one page; with links to change each while it may be changed."""
    person, assessment = signed_in(), context.assessment
    return render_template(
        "pages/assessment/overview/answers.html",
        context=context,
        snapshot=snapshots.take(context),
        go=navigation(context),
        anchor_of=anchor_of,
        may_edit=is_allowed(Permission.EDIT, person, assessment),
        steps=transitions.available_transitions(context, person),
        editable=assessment.state in EDITABLE,
    )


@bp.get("/history")
@for_assessment(Permission.READ)
def history(context: AssessmentContext) -> ResponseReturnValue:
    """Who did what, when and why: as far as this person may know it."""
    return render_template(
        "pages/assessment/overview/history.html",
        context=context,
        found=read_history(context, signed_in(), requested_page()),
        heading_of=history_labels.heading,
        facts_of=history_labels.facts,
        round_of=history_labels.round_of,
    )
