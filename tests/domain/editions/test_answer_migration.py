"""Answers carried to another edition: none is lost, and what is unsure is to be confirmed."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eia_app.domain.editions.answer_migration import (
    MigratedValue,
    MigrationOutcome,
    MigrationPlan,
    Side,
    ToConfirm,
    carry,
)
from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.routing import Route
from eia_app.domain.journey.tasks import Status
from eia_app.domain.questionnaire.answers import Answers, Row, is_empty
from eia_app.domain.questionnaire.model import Edition
from eia_app.domain.questionnaire.parse_edition import edition_from
from tests.domain.journey.generated_editions import answers_to, editions
from tests.domain.journey.test_properties import QUICK
from tests.domain.journey.walking import Walker

Tables = dict[str, Any]


def to_all(answers: Answers) -> ToConfirm:
    rows = [row.id for found in answers.rows.values() for row in found]
    return ToConfirm(frozenset(answers.values), frozenset(rows))


def put_together(parts: list[MigratedValue]) -> object:
    """The value that these parts were made of; lists in any order."""
    values: list[Any] = [part.value for part in parts]
    if len(values) == 1 and not isinstance(values[0], list):
        return values[0]
    if all(isinstance(value, dict) for value in values):
        return {key: each for value in values for key, each in value.items()}
    return sorted(each for value in values for each in value)


def plain(value: Any) -> object:
    return sorted(value) if isinstance(value, list) else value


@st.composite
def carriages(draw: st.DrawFn) -> tuple[Edition, Edition, Answers]:
    before = draw(editions())
    return before, draw(editions()), draw(answers_to(before))


@QUICK
@given(carriages())
def test_every_part_of_every_answer_is_kept_moved_or_gone_and_nothing_is_there_twice(
    drawn: tuple[Edition, Edition, Answers],
) -> None:
    before, now, answers = drawn
    found = carry(Side(before, before.groups), Side(now, now.groups), answers)
    stored = {
        (group, None, id_): value
        for (group, id_), value in answers.values.items()
        if not is_empty(value)
    } | {
        (None, row.id, id_): value
        for rows in answers.rows.values()
        for row in rows
        for id_, value in row.values.items()
        if not is_empty(value)
    }
    parts: dict[Any, list[MigratedValue]] = {}
    for each in found.answers:
        key = (each.group.id if each.group else None, each.row, each.question.id)
        parts.setdefault(key, []).append(each)
    assert {key: put_together(each) for key, each in parts.items()} == {
        key: plain(value) for key, value in stored.items()
    }
    assert all((each.to == "") is (each.outcome is MigrationOutcome.GONE) for each in found.answers)
    assert all(each.to in {"", *now.by_id} for each in found.answers)


@QUICK
@given(editions().flatmap(lambda made: st.tuples(st.just(made), answers_to(made))))
def test_to_the_same_edition_everything_that_can_be_an_answer_stays(
    drawn: tuple[Edition, Answers],
) -> None:
    edition, answers = drawn
    found = carry(Side(edition, edition.groups), Side(edition, edition.groups), answers)
    assert found.new == []
    assert found.with_outcome(MigrationOutcome.MOVED) == []
    again = carry(Side(edition, edition.groups), Side(edition, edition.groups), kept(found))
    assert {each.outcome for each in again.answers} <= {MigrationOutcome.KEPT}


def kept(found: MigrationPlan) -> Answers:
    alive = [each for each in found.answers if each.outcome is not MigrationOutcome.GONE]
    values = {(e.group.id if e.group else None, e.question.id): e.value for e in alive if not e.row}
    rows: dict[str, list[Row]] = {}
    for id_, to in found.rows.items():
        if to:
            cells = {each.question.id: each.value for each in alive if each.row == id_}
            rows.setdefault(to, []).append(Row(id_, cells))
    return Answers(values, rows)


@QUICK
@given(editions().flatmap(lambda made: st.tuples(st.just(made), answers_to(made))))
def test_what_was_carried_can_always_be_confirmed_page_after_page(
    drawn: tuple[Edition, Answers],
) -> None:
    edition, answers = drawn
    left = to_all(answers)
    for _ in range(200):
        journey = Journey(edition, edition.groups, answers, carried=left)
        waiting = [each for each in journey.missing if each.carried]
        open_ = [each for each in journey.missing if not each.carried]
        if not waiting:
            return
        reached = [g for g in waiting if journey.may_visit(g.section, g.group, g.page)]
        if not reached:  # something that is not answered comes first
            assert any(journey.may_visit(g.section, g.group, g.page) for g in open_)
            return
        gap = reached[0]
        left = ToConfirm(left.answers - {(gap.group, gap.question)}, left.rows - {gap.row or ""})
    raise AssertionError("never confirmed")


# By hand, in the small edition


@pytest.fixture
def walker(edition: Edition, council: Any) -> Walker:
    return Walker(edition, council)


@pytest.fixture
def changed(tables: Tables) -> Tables:
    """The tables of the next edition, to be changed."""
    made = copy.deepcopy(tables)
    made["edition"]["id"] = "2031-1"
    return made


def question(tables: Tables, id_: str) -> Tables:
    found = [q for s in tables["sections"].values() for q in s["question"] if q["id"] == id_]
    return dict_of(found[0])


def dict_of(raw: Any) -> Tables:
    assert isinstance(raw, dict)
    return raw


def carried(walker: Walker, tables: Tables, answers: Answers) -> MigrationPlan:
    now = edition_from("eia/2031-1", tables)
    groups = (*now.groups, *walker.council.local_groups)
    return carry(Side(walker.edition, walker.groups), Side(now, groups), answers)


def outcomes(found: MigrationPlan) -> dict[str, str]:
    return {each.question.id: each.outcome.value for each in found.answers}


def test_a_question_in_other_words_keeps_its_answer_to_be_confirmed(
    walker: Walker, changed: Tables
) -> None:
    question(changed, "summary")["ask"] = "What would be different?"
    found = carried(walker, changed, walker.answered(title="Parking", summary="A charge"))
    assert outcomes(found) == {"title": "kept", "summary": "reworded"}


def test_a_question_in_another_section_takes_its_answer_along(
    walker: Walker, changed: Tables
) -> None:
    proposal = changed["sections"]["01-proposal.toml"]["question"]
    moved = next(each for each in proposal if each["id"] == "web")
    proposal.remove(moved)
    changed["sections"]["03-screening.toml"]["question"].append(
        {key: value for key, value in moved.items() if key != "page"}
    )
    found = carried(walker, changed, walker.answered(web="https://example.org/"))
    assert [(each.outcome, each.to) for each in found.answers] == [
        (MigrationOutcome.MOVED, "screening")
    ]


def test_a_choice_that_is_not_offered_any_more_is_gone_and_the_others_stay(
    walker: Walker, changed: Tables
) -> None:
    options = question(changed, "q_trigger")["options"]
    options[:] = [each for each in options if each["value"] != "key_decision"]
    changed["edition"]["routing"]["major"].pop()
    found = carried(walker, changed, walker.answered(q_trigger=["closes", "key_decision"]))
    assert [(each.outcome, each.value) for each in found.answers] == [
        (MigrationOutcome.REWORDED, ["closes"]),
        (MigrationOutcome.GONE, ["key_decision"]),
    ]


def test_a_question_that_is_dropped_leaves_its_answer_in_words_and_its_row_the_rest(
    walker: Walker, changed: Tables
) -> None:
    listed = changed["sections"]["04-evidence.toml"]["question"]
    listed[:] = [each for each in listed if each["id"] != "year"]
    rows = {"evidence": [{"fact": "240 permits", "year": 2025}]}
    found = carried(walker, changed, walker.answered(rows))
    assert outcomes(found) == {"fact": "kept", "year": "gone"}
    assert found.rows == {"r1": "evidence"}


def test_a_row_of_which_nothing_is_left_takes_along_what_cites_it(
    walker: Walker, changed: Tables
) -> None:
    listed = changed["sections"]["04-evidence.toml"]["question"]
    listed[:] = [each for each in listed if each["id"] != "year"]
    rows = {"evidence": [{"fact": "240 permits"}, {"year": 2025}]}
    found = carried(walker, changed, walker.answered(rows, age__known=["r1", "r2"]))
    assert found.rows == {"r1": "evidence", "r2": ""}
    assert [(each.outcome, each.value) for each in found.answers if each.group] == [
        (MigrationOutcome.REWORDED, ["r1"]),
        (MigrationOutcome.GONE, ["r2"]),
    ]


def test_a_group_that_is_not_asked_about_any_more_leaves_its_answers(
    walker: Walker, tables: Tables
) -> None:
    answers = walker.answered(carers__explanation="They drive", age__explanation="Older people")
    now = Side(walker.edition, walker.edition.groups)
    found = carry(Side(walker.edition, walker.groups), now, answers)
    assert {(e.group.id if e.group else "", e.outcome) for e in found.answers} == {
        ("carers", MigrationOutcome.GONE),
        ("age", MigrationOutcome.KEPT),
    }


def test_what_is_to_be_confirmed_is_not_done_and_keeps_the_route_unknown(walker: Walker) -> None:
    whole = walker.complete()
    assert whole.is_complete
    journey = walker(whole.answers, carried=to_all(whole.answers))
    task = journey.task("proposal")
    assert task is not None
    assert (task.status, journey.decision, journey.is_complete) == (
        Status.CARRIED_OVER,
        None,
        False,
    )


def test_a_row_that_was_carried_is_confirmed_as_a_whole(walker: Walker) -> None:
    rows = [Row("r1", {"fact": "A fact", "kind": "figures"}), Row("r2", {"fact": "Another"})]
    answers = Answers(walker.complete(Route.MAJOR).answers.values, {"evidence": rows})
    ids = frozenset({"r1"})
    journey = walker(answers, carried=ToConfirm(rows=ids))
    evidence = [each for each in journey.missing if each.section == "evidence"]
    assert [(each.row, each.question, each.carried) for each in evidence] == [
        ("r1", "", True),
        ("r2", "kind", False),
    ]
    task = journey.task("evidence")
    assert task is not None
    assert task.status is Status.CARRIED_OVER
    assert task.still_needed == "Complete every row, or take it away"
