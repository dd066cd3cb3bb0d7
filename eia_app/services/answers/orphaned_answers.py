"""Answers that are not asked any more: kept in words, to be read and used again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.domain.editions.answer_migration import MigratedValue, Side
from eia_app.domain.questionnaire.choices import in_words
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.assessment import Answer, ListRow
from eia_app.storage.models.attachments import Attachment
from eia_app.storage.models.orphaned_answers import OrphanedAnswer

LONGEST_NAME = 80
ASKED_AGAIN = "It is still asked, but this is no answer to it any more: answer it again."


@dataclass(frozen=True)
class Line:
    """An answer in words: where it stood, what was asked and said, and what is different now."""

    place: str
    ask: str
    text: Sequence[str]
    notes: Sequence[str] = ()


def in_line(context: AssessmentContext, answer: MigratedValue) -> Line:
    """An answer in the words in which it was asked."""
    about = answer.group.title if answer.group else _row_name(context, answer)
    place = f"{answer.section.title}: {about}" if about else answer.section.title
    text = context.choices.text(answer.question, answer.value)
    return Line(place, in_words(answer.group, answer.question.ask), text)


def _row_name(context: AssessmentContext, answer: MigratedValue) -> str:
    rows = context.answers.rows.get(answer.section.id, ())
    row = next((row for row in rows if row.id == answer.row), None)
    name = context.choices.row_name(answer.section.id, row) if row else ""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def add(
    context: AssessmentContext, to: UUID, gone: Iterable[MigratedValue], *, now: datetime
) -> None:
    """Keep for the assessment `to` what one that was opened answered and it is not asked."""
    order = {q: number for number, q in enumerate(context.edition.questions)}
    answers = _answers(context)
    for answer in sorted(gone, key=lambda answer: order[answer.question.id]):
        line, group = in_line(context, answer), answer.group.id if answer.group else ""
        source = (
            context.rows[UUID(answer.row)] if answer.row else answers[group, answer.question.id]
        )
        context.session.add(
            OrphanedAnswer(
                assessment_id=to,
                edition=context.frozen.name,
                section=answer.section.id,
                group_id=group,
                row_id=UUID(answer.row) if answer.row else None,
                question=answer.question.id,
                value=answer.value,
                place=line.place,
                ask=line.ask,
                text=list(line.text),
                by_id=source.by_id,
                at=source.at,
                orphaned_at=now,
            )
        )


def _answers(context: AssessmentContext) -> dict[tuple[str, str], Answer]:
    answers = select(Answer).where(Answer.assessment_id == context.assessment.id)
    return {
        (answer.group_id, answer.question): answer for answer in context.session.scalars(answers)
    }


def of(session: Session, assessment_id: UUID) -> Sequence[OrphanedAnswer]:
    """Return the orphaned answers of an assessment in the order of their questions."""
    orphaned = select(OrphanedAnswer).where(OrphanedAnswer.assessment_id == assessment_id)
    return session.scalars(orphaned.order_by(OrphanedAnswer.id)).all()


def lines(context: AssessmentContext) -> list[Line]:
    """Return the orphaned answers as text, each with whether its question is unanswered now."""
    now = Side(context.edition, context.groups)
    return [
        Line(
            orphaned.place,
            orphaned.ask,
            orphaned.text,
            [ASKED_AGAIN] if _waits(context, now, orphaned) else [],
        )
        for orphaned in of(context.session, context.assessment.id)
    ]


def _waits(context: AssessmentContext, now: Side, orphaned: OrphanedAnswer) -> bool:
    has_row = orphaned.row_id is None or orphaned.row_id in context.rows
    is_answered = (
        orphaned.row_id is None and (orphaned.group_id, orphaned.question) in context.stored
    )
    return has_row and not is_answered and now.asks(orphaned.question, orphaned.group_id or None)


def files(context: AssessmentContext) -> Sequence[Attachment]:
    """Return the files of rows that went to no list, without those that were removed by hand."""
    left = select(OrphanedAnswer.orphaned_at).where(OrphanedAnswer.row_id == ListRow.id)
    attachments = (
        select(Attachment)
        .join(ListRow, ListRow.id == Attachment.row_id)
        .where(
            Attachment.assessment_id == context.assessment.id,
            Attachment.removed_at.is_(None),
            ListRow.removed_at.in_(left),
        )
    )
    return context.session.scalars(attachments.order_by(Attachment.at, Attachment.id)).all()


def count(context: AssessmentContext) -> int:
    """Return the number of orphaned answers."""
    of_assessment = OrphanedAnswer.assessment_id == context.assessment.id
    return context.session.scalar(select(func.count()).where(of_assessment)) or 0
