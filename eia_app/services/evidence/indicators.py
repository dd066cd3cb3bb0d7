"""Evidence at hand: figures about the area, and citing one with a press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from eia_app.domain.errors import NotFound
from eia_app.domain.evidence import citations
from eia_app.domain.evidence.indicators import AtHand, Measure, at_hand
from eia_app.domain.journey.tasks import Status
from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.forms.datasets import packs_in
from eia_app.storage.models.assessment import ListRow
from eia_app.storage.models.people import Person


@dataclass(frozen=True)
class Panel:
    """The figures on a group’s page, tables still to be imported, and whether to cite."""

    figures: Sequence[AtHand]
    lacking: Sequence[Measure]
    may_cite: bool

    def __bool__(self) -> bool:
        return bool(self.figures or self.lacking)


def panel(context: AssessmentContext, section: str, group: str | None, page: str) -> Panel | None:
    """The figures for a page on which evidence is cited; None for any other page."""
    question = citations.citing(context.edition, section)
    if question is None or group is None or question.page not in {"", page}:
        return None
    council = context.council
    figures, lacking = at_hand(packs_in(context.forms.folder).measures, group, council.area_code)
    return Panel(figures, lacking, _may_cite(context, context.edition.means("evidence")))


def _may_cite(context: AssessmentContext, section: str) -> bool:
    task = context.journey.task(section)
    started = task is not None and task.status is not Status.CANNOT_START
    return started and not context.journey.is_locked(section)


def cite(
    context: AssessmentContext,
    section: str,
    group: str,
    measure: str,
    categories: Sequence[str],
    *,
    by: Person,
    now: datetime,
) -> UUID:
    """Add a figure to the list of evidence, ticked for this group; return the id of its row.

    The same figure again leads to the row there is. Raise NotFound for a measure that is not
    at hand for this group, and whatever save_row raises.
    """
    question = citations.citing(context.edition, section)
    measures = packs_in(context.forms.folder).measures
    figures, _ = at_hand(measures, group, context.council.area_code)
    figure = next((figure for figure in figures if figure.measure.id == measure), None)
    if question is None or figure is None:
        raise NotFound("There is no such figure.")
    threshold = context.council.small_number_threshold
    values = citations.values_of(context.edition, figure, categories, threshold)
    row = put(context, context.edition.means("evidence"), values, by=by, now=now)
    ticked = context.answers.get(question.id, group)
    before = [str(row_id) for row_id in ticked] if isinstance(ticked, list) else []
    if str(row) not in before:
        save_answers(context, section, group, {question.id: [*before, str(row)]}, by=by, now=now)
    return row


def put(
    context: AssessmentContext, section: str, values: dict[str, Any], *, by: Person, now: datetime
) -> UUID:
    """Add a row of evidence with an id derived from its values, so that adding it twice is once."""
    row_id = uuid5(context.assessment.id, repr(sorted(values.items())))
    if row_id not in context.rows:
        removed = context.session.get(ListRow, row_id)
        seen = removed.revision if removed else 0
        save_row(context, section, row_id, values, by=by, now=now, seen=seen)
    return row_id
