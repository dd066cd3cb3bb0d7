"""What is true of every edition and all answers: no dead ends, Back is safe, nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eia_app.domain.journey.asking import Situation
from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.tasks import Missing, Status, Task
from eia_app.domain.questionnaire.answers import Answers, chosen
from eia_app.domain.questionnaire.choices import Choices
from eia_app.domain.questionnaire.group_questions import answer_key
from eia_app.domain.questionnaire.model import AnswerType, SectionKind
from tests.domain.journey.generated_editions import answers_to, editions
from tests.factories import complete_journey, fill_missing_answers

QUICK = settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    edition = draw(editions())
    situation = Situation({"many_people": 7}, is_signed=draw(st.booleans()))
    return Journey(edition, edition.groups, draw(answers_to(edition)), situation=situation)


def with_answers(journey: Journey, answers: Answers, **more: Any) -> Journey:
    return Journey(journey.edition, journey.groups, answers, situation=journey.situation, **more)


def choices_of(journey: Journey) -> Choices:
    return Choices(journey.edition, journey.groups, {}, journey.answers, {"p1": "Pat Person"})


def can_be_given(journey: Journey, gap: Missing) -> bool:
    """Whether what is missing can be answered on a page that may be visited."""
    task = journey.by_key[journey.task_key(gap.section, gap.group)]
    if not journey.may_visit(gap.section, gap.group, gap.page):
        return False
    asked = journey.on_page(task, gap.page)
    if task.section.kind is SectionKind.LIST:
        return gap.row is not None or not gap.question or gap.question in [q.id for q in asked]
    keys = [answer_key(task.key[1], question.id) for question in asked]
    return (gap.group, gap.question) in keys


def pages(journey: Journey) -> list[tuple[Task, str]]:
    return [(task, page) for task in journey.tasks for page in task.pages]


@QUICK
@given(journeys())
def test_there_is_no_dead_end(journey: Journey) -> None:
    if not journey.is_complete:
        assert any(can_be_given(journey, gap) for gap in journey.missing)


@QUICK
@given(journeys())
def test_answering_everything_that_is_asked_ends_in_a_complete_assessment(journey: Journey) -> None:
    done = complete_journey(journey, choices_of(journey), {})
    assert done.is_complete
    assert not any(task.status is Status.CANNOT_START for task in done.tasks)
    assert all(done.may_visit(*task.key, page) for task, page in pages(done))


@QUICK
@given(journeys(), st.data())
def test_what_was_sent_back_can_always_be_completed_whatever_is_locked(
    journey: Journey, data: st.DataObject
) -> None:
    whole = complete_journey(journey, choices_of(journey), {})
    only = [data.draw(st.sampled_from(whole.tasks)).key]
    changed = data.draw(answers_to(journey.edition))
    values, rows = dict(whole.answers.values), dict(whole.answers.rows)
    section, task_group = only[0]
    is_page_of_all = journey.edition.by_id[section].kind is SectionKind.ALL_GROUPS
    groups = [group.id for group in journey.groups] if is_page_of_all else [task_group]
    for question in journey.edition.by_id[section].questions:
        for group in groups:
            values.pop((group, question.id), None)
            if (group, question.id) in changed.values:
                values[group, question.id] = changed.values[group, question.id]
    if section in rows:
        rows[section] = changed.rows.get(section, ())

    def sent_back(answers: Answers) -> Journey:
        return with_answers(journey, answers, only=only)

    after = sent_back(Answers(values, rows))
    for _ in range(200):
        if after.is_complete:
            break
        open_ = [gap for gap in after.missing if can_be_given(after, gap)]
        assert open_
        assert not any(after.is_locked(gap.section, gap.group) for gap in open_)
        here = [
            gap for gap in open_ if (gap.section, gap.group) == (open_[0].section, open_[0].group)
        ]
        after = sent_back(fill_missing_answers(after, choices_of(after), here, {}))
    assert after.is_complete
    assert not after.is_locked(*only[0])
    assert all(after.is_locked(*task.key) for task in after.tasks if task.key not in only)


@QUICK
@given(journeys())
def test_back_is_safe(journey: Journey) -> None:
    for task in journey.tasks:
        visitable = [page for page in task.pages if journey.may_visit(*task.key, page)]
        assert visitable == list(task.pages[: len(visitable)])
        if task.status is not Status.CANNOT_START:
            assert journey.first_page(task) in visitable


@QUICK
@given(journeys())
def test_every_page_that_can_be_reached_can_be_completed(journey: Journey) -> None:
    for task, page in pages(journey):
        if task.section.kind is SectionKind.LIST or not journey.may_visit(*task.key, page):
            continue
        done = journey
        for _ in range(9):
            gaps = [g for g in done.missing if done.task_key(g.section, g.group) == task.key]
            here = [gap for gap in gaps if gap.page == page]
            if not here:
                break
            answers = fill_missing_answers(done, choices_of(done), here, {})
            done = with_answers(journey, answers)
        asked = done.on_page(done.by_key[task.key], page)
        given = {}
        for question in asked:
            group, id_ = answer_key(task.key[1], question.id)
            given[question.id] = done.answers.get(id_, group)
        found = done.problems(done.by_key[task.key], asked, given)
        assert [message for message in found.values() if message.startswith("Enter")] == []


@QUICK
@given(journeys())
def test_what_counts_is_a_part_of_what_was_answered(journey: Journey) -> None:
    live, stored = journey.live, journey.answers
    for key, value in live.values.items():
        whole = stored.values[key]
        if isinstance(value, dict) and isinstance(whole, dict):
            assert value.items() <= whole.items()
        elif isinstance(value, list) and isinstance(whole, list):
            assert [each for each in whole if each in value] == value
        else:
            assert value == whole
    for section, rows in live.rows.items():
        assert [row.id for row in rows] == [row.id for row in stored.rows[section]]
        for row, whole_row in zip(rows, stored.rows[section], strict=True):
            derived = {"whom"}  # the groups on whose pages the row is selected
            assert row.values.keys() <= whole_row.values.keys() | derived


@QUICK
@given(journeys())
def test_walking_what_counts_again_changes_nothing(journey: Journey) -> None:
    again = with_answers(journey, journey.live)
    assert again.live == journey.live
    assert again.decision == journey.decision
    assert again.missing == journey.missing
    assert [(t.key, t.status, t.shown, t.rows, t.by_group) for t in again.tasks] == [
        (t.key, t.status, t.shown, t.rows, t.by_group) for t in journey.tasks
    ]


@QUICK
@given(journeys())
def test_every_answer_reads_in_words_and_every_page_can_be_judged(journey: Journey) -> None:
    choices = choices_of(journey)
    for (_, id_), value in journey.answers.values.items():
        question = journey.edition.questions[id_]
        if not (isinstance(value, dict) and not question.of):
            assert all(isinstance(line, str) for line in choices.text(question, value))
    for task in journey.tasks:
        if task.status is Status.CANNOT_START:
            continue
        for page in task.pages:
            asked = journey.on_page(task, page)
            journey.problems(task, asked, {question.id: None for question in asked})


@pytest.mark.parametrize("route", ["nothing", "small", "serious"])
def test_the_small_edition_has_no_dead_end_either(walk: object, route: str) -> None:
    journey = walk(walk.answered(q_depth=route))  # type: ignore[operator,attr-defined]
    assert any(can_be_given(journey, gap) for gap in journey.missing)


@QUICK
@given(journeys())
def test_whatever_row_is_selected_is_there(journey: Journey) -> None:
    edition, live = journey.edition, journey.live
    present = {row.id for rows in live.rows.values() for row in rows}
    answers = [(id_, value) for (_, id_), value in live.values.items()]
    answers += [item for rows in live.rows.values() for row in rows for item in row.values.items()]
    for id_, value in answers:
        question = edition.questions[id_]
        if question.type is AnswerType.CHOOSE_ROWS:
            assert chosen(value) <= present | {option.value for option in question.options}


@QUICK
@given(journeys())
def test_a_row_covers_groups_that_have_one_of_the_answers_and_with_once_no_group_twice(
    journey: Journey,
) -> None:
    coverage = journey.coverage("covering")
    if coverage is None or coverage.question.covers is None:
        assert "covering" not in journey.live.rows
        return
    wanted = {group.id for group in coverage.to_cover}
    for group in wanted:
        effect = journey.live.get("effect", group)
        assert not chosen(effect).isdisjoint(coverage.question.covers.values)
    rows = journey.live.rows.get("covering", ())
    in_rows = [id_ for row in rows for id_ in chosen(row.values.get("covered"))]
    assert set(in_rows) | {group.id for group in coverage.left} == wanted
    if coverage.question.covers.once:
        assert len(in_rows) == len(set(in_rows))


@QUICK
@given(journeys())
def test_an_action_is_for_whom_it_is_selected_unless_somebody_changed_it(journey: Journey) -> None:
    stored = {row.id: row for row in journey.answers.rows.get("plan", ())}
    for row in journey.live.rows.get("plan", ()):
        groups = journey.groups_of_row("plan", row.id)
        known = {group.id for group in journey.groups}
        changed = chosen(stored[row.id].values.get("whom"))
        assert chosen(row.values.get("whom")) == (changed or frozenset(groups))
        assert set(groups) <= known
