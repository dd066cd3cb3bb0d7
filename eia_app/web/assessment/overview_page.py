"""The content of an assessment’s overview: its state, the next steps and the task list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from eia_app.domain.workflow.permissions import AnyPermission, Permission, is_allowed
from eia_app.domain.workflow.states import SIGNED, Transition
from eia_app.services.answers import orphaned_answers
from eia_app.services.coach import findings
from eia_app.services.editions import migrate_edition, reassess
from eia_app.services.guidance import worked_example
from eia_app.services.notifications import reassessment_reminders
from eia_app.services.review import replies, rounds
from eia_app.services.workflow import transitions
from eia_app.services.workflow.timeline import Timeline
from eia_app.services.workflow.timeline import of as timeline_of
from eia_app.web.assessment.navigation import navigation
from eia_app.wizard.navigation import Navigation

if TYPE_CHECKING:
    from eia_app.domain.journey.tasks import Task, TaskKey
    from eia_app.domain.questionnaire.model import Part
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.storage.models.assessment import Assessment
    from eia_app.storage.models.events import Event
    from eia_app.storage.models.people import Person


@dataclass(frozen=True, kw_only=True)
class OverviewPage:
    """The content of `pages/assessment/overview/overview.html` for one person."""

    go: Navigation
    parts: Sequence[tuple[Part, Sequence[Task]]]
    steps: Sequence[Transition]  # those that this person can take now
    may_edit: bool
    may_discuss: bool
    may_see_coach: bool
    may_finish: bool  # practising
    may_assess_again: bool
    sent_back: Event | None  # the step that asked for changes
    progress: replies.Progress
    was_reviewed: bool
    to_look_at: Mapping[TaskKey, int]  # how many findings of the coach each task has
    timeline: Timeline
    asks_date: str  # the address at which the date of the decision is given
    newer: str  # the edition to which its answers could be carried over
    orphaned: int  # answers without a place in its edition
    promise: reassessment_reminders.ReviewDate | None  # when it is to be looked at again
    followed: Assessment | None
    followed_by: Sequence[Assessment]
    has_example: bool


def overview_page(context: AssessmentContext, person: Person, *, now: datetime) -> OverviewPage:
    """Return the page of an assessment as this person may see it."""
    assessment = context.assessment

    def may(permission: AnyPermission) -> bool:
        return is_allowed(permission, person, assessment)

    may_edit = may(Permission.EDIT)
    return OverviewPage(
        go=navigation(context),
        parts=list(_parts(context)),
        steps=transitions.available_transitions(context, person),
        may_edit=may_edit,
        may_discuss=may(Permission.READ_DISCUSSION),
        may_see_coach=may(Permission.SEE_COACH),
        may_finish=may(Permission.FINISH_PRACTISING),
        may_assess_again=may(Transition.ASSESS_AGAIN),
        sent_back=transitions.request_for_changes(context),
        progress=replies.progress(replies.asking(context)),
        was_reviewed=rounds.was_closed(context.session, assessment),
        to_look_at=findings.in_sections(context, now=now) if may_edit else {},
        timeline=timeline_of(context, now=now),
        asks_date=date_page(context) if may_edit else "",
        newer=migrate_edition.newer(context) if may(Transition.CARRY_OVER) else "",
        orphaned=orphaned_answers.count(context) if may_edit and _is_carried(context) else 0,
        promise=reassessment_reminders.of(context, now=now),
        followed=reassess.followed(context, person),
        followed_by=reassess.followed_by(context, person) if assessment.state in SIGNED else (),
        has_example=worked_example.of(context) is not None,
    )


def _parts(context: AssessmentContext) -> Iterator[tuple[Part, list[Task]]]:
    """The parts of the edition that have tasks now, each with its tasks."""
    for part in context.edition.parts:
        tasks = [task for task in context.journey.tasks if task.section.id in part.sections]
        if tasks:
            yield part, tasks


def _is_carried(context: AssessmentContext) -> bool:
    """Return whether answers came from another assessment, or wait to be confirmed."""
    waiting = context.to_confirm
    return bool(context.assessment.follows or waiting.answers or waiting.rows)


def date_page(context: AssessmentContext) -> str:
    """Return the address at which the date of the decision is given; "" if it is not open now."""
    date_question = context.edition.means("decision_date")
    for task in context.journey.tasks:
        for page in task.section.pages:
            asks_date = any(question.id == date_question for question in page.questions)
            if asks_date and context.journey.may_visit(*task.key, page.id):
                return navigation(context).page(task, page.id)
    return ""
