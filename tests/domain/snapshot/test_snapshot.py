"""The frozen record: what is in it, in which order, and that its hash holds."""

from __future__ import annotations

import json
from typing import Any

from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.routing import Decision, Route
from eia_app.domain.questionnaire.answers import Answers, Key, Value
from eia_app.domain.questionnaire.choices import choices_for
from eia_app.domain.snapshot.snapshot import FORMAT, Cover, canonical, sha256, take
from tests.domain.journey.walking import Walker

COVER = Cover(
    reference="EIA-2026-001",
    version=1,
    title="Parking permits",
    service="Parking",
    edition={"id": "eia/2030-1", "sha256": "abc"},
    people={"lead": {"name": "Lee Lead", "job_title": "Officer"}, "contributors": []},
    dates={"started": "2026-03-09T10:30:00+00:00", "submitted": None, "decision": None},
)


def snapshot_of(walk: Walker, journey: Journey) -> dict[str, Any]:
    choices = choices_for(walk.edition, walk.groups, walk.council, journey.answers)
    return take(COVER, walk.council, journey, choices)


def sections_by_id(snapshot: dict[str, Any]) -> dict[str, Any]:
    return {section["id"]: section for part in snapshot["parts"] for section in part["sections"]}


def values_by_id(questions: list[dict[str, Any]]) -> dict[str, Any]:
    return {question["id"]: question["value"] for question in questions}


def test_the_canonical_text_is_the_same_for_the_same_content(walk: Walker) -> None:
    journey = walk.complete(Route.MAJOR)
    shuffled = Answers(dict(reversed(list(journey.answers.values.items()))), journey.answers.rows)
    texts = {canonical(snapshot_of(walk, variant)) for variant in (journey, walk(shuffled))}
    assert len(texts) == 1
    text = texts.pop()
    assert canonical(json.loads(text)) == text
    assert canonical({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'
    assert sha256("a") == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"


def test_another_answer_gives_another_hash(walk: Walker) -> None:
    journey = walk.complete()
    changed = walk(journey.answers.with_values({(None, "title"): "Parking fees"}))
    first_hash, second_hash = (
        sha256(canonical(snapshot_of(walk, variant))) for variant in (journey, changed)
    )
    assert first_hash != second_hash


def test_the_cover_the_route_and_the_council_are_in_it(walk: Walker) -> None:
    snapshot = snapshot_of(walk, walk.complete(Route.MAJOR))
    assert (snapshot["format"], snapshot["reference"], snapshot["version"]) == (
        FORMAT,
        "EIA-2026-001",
        1,
    )
    assert snapshot["route"] == {
        "route": "major",
        "reasons": ["it closes a service"],
        "full_reasons": ["the effect could be serious"],
        "override": None,
    }
    assert snapshot["edition"] == {"id": "eia/2030-1", "sha256": "abc", "title": "Small assessment"}
    assert snapshot["council"]["name"] == "Testing District Council"
    assert snapshot["meaning"]["negative"] == ["negative"]


def test_only_live_answers_are_in_it(walk: Walker) -> None:
    full = walk.complete(Route.MAJOR, effect=["negative"])
    turned: dict[Key, Value] = {(None, "q_depth"): "nothing", (None, "q_nothing_why"): "A boiler"}
    snapshot = snapshot_of(walk, walk(full.answers.with_values(turned)))
    assert list(sections_by_id(snapshot)) == ["proposal", "quick_check", "screening", "conclusion"]
    assert snapshot["effects"] == []
    check = values_by_id(sections_by_id(snapshot)["quick_check"]["questions"])
    assert check == {"q_depth": "nothing", "q_nothing_why": "A boiler"}


def test_what_was_not_answered_is_there_without_a_value(walk: Walker) -> None:
    snapshot = snapshot_of(walk, walk())
    proposal = sections_by_id(snapshot)["proposal"]["questions"]
    assert values_by_id(proposal) == dict.fromkeys(
        ["title", "summary", "service", "staff", "starts", "cost", "web", "contact"]
    )
    assert [question["text"] for question in proposal] == [[]] * 8
    assert snapshot["route"]["route"] is None


def test_a_section_of_groups_holds_one_block_for_each_in_its_words(walk: Walker) -> None:
    snapshot = sections_by_id(snapshot_of(walk, walk.complete(effect=["negative"])))["effects"]
    assert [(g["id"], g["local"]) for g in snapshot["groups"]] == [
        ("age", False),
        ("disability", False),
        ("marriage", False),
        ("carers", True),
    ]
    asks = {q["id"]: q["ask"] for q in snapshot["groups"][3]["questions"]}
    assert asks["mitigation"] == "What will you do for unpaid carers?"
    assert asks["explanation"] == "What does carers have to do with it?"


def test_effects_have_their_levels_as_values_and_in_words(walk: Walker) -> None:
    snapshot = snapshot_of(walk, walk.complete(effect=["positive", "negative"], severity="high"))
    assert snapshot["effects"][0] == {
        "group": "age",
        "title": "Age",
        "local": False,
        "positive": True,
        "negative": True,
        "neutral": False,
        "unknown": False,
        "labels": ["Positive", "Negative"],
        "severity": "high",
        "likelihood": "low",
        "seriousness": 1.0,
        "words": {"severity": "High", "likelihood": "Low"},
    }


def test_a_list_holds_its_rows_with_what_was_asked_of_each(walk: Walker) -> None:
    rows = [{"fact": "12%", "kind": "figures"}, {"fact": "They said so", "kind": "other"}]
    values = {"q_depth": "serious", "q_groups": ["none"], "q_trigger": ["closes"]}
    snapshot = sections_by_id(snapshot_of(walk, walk(walk.answered({"evidence": rows}, **values))))[
        "evidence"
    ]
    assert (snapshot["one"], snapshot["summary"]) == ("piece of evidence", ["fact", "kind"])
    assert snapshot["instead"] is None
    assert [(row["id"], values_by_id(row["questions"])) for row in snapshot["rows"]] == [
        ("r1", {"fact": "12%", "kind": "figures", "year": None}),
        ("r2", {"fact": "They said so", "kind": "other", "kind_other": None, "year": None}),
    ]


def test_an_empty_list_holds_its_reason(walk: Walker) -> None:
    snapshot = sections_by_id(snapshot_of(walk, walk.complete(no_evidence="It is new")))["evidence"]
    assert snapshot["rows"] == []
    assert (snapshot["instead"]["id"], snapshot["instead"]["text"]) == (
        "no_evidence",
        ["It is new"],
    )


def test_a_route_set_by_hand_says_so(walk: Walker) -> None:
    by_hand = Decision(Route.MAJOR, ("The public is watching",))
    snapshot = snapshot_of(walk, walk(walk.complete().answers, override=by_hand))
    assert (snapshot["route"]["route"], snapshot["route"]["reasons"]) == (
        "major",
        ["The public is watching"],
    )
