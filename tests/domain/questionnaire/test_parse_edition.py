"""The checker of editions, tried with bad folders: it names every fault with its file and id."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eia_app.domain.checked_tables import FaultList
from eia_app.domain.errors import BadDefinition
from eia_app.domain.questionnaire.conditions import Condition
from eia_app.domain.questionnaire.model import AnswerType, Edition, SectionKind
from eia_app.domain.questionnaire.parse_edition import edition_from, read_edition
from eia_app.storage.forms.folder import Forms

Tables = dict[str, Any]
NAME = "eia/2030-1"
MAIN = f"{NAME}/edition.toml"


def section(tables: Tables, id_: str) -> Tables:
    found: Tables = next(s for s in tables["sections"].values() if s["id"] == id_)
    return found


def question(tables: Tables, id_: str) -> Tables:
    found: Tables = next(
        q for s in tables["sections"].values() for q in s["question"] if q["id"] == id_
    )
    return found


def faults_of(tables: Tables) -> list[str]:
    faults = FaultList()
    read_edition(NAME, tables["edition"], tables["sections"], faults)
    return faults.messages


def change(id_: str, **values: Any) -> Callable[[Tables], None]:
    return lambda tables: question(tables, id_).update(values)


def change_section(id_: str, **values: Any) -> Callable[[Tables], None]:
    return lambda tables: section(tables, id_).update(values)


def change_main(**values: Any) -> Callable[[Tables], None]:
    return lambda tables: tables["edition"].update(values)


def mean(**values: Any) -> Callable[[Tables], None]:
    return lambda tables: tables["edition"]["meaning"].update(values)


def without(id_: str, key: str) -> Callable[[Tables], None]:
    return lambda tables: question(tables, id_).pop(key)


def of_question(file: str, id_: str, what: str) -> str:
    return f"{NAME}/sections/{file}.toml question {id_}: {what}"


def of_file(file: str, what: str) -> str:
    return f"{NAME}/sections/{file}.toml{what}"


STRUCTURE = {
    "an unknown key of a question": (
        change("title", colour="red"),
        of_question("01-proposal", "title", "“colour” is not a key we know"),
    ),
    "an unknown key of a section": (
        change_section("proposal", colour="red"),
        of_file("01-proposal", ": “colour” is not a key we know"),
    ),
    "an unknown key of the edition": (
        change_main(colour="red"),
        f"{MAIN}: “colour” is not a key we know",
    ),
    "an unknown key of an option": (
        change("staff", options=[{"value": "yes", "label": "Yes", "icon": "tick"}]),
        of_file("01-proposal", " question staff options yes: “icon” is not a key we know"),
    ),
    "an unknown key of at_least": (
        lambda t: section(t, "evidence")["row"]["at_least"][0].update(colour="red"),
        of_file("04-evidence", " [row] at_least 2: “colour” is not a key we know"),
    ),
    "an at_least that is not a list": (
        lambda t: section(t, "evidence")["row"].update(at_least=2),
        of_file("04-evidence", " [row]: “at_least” must be a list"),
    ),
    "a question without words": (
        without("title", "ask"),
        of_question("01-proposal", "title", "“ask” is missing"),
    ),
    "a question with empty words": (
        change("title", ask=" "),
        of_question("01-proposal", "title", "“ask” is empty"),
    ),
    "a number where text belongs": (
        change("title", ask=7),
        of_question("01-proposal", "title", "“ask” must be text"),
    ),
    "text where a number belongs": (
        change("summary", words="fifty"),
        of_question("01-proposal", "summary", "“words” must be a whole number"),
    ),
    "a flag where a number belongs": (
        change("summary", words=True),
        of_question("01-proposal", "summary", "“words” must be a whole number"),
    ),
    "options that are no tables": (
        change("staff", options=["yes", {"value": "no", "label": "No"}]),
        of_question("01-proposal", "staff", "“options” 1 must be a table"),
    ),
    "an id with a capital": (
        change("contact", id="Contact"),
        of_question(
            "01-proposal", "Contact", "“id” must be small letters, digits and _; it is “Contact”"
        ),
    ),
    "an unknown type": (
        change("contact", type="wish"),
        of_question(
            "01-proposal",
            "contact",
            f"“type” must be one of {', '.join(AnswerType)}; it is “wish”",
        ),
    ),
    "a page that does not exist": (
        change("contact", page="missing"),
        of_file("01-proposal", ": question contact names page “missing”: there is none"),
    ),
    "a page in a section without pages": (
        change("outcome", page="missing"),
        of_file("09-conclusion", ": question outcome names page “missing”: there is none"),
    ),
    "a page without questions": (
        lambda t: section(t, "proposal")["page"].append({"id": "more", "title": "More"}),
        of_file("01-proposal", " page more: the page has no questions"),
    ),
    "a twin page": (
        lambda t: section(t, "proposal")["page"].append({"id": "basics", "title": "Again"}),
        of_file("01-proposal", ": “page” has “basics” 2 times"),
    ),
    "a twin question": (
        change("web", id="summary"),
        f"{MAIN}: question “summary” is there 2 times",
    ),
    "a twin option": (
        change("staff", options=[{"value": "yes", "label": label} for label in ("Yes", "Aye")]),
        of_question("01-proposal", "staff", "“options” has “yes” 2 times"),
    ),
    "a twin group": (
        lambda t: t["edition"]["group"].append(
            {"id": "age", "title": "Age again", "people": "people"}
        ),
        f"{MAIN}: “group” has “age” 2 times",
    ),
    "a section named twice": (
        lambda t: t["edition"]["part"][0]["sections"].append("proposal"),
        f"{MAIN}: section “proposal” is there 2 times",
    ),
    "two files of one section": (
        lambda t: t["sections"].update({"10-proposal.toml": section(t, "proposal")}),
        f"{NAME}/sections: section “proposal” is there 2 times",
    ),
    "a section without a file": (
        lambda t: t["edition"]["part"][0]["sections"].append("ghost"),
        f"{MAIN}: section “ghost” has no file",
    ),
    "a file in no part": (
        lambda t: t["edition"]["part"][0]["sections"].remove("proposal"),
        of_file("01-proposal", ": section “proposal” is in no part of edition.toml"),
    ),
    "a file with another name": (
        lambda t: t["sections"].update({"01-other.toml": t["sections"].pop("01-proposal.toml")}),
        of_file("01-other", ": the file of “proposal” has another name than its section"),
    ),
    "a part with no sections": (
        lambda t: t["edition"]["part"].append({"id": "x", "title": "X", "sections": []}),
        f"{MAIN} part x: “sections” is empty",
    ),
    "an edition that is not its folder": (
        change_main(id="2031-1"),
        f"{MAIN}: id “2031-1” is not the name of its folder",
    ),
}


@pytest.mark.parametrize(("spoil", "fault"), STRUCTURE.values(), ids=STRUCTURE.keys())
def test_a_folder_is_refused_for(
    tables: Tables, spoil: Callable[[Tables], None], fault: str
) -> None:
    spoil(tables)
    assert fault in faults_of(tables)


def test_the_small_edition_and_ours_have_no_faults(tiny_forms: Forms, forms: Forms) -> None:
    assert (tiny_forms.faults(), forms.faults()) == ([], [])


def test_every_fault_of_a_folder_is_reported_at_once(tables: Tables) -> None:
    change("title", colour="red")(tables)
    without("q_direction", "options")(tables)
    mean(effect="ghost")(tables)
    with pytest.raises(BadDefinition) as refused:
        edition_from(NAME, tables)
    assert {
        of_question("01-proposal", "title", "“colour” is not a key we know"),
        of_file("02-quick-check", " q_direction: needs options"),
        f"{MAIN} meaning effect: there is no question “ghost”",
    } <= set(refused.value.faults)


def test_faults_in_files_that_are_not_toml_are_reported_with_the_rest(tiny_folder: Path) -> None:
    sections = tiny_folder / NAME / "sections"
    (sections / "01-proposal.toml").write_text("id = ", encoding="utf-8")
    (tiny_folder / "councils/testing.toml").write_bytes(b"\xff")
    found = Forms(tiny_folder, "testing").faults()
    assert [fault.partition(": ")[0] for fault in found if "is not TOML" in fault] == [
        f"{NAME}/sections/01-proposal.toml",
        "testing.toml",
    ]


def test_an_empty_folder_says_that_there_is_no_edition(tmp_path: Path) -> None:
    assert Forms(tmp_path, "testing").faults() == [
        f"{tmp_path}: there is no edition: no eia/*/edition.toml"
    ]


def test_an_edition_is_read_as_it_is_written(edition: Edition) -> None:
    shown = edition.by_id["effects"]
    assert (shown.kind, [page.id for page in shown.pages]) == (
        SectionKind.EACH_GROUP,
        ["likely", "why"],
    )
    assert edition.questions["severity"].shown_when == (Condition(("negative",), "effect"),)
    assert edition.groups[2].only == {"aims_touched": ("eliminate", "no_aim")}
    rule = edition.routing.major[1]
    assert [(term.question, term.values) for term in rule.terms] == [
        ("q_depth", ("serious",)),
        ("q_trigger", ("key_decision",)),
    ]
    row = edition.by_id["evidence"].row
    assert row is not None
    assert (row.summary, row.at_least[0].rows) == (("fact", "kind"), 2)
