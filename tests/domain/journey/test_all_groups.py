"""Every group on one page: one task, an answer for each group, and what follows from them."""

from __future__ import annotations

from typing import Any

import pytest

from eia_app.domain.journey.asking import Situation
from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.routing import Route
from eia_app.domain.journey.tasks import Status
from eia_app.domain.questionnaire.parse_edition import edition_from
from eia_app.storage.forms.folder import Forms
from tests import TINY_GROUP_FORMS
from tests.domain.journey.walking import Walker, name, statuses

NAME = "eia/2031-1"
IDS = ("age", "disability", "marriage", "carers")
CLOSES = "it closes a service, and a group would be worse off"


@pytest.fixture(scope="module")
def walk() -> Walker:
    forms = Forms(TINY_GROUP_FORMS, "testing")
    return Walker(edition_from(NAME, forms.tables(NAME)), forms.council)


def effects(*answers: str) -> dict[str, str]:
    """Return the answers about the first groups, as the walker names them."""
    return {f"{id_}__effect": answer for id_, answer in zip(IDS, answers, strict=False)}


BEGUN = {"title": "Bins", "summary": "Fewer rounds", "closes": "no"}
NO_DIFFERENT = effects(*["no_different"] * 4)


def started(walk: Walker, rows: Any = None, /, **values: Any) -> Journey:
    situation = Situation(walk.council.thresholds)
    return walk(walk.answered(rows, **BEGUN, **values), situation=situation)


def test_the_forms_of_these_tests_are_in_order() -> None:
    assert Forms(TINY_GROUP_FORMS, "testing").faults() == []


def test_one_task_asks_about_every_group_those_of_the_council_too(walk: Walker) -> None:
    journey = walk()
    task = journey.task("groups")
    assert task is not None
    assert task.key == ("groups", None)
    assert [(q.id, q.ask, q.hint) for q in journey.on_page(task, "groups")] == [
        ("effect--age", "Age", "Who uses it now, by age?"),
        ("effect--disability", "Disability", "How far must someone walk?"),
        ("effect--marriage", "Marriage", ""),
        ("effect--carers", "Carers", "Does it make caring harder?"),
    ]
    assert journey.task("groups", "age") is task


def test_each_group_without_an_answer_is_missing_by_its_own_name(walk: Walker) -> None:
    journey = started(walk, **effects("worse", "both"))
    task = journey.by_key["groups", None]
    assert [(gap.group, gap.question) for gap in task.missing] == [
        ("marriage", "effect"),
        ("carers", "effect"),
    ]
    assert task.status is Status.IN_PROGRESS
    given = {question.id: None for question in journey.on_page(task, "groups")}
    problems = journey.problems(task, journey.on_page(task, "groups"), given)
    assert problems["effect--carers"] == "Select what it would mean for unpaid carers"
    assert len(problems) == 4


def test_the_route_waits_for_every_section_that_decides_it(walk: Walker) -> None:
    assert started(walk, **effects("worse")).decision is None
    unfinished = walk(walk.answered(title="Bins", summary="Fewer", **NO_DIFFERENT))
    assert unfinished.decision is None
    assert started(walk, **NO_DIFFERENT).route is Route.SCREENING


@pytest.mark.parametrize("answer", ["worse", "both"])
def test_a_rule_holds_when_it_holds_of_any_group(walk: Walker, answer: str) -> None:
    answers = {**NO_DIFFERENT, "carers__effect": answer}
    assert started(walk, **answers).route is Route.STANDARD
    journey = walk(walk.answered(**{**BEGUN, "closes": "yes"}, **answers))
    assert journey.decision is not None
    assert journey.decision.reasons == (CLOSES,)


def test_a_number_is_compared_with_the_threshold_of_the_council(walk: Walker) -> None:
    def route(**values: Any) -> Route | None:
        values = {"people": 40, "who": ["residents"], "service": "yes", **values}
        return started(walk, **NO_DIFFERENT, **values).route

    assert walk.council.thresholds == {"many_people": 40}
    assert route() is Route.STANDARD
    assert route(people=39) is Route.SCREENING
    assert route(service="no") is Route.SCREENING
    assert route(who=["residents", "staff"]) is Route.SCREENING
    assert route(who=[]) is Route.SCREENING  # nobody has said who


def test_sections_for_each_group_are_decided_group_by_group(walk: Walker) -> None:
    journey = started(walk, **effects("worse", "no_different", "better", "not_known"))
    pages = [name(task.key) for task in journey.tasks if task.section.id == "effects"]
    assert pages == ["effects/age", "effects/marriage"]
    asked = {name(task.key): [q.id for _, q in task.asked] for task in journey.tasks}
    assert asked["effects/age"] == ["explanation", "severity"]
    assert asked["effects/marriage"] == ["explanation"]  # nobody is worse off: its own answer


def test_pages_of_a_group_come_and_go_with_its_answer_and_keep_what_was_written(
    walk: Walker,
) -> None:
    written = {"age__explanation": "They pay more", **NO_DIFFERENT}
    journey = started(walk, **written)
    assert journey.task("effects", "age") is None
    assert journey.live.get("explanation", "age") is None
    back = started(walk, **{**written, "age__effect": "worse"})
    assert back.live.get("explanation", "age") == "They pay more"


def test_the_facts_of_groups_and_of_engagement_follow_their_sections(walk: Walker) -> None:
    def influence(rows: Any = None) -> bool:
        journey = started(walk, rows, **effects(*["worse"] * 4))
        return any(gap.question == "influence" for gap in journey.missing)

    assert influence()
    assert not influence({"engagement": [{"engaged_who": "The forum"}]})
    assert [e.negative for e in started(walk, **effects("both", "better")).effects] == [True, False]


def test_what_a_question_asks_follows_from_an_answer(walk: Walker) -> None:
    journey = started(walk, **NO_DIFFERENT)
    task, question = journey.by_key["conclusion", None], walk.edition.questions["outcome_why"]
    given = ["go_on", "adjust", "stop"]
    assert [journey.wording(task, question, {"outcome": value}) for value in given] == [
        "Why?",
        "What will you change?",
        "Why?",
    ]
    closing = walk(walk.answered(**{**BEGUN, "closes": "yes", "outcome": "stop"}, **NO_DIFFERENT))
    own_task = closing.by_key["conclusion", None]
    assert closing.wording(own_task, question, {}) == "Why must it stay open?"


def test_a_question_from_the_sign_off_on_is_asked_from_then_on(walk: Walker) -> None:
    rows = {"action_plan": [{"action_text": "Tell people", "action_status": "done"}]}
    answers = walk.answered(rows, **BEGUN, **effects(*["worse"] * 4))

    def actions(journey: Journey) -> tuple[list[str], list[str]]:
        task = journey.by_key["action_plan", None]
        asked = [question.id for question in journey.of_row(task)]
        return asked, list(journey.live.rows["action_plan"][0].values)

    before, after = walk(answers), walk(answers, situation=Situation(is_signed=True))
    assert actions(before) == (["action_text"], ["action_text"])
    assert actions(after) == (
        ["action_text", "action_status", "action_why"],
        ["action_text", "action_status"],
    )


def test_a_group_that_was_sent_back_opens_the_page_of_all(walk: Walker) -> None:
    whole = started(walk, **NO_DIFFERENT)
    journey = walk(whole.answers, changes=[("groups", "age")], only=[("groups", "age")])
    assert statuses(journey)["groups"] == "changes_needed"
    assert not journey.is_locked("groups")
    assert not journey.is_locked("groups", "carers")
    assert journey.is_locked("quick_check")
