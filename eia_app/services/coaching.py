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

from eia_app.domain import advice, policy
from eia_app.domain.calendar import local_date
from eia_app.domain.errors import Invalid, NotAllowed, NotFound
from eia_app.domain.policy import May
from eia_app.domain.quality import rules
from eia_app.domain.quality.finding import Finding, Severity
from eia_app.domain.quality.suggestions import Suggestion, suggestions
from eia_app.domain.quality.texts import fingerprints
from eia_app.domain.quality.view import View
from eia_app.domain.questionnaire import Question
from eia_app.domain.review import Place
from eia_app.domain.walk import Status, Task, TaskKey
from eia_app.services.assessments import looked_at_again
from eia_app.services.calendar import working_days
from eia_app.services.opened import Opened
from eia_app.services.sections import save_row
from eia_app.services.settling import flush
from eia_app.storage.coaching import KeptFinding
from eia_app.storage.models import Answer, Assessment
from eia_app.storage.people import Person

MOST_COMPARED = 300  # texts of other assessments, the newest first


@dataclass(frozen=True)
class Noticed:
    """A finding, and why it is kept as it is (None = nobody has said so)."""

    finding: Finding
    kept: KeptFinding | None = None


def everything(opened: Opened, *, now: datetime) -> list[Noticed]:
    """All findings, the most serious first. It compares with what other assessments say."""
    found = rules.findings(_view(opened, now, _sentences_elsewhere(opened)))
    return _with_reasons(opened, found)


def counted(opened: Opened, *, now: datetime) -> dict[str, int]:
    """How many findings are `open`, and how many are `kept` with a reason. Tips are not counted."""
    noticed = everything(opened, now=now)
    kept = sum(each.kept is not None for each in noticed)
    tips = sum(each.finding.severity is Severity.TIP and each.kept is None for each in noticed)
    return {"open": len(noticed) - kept - tips, "kept": kept}


def in_sections(opened: Opened, *, now: datetime) -> Counter[TaskKey]:
    """How many things there are to look at in each task that may be changed.

    Neither tips nor what is kept are counted.
    """
    is_locked, found = opened.journey.is_locked, rules.findings(_view(opened, now))
    here = [each for each in found if not is_locked(each.place.section, each.place.group or None)]
    return Counter(
        (each.finding.place.section, each.finding.place.group or None)
        for each in _with_reasons(opened, here)
        if each.kept is None and each.finding.severity is not Severity.TIP
    )


def on_page(
    opened: Opened,
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
    found = rules.at(_view(opened, now), task.key)
    here = [each for each in found if each.place.row == row and each.place.question in asked]
    return [each.finding for each in _with_reasons(opened, here) if each.kept is None]


def must_fix(opened: Opened, *, now: datetime) -> list[str]:
    """The sentences of what has to be put right before it is submitted.

    All of it can be: where something was sent back, this is never locked (see `blocking`).
    """
    return [each.sentence for each in rules.must_fix(_view(opened, now))]


def findings(opened: Opened, *, now: datetime) -> list[Finding]:
    """What is noticed in it alone, whether it is kept or not. Asks nothing of the database."""
    return rules.findings(_view(opened, now))


def one(opened: Opened, key: str, *, now: datetime) -> Noticed:
    """The finding with this key. Raises NotFound, also when its text has changed since."""
    found = next((each for each in everything(opened, now=now) if each.finding.key == key), None)
    if found is None:
        raise NotFound("The coach does not point this out any more.")
    return found


def keep(opened: Opened, key: str, reason: str, *, by: Person, now: datetime) -> None:
    """Keep something as it is, and say why.

    Raises Denied, NotFound, Invalid without a reason, NotAllowed for what must be put right.
    """
    policy.require(May.EDIT, by, opened.assessment)
    finding = one(opened, key, now=now).finding
    if finding.severity is not Severity.SHOULD:
        raise NotAllowed("This cannot be kept with a reason.")
    if not reason.strip():
        raise Invalid({"reason": "Enter a reason"})
    place = finding.place
    kept = KeptFinding(
        assessment_id=opened.assessment.id,
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
    opened.session.add(kept)
    flush(opened.session)


def kept_for_record(opened: Opened, *, now: datetime) -> list[dict[str, str]]:
    """What is kept as it is, and why, as it goes into a snapshot and is printed."""
    mine = select(KeptFinding.id).where(KeptFinding.assessment_id == opened.assessment.id).limit(1)
    if opened.session.scalar(mine) is None:
        return []
    return [
        {
            "rule": each.finding.rule.id,
            "place": name_of(opened, each.finding.place),
            "sentence": each.finding.sentence,
            "reason": each.kept.reason,
            "by": each.kept.by.job_title,
            "at": each.kept.at.isoformat(),
        }
        for each in everything(opened, now=now)
        if each.kept
    ]


def name_of(opened: Opened, place: Place) -> str:
    """What a place is called: the group, the row (without a full stop), or the section."""
    if place.group:
        group = opened.journey.group(place.group)
        return group.title if group else place.group
    rows = opened.journey.live.rows.get(place.section, ())
    row = next((each for each in rows if each.id == str(place.row)), None)
    named = opened.choices.row_name(place.section, row).rstrip(".") if row else ""
    return named or opened.edition.by_id[place.section].title


def suggested(opened: Opened, *, now: datetime) -> list[Suggestion]:
    """The actions that could be begun with one press, once the action plan can be written."""
    section = opened.edition.means("actions")
    task = opened.journey.task(section)
    if task is None or task.status is Status.CANNOT_START or opened.journey.is_locked(section):
        return []
    return advice.noticed("suggestions", lambda: suggestions(_view(opened, now)))


def begin_action(opened: Opened, id_: str, row: UUID, *, by: Person, now: datetime) -> None:
    """Begin the suggested action with this id as the row with this id; a second press adds none.

    Raises Denied, NotAllowed as in saving, and NotFound when it is not suggested any more.
    """
    policy.require(May.EDIT, by, opened.assessment)
    if row in opened.rows:
        return
    wanted = next((each for each in suggested(opened, now=now) if each.id == id_), None)
    if wanted is None:
        raise NotFound("This action is not suggested any more.")
    save_row(opened, opened.edition.means("actions"), row, wanted.values, by=by, now=now)


def _view(opened: Opened, now: datetime, copied: Collection[int] = frozenset()) -> View:
    return View(opened.journey, opened.council, local_date(now), working_days(), copied)


def _sentences_elsewhere(opened: Opened) -> frozenset[int]:
    """Fingerprints of the reasons that other assessments give, as many as are compared.

    None that are for practice, where many write about one scenario: no list has them.
    """
    others = (
        select(Answer.value)
        .join(Assessment, Assessment.id == Answer.assessment_id)
        .where(
            Answer.question == opened.edition.means("explanation"),
            Answer.assessment_id != opened.assessment.id,
            Answer.assessment_id.not_in(looked_at_again(opened)),
        )
        .order_by(Answer.at.desc())
        .limit(MOST_COMPARED)
    )
    texts = (value for value in opened.session.scalars(others) if isinstance(value, str))
    return frozenset().union(*map(fingerprints, texts))


def _with_reasons(opened: Opened, found: list[Finding]) -> list[Noticed]:
    """Each finding with the newest reason that still holds for it."""
    if not found:
        return []
    mine = select(KeptFinding).where(KeptFinding.assessment_id == opened.assessment.id)
    stored = opened.session.scalars(mine.order_by(KeptFinding.at))
    kept = {(each.rule, each.place, each.text_sha256): each for each in stored}
    return [Noticed(each, kept.get((each.rule.id, each.place, each.text_sha256))) for each in found]
