"""The task list: what is shown, what may be visited, what is missing, what counts."""

from __future__ import annotations

import pytest

from eia_app.domain.journey.routing import Decision, Route
from tests.domain.journey.walking import Walker, name, statuses

CHECKED = {
    "q_depth": "serious",
    "q_groups": ["age"],
    "q_trigger": ["none"],
    "q_direction": {"age": "better"},
}


def test_a_blank_assessment_shows_what_is_to_come_and_starts_with_what_needs_nothing(
    walk: Walker,
) -> None:
    assert statuses(walk()) == {
        "proposal": "not_started",
        "quick_check": "not_started",
        "evidence": "cannot_start",
        "effects": "cannot_start",
        "action_plan": "cannot_start",
        "conclusion": "cannot_start",
    }


def test_the_quick_check_opens_the_tasks_of_its_route(walk: Walker) -> None:
    assert statuses(walk(walk.answered(**CHECKED))) == {
        "proposal": "not_started",
        "quick_check": "done",
        "evidence": "not_started",
        "effects/age": "not_started",
        "effects/disability": "not_started",
        "effects/marriage": "not_started",
        "effects/carers": "not_started",
        "action_plan": "cannot_start",
        "conclusion": "cannot_start",
    }


def test_screening_leaves_the_tasks_of_a_full_assessment_out(walk: Walker) -> None:
    journey = walk(walk.answered(q_depth="nothing", q_nothing_why="A boiler"))
    assert statuses(journey) == {
        "proposal": "not_started",
        "quick_check": "done",
        "screening": "not_started",
        "conclusion": "cannot_start",
    }


def test_a_section_after_one_that_cannot_start_cannot_start_either(walk: Walker) -> None:
    before_the_route = walk(walk.answered(q_depth="serious"))
    assert statuses(before_the_route)["action_plan"] == "cannot_start"


def test_a_task_is_in_progress_once_saved_or_answered_and_done_when_nothing_is_missing(
    walk: Walker,
) -> None:
    by_answers = walk(walk.answered(title="Permits"))
    by_saving = walk(saved=[("proposal", None)])
    nothing = walk(walk.answered(title=" "))
    assert [statuses(journey)["proposal"] for journey in (by_answers, by_saving, nothing)] == [
        "in_progress",
        "in_progress",
        "not_started",
    ]


def test_a_task_that_was_sent_back_needs_changes_though_nothing_is_missing(walk: Walker) -> None:
    full = walk.complete()
    again = walk(full.answers, changes=[("effects", "age")])
    assert statuses(again)["effects/age"] == "changes_needed"
    assert statuses(again)["effects/disability"] == "done"


def test_everything_answered_is_complete_and_every_task_done(walk: Walker) -> None:
    for route in Route:
        journey = walk.complete(route, effect=["negative"], staff="yes")
        assert (journey.route, journey.is_complete) == (route, True)
        assert set(statuses(journey).values()) == {"done"}


def test_a_page_may_be_visited_when_the_pages_before_it_are_complete(walk: Walker) -> None:
    def visitable(**values: object) -> list[str]:
        journey = walk(walk.answered(**values))
        pages = ("depth", "groups", "direction")
        return [page for page in pages if journey.may_visit("quick_check", None, page)]

    assert visitable() == ["depth"]
    assert visitable(q_depth="small") == ["depth", "groups"]
    assert visitable(**CHECKED) == ["depth", "groups", "direction"]
    # Nothing on the second page is asked of a proposal that affects nobody.
    assert visitable(q_depth="nothing", q_nothing_why="A boiler") == ["depth"]


@pytest.mark.parametrize(
    ("section", "group", "page"),
    [
        ("evidence", None, "evidence"),  # cannot start
        ("quick_check", None, "missing"),
        ("missing", None, "missing"),
        ("effects", None, "likely"),  # asked about groups only
        ("proposal", "age", "basics"),
        ("effects", "missing", "likely"),
    ],
)
def test_what_is_not_there_may_not_be_visited(
    walk: Walker, section: str, group: str | None, page: str
) -> None:
    assert not walk().may_visit(section, group, page)


def test_a_task_is_taken_up_at_its_first_open_page(walk: Walker) -> None:
    def first(**values: object) -> str:
        journey = walk(walk.answered(**values))
        return journey.first_page(journey.by_key["quick_check", None])

    assert [first(), first(q_depth="small"), first(**CHECKED)] == ["depth", "groups", "direction"]


def test_each_choice_asks_about_what_was_chosen_and_leaves_none_out(walk: Walker) -> None:
    def asks(groups: list[str]) -> list[str]:
        answers = walk.answered(q_depth="small", q_groups=groups, q_trigger=["none"])
        journey = walk(answers)
        task = journey.by_key["quick_check", None]
        question = journey.edition.questions["q_direction"]
        return journey.each_of(question, task) if "direction" in task.pages else []

    assert [asks(["age", "carers"]), asks(["none"])] == [["age", "carers"], []]


def test_each_choice_is_missing_until_every_part_is_answered(walk: Walker) -> None:
    chosen = {**CHECKED, "q_groups": ["age", "carers"]}
    journey = walk(walk.answered(**chosen))
    assert [(m.page, m.question) for m in journey.missing if m.section == "quick_check"] == [
        ("direction", "q_direction")
    ]
    assert journey.route is None


def test_a_part_of_each_choice_no_longer_asked_about_does_not_count(walk: Walker) -> None:
    answers = walk.answered(**{**CHECKED, "q_direction": {"age": "better", "carers": "worse"}})
    journey = walk(answers)
    assert journey.live.get("q_direction") == {"age": "better"}
    assert journey.answers.get("q_direction") == {"age": "better", "carers": "worse"}


def test_rules_rise_with_the_impact(walk: Walker) -> None:
    def missing(effect: list[str]) -> list[str]:
        journey = walk(walk.answered(**CHECKED, age__effect=effect, age__explanation="They say so"))
        return [m.question for m in journey.missing if (m.section, m.group) == ("effects", "age")]

    assert missing(["neutral"]) == ["aims_touched"]
    assert missing(["not_known"]) == ["mitigation", "aims_touched"]
    assert missing(["negative"]) == ["severity", "likelihood", "mitigation", "aims_touched"]


def test_how_many_groups_are_worse_off_opens_a_section_and_counts_for_lists(walk: Walker) -> None:
    one = walk.complete(effect=["neutral"])
    answers = one.answers.with_values({("age", "effect"): ["negative"]})
    assert "combined" not in statuses(walk(answers))
    several = walk(answers.with_values({("carers", "effect"): ["negative"]}))
    assert "combined" in statuses(several)
    assert several.task("action_plan") is not None
    assert [m.message for m in several.missing if m.section == "action_plan"] == [
        "Add at least 1 action"
    ]


def test_the_route_can_be_set_by_hand_once_the_quick_check_is_complete(walk: Walker) -> None:
    by_hand = Decision(Route.MAJOR, ("The public is watching",))
    assert walk(walk.answered(**CHECKED), override=by_hand).decision == by_hand
    assert walk(override=by_hand).decision is None


def test_a_task_that_asks_nothing_is_not_in_the_list(walk: Walker) -> None:
    journey = walk(walk.answered(staff="no"))
    assert journey.task("workforce") is None
    assert [name(task.key) for task in journey.tasks if not task.pages and task.shown] == []
