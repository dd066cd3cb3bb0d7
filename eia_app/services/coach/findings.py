"""What the coach notices in an assessment, what an author keeps all the same, and what to do.

Findings are computed whenever they are shown, and never stored. A reason for keeping something as
it is is stored, and lapses when the text changes that the finding rests on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from eia_app.domain.calendar import local_date
from eia_app.domain.coach import failing_checks, registry
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Finding, Severity
from eia_app.domain.coach.suggested_actions import Suggestion, suggestions
from eia_app.domain.coach.text_analysis import fingerprints
from eia_app.domain.errors import Invalid, NotAllowed, NotFound
from eia_app.domain.journey.traversal import Status, Task, TaskKey
from eia_app.domain.questionnaire.model import Question
from eia_app.domain.review.review import Location
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.answers.rows import save_row
from eia_app.services.assessment.calendar import working_days
from eia_app.services.assessment.derived_columns import flush
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.assessment.register import looked_at_again
from eia_app.storage.models.assessment import Answer, Assessment
from eia_app.storage.models.dismissed_findings import DismissedFinding
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE

MOST_COMPARED = 300  # texts of other assessments, the newest first


@dataclass(frozen=True)
class NotedFindings:
    """A finding, and why it is kept as it is (None = nobody has said so)."""

    finding: Finding
    kept: DismissedFinding | None = None


def everything(context: AssessmentContext, *, now: datetime) -> list[NotedFindings]:
    """All findings, the most serious first. It compares with what other assessments say."""
    found = registry.findings(_view(context, now, _sentences_elsewhere(context)))
    return _with_reasons(context, found)


def counted(context: AssessmentContext, *, now: datetime) -> dict[str, int]:
    """How many findings are `open`, and how many are `kept` with a reason. Tips are not counted."""
    noticed = everything(context, now=now)
    kept = sum(each.kept is not None for each in noticed)
    tips = sum(each.finding.severity is Severity.TIP and each.kept is None for each in noticed)
    return {"open": len(noticed) - kept - tips, "kept": kept}


def in_sections(context: AssessmentContext, *, now: datetime) -> Counter[TaskKey]:
    """How many things there are to look at in each task that may be changed.

    Neither tips nor what is kept are counted.
    """
    is_locked, found = context.journey.is_locked, registry.findings(_view(context, now))
    here = [each for each in found if not is_locked(each.place.section, each.place.group or None)]
    return Counter(
        (each.finding.place.section, each.finding.place.group or None)
        for each in _with_reasons(context, here)
        if each.kept is None and each.finding.severity is not Severity.TIP
    )


def on_page(
    context: AssessmentContext,
    task: Task,
    questions: Iterable[Question],
    *,
    now: datetime,
    row: UUID | None = None,
) -> list[Finding]:
    """What is noticed on one page and is not kept. Only the rules that belong there are asked.

    The page of a list has what is about the list as a whole, and `row` what is about one row.
    """
    asked = {"", *(question.id for question in questions)}
    found = registry.findings_in_task(_view(context, now), task.key)
    here = [each for each in found if each.place.row == row and each.place.question in asked]
    return [each.finding for each in _with_reasons(context, here) if each.kept is None]


def must_fix(context: AssessmentContext, *, now: datetime) -> list[str]:
    """The sentences of what has to be put right before it is submitted.

    All of it can be: where something was sent back, this is never locked (see `blocking`).
    """
    return [each.sentence for each in registry.must_fix(_view(context, now))]


def findings(context: AssessmentContext, *, now: datetime) -> list[Finding]:
    """What is noticed in it alone, whether it is kept or not. Asks nothing of the database."""
    return registry.findings(_view(context, now))


def one(context: AssessmentContext, key: str, *, now: datetime) -> NotedFindings:
    """The finding with this key. Raises NotFound, also when its text has changed since."""
    found = next((each for each in everything(context, now=now) if each.finding.key == key), None)
    if found is None:
        raise NotFound("The coach does not point this out any more.")
    return found


def keep(context: AssessmentContext, key: str, reason: str, *, by: Person, now: datetime) -> None:
    """Keep something as it is, and say why.

    Raises Denied, NotFound, Invalid without a reason, NotAllowed for what must be put right.
    """
    permissions.require(Permission.EDIT, by, context.assessment)
    finding = one(context, key, now=now).finding
    if finding.severity is not Severity.SHOULD:
        raise NotAllowed("This cannot be kept with a reason.")
    if not reason.strip():
        raise Invalid({"reason": "Enter a reason"})
    place = finding.place
    kept = DismissedFinding(
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
    context.session.add(kept)
    flush(context.session)


def kept_for_record(context: AssessmentContext, *, now: datetime) -> list[dict[str, str]]:
    """What is kept as it is, and why, as it goes into a snapshot and is printed."""
    mine = (
        select(DismissedFinding.id)
        .where(DismissedFinding.assessment_id == context.assessment.id)
        .limit(1)
    )
    if context.session.scalar(mine) is None:
        return []
    return [
        {
            "rule": each.finding.rule.id,
            "place": name_of(context, each.finding.place),
            "sentence": each.finding.sentence,
            "reason": each.kept.reason,
            "by": each.kept.by.job_title,
            "at": each.kept.at.isoformat(),
        }
        for each in everything(context, now=now)
        if each.kept
    ]


def name_of(context: AssessmentContext, place: Location) -> str:
    """What a place is called: the group, the row (without a full stop), or the section."""
    if place.group:
        group = context.journey.group(place.group)
        return group.title if group else place.group
    rows = context.journey.live.rows.get(place.section, ())
    row = next((each for each in rows if each.id == str(place.row)), None)
    named = context.choices.row_name(place.section, row).rstrip(".") if row else ""
    return named or context.edition.by_id[place.section].title


def suggested(context: AssessmentContext, *, now: datetime) -> list[Suggestion]:
    """The actions that could be begun with one press, once the action plan can be written."""
    section = context.edition.means("actions")
    task = context.journey.task(section)
    if task is None or task.status is Status.CANNOT_START or context.journey.is_locked(section):
        return []
    return failing_checks.run_check("suggestions", lambda: suggestions(_view(context, now)))


def begin_action(
    context: AssessmentContext, id_: str, row: UUID, *, by: Person, now: datetime
) -> None:
    """Begin the suggested action with this id as the row with this id; a second press adds none.

    Raises Denied, NotAllowed as in saving, and NotFound when it is not suggested any more.
    """
    permissions.require(Permission.EDIT, by, context.assessment)
    if row in context.rows:
        return
    wanted = next((each for each in suggested(context, now=now) if each.id == id_), None)
    if wanted is None:
        raise NotFound("This action is not suggested any more.")
    save_row(context, context.edition.means("actions"), row, wanted.values, by=by, now=now)


def _view(
    context: AssessmentContext, now: datetime, copied: Collection[int] = frozenset()
) -> AssessmentView:
    return AssessmentView(context.journey, context.council, local_date(now), working_days(), copied)


def _sentences_elsewhere(context: AssessmentContext) -> frozenset[int]:
    """Fingerprints of the reasons that other assessments give, as many as are compared.

    None that are for practice, where many write about one scenario: no list has them.
    """
    others = (
        select(Answer.value)
        .join(Assessment, Assessment.id == Answer.assessment_id)
        .where(
            Answer.question == context.edition.means("explanation"),
            Answer.assessment_id != context.assessment.id,
            Answer.assessment_id.not_in(looked_at_again(context)),
        )
        .order_by(Answer.at.desc())
        .limit(MOST_COMPARED)
    )
    texts = (value for value in context.session.scalars(others) if isinstance(value, str))
    return frozenset().union(*map(fingerprints, texts))


def _with_reasons(context: AssessmentContext, found: list[Finding]) -> list[NotedFindings]:
    """Each finding with the newest reason that still holds for it."""
    if not found:
        return []
    mine = select(DismissedFinding).where(DismissedFinding.assessment_id == context.assessment.id)
    newest_last = mine.order_by(DismissedFinding.at)
    stored = context.session.scalars(newest_last, execution_options=WITH_PRACTICE)
    kept = {(each.rule, each.place, each.text_sha256): each for each in stored}
    return [
        NotedFindings(each, kept.get((each.rule.id, each.place, each.text_sha256)))
        for each in found
    ]
