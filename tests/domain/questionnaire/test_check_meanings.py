"""The checker of editions: what each type of question needs, meanings, limits, routing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.domain.questionnaire.test_check_references import at
from tests.domain.questionnaire.test_parse_edition import (
    MAIN,
    Tables,
    change,
    change_main,
    change_section,
    faults_of,
    mean,
    of_file,
    section,
    without,
)

TYPES = {
    "a choice without options": (
        without("staff", "options"),
        at("01-proposal", "staff", "needs options"),
    ),
    "a required choice from a council’s list alone": (
        without("service", "options"),
        at("01-proposal", "service", "needs an option besides the council’s"),
    ),
    "an unknown list of the council": (
        change("service", options_from="pets"),
        at("01-proposal", "service", "options_from: there is no list “pets”"),
    ),
    "an exclusive option of a single choice": (
        change("outcome", options=[{"value": "x", "label": "X", "exclusive": True}]),
        at(
            "09-conclusion",
            "outcome",
            "an exclusive option belongs to a choose_many or a choose_rows",
        ),
    ),
    "each_choice of nothing": (
        without("q_direction", "of"),
        at("02-quick-check", "q_direction", "`of` must be a choose_many of an earlier page"),
    ),
    "each_choice of a single choice": (
        change("q_direction", of="q_depth"),
        at("02-quick-check", "q_direction", "`of` must be a choose_many of an earlier page"),
    ),
    "each_choice of a question of its own page": (
        change("q_direction", page="groups"),
        at("02-quick-check", "q_direction", "`of` must be a choose_many of an earlier page"),
    ),
    "choose_rows of no list": (
        change("known", rows_of="proposal"),
        at("05-effects", "known", "`rows_of`: there is no list “proposal”"),
    ),
    "a date without its sentence": (
        without("starts", "bad"),
        at("01-proposal", "starts", "needs “bad”, the sentence for a value that cannot be read"),
    ),
    "required_when without its message": (
        without("mitigation", "required"),
        at("05-effects", "mitigation", "required_when needs the message “required”"),
    ),
    "limits that leave nothing": (
        change("cost", at_least=2000),
        at("01-proposal", "cost", "at_least is more than at_most"),
    ),
    "when_empty outside a list": (
        change("title", when_empty=True),
        at("01-proposal", "title", "when_empty belongs to a list"),
    ),
    "two when_empty questions": (
        change("fact", when_empty=True),
        of_file("04-evidence", ": a list has one when_empty question"),
    ),
    "a list without its words": (
        lambda t: section(t, "evidence").pop("row"),
        of_file("04-evidence", ": “row” is missing"),
    ),
    "row words outside a list": (
        change_section("proposal", row={"one": "x", "many": "y", "summary": ["title"]}),
        of_file("01-proposal", ": “row” is not a key we know"),
    ),
    "a summary of a question that is not in the row": (
        lambda t: section(t, "evidence")["row"].update(summary=["no_evidence"]),
        of_file("04-evidence", ": summary: there is no question “no_evidence” in the row"),
    ),
}

MEANINGS = {
    "no meaning for the effect": (
        lambda t: t["edition"]["meaning"].pop("effect"),
        f"{MAIN}: meaning: “effect” is missing",
    ),
    "an unknown meaning": (
        mean(colour="title"),
        f"{MAIN} meaning colour: is not a meaning we know",
    ),
    "a meaning of an unknown question": (
        mean(summary="ghost"),
        f"{MAIN} meaning summary: there is no question “ghost”",
    ),
    "a meaning of an empty list": (
        mean(summary=[]),
        f"{MAIN} meaning summary: there is no question “”",
    ),
    "a value that the effect never has": (
        mean(negative=["worse"]),
        f"{MAIN} meaning negative: “worse” is not an answer to “effect”",
    ),
    "a status that an action never has": (
        mean(action_over=["dropped"]),
        f"{MAIN} meaning action_over: “dropped” is not an answer to “action_status”",
    ),
    "an effect that is not asked about each group": (
        mean(effect="staff"),
        f"{MAIN} meaning effect: “staff” is not in a section of kind each_group",
    ),
    "actions that are no list": (
        mean(actions="proposal"),
        f"{MAIN} meaning actions: there is no list “proposal”",
    ),
    "a followed-up question that is not in the list": (
        mean(action_followed=["title"]),
        f"{MAIN} meaning action_followed: “title” is not in a section of kind list",
    ),
    "a group’s limit on an unknown question": (
        lambda t: t["edition"]["group"][0].update(only={"ghost": ["x"]}),
        f"{MAIN} group age only: “ghost” is not asked about each group",
    ),
    "a group’s limit to an unknown option": (
        lambda t: t["edition"]["group"][0].update(only={"effect": ["x"]}),
        f"{MAIN} group age only: “x” is not an answer to “effect”",
    ),
    "no routing": (lambda t: t["edition"].pop("routing"), f"{MAIN}: “routing” is missing"),
    "routing by an unknown section": (
        lambda t: t["edition"]["routing"].update(decided_by="ghost"),
        f"{MAIN}: routing: section “ghost” does not exist",
    ),
    "routing by a question of a later section": (
        lambda t: t["edition"]["routing"]["full"][0].update(question="outcome"),
        f"{MAIN} [routing]: looks at “outcome”, which is not asked before it",
    ),
    "routing by an unknown value": (
        lambda t: t["edition"]["routing"]["full"][0].update({"is": "grim"}),
        f"{MAIN} [routing]: “grim” is not an answer to “q_depth”",
    ),
    "routing without a reason": (
        lambda t: t["edition"]["routing"]["major"][1].pop("because"),
        f"{MAIN} [routing] major q_depth: “because” is missing",
    ),
    "meanings that are no table": (change_main(meaning=3), f"{MAIN}: “meaning” must be a table"),
}
ALL = {**TYPES, **MEANINGS}


@pytest.mark.parametrize(("spoil", "fault"), ALL.values(), ids=ALL.keys())
def test_a_folder_is_refused_for(
    tables: Tables, spoil: Callable[[Tables], None], fault: str
) -> None:
    spoil(tables)
    assert fault in faults_of(tables)
