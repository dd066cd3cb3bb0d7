"""Findings of the coach in an assessment, those dismissed with a reason, and suggested actions.

Findings are computed whenever they are shown, and never stored. A reason for keeping something as
it is is stored, and lapses when the text changes that the finding rests on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from eia_app.domain.calendar import local_date
from eia_app.domain.coach import failing_checks, registry
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Finding, Severity
from eia_app.domain.coach.suggested_actions import Suggestion, suggestions
from eia_app.domain.errors import Invalid, NotAllowed, NotFound
from eia_app.domain.journey.tasks import Status, Task, TaskKey
from eia_app.domain.questionnaire.group_questions import answer_key
from eia_app.domain.questionnaire.model import Question
from eia_app.domain.review.review import Location
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.answers.rows import save_row
from eia_app.services.assessment.calendar import working_days
from eia_app.services.assessment.derived_columns import flush
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.coach.kept_findings import NotedFindings, with_reasons
from eia_app.services.coach.other_assessments import sentences_elsewhere
from eia_app.storage.models.dismissed_findings import DismissedFinding
from eia_app.storage.models.people import Person


def list_all(
    context: AssessmentContext, *, now: datetime, only_open_places: bool = False
) -> list[NotedFindings]:
    """Return all findings, the most serious first, compared with what other assessments say.

    With `only_open_places`, those that are not kept and of which nothing can be changed now are
    left out.
    """
    findings = registry.findings(view_of(context, now, sentences_elsewhere(context)))
    return [
        noted
        for noted in with_reasons(context, findings)
        if noted.kept or not only_open_places or can_be_changed(context, noted.finding)
    ]


def count(context: AssessmentContext, *, now: datetime) -> dict[str, int]:
    """Return the number of findings that are `open` and `kept` with a reason, without tips.

    Findings of which one sentence tells count once.
    """
    noticed = list_all(context, now=now)
    return {
        "open": len({noted.finding.fault for noted in noticed if _is_open(noted)}),
        "kept": sum(noted.kept is not None for noted in noticed),
    }


def open_findings(context: AssessmentContext, *, now: datetime) -> list[NotedFindings]:
    """Return the findings that are not kept and of which something can be changed now.

    They come before a submit and are not compared with what other assessments say.
    """
    return [
        noted
        for noted in with_reasons(context, registry.findings(view_of(context, now)))
        if noted.kept is None and can_be_changed(context, noted.finding)
    ]


def count_faults(noted_findings: Iterable[NotedFindings]) -> int:
    """Return the number of sentences that open findings make, without tips."""
    return len({noted.finding.fault for noted in noted_findings if _is_open(noted)})


def can_be_changed(context: AssessmentContext, finding: Finding) -> bool:
    """Return whether one of the places of a finding is in a task that is not locked."""
    return not all(
        context.journey.is_locked(place.section, place.group or None)
        for place in finding.occurrence.places
    )


def _is_open(noted: NotedFindings) -> bool:
    return noted.kept is None and noted.finding.severity is not Severity.TIP


def in_sections(context: AssessmentContext, *, now: datetime) -> Counter[TaskKey]:
    """Return the number of findings in each task that may be changed.

    Neither tips nor what is kept are counted.
    """
    is_locked, findings = context.journey.is_locked, registry.findings(view_of(context, now))
    here = [
        finding
        for finding in findings
        if not is_locked(finding.place.section, finding.place.group or None)
    ]
    return Counter(
        context.journey.task_key(item.finding.place.section, item.finding.place.group or None)
        for item in with_reasons(context, here)
        if item.kept is None and item.finding.severity is not Severity.TIP
    )


def on_page(
    context: AssessmentContext,
    task: Task,
    questions: Iterable[Question],
    *,
    now: datetime,
    row: UUID | None = None,
) -> list[Finding]:
    """Return the findings on one page that are not kept. Only the rules of that page are run.

    The page of a list has what is about the list as a whole, and `row` what is about one row.
    """
    _, group = task.key
    question_ids = {"", *(answer_key(group, question.id)[1] for question in questions)}
    findings = registry.findings_in_task(view_of(context, now), task.key)
    here = [
        finding
        for finding in findings
        if finding.place.row == row and finding.place.question in question_ids
    ]
    return [noted.finding for noted in with_reasons(context, here) if noted.kept is None]


def must_fix(context: AssessmentContext, *, now: datetime) -> list[str]:
    """Return the sentences of what has to be put right before a submit; none is locked."""
    return [finding.sentence for finding in registry.must_fix(view_of(context, now))]


def findings(context: AssessmentContext, *, now: datetime) -> list[Finding]:
    """Return the findings in this assessment alone, kept or not, without a query."""
    return registry.findings(view_of(context, now))


def find(context: AssessmentContext, key: str, *, now: datetime) -> NotedFindings:
    """Return the finding with this key. Raise NotFound, also when its text has changed since."""
    noted = next((noted for noted in list_all(context, now=now) if noted.finding.key == key), None)
    if noted is None:
        raise NotFound("The coach does not point this out any more.")
    return noted


def dismiss(
    context: AssessmentContext, key: str, reason: str, *, by: Person, now: datetime
) -> None:
    """Dismiss a finding with a reason.

    Raise Denied, NotFound, Invalid without a reason, NotAllowed for what must be put right.
    """
    permissions.require(Permission.EDIT, by, context.assessment)
    finding = find(context, key, now=now).finding
    if finding.severity is not Severity.SHOULD:
        raise NotAllowed("This cannot be kept with a reason.")
    if not reason.strip():
        raise Invalid({"reason": "Enter a reason"})
    place = finding.place
    dismissed = DismissedFinding(
        assessment_id=context.assessment.id,
        rule=finding.rule.id,
        section=place.section,
        group_id=place.group,
        question=place.question,
        row_id=place.row,
        text_sha256=finding.text_sha256,
        sentence=finding.sentence,
        reason=reason.strip(),
        by_id=by.id,
        at=now,
    )
    context.session.add(dismissed)
    flush(context.session)


def dismissed_for_record(context: AssessmentContext, *, now: datetime) -> list[dict[str, str]]:
    """Return the dismissed findings with their reasons, in the form for snapshot and report."""
    dismissed = (
        select(DismissedFinding.id)
        .where(DismissedFinding.assessment_id == context.assessment.id)
        .limit(1)
    )
    if context.session.scalar(dismissed) is None:
        return []
    return [
        {
            "rule": noted.finding.rule.id,
            "place": name_of(context, noted.finding.place),
            "sentence": noted.finding.sentence,
            "reason": noted.kept.reason,
            "by": noted.kept.by.job_title,
            "at": noted.kept.at.isoformat(),
        }
        for noted in list_all(context, now=now)
        if noted.kept
    ]


def name_of(context: AssessmentContext, place: Location) -> str:
    """Return the name of a place: the group, the row (without a full stop), or the section."""
    if place.group:
        group = context.journey.group(place.group)
        return group.title if group else place.group
    rows = context.journey.live.rows.get(place.section, ())
    row = next((row for row in rows if row.id == str(place.row)), None)
    named = context.choices.row_name(place.section, row).rstrip(".") if row else ""
    return named or context.edition.by_id[place.section].title


def suggested(context: AssessmentContext, *, now: datetime) -> list[Suggestion]:
    """Return the actions that can be begun with one press, once the action plan can be written."""
    section = context.edition.means("actions")
    task = context.journey.task(section)
    if task is None or task.status is Status.CANNOT_START or context.journey.is_locked(section):
        return []
    return failing_checks.run_check("suggestions", lambda: suggestions(view_of(context, now)))


def begin_action(
    context: AssessmentContext, id_: str, row: UUID, *, by: Person, now: datetime
) -> None:
    """Begin the suggested action with this id as the row with this id; a second press adds none.

    Raise Denied, NotAllowed as in saving, and NotFound when it is not suggested any more.
    """
    permissions.require(Permission.EDIT, by, context.assessment)
    if row in context.rows:
        return
    suggestion = next(
        (suggestion for suggestion in suggested(context, now=now) if suggestion.id == id_), None
    )
    if suggestion is None:
        raise NotFound("This action is not suggested any more.")
    save_row(context, context.edition.means("actions"), row, suggestion.values, by=by, now=now)


def view_of(
    context: AssessmentContext, now: datetime, copied: Collection[int] = frozenset()
) -> AssessmentView:
    return AssessmentView(context.journey, context.council, local_date(now), working_days(), copied)
