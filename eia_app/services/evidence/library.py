"""The evidence library: facts that colleagues have cited, each once, for use in other assessments.

It has the rows of assessments that a person may read, and of those that are signed off. Of the
latter it says only the fact, its source and its date, and nothing of evidence about staff.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    cast,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from eia_app.domain.errors import NotAllowed, NotFound
from eia_app.domain.evidence.citations import copied, is_old
from eia_app.domain.journey.tasks import Status
from eia_app.domain.pagination import offset_of
from eia_app.domain.questionnaire.model import Edition
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.states import EDITABLE, SIGNED
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.assessment.register import visible_to
from eia_app.services.evidence.indicators import put
from eia_app.storage.forms.folder import Forms, frozen_edition
from eia_app.storage.models.assessment import Assessment, Contributor, ListRow, StoredEdition
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE
from eia_app.storage.search_columns import holds

FACTS_ON_A_PAGE = 20
OFFERED = 100  # assessments of one person that are being written
NO_FACT = "There is no such fact."


@dataclass(frozen=True)
class Fact:
    """A fact as it was cited. Which assessment cited it is not said: not everybody may know."""

    row_id: UUID
    fact: str
    source: str
    period: str
    cited: int
    last: datetime
    old: bool
    edition: Edition
    values: dict[str, Any]


def facts(
    session: Session, forms: Forms, person: Person, *, words: str = "", page: int = 1, today: date
) -> tuple[list[Fact], int]:
    """Return one page of the library, newest first; and the number of facts."""
    permissions.require(Permission.USE_SERVICE, person)
    editions = _editions(session, forms)
    if not editions:
        return [], 0
    cited = _cited(editions, person, words).subquery()
    same = (cited.c.fact, cited.c.source, cited.c.period)
    once = select(func.max(cited.c.id), func.count(), func.max(cited.c.at)).group_by(*same)
    total = session.scalar(select(func.count()).select_from(once.subquery())) or 0
    order = (func.max(cited.c.at).desc(), func.max(cited.c.id))
    groups = session.execute(
        once.order_by(*order).limit(FACTS_ON_A_PAGE).offset(offset_of(page, FACTS_ON_A_PAGE))
    ).all()
    rows = _rows(session, [UUID(id_) for id_, _, _ in groups])
    return [
        _fact(*rows[UUID(id_)], number, last, editions, today) for id_, number, last in groups
    ], total


def fact(session: Session, forms: Forms, person: Person, row_id: UUID, *, today: date) -> Fact:
    """Return one fact of the library. Raise NotFound for a row that this person has not in it."""
    permissions.require(Permission.USE_SERVICE, person)
    editions = _editions(session, forms)
    if editions:
        cited = _cited(editions, person, "").subquery()
        is_row = cited.c.id == cast(literal(row_id, ListRow.id.type), String)
        if session.scalar(select(cited.c.id).where(is_row)) is not None:
            row, assessment = _rows(session, [row_id])[row_id]
            return _fact(row, assessment, 1, row.at, editions, today)
    raise NotFound(NO_FACT)


def _editions(session: Session, forms: Forms) -> dict[UUID, Edition]:
    """Return the editions in use that ask for evidence."""
    ids = session.scalars(select(StoredEdition.id))
    group = forms.council.review_group
    editions = {id_: frozen_edition(session, id_, group).edition for id_ in ids}
    return {id_: edition for id_, edition in editions.items() if edition.means("evidence_fact")}


def _cited(editions: dict[UUID, Edition], person: Person, words: str) -> Any:
    """Return the statement for every cited fact as text, from the question of each edition."""
    selects = [_of_edition(id_, edition, person, words) for id_, edition in editions.items()]
    return union_all(*selects)


def _of_edition(id_: UUID, edition: Edition, person: Person, words: str) -> Any:
    def said(name: str) -> ColumnElement[str]:
        question = edition.means(f"evidence_{name}")
        return func.coalesce(ListRow.values[question].as_string(), "")

    conditions = [
        Assessment.edition_id == id_,
        ListRow.section == edition.means("evidence"),
        ListRow.removed_at.is_(None),
        said("fact") != "",
        or_(visible_to(person), and_(Assessment.state.in_(list(SIGNED)), _public(edition, said))),
    ]
    read = (edition.means("evidence_fact"), edition.means("evidence_source"))
    conditions += holds(words, *(func.coalesce(ListRow.searched[q].as_string(), "") for q in read))
    columns = [said(name).label(label) for name, label in LABELS.items()]
    ids = cast(ListRow.id, String).label("id")
    return (
        select(ids, ListRow.at.label("at"), *columns)
        .join(Assessment, Assessment.id == ListRow.assessment_id)
        .where(*conditions)
    )


LABELS = {"fact": "fact", "source": "source", "date": "period"}


def _public(edition: Edition, stored_text: Any) -> ColumnElement[bool]:
    """Return the condition for evidence that is not about staff, who could be recognised in it."""
    of_staff = list(edition.values_meaning("evidence_of_staff"))
    kind: ColumnElement[str] = stored_text("kind")
    return not_(kind.in_(of_staff))


def _rows(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[ListRow, Assessment]]:
    rows = session.execute(
        select(ListRow, Assessment)
        .join(Assessment, Assessment.id == ListRow.assessment_id)
        .where(ListRow.id.in_(ids))
    )
    return {row.id: (row, assessment) for row, assessment in rows}


def _fact(
    row: ListRow,
    assessment: Assessment,
    cited: int,
    last: datetime,
    editions: dict[UUID, Edition],
    today: date,
) -> Fact:
    edition = editions[assessment.edition_id]

    def said(name: str) -> str:
        return str(row.values.get(edition.means(f"evidence_{name}")) or "")

    return Fact(
        row_id=row.id,
        fact=said("fact"),
        source=said("source"),
        period=said("date"),
        cited=cited,
        last=last,
        old=is_old(edition, row.values, today),
        edition=edition,
        values=row.values,
    )


def open_to(
    session: Session, person: Person, practising: UUID | None = None
) -> Sequence[Assessment]:
    """Return the assessments that this person may write in now, newest change first.

    It is Permission.EDIT as a condition for the database; `use` checks the permission. One for
    practice is among them only where it is named.
    """
    helps = select(Contributor.assessment_id).where(Contributor.person_id == person.id)
    works_on = or_(Assessment.lead_id == person.id, Assessment.id.in_(helps))
    newest = Assessment.changed_at.desc()
    assessments = select(Assessment).where(works_on, Assessment.state.in_(list(EDITABLE)))
    here = or_(Assessment.practice.is_(False), Assessment.id == practising)
    assessments = assessments.where(here).order_by(newest, Assessment.id).limit(OFFERED)
    return session.scalars(assessments, execution_options=WITH_PRACTICE).all()


def use(context: AssessmentContext, fact: Fact, *, by: Person, now: datetime) -> UUID:
    """Copy a fact into the list of evidence: its source and date, not what it was taken to mean.

    Raise Denied, and NotAllowed where the assessment is not asked for evidence (now).
    """
    permissions.require(Permission.EDIT, by, context.assessment)
    section = context.edition.means("evidence")
    task = context.journey.task(section)
    if task is None or task.status is Status.CANNOT_START:
        raise NotAllowed("This assessment does not ask for evidence yet: finish its quick check.")
    return put(context, section, copied(context.edition, fact.edition, fact.values), by=by, now=now)
