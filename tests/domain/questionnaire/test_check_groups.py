"""The checker of editions: pages about every group, groups, and conditions that say more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from eia_app.domain.checked_tables import FaultList
from eia_app.domain.questionnaire.parse_edition import read_edition
from eia_app.storage.forms.folder import Forms
from tests import TINY_GROUP_FORMS
from tests.domain.questionnaire.test_parse_edition import Tables, change, change_section, section

NAME = "eia/2031-1"
MAIN = f"{NAME}/edition.toml"
SECTIONS = f"{NAME}/sections"
NO_THRESHOLD = "must be a whole number, or the name of a threshold of the council"
ACTIONS = f"{SECTIONS}/07-action-plan.toml"
ALL = f"{SECTIONS}/02-groups.toml"
WORSE = {"question": "effect", "is": ["worse"]}


def rule(**values: Any) -> Callable[[Tables], None]:
    return lambda tables: tables["edition"]["routing"]["full"][1].update(values)


def group(**values: Any) -> Callable[[Tables], None]:
    return lambda tables: tables["edition"]["group"][2].update(values)


FAULTS = {
    "a page about every group in two": (
        change_section("groups", page=[{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]),
        f"{ALL}: a section of kind all_groups has one page",
    ),
    "a text about every group on one page": (
        change("effect", type="long"),
        f"{ALL}: “effect”: about every group on one page, a question is a choose_one",
    ),
    "words that follow an answer, about every group": (
        change("effect", asks={"question": "service", "is": "yes", "ask": "So?"}),
        f"{ALL}: “effect”: about every group on one page, a question has no “asks”",
    ),
    "a condition on the page itself": (
        lambda t: section(t, "groups")["question"].append(
            {
                "id": "sure",
                "ask": "Sure?",
                "type": "choose_one",
                "options": [{"value": "yes", "label": "Yes"}],
                "shown_when": WORSE,
            }
        ),
        f"{ALL} sure: looks at “effect”, which is not asked before it",
    ),
    "an aim that is none of the three": (
        group(aims=["all"]),
        f"{MAIN} group marriage: “aims” 1 must be one of eliminate, advance, foster; it is “all”",
    ),
    "a state from which nothing is asked": (
        change("action_status", from_state="review"),
        f"{ACTIONS} question action_status: “from_state” must be one of signed; it is “review”",
    ),
    "an “and” in an “and”": (
        change_section("effects", shown_when={**WORSE, "and": {**WORSE, "and": WORSE}}),
        f"{SECTIONS}/06-effects.toml [shown_when] [and]: “and” is not a key we know",
    ),
    "an “and” that looks forward": (
        change_section("effects", shown_when={**WORSE, "and": {"question": "outcome", "is": "x"}}),
        f"{SECTIONS}/06-effects.toml: looks at “outcome”, which is not asked before it",
    ),
    "a lack of what is never chosen": (
        rule(**{"and": {"question": "who", "lacks": ["cats"]}}),
        f"{MAIN} [routing]: “cats” is not an answer to “who”",
    ),
    "so many of what is no number": (
        rule(question="who"),
        f"{MAIN} [routing]: at_least: “who” is not a number",
    ),
    "a threshold that no council has": (
        rule(at_least="crowds"),
        f"{MAIN} [routing]: at_least: a council has no threshold “crowds”",
    ),
    "a threshold that is no number": (
        rule(at_least=2.5),
        f"{MAIN} [routing] full people: “at_least” {NO_THRESHOLD}",
    ),
    "a condition that says two things": (
        rule(**{"is": ["yes"]}),
        f"{MAIN} [routing] full people: a condition has one of “is”, “lacks” and “at_least”",
    ),
    "a fact that lacks something": (
        change_section("effects", shown_when={"fact": "route", "lacks": ["full"]}),
        f"{SECTIONS}/06-effects.toml [shown_when]: a condition on a fact has “is”",
    ),
    "who was asked, before it is known": (
        change_section("engagement", shown_when={"fact": "engaged", "is": "nobody"}),
        f"{SECTIONS}/05-engagement.toml: the fact “engaged” is not known this early",
    ),
    "words that follow from a later answer": (
        change("summary", asks={"question": "closes", "is": "yes", "ask": "So?"}),
        f"{SECTIONS}/01-proposal.toml summary: looks at “closes”, which is not asked before it",
    ),
    "a route decided by a section that is not there": (
        lambda t: t["edition"]["routing"].update(decided_by=["groups", "ghost"]),
        f"{MAIN}: routing: section “ghost” does not exist",
    ),
    "the route, before all that decides it": (
        lambda t: section(t, "quick_check")["question"][0].update(
            shown_when={"fact": "route", "is": "full"}
        ),
        f"{SECTIONS}/03-quick-check.toml closes: the fact “route” is not known this early",
    ),
}


@pytest.mark.parametrize(("spoil", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_a_folder_is_refused_for(spoil: Callable[[Tables], None], fault: str) -> None:
    tables = Forms(TINY_GROUP_FORMS, "testing").tables(NAME)
    spoil(tables)
    faults = FaultList()
    read_edition(NAME, tables["edition"], tables["sections"], faults)
    assert fault in faults.messages
