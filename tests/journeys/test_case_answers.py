"""Every case finds its way through the edition, and every word of it finds a place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eia_app import resources
from eia_app.domain.journey.routing import Route
from eia_app.domain.journey.tasks import Task
from eia_app.storage.forms.folder import Forms
from tests import CASES
from tests.journeys.case_answers.answer_sheet import CaseAnswers
from tests.journeys.case_answers.case_text import (
    first_date,
    first_sentences,
    largest_people_count,
    to_text,
)
from tests.journeys.case_answers.fill_answers import fill_answers

FILES = sorted(CASES.glob("*.json"))
ROUTES = {
    "01-dorset-blue-badge-parking": (Route.MAJOR, Route.MAJOR),
    "05-thanet-housing-allocations": (Route.MAJOR, Route.MAJOR),
    "07-north-lanarkshire-community-grants": (Route.MAJOR, Route.MAJOR),
    "12-west-norfolk-st-james-changing-rooms": (Route.STANDARD, Route.STANDARD),
    "15-brighton-hove-after-school-clubs": (Route.MAJOR, Route.MAJOR),
    "16-east-ayrshire-school-management-saving": (Route.STANDARD, Route.SCREENING),
}


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    case_path: Path = request.param
    return case_path


def read(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return case


def texts(raw: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(raw, dict):
        for value in raw.values():
            yield from texts(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from texts(value)
    elif raw is not None:
        yield to_text(raw)


def words_of(text: str) -> str:
    return " ".join(text.split())


def problems(answers: CaseAnswers) -> dict[str, str]:
    """What the pages would say of these answers."""
    journey, all_problems = answers.journey, {}

    def check(task: Task, questions: Any, value_of: Any) -> None:
        all_problems.update(
            journey.problems(task, questions, {q.id: value_of(q.id) for q in questions})
        )

    for task in journey.tasks:
        if task.section.row:
            for row in journey.live.rows.get(task.key[0], ()):
                check(task, task.section.row_questions, row.values.get)
        else:
            group = task.key[1]
            check(
                task,
                task.section.questions,
                lambda id_, group=group: journey.live.get(id_, group),
            )
    return all_problems


def lost(case: dict[str, Any], answers: CaseAnswers) -> list[str]:
    """The paragraphs of the case that are in no answer that counts."""
    live = answers.journey.live
    rows = [row.values for section_rows in live.rows.values() for row in section_rows]
    answered_words = words_of(
        " ".join(texts([list(live.values.values()), [dict(row) for row in rows]]))
    )
    paragraphs = (paragraph for text in texts(case) for paragraph in text.split("\n\n"))
    return [paragraph for paragraph in paragraphs if words_of(paragraph) not in answered_words]


def test_each_case_takes_its_route_and_leaves_nothing_missing(path: Path) -> None:
    answers = fill_answers(read(path))
    journey = answers.journey
    assert (answers.honest_route, journey.route) == ROUTES[path.stem]
    assert (journey.missing, problems(answers)) == ([], {})


def test_every_word_of_each_case_is_in_an_answer_that_counts(path: Path) -> None:
    case = read(path)
    assert lost(case, fill_answers(case)) == []


def test_no_two_answers_have_the_same_label(path: Path) -> None:
    answers = fill_answers(read(path))
    assert len(answers.by_label()) == len(answers.values)
    assert len(answers.rows_by_label()) == len(answers.rows)


def test_answers_are_words_that_a_person_can_see() -> None:
    labels = fill_answers(read(FILES[0])).by_label()
    assert labels["What kind of proposal is it?"] == "Fees and charges"
    assert labels["When will the decision be made?"] == date(2022, 2, 10)
    assert labels["What is the likely effect on disabled people?"] == ["Positive", "Negative"]
    direction = labels["Would each group be better or worse off?"]
    assert isinstance(direction, dict)
    assert direction["Carers"] == "Some better off, some worse off"


def test_an_unknown_effect_keeps_the_explanation_of_the_case() -> None:
    case = read(FILES[0])
    live = fill_answers(case).journey.live
    assert live.get("effect", "race") == ["not_known"]
    assert live.get("explanation", "race") == case["characteristics"]["race"]["explanation"]


def test_a_screened_out_case_says_why_the_equality_lead_lets_it_stand() -> None:
    answers = fill_answers(read(FILES[5]))
    assert answers.override == "Screened out: overall relevance low; no full assessment."


def test_another_councils_groups_are_all_answered() -> None:
    answers = fill_answers(read(FILES[1]), Forms(resources.forms(), "basingstoke-and-deane"))
    assert answers.journey.missing == []


# Files that nobody has seen

WORDS = st.text("abc xyz.,£%'“\n0123456789-", max_size=60) | st.sampled_from(
    ["None", "n/a", "not stated", "no full assessment", "closes on 3 May 2027"]
)
IMPACTS = WORDS | st.sampled_from(
    ["adverse", "Mixed", "No impact", "unclear", "beneficial", "none identified", "both", ""]
)
GROUPS = st.sampled_from(
    ["age", "Disability", "poverty", "socio_economic", "good_relations", "islanders", "sex"]
)
ROWS = {
    "evidence": ("source", "finding", "page"),
    "engagement": ("who", "how", "when", "what_they_said", "number"),
    "actions": ("issue", "action", "owner_role", "measure", "due", "status", "cost"),
}


def some_keys(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, WORDS))


CHARACTERISTIC = st.fixed_dictionaries(
    {},
    optional={
        "impact": IMPACTS,
        "severity": st.sampled_from(["low", "HIGH", "severe", "unknown", "none", ""]),
        "explanation": WORDS,
        "evidence": WORDS,
        "note": WORDS,
    },
)
UNSEEN = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(
            (
                *("title", "service", "description", "decision_body", "date", "affected"),
                *("conclusion", "sign_off_role", "monitoring", "source", "weather"),
            ),
            WORDS,
        ),
        "description": WORDS | st.just("word " * 2400),
        "conclusion": WORDS | st.just("word " * 2400),
        "characteristics": st.dictionaries(GROUPS, CHARACTERISTIC, max_size=4),
        "open_questions": st.lists(WORDS, max_size=3),
        **{
            key: st.lists(some_keys(*names) | WORDS, max_size=3) | st.none()
            for key, names in ROWS.items()
        },
    },
)


@settings(max_examples=40, deadline=None)
@given(case=UNSEEN)
def test_a_file_that_nobody_has_seen_is_answered_whole(case: dict[str, Any]) -> None:
    answers = fill_answers(case)
    assert (answers.journey.missing, problems(answers)) == ([], {})


@settings(max_examples=40, deadline=None)
@given(case=UNSEEN)
def test_no_word_of_a_generated_case_is_lost(case: dict[str, Any]) -> None:
    answers = fill_answers(case)
    live = answers.journey.live
    rows = [dict(row.values) for section_rows in live.rows.values() for row in section_rows]
    answered = " ".join(texts([list(live.values.values()), rows]))
    missing = {word for text in texts(case) for word in text.split()} - set(answered.split())
    assert {word for word in missing if word not in answered} == set()


# Words, numbers and dates


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("About 25,000 residents", 25_000),
        ("2,573 households on 11 September 2018 (2,642 by November)", 2642),
        ("20 places a week before, 78 proposed", 78),
        ("1.2 million people", 1_200_000),
        ("no numbers given", None),
        ("15% of £3,000 in 2024/25 over 6 weeks", None),
    ],
)
def test_people_are_counted_and_nothing_else_is(text: str, number: int | None) -> None:
    assert largest_people_count(text) == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-02-18", date(2025, 2, 18)),
        ("Cabinet, 10 February 2022, ahead of final approval", date(2022, 2, 10)),
        ("set for September 2019", date(2019, 9, 30)),
        ("2022-02", date(2022, 2, 28)),
        ("2025-26", date(2026, 3, 31)),
        ("2024/25", date(2025, 3, 31)),
        ("when the policy comes into force, 2022", date(2022, 12, 31)),
        ("31 February 2022", None),
        ("not stated", None),
    ],
)
def test_a_date_is_found_in_words(text: str, day: date | None) -> None:
    assert first_date(text) == day


def test_the_opening_of_a_text_is_whole_sentences() -> None:
    assert (
        first_sentences("One two. Three four five! Six.\n\nMore.", 5) == "One two. Three four five!"
    )
