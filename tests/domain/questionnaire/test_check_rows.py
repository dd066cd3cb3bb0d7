"""The checker of editions: rows written together, folds, offers, suggestions and guesses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eia_app.storage.forms.folder import Forms
from tests.domain.questionnaire.test_parse_edition import (
    Tables,
    change,
    faults_of,
    of_file,
    section,
)
from tests.together_forms import write_rows_together

Spoil = Callable[[Tables], None]


def at(file: str, id_: str, what: str) -> str:
    return of_file(file, f" {id_}: {what}")


def of_row(what: str) -> str:
    return of_file("04-evidence", f" [row]{what}")


def change_row(**values: Any) -> Spoil:
    return lambda tables: section(tables, "evidence")["row"].update(values)


FAULTS = {
    "an unknown way to edit rows": (
        change_row(edit="aside"),
        of_row(": “edit” must be one of apart, together; it is “aside”"),
    ),
    "rows to begin with where rows have pages of their own": (
        change_row(edit="apart"),
        of_row(": starts belongs to rows with edit = “together”"),
    ),
    "a row to begin with that answers another list": (
        change_row(starts=[{"action_text": "Do it"}]),
        of_row(": starts 1: there is no question “action_text” in the row"),
    ),
    "a row to begin with that answers nothing": (
        change_row(starts=[{}]),
        of_row(": starts 1 is empty"),
    ),
    "a row to begin with whose answer is not offered": (
        change_row(starts=[{"fact": "One"}, {"kind": "gossip"}]),
        of_row(": starts 2: “gossip” is not an answer to “kind”"),
    ),
    "a question above rows that have pages of their own": (
        change_row(edit="apart", starts=[]),
        at("04-evidence", "purpose", "above_rows belongs to a list with edit = “together”"),
    ),
    "a question above rows that are none": (
        change("staff", above_rows=True),
        at("01-proposal", "staff", "above_rows belongs to a list with edit = “together”"),
    ),
    "a question above the rows and instead of them": (
        change("purpose", when_empty=True),
        at(
            "04-evidence",
            "purpose",
            "a question is asked above the rows or instead of them, not both",
        ),
    ),
    "a required question behind a press": (
        change("source", behind="Where from"),
        at("04-evidence", "source", "what is behind a press cannot be required"),
    ),
    "what is asked instead of rows behind a press": (
        change("no_evidence", behind="None", required=""),
        at("04-evidence", "no_evidence", "what is asked instead of rows cannot be behind a press"),
    ),
    "a revealed question behind other words than what reveals it": (
        change("kind_other", behind="More"),
        at("04-evidence", "kind_other", "follows from “kind”, so it must be behind the same words"),
    ),
    "an offer of nothing that is known": (
        change("by_whom", offer="person.shoe_size"),
        at(
            "01-proposal",
            "by_whom",
            "offer: “person.shoe_size” is neither a date of the assessment, such as"
            " “decision_date + 1 year”, nor person.job_title or person.service",
        ),
    ),
    "an offer counted from what is asked later": (
        change("decided_on", offer="looked_at_again + 1 year"),
        at("01-proposal", "decided_on", "offer: “looked_at_again” is not asked before it"),
    ),
    "an offer counted from no date": (
        change("looked_at_again", offer="title + 1 year"),
        at("01-proposal", "looked_at_again", "offer: “title” is not a date"),
    ),
    "a date offered to a text": (
        change("by_whom", offer="decided_on"),
        at("01-proposal", "by_whom", "offer: “decided_on” is a date, and the question is none"),
    ),
    "a job title offered to a date": (
        change("looked_at_again", offer="person.job_title"),
        at("01-proposal", "looked_at_again", "offer: “person.job_title” is no date"),
    ),
    "an offer to a question that cannot take it": (
        change("cost", offer="person.job_title"),
        at("01-proposal", "cost", "offer belongs to a text, a date or a choose_one"),
    ),
    "a suggestion under a long text": (
        change("summary", suggest="forums"),
        at("01-proposal", "summary", "suggest belongs to a text"),
    ),
    "a suggestion from no list": (
        change("title", suggest="pubs"),
        at("01-proposal", "title", "suggest: there is no list “pubs”"),
    ),
    "a guess from another page": (
        change("staff", guess="title"),
        at("01-proposal", "staff", "guess: “title” is no text of the same page"),
    ),
    "a guess of a text": (
        change("source", guess="fact"),
        at("04-evidence", "source", "guess belongs to a choose_one"),
    ),
    "a guess that never can be made": (
        lambda tables: (
            change("kind", options=[{"value": "old", "label": "Old"}])(tables),
            change("kind_other", shown_when={"question": "kind", "is": "old"})(tables),
        ),
        at(
            "04-evidence",
            "kind",
            "guess: none of its answers can be guessed; those that can are staff, neighbours,"
            " feedback, service, research, local",
        ),
    ),
}


@pytest.fixture
def tables(tiny_folder: Path) -> Tables:
    write_rows_together(tiny_folder)
    return Forms(tiny_folder, "testing").tables("eia/2030-1")


def test_the_small_edition_with_rows_together_is_in_order(tables: Tables) -> None:
    assert faults_of(tables) == []


@pytest.mark.parametrize(("spoil", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_a_folder_is_refused_for(tables: Tables, spoil: Spoil, fault: str) -> None:
    spoil(tables)
    assert fault in faults_of(tables)


def test_a_question_behind_a_press_may_stand_on_any_page(tables: Tables) -> None:
    change("web", behind="More about it")(tables)
    change("starts", behind="More about it")(tables)
    assert faults_of(tables) == []
