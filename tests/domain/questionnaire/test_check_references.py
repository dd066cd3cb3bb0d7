"""The checker of editions: conditions, reveals, routing, meanings, what each type needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.domain.questionnaire.test_parse_edition import (
    Tables,
    change,
    change_section,
    faults_of,
    of_file,
    of_question,
    section,
    without,
)


def when(question: str, *values: str) -> dict[str, Any]:
    return {"question": question, "is": list(values)}


def fact(name: str, value: str) -> dict[str, Any]:
    return {"fact": name, "is": value}


def at(file: str, id_: str, what: str) -> str:
    return of_file(file, f" {id_}: {what}")


CONDITIONS = {
    "a condition that looks forward": (
        change("summary", shown_when=when("staff", "yes")),
        at("01-proposal", "summary", "looks at “staff”, which is not asked before it"),
    ),
    "a condition on itself": (
        change("staff", shown_when=when("staff", "yes")),
        at("01-proposal", "staff", "looks at “staff”, which is not asked before it"),
    ),
    "a condition on an unknown value": (
        change("severity", shown_when=when("effect", "dreadful")),
        at("05-effects", "severity", "“dreadful” is not an answer to “effect”"),
    ),
    "a condition on text": (
        change("staff", shown_when=when("title", "yes")),
        at("01-proposal", "staff", "looks at “title”, which is not a choice"),
    ),
    "a condition on a question of each group, seen from elsewhere": (
        change("outcome", shown_when=when("effect", "negative")),
        at("09-conclusion", "outcome", "looks at “effect”, which is not asked before it"),
    ),
    "a condition on the field of a row, seen from elsewhere": (
        change("outcome", shown_when=when("kind", "other")),
        at("09-conclusion", "outcome", "looks at “kind”, which is not asked before it"),
    ),
    "a reason for no rows that looks at a row": (
        change("no_evidence", shown_when=when("kind", "other")),
        at("04-evidence", "no_evidence", "looks at “kind”, which is not asked before it"),
    ),
    "a condition with neither question nor fact": (
        change("staff", shown_when={"is": "yes"}),
        of_file(
            "01-proposal",
            " question staff [shown_when]: a condition looks at one question or one fact",
        ),
    ),
    "a condition that waits for nothing": (
        change("severity", shown_when=when("effect")),
        of_file("05-effects", " question severity [shown_when]: “is” is empty"),
    ),
    "an unknown key of a condition": (
        change("severity", shown_when={**when("effect", "negative"), "not": True}),
        of_file("05-effects", " question severity [shown_when]: “not” is not a key we know"),
    ),
    "an unknown fact": (
        change_section("combined", shown_when=fact("weather", "fine")),
        of_file("07-combined", ": there is no fact “weather”"),
    ),
    "a fact that is never so": (
        change_section("combined", shown_when=fact("route", "scenic")),
        of_file("07-combined", ": the fact “route” is never “scenic”"),
    ),
    "the route, asked before it is decided": (
        change_section("quick_check", shown_when=fact("route", "full")),
        of_file("02-quick-check", ": the fact “route” is not known this early"),
    ),
    "the number of negative groups, asked before the effects": (
        change_section("evidence", shown_when=fact("negative_groups", "one")),
        of_file("04-evidence", ": the fact “negative_groups” is not known this early"),
    ),
    "rows needed under a condition on an unknown value": (
        lambda t: section(t, "evidence")["row"]["at_least"][0].update(when=fact("route", "long")),
        of_file("04-evidence", ": the fact “route” is never “long”"),
    ),
    "a section after a later one": (
        change_section("proposal", after=["conclusion"]),
        of_file("01-proposal", ": after: “conclusion” is not an earlier section"),
    ),
    "a reveal under two answers": (
        change("q_nothing_why", shown_when=when("q_depth", "nothing", "small")),
        at(
            "02-quick-check",
            "q_nothing_why",
            "on its own page a question follows from one answer only",
        ),
    ),
    "a reveal two deep": (
        lambda t: [
            change("staff", shown_when=when("service", "another"))(t),
            change("contact", shown_when=when("staff", "yes"))(t),
        ],
        at("01-proposal", "contact", "a revealed question cannot reveal another"),
    ),
    "a revealed choice of rows": (
        lambda t: [
            change("effect", id="first")(t),
            change("known", id="effect", shown_when=when("first", "negative"))(t),
            section(t, "effects")["question"].insert(0, section(t, "effects")["question"].pop(1)),
        ],
        at("05-effects", "effect", "choose_rows cannot be revealed on its own page"),
    ),
}


@pytest.mark.parametrize(("spoil", "fault"), CONDITIONS.values(), ids=CONDITIONS.keys())
def test_a_folder_is_refused_for(
    tables: Tables, spoil: Callable[[Tables], None], fault: str
) -> None:
    spoil(tables)
    assert fault in faults_of(tables)


def test_a_question_may_be_revealed_by_an_answer_of_its_page(tables: Tables) -> None:
    change("web", shown_when=when("staff", "yes"))(tables)
    assert faults_of(tables) == []


def test_the_place_of_a_question_is_in_its_fault(tables: Tables) -> None:
    without("title", "type")(tables)
    assert faults_of(tables)[0] == of_question("01-proposal", "title", "“type” is missing")
