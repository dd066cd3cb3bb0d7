"""Saving all the rows of a page at once, each with a revision of its own.

Whoever saves such a page posts every row of it, also those that they did not touch. So what a page
posts is compared with what it showed when it was drawn, question by question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from eia_app.domain.errors import Clash, NotFound, Stale
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.answers.conflicts import Values, alike
from eia_app.services.answers.derived_values import without_derived
from eia_app.services.answers.rows import (
    change_row,
    fill_row,
    find_removed,
    given_values,
    new_row,
    put_back,
)
from eia_app.services.answers.save import bump_section_revision, require_unlocked, save_answers
from eia_app.services.assessment.content import StoredRow
from eia_app.services.assessment.derived_columns import update_derived_columns
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.assessment import ReplacedValue
from eia_app.storage.models.people import Person

REMOVED = "Somebody else removed something while you were writing."
Drawn = Mapping[UUID, Mapping[str, Any]]  # row id to the values that its page showed


@dataclass(frozen=True)
class PostedRow:
    """The answers of one row that a page posts; `seen` is the revision that it showed (0 = new)."""

    id: UUID
    values: Values
    seen: int


@dataclass(frozen=True)
class StaleRow:
    """A row that two people changed: where they clash, and what only the other changed."""

    revision: int
    clashes: Sequence[Clash] = ()
    theirs: Values = field(default_factory=dict)
    is_removed: bool = False


class StaleRows(Stale):
    """Rows that somebody else changed or removed meanwhile, by id. Nothing was saved."""

    def __init__(self, rows: Mapping[UUID, StaleRow], saved_by: str, revision: int) -> None:
        only_removed = all(row.is_removed for row in rows.values())
        words = [REMOVED] if only_removed else []
        super().__init__(*words, saved_by="" if only_removed else saved_by, revision=revision)
        self.rows = rows


def save_rows(
    context: AssessmentContext,
    section: str,
    rows: Sequence[PostedRow],
    own: Values,
    *,
    by: Person,
    now: datetime,
    seen: int | None,
    confirms: bool,
) -> None:
    """Save a page of rows and the answers of the list itself (`own`), all or nothing.

    What others saved since, and this person did not touch, is left as it is. `seen` is the
    section's revision. Raise like save_answers, and StaleRows with every row that both changed.
    """
    permissions.require(Permission.EDIT, by, context.assessment)
    rows = [
        PostedRow(row.id, without_derived(context, section, row.id, row.values), row.seen)
        for row in rows
    ]
    merged = _merge(context, section, rows, seen or 0)
    save_answers(context, section, None, own, by=by, now=now, seen=seen, confirms=confirms)
    changed = [
        (row, values)
        for row, values in merged
        if _is_change(context.rows.get(row.id), values, confirms=confirms)
    ]
    if not changed:
        return
    if any(_changes_text(context.rows.get(row.id), values) for row, values in changed):
        require_unlocked(context, section)
    for row, values in changed:
        _store(context, section, row, values, by, now)
    bump_section_revision(context, section, None, by, now)
    context.renew()
    update_derived_columns(context, now=now)


def _is_change(row: StoredRow | None, values: Values, *, confirms: bool) -> bool:
    return _changes_text(row, values) or (row is not None and row.carried and confirms)


def _changes_text(row: StoredRow | None, values: Values) -> bool:
    return row is None or row.values != values


def _store(
    context: AssessmentContext,
    section: str,
    posted: PostedRow,
    values: dict[str, Any],
    by: Person,
    now: datetime,
) -> None:
    row = context.rows.get(posted.id)
    if row is not None:
        change_row(context, row, values, by=by, now=now, seen=row.revision)
        return
    row = put_back(context, section, posted.id, posted.seen) or new_row(context, section, posted.id)
    fill_row(context, row, values, by=by, now=now)


def _merge(
    context: AssessmentContext, section: str, rows: Sequence[PostedRow], seen: int
) -> list[tuple[PostedRow, dict[str, Any]]]:
    """Return the values to store for each row. Raise StaleRows before anything is stored.

    `seen` is the revision of the section that the page showed, which stays what it has seen.
    """
    stored = {row.id: _row_of(context, section, row.id) for row in rows}
    removed = {
        row.id: stored_row
        for row in rows
        if stored[row.id] is None and (stored_row := find_removed(context, section, row.id))
    }
    current = {id_: row for id_, row in {**stored, **removed}.items() if row is not None}
    old = [row for row in rows if row.id in current and current[row.id].revision != row.seen]
    drawn = _drawn(context, old, current)
    merged, stale = [], {}
    for row in rows:
        if row not in old:
            merged.append((row, given_values(row.values)))
        elif row.id in removed:
            if not _says_what_was_drawn(row.values, drawn[row.id]):
                stale[row.id] = StaleRow(current[row.id].revision, is_removed=True)
        else:
            values, clashes, theirs = _merged(row.values, current[row.id].values, drawn[row.id])
            merged.append((row, given_values(values)))
            if clashes:
                stale[row.id] = StaleRow(current[row.id].revision, clashes, theirs)
    if stale:
        saver = context.session.get(Person, current[next(iter(stale))].by_id)
        raise StaleRows(stale, saver.name if saver else "", seen)
    return merged


def _row_of(context: AssessmentContext, section: str, row_id: UUID) -> StoredRow | None:
    """Return the row of this list with this id, if it is there. Raise NotFound."""
    row = context.rows.get(row_id)
    if row is not None and row.section != section:
        raise NotFound("There is no such row.")
    return row


def _says_what_was_drawn(values: Values, drawn: Values) -> bool:
    return all(alike(value, drawn.get(question)) for question, value in values.items())


def _merged(
    posted: Values, present: Values, drawn: Values
) -> tuple[dict[str, Any], list[Clash], dict[str, Any]]:
    """Return the values of both people, where they clash, and what only the other changed."""
    values, clashes, theirs = {}, [], {}
    for question, value in posted.items():
        other, before = present.get(question), drawn.get(question)
        values[question] = value
        if alike(value, other) or alike(other, before):
            continue
        if alike(value, before):
            values[question] = theirs[question] = other
        else:
            clashes.append(Clash(question, other, value))
    return values, clashes, theirs


def _drawn(
    context: AssessmentContext, rows: Iterable[PostedRow], current: Mapping[UUID, StoredRow]
) -> Drawn:
    """Return the values of rows as they were at the revision that the page showed.

    A replaced value was in force up to its revision, so the first one since then is what was shown.
    """
    seen = {row.id: row.seen for row in rows}
    drawn = {id_: dict(current[id_].values) if seen[id_] else {} for id_ in seen}
    if not seen:
        return drawn
    replaced = select(ReplacedValue).where(
        ReplacedValue.assessment_id == context.assessment.id, ReplacedValue.row_id.in_(list(seen))
    )
    for old in context.session.scalars(replaced.order_by(ReplacedValue.id.desc())):
        if old.row_id is not None and 0 < seen[old.row_id] <= old.revision:
            drawn[old.row_id][old.question] = old.value
    return drawn
