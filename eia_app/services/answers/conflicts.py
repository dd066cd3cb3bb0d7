"""Find what of a page has changed, and where two people changed the same in one section or row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from eia_app.domain.editions.answer_migration import NOTHING_CARRIED
from eia_app.domain.errors import Clash, Stale
from eia_app.domain.questionnaire.answers import is_empty
from eia_app.domain.questionnaire.group_questions import answer_key
from eia_app.services.assessment.content import StoredRow
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.assessment import ReplacedValue
from eia_app.storage.models.people import Person

Values = Mapping[str, Any]


def stored_key(group: str | None, page_id: str) -> tuple[str, str]:
    """Return the key of a stored answer by what its page calls the question."""
    own_group, question = answer_key(group, page_id)
    return own_group or "", question


def same(context: AssessmentContext, group: str | None, question: str, value: Any) -> bool:
    stored = context.stored.get(stored_key(group, question))
    return alike(stored.value if stored else None, value)


def to_save(
    context: AssessmentContext, group: str | None, values: Values, *, confirms: bool
) -> dict[str, Any]:
    """Return what of a page has changed; if it `confirms`, also what was carried over as it was.

    An offer that was emptied counts as changed, so that it is not made again.
    """
    carried = context.to_confirm if confirms else NOTHING_CARRIED
    return {
        q: v
        for q, v in values.items()
        if carried.has(*answer_key(group, q))
        or not same(context, group, q, v)
        or _declines(context, group, q)
    }


def _declines(context: AssessmentContext, group: str | None, question: str) -> bool:
    """Return whether a page leaves a question empty that it offered an answer to."""
    key = stored_key(group, question)
    return bool(context.edition.questions[key[1]].offer) and key not in context.stored


def alike(value: Any, other: Any) -> bool:
    """Return whether two values say the same: empty values are alike however they are written."""
    return bool(value == other) or (is_empty(value) and is_empty(other))


def without_clashes(
    context: AssessmentContext, section: str, group: str | None, changed: Values, seen: int
) -> dict[str, Any]:
    """Return what may be saved from an old page. Raise Stale for what both people changed."""
    savable, clashes = {}, []
    for question, value in changed.items():
        stored = context.stored.get(stored_key(group, question))
        if stored is None or stored.revision <= seen:
            savable[question] = value
        elif not _is_as_drawn(context, group, question, value, seen):
            clashes.append(Clash(question, stored.value, value))
    if clashes:
        state = context.states[section, group or ""]
        saver = context.session.get(Person, state.saved_by_id)
        raise Stale(clashes=clashes, revision=state.revision, saved_by=saver.name if saver else "")
    return savable


def _is_as_drawn(
    context: AssessmentContext, group: str | None, question: str, value: Any, seen: int
) -> bool:
    """Return whether a value is what the page showed when it was drawn, so that nobody typed it."""
    group_id, question_id = stored_key(group, question)
    drawn = context.session.scalar(
        select(ReplacedValue)
        .where(
            ReplacedValue.assessment_id == context.assessment.id,
            ReplacedValue.group_id == group_id,
            ReplacedValue.question == question_id,
            ReplacedValue.row_id.is_(None),
            ReplacedValue.revision <= seen,
        )
        .order_by(ReplacedValue.id.desc())
        .limit(1)
    )
    return alike(drawn.value if drawn else None, value)


def row_clash(context: AssessmentContext, row: StoredRow, values: Values) -> Stale:
    clashes = [
        Clash(q, row.values.get(q), v)
        for q, v in values.items()
        if row.values.get(q) != v and not (is_empty(v) and q not in row.values)
    ]
    saver = context.session.get(Person, row.by_id)
    return Stale(clashes=clashes, revision=row.revision, saved_by=saver.name if saver else "")
