"""Rows of lists: adding once, changing, taking away, and two people in one row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, NotFound, Stale
from eia_app.services.answers.rows import remove_row, save_row
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.assessment import ListRow, MitigatingAction, ReplacedValue
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers

LATER = NOW + timedelta(minutes=5)
FACT = {"fact": "12% are over 65", "kind": "figures"}
ACTION = {
    "action_text": "Write to permit holders",
    "action_owner": "Parking manager",
    "action_due": "2026-09-30",
    "action_status": "not_started",
}


@pytest.fixture
def context(make_assessment: Makers) -> AssessmentContext:
    return make_assessment(blank=True)


def save(
    context: AssessmentContext, by: Person, row: UUID, values: dict[str, Any], *, seen: int = 0
) -> None:
    save_row(context, "evidence", row, values, by=by, now=LATER, seen=seen)


def facts(context: AssessmentContext) -> list[Any]:
    return [row.values.get("fact") for row in context.answers.rows.get("evidence", ())]


def test_rows_stay_in_the_order_in_which_they_were_added(
    context: AssessmentContext, lead: Person, reload_assessment: Any
) -> None:
    for fact in ("One", "Two", "Three"):
        save(context, lead, uuid4(), {**FACT, "fact": fact})
    assert facts(reload_assessment(context)) == ["One", "Two", "Three"]


def test_a_second_press_adds_no_second_row(
    context: AssessmentContext, lead: Person, session: Session
) -> None:
    row = uuid4()
    save(context, lead, row, {**FACT, "kind_other": ""})
    save(context, lead, row, {**FACT, "kind_other": None})
    assert session.scalar(select(func.count()).select_from(ListRow)) == 1
    assert context.revision("evidence", None) == 1


def test_a_changed_row_keeps_what_it_said(
    context: AssessmentContext, lead: Person, session: Session
) -> None:
    row = uuid4()
    save(context, lead, row, FACT)
    save(context, lead, row, {**FACT, "fact": "13% are over 65"}, seen=1)
    assert facts(context) == ["13% are over 65"]
    old = session.scalars(select(ReplacedValue)).all()
    assert [(each.row_id, each.question, each.value) for each in old] == [
        (row, "fact", "12% are over 65")
    ]
    assert context.rows[row].revision == 2


def test_two_people_in_one_row_are_told_with_both_texts(
    context: AssessmentContext, lead: Person
) -> None:
    row = uuid4()
    save(context, lead, row, FACT)
    save(context, lead, row, {**FACT, "fact": "Theirs"}, seen=1)
    with pytest.raises(Stale) as stale:
        save(context, lead, row, {**FACT, "fact": "Mine"}, seen=1)
    assert [(c.question, c.theirs, c.yours) for c in stale.value.clashes] == [
        ("fact", "Theirs", "Mine")
    ]
    assert (stale.value.revision, stale.value.saved_by) == (2, "Lee Lead")
    save(context, lead, row, {**FACT, "fact": "Mine"}, seen=stale.value.revision)
    assert facts(context) == ["Mine"]


def test_a_removed_row_no_longer_counts_and_is_kept(
    context: AssessmentContext, lead: Person, session: Session, reload_assessment: Any
) -> None:
    row = uuid4()
    save(context, lead, row, FACT)
    remove_row(context, row, by=lead, now=LATER)
    assert facts(context) == []
    assert facts(reload_assessment(context)) == []
    kept = session.get_one(ListRow, row)
    assert (kept.values, kept.removed_at) == (FACT, LATER)


def test_removing_twice_is_once(context: AssessmentContext, lead: Person) -> None:
    row = uuid4()
    save(context, lead, row, FACT)
    remove_row(context, row, by=lead, now=LATER)
    before = context.revision("evidence", None)
    remove_row(context, row, by=lead, now=LATER)
    assert context.revision("evidence", None) == before


def test_who_still_writes_in_a_row_that_was_removed_is_told_and_may_put_it_back(
    context: AssessmentContext, lead: Person, reload_assessment: Any
) -> None:
    row = uuid4()
    save(context, lead, row, FACT)
    remove_row(context, row, by=lead, now=LATER)
    mine = {**FACT, "fact": "Half written"}
    with pytest.raises(Stale, match="removed while you were writing") as stale:
        save(context, lead, row, mine, seen=1)
    save(context, lead, row, mine, seen=stale.value.revision)
    assert facts(reload_assessment(context)) == ["Half written"]


def test_a_row_of_another_assessment_or_list_is_not_to_be_had(
    context: AssessmentContext, make_assessment: Makers, lead: Person
) -> None:
    row, action = uuid4(), uuid4()
    save(make_assessment(blank=True), lead, row, FACT)
    save_row(context, "action_plan", action, ACTION, by=lead, now=LATER)
    remove_row(context, action, by=lead, now=LATER)
    for taken in (row, action):
        with pytest.raises(NotFound):
            save(context, lead, taken, FACT)
    remove_row(context, row, by=lead, now=LATER)


def test_only_those_who_work_on_it_write_rows(
    context: AssessmentContext, lead: Person, stranger: Person
) -> None:
    row = uuid4()
    save(context, lead, row, FACT)
    with pytest.raises(Denied):
        save(context, stranger, uuid4(), FACT)
    with pytest.raises(Denied):
        remove_row(context, row, by=stranger, now=LATER)


def test_an_action_has_a_table_of_its_own_with_typed_columns(
    context: AssessmentContext, lead: Person, session: Session
) -> None:
    row = uuid4()
    save_row(context, "action_plan", row, ACTION, by=lead, now=LATER)
    stored = session.get_one(MitigatingAction, row)
    assert (stored.status, stored.owner, stored.due) == (
        "not_started",
        "Parking manager",
        date(2026, 9, 30),
    )
    changed = {**ACTION, "action_due": None, "action_status": "done"}
    save_row(context, "action_plan", row, changed, by=lead, now=LATER, seen=1)
    assert (stored.status, stored.due) == ("done", None)
