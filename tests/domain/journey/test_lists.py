"""Lists in the journey: rows, how many are needed, the reason for none, rows that others cite."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.tasks import Missing
from eia_app.domain.questionnaire.answers import Answers
from eia_app.domain.questionnaire.conditions import Condition
from eia_app.domain.questionnaire.model import Question
from tests.domain.journey.walking import Walker, statuses

MAJOR = {
    "q_depth": "serious",
    "q_groups": ["none"],
    "q_trigger": ["closes"],
}
FACT = {"fact": "12% are over 65", "kind": "figures"}


def missing(journey: Journey, section: str) -> list[Missing]:
    return [each for each in journey.missing if each.section == section]


def with_rows(walk: Walker, *rows: dict[str, Any], **values: Any) -> Journey:
    return walk(walk.answered({"evidence": list(rows)}, **MAJOR, **values))


def test_an_empty_list_needs_rows_or_the_reason_for_none(walk: Walker) -> None:
    none = with_rows(walk)
    assert [(m.question, m.message) for m in missing(none, "evidence")] == [
        ("no_evidence", "Add evidence, or enter why there is none")
    ]
    assert missing(with_rows(walk, no_evidence="It is new"), "evidence") == []


def test_the_reason_for_no_rows_does_not_count_once_there_are_rows(walk: Walker) -> None:
    journey = with_rows(walk, FACT, FACT, no_evidence="It is new")
    assert journey.live.get("no_evidence") is None
    assert missing(journey, "evidence") == []


def test_too_few_rows_are_missing_where_a_condition_asks_for_more(walk: Walker) -> None:
    few = with_rows(walk, FACT)
    assert [(m.question, m.message) for m in missing(few, "evidence")] == [
        ("", "Add at least 2 pieces of evidence")
    ]
    assert missing(walk(few.answers.with_values({(None, "q_trigger"): ["none"]})), "evidence") == []


def test_a_reason_that_nobody_must_give_still_spares_the_rows(walk: Walker) -> None:
    full = walk.complete(effect=["negative"])
    bare = Answers(
        {key: value for key, value in full.answers.values.items() if key[1] != "no_action_why"},
        {},
    )
    journey = walk(bare.with_values({(None, "no_evidence"): "It is new"}))
    assert [m.message for m in missing(journey, "action_plan")] == ["Add at least 1 action"]
    spared = walk(bare.with_values({(None, "no_action_why"): "Nothing can be done"}))
    assert missing(spared, "action_plan") == []


def test_the_reason_for_none_may_be_required_only_sometimes(walk: Walker) -> None:
    section = walk.edition.by_id["evidence"]
    major = (Condition(("major",), fact="route"),)
    narrowed = tuple(
        replace(q, required_when=major) if q.when_empty else q for q in section.questions
    )
    changed = replace(section, question_tables=narrowed)
    sections = tuple(changed if each is section else each for each in walk.edition.sections)
    edition = replace(walk.edition, sections=sections)

    def needs(trigger: str) -> list[str]:
        answers = walk.answered(**{**MAJOR, "q_trigger": [trigger]})
        return [m.message for m in missing(Journey(edition, walk.groups, answers), "evidence")]

    assert needs("closes") == ["Add evidence, or enter why there is none"]
    assert needs("none") == []


def test_each_row_is_checked_with_its_own_answers(walk: Walker) -> None:
    journey = with_rows(walk, FACT, {"fact": "They told us", "kind": "other"}, {"kind": "figures"})
    assert [(m.row, m.question, m.message) for m in missing(journey, "evidence")] == [
        ("r2", "kind_other", "Enter what else"),
        ("r3", "fact", "Enter the fact"),
    ]


def test_a_field_of_a_row_that_is_not_asked_does_not_count(walk: Walker) -> None:
    journey = with_rows(walk, {**FACT, "kind_other": "A poem"}, FACT)
    assert [row.values for row in journey.live.rows["evidence"]] == [FACT, FACT]
    assert journey.answers.rows["evidence"][0].values["kind_other"] == "A poem"


def test_the_problems_of_a_row_do_not_look_at_other_rows(walk: Walker) -> None:
    journey = with_rows(walk, FACT, FACT)
    task = journey.by_key["evidence", None]
    given = {"fact": "", "kind": "other", "kind_other": None, "year": 2021}
    assert journey.problems(task, task.section.row_questions, given) == {
        "fact": "Enter the fact",
        "kind_other": "Enter what else",
    }


def test_rows_can_be_cited_while_they_are_there(walk: Walker) -> None:
    def shown(journey: Journey) -> list[str]:
        task = journey.by_key["effects", "age"]
        return [q.id for q in task.shown["likely"]]

    cited = with_rows(walk, FACT, FACT, age__known=["r1", "r9"])
    assert "known" in shown(cited)
    assert cited.live.get("known", "age") == ["r1"]
    none = with_rows(walk, age__known=["r1"])
    assert "known" not in shown(none)
    assert none.live.get("known", "age") is None


def test_a_list_has_answers_by_its_rows_or_its_reason(walk: Walker) -> None:
    assert [
        statuses(with_rows(walk))["evidence"],
        statuses(with_rows(walk, {}))["evidence"],
        statuses(with_rows(walk, no_evidence="It is new"))["evidence"],
    ] == ["not_started", "in_progress", "done"]


def test_a_list_shows_its_reason_only_while_it_is_empty(walk: Walker) -> None:
    def asks(journey: Journey) -> list[Question]:
        return [q for q in journey.by_key["evidence", None].shown["evidence"] if q.when_empty]

    assert [len(asks(with_rows(walk))), len(asks(with_rows(walk, FACT)))] == [1, 0]


def test_rows_of_a_route_not_taken_do_not_count_and_are_kept(walk: Walker) -> None:
    full = with_rows(walk, FACT, FACT)
    screened = walk(full.answers.with_values({(None, "q_depth"): "nothing"}))
    assert [len(full.live.rows["evidence"]), screened.live.rows] == [2, {}]
    assert len(screened.answers.rows["evidence"]) == 2
