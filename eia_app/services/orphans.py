"""Answers that are not asked any more: kept in words, to be read and used again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.carrying import Carried
from eia_app.domain.choices import in_words
from eia_app.services.opened import Opened
from eia_app.storage.carrying import OrphanedAnswer
from eia_app.storage.models import Answer

LONGEST_NAME = 80


@dataclass(frozen=True)
class Line:
    """An answer in words: where it stands, what was asked and what was said."""

    place: str
    ask: str
    text: Sequence[str]


def in_line(opened: Opened, it: Carried) -> Line:
    """An answer in the words in which it was asked."""
    of = it.group.title if it.group else _row_name(opened, it)
    place = f"{it.section.title}: {of}" if of else it.section.title
    text = opened.choices.text(it.question, it.value)
    return Line(place, in_words(it.group, it.question.ask), text)


def _row_name(opened: Opened, it: Carried) -> str:
    rows = opened.answers.rows.get(it.section.id, ())
    row = next((each for each in rows if each.id == it.row), None)
    name = opened.choices.row_name(it.section.id, row) if row else ""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def add(opened: Opened, to: UUID, gone: Iterable[Carried], *, now: datetime) -> None:
    """Keep for the assessment `to` what one that was opened answered and it is not asked."""
    order = {q: number for number, q in enumerate(opened.edition.questions)}
    answers = _answers(opened)
    for each in sorted(gone, key=lambda it: order[it.question.id]):
        line, group = in_line(opened, each), each.group.id if each.group else ""
        source = opened.rows[UUID(each.row)] if each.row else answers[group, each.question.id]
        opened.session.add(
            OrphanedAnswer(
                assessment_id=to,
                edition=opened.frozen.name,
                section=each.section.id,
                group_id=group,
                row_id=UUID(each.row) if each.row else None,
                question=each.question.id,
                value=each.value,
                place=line.place,
                ask=line.ask,
                text=list(line.text),
                by_id=source.by_id,
                at=source.at,
                orphaned_at=now,
            )
        )


def _answers(opened: Opened) -> dict[tuple[str, str], Answer]:
    mine = select(Answer).where(Answer.assessment_id == opened.assessment.id)
    return {(each.group_id, each.question): each for each in opened.session.scalars(mine)}


def of(session: Session, assessment_id: UUID) -> Sequence[OrphanedAnswer]:
    """What was answered and is not asked any more, in the order in which it was asked."""
    mine = select(OrphanedAnswer).where(OrphanedAnswer.assessment_id == assessment_id)
    return session.scalars(mine.order_by(OrphanedAnswer.id)).all()
