"""Branches no longer taken do not count, are kept, and come back. Pages and what they reveal."""

from __future__ import annotations

from dataclasses import replace

from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.conditions import Condition
from eia_app.domain.questionnaire.model import Question
from tests.domain.journey.walking import Walker, statuses


def test_answers_of_a_branch_no_longer_taken_do_not_count_are_kept_and_come_back(
    walk: Walker,
) -> None:
    full = walk.complete(Route.MAJOR, effect=["negative"])
    turned = full.answers.with_values(
        {(None, "q_depth"): "nothing", (None, "q_nothing_why"): "A boiler"}
    )
    screened = walk(turned)
    assert screened.route is Route.SCREENING
    assert screened.effects == []
    assert screened.live.rows == {}
    assert {group for group, _ in screened.live.values} == {None}
    assert screened.live.get("q_groups") is None
    assert screened.answers.get("q_groups") == full.answers.get("q_groups")
    back = walk(turned.with_values({(None, "q_depth"): "serious"}))
    assert back.is_complete
    assert back.live.values == full.live.values
    assert back.live.rows == full.live.rows


def test_a_hidden_branch_does_not_hold_a_task_in_progress(walk: Walker) -> None:
    journey = walk(walk.answered(workforce_effect="Two posts", staff="no"))
    assert "workforce" not in statuses(journey)
    asked = walk(walk.answered(workforce_effect="Two posts", staff="yes"))
    assert statuses(asked)["workforce"] == "done"


def test_a_revealed_answer_counts_only_under_its_option(walk: Walker) -> None:
    answers = walk.answered(service="Housing", service_other="Ferries")
    assert walk(answers).live.get("service_other") is None
    again = walk(answers.with_values({(None, "service"): "another"}))
    assert again.live.get("service_other") == "Ferries"


def ids(questions: list[Question]) -> list[str]:
    return [question.id for question in questions]


def test_a_page_asks_what_is_shown_and_what_its_own_answers_reveal(walk: Walker) -> None:
    journey = walk()
    task = journey.by_key["quick_check", None]
    assert ids(journey.on_page(task, "depth")) == ["q_depth", "q_nothing_why"]
    assert ids(journey.on_page(task, "groups")) == []


def test_a_reveal_under_a_question_that_is_not_shown_is_not_asked(walk: Walker) -> None:
    section = walk.edition.by_id["proposal"]
    hidden = tuple(
        replace(q, shown_when=(Condition(("nothing",), "q_depth"),)) if q.id == "service" else q
        for q in section.questions
    )
    changed = replace(section, question_tables=hidden)
    others = tuple(changed if each is section else each for each in walk.edition.sections)
    edition = replace(walk.edition, sections=others)
    journey = type(walk())(edition, walk.groups, walk.answered())
    task = journey.by_key["proposal", None]
    assert ids(journey.on_page(task, "details")) == ["staff", "starts", "cost", "web", "contact"]


def test_the_problems_of_a_page_are_those_of_what_was_given(walk: Walker) -> None:
    journey = walk(walk.answered(service="Housing"))
    task = journey.by_key["proposal", None]
    page = journey.on_page(task, "details")
    given = {
        "service": "another",
        "service_other": "",
        "staff": "no",
        "cost": 5000,
        "contact": None,
    }
    assert journey.problems(task, page, given) == {
        "service_other": "Enter the service",
        "cost": "The number must be 1,000 or less",
    }
    assert "service_other" not in journey.problems(task, page, {**given, "service": "Parking"})


def test_a_bare_word_is_refused_with_the_sentence_of_its_question(walk: Walker) -> None:
    journey = walk()
    task = journey.by_key["proposal", None]
    page = journey.on_page(task, "basics")
    assert journey.problems(task, page, {"title": "None", "summary": "n/a"}) == {
        "summary": "Enter what would change, in a sentence"
    }


def test_rules_that_look_at_the_same_page_use_what_was_given_not_what_was_saved(
    walk: Walker,
) -> None:
    full = walk.complete(effect=["neutral"])
    task = full.by_key["effects", "age"]
    page = full.on_page(task, "likely")
    worse = {"effect": ["negative"], "severity": None, "likelihood": "low"}
    assert full.problems(task, page, worse) == {"severity": "Select how serious it would be"}
    assert ids(full.shown_among(task, page, {"effect": ["neutral"]})) == ["effect"]
