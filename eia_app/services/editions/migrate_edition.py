"""Carries a draft over to a newer edition: each answer is kept, moved, or shown as not asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import flag_modified

from eia_app.domain.editions.answer_migration import Carriage, Carried, Fate, Side, carry
from eia_app.domain.errors import NotAllowed
from eia_app.domain.questionnaire.choices import in_words
from eia_app.domain.questionnaire.model import Edition, SectionKind
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import May
from eia_app.domain.workflow.states import Action
from eia_app.services.answers import orphaned_answers
from eia_app.services.answers.orphaned_answers import Line, in_line
from eia_app.services.assessment.derived_columns import columns_of_action, flush, settle
from eia_app.services.assessment.edition_freeze import coming, freeze
from eia_app.services.assessment.events import record
from eia_app.services.assessment.loading import Opened, Stored, StoredRow
from eia_app.services.guidance.guide import ANY_GROUP
from eia_app.storage.models.assessment import Answer
from eia_app.storage.models.attachments import Attachment
from eia_app.storage.models.people import Person

ANOTHER = "There is another edition by now. Look at what it would change before you carry over."


@dataclass(frozen=True)
class Plan:
    """What carrying over to an edition (such as eia/2027-1) would do. Nothing is done yet."""

    edition: str
    kept: int
    moved: Sequence[Line]
    reworded: Sequence[Line]
    gone: Sequence[Line]
    new: Sequence[tuple[str, str]]  # the section, and what it asks
    groups: Sequence[str]  # that are asked about now, and were not before


def newer(opened: Opened) -> str:
    """The edition that new assessments get, if this one is answered against an older; else ""."""
    return opened.forms.newest if opened.forms.has_newer(opened.frozen.name) else ""


def plan(opened: Opened) -> Plan:
    """What carrying over to the newest edition would do. Raises BadDefinition for a faulty one."""
    before = Side(opened.edition, opened.groups)
    now = side(opened, coming(opened.session, opened.forms))
    found = carry(before, now, opened.answers)
    section_of = now.edition.section_of
    return Plan(
        edition=opened.forms.newest,
        kept=len(found.of(Fate.KEPT)),
        moved=_lines(opened, found, Fate.MOVED, now),
        reworded=_lines(opened, found, Fate.REWORDED, now),
        gone=_lines(opened, found, Fate.GONE, now),
        new=[(section_of[q.id].title, in_words(ANY_GROUP, q.ask)) for q in found.new],
        groups=[group.title for group in now.groups if before.group(group.id) is None],
    )


def _lines(opened: Opened, found: Carriage, fate: Fate, now: Side) -> list[Line]:
    """In the words of then, each with what is different now."""
    return [
        replace(in_line(opened, each), notes=_notes(each, found, now)) for each in found.of(fate)
    ]


def _notes(it: Carried, found: Carriage, now: Side) -> list[str]:
    if it.fate is Fate.GONE:
        has_row = it.row is None or bool(found.rows[it.row])
        is_asked = has_row and now.asks(it.question.id, it.group.id if it.group else None)
        return [orphaned_answers.ASKED_AGAIN] if is_asked else []
    moved = [f"Now in “{now.edition.by_id[it.to].title}”"] if it.fate is Fate.MOVED else []
    return [*moved, *(f"Now: {words}" for words in it.now)]


def side(opened: Opened, edition: Edition) -> Side:
    """An edition with the groups that this council asks about now."""
    return Side(edition, (*edition.groups, *opened.council.local_groups))


def carry_over(opened: Opened, to: str, *, by: Person, now: datetime) -> None:
    """Answer against the newest edition from now on. `to` is its name, as the person saw it.

    What is asked in other words or elsewhere is to be confirmed. Raises Denied; NotAllowed when it
    is not a draft, or when `to` is not the newest any more; EditionChanged. A second press does
    nothing.
    """
    permissions.require(May.CARRY_OVER, by, opened.assessment)
    if to == opened.frozen.name:
        return
    if not to or to != newer(opened):
        raise NotAllowed(ANOTHER)
    before, frozen = opened.frozen.name, freeze(opened.session, opened.forms, to, now=now)
    there = side(opened, frozen.edition)
    found = carry(Side(opened.edition, opened.groups), there, opened.answers)
    orphaned_answers.add(opened, opened.assessment.id, found.of(Fate.GONE), now=now)
    _Hand(opened, found, there, now).carry()
    it = opened.assessment
    opened.frozen, it.edition_id = frozen, frozen.id
    it.local_groups = [asdict(group) for group in opened.council.local_groups]
    for row in opened.rows.values():
        columns_of_action(opened.edition, row)
    flush(opened.session)
    settle(opened, now=now)
    counts = {fate.value: len(found.of(fate)) for fate in Fate}
    detail: dict[str, object] = {"from": before, "to": to, **counts}
    record(opened.session, it, Action.CARRY_OVER, by=by, now=now, detail=detail)


class _Hand:
    """Does to what is stored of an assessment what a carriage says."""

    def __init__(self, opened: Opened, found: Carriage, there: Side, now: datetime) -> None:
        self.opened, self.found, self.there, self.now = opened, found, there, now
        self.alive = [each for each in found.answers if each.fate is not Fate.GONE]

    def carry(self) -> None:
        self._raise_revisions()
        self._carry_answers()
        self._carry_rows()
        flush(self.opened.session)

    def _raise_revisions(self) -> None:
        """A page that is open somewhere still shows the older questions."""
        for key, state in list(self.opened.states.items()):
            if self._is_task(*key):
                flag_modified(state, "saved_at")
            else:
                del self.opened.states[key]
                self.opened.session.delete(state)
        flush(self.opened.session)

    def _is_task(self, section: str, group: str) -> bool:
        there = self.there.edition.by_id.get(section)
        if there is None or (there.kind is SectionKind.EACH_GROUP) is not bool(group):
            return False
        return not group or self.there.group(group) is not None

    def _carry_answers(self) -> None:
        kept = {(_group(each), each.question.id): each for each in self.alive if not each.row}
        mine = select(Answer).where(Answer.assessment_id == self.opened.assessment.id)
        for answer in self.opened.session.scalars(mine).all():
            key = (answer.group_id, answer.question)
            it = kept.get(key)
            if it is None:  # not asked any more, or taken away before
                del self.opened.stored[key]
                self.opened.session.delete(answer)
            else:
                self._carry_answer(answer, it)

    def _carry_answer(self, answer: Answer, it: Carried) -> None:
        answer.section, answer.value = it.to, it.value
        answer.carried = answer.carried or it.needs_confirming
        if it.fate is not Fate.KEPT:  # not what an open page of this section was drawn with
            answer.revision = self.opened.revision(it.to, answer.group_id or None)
        stored = Stored(answer.value, answer.revision, answer.carried)
        self.opened.stored[answer.group_id, answer.question] = stored

    def _carry_rows(self) -> None:
        for id_, row in list(self.opened.rows.items()):
            parts = [each for each in self.alive if each.row == str(id_)]
            self._carry_row(row, self.found.rows[str(id_)], parts)

    def _carry_row(self, row: StoredRow, to: str, parts: Sequence[Carried]) -> None:
        row.revision += 1
        if not to:
            del self.opened.rows[row.id]
            row.removed_at = self.now
            return
        if to != row.section:
            mine = update(Attachment).where(Attachment.row_id == row.id)
            self.opened.session.execute(mine.values(section=to))
        values: dict[str, Any] = {each.question.id: each.value for each in parts}
        row.carried = row.carried or any(each.needs_confirming for each in parts)
        row.section, row.values = to, values


def _group(it: Carried) -> str:
    return it.group.id if it.group else ""
