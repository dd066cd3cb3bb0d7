"""Import is a door like the form: the same cleaning, limits and checks, each in one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from eia_app.domain.errors import BadFile
from eia_app.domain.workflow.states import State
from eia_app.services.transfer import import_ as transfer_import_
from eia_app.storage.models.assessment import Answer, Assessment
from tests.factories import NOW, Makers
from tests.services.database_transfer import export_text

Json = dict[str, Any]


@pytest.fixture
def signed(session: Session, make_assessment: Makers) -> Json:
    """A signed assessment as it is in a file."""
    found: Json = json.loads(export_text(session, make_assessment(State.SIGNED_OFF).assessment))
    return found


def bring_in(session: Session, raw: Json) -> Assessment:
    """Through the whole door, as the command does."""
    content = json.dumps(raw).encode()
    return transfer_import_.import_assessment(session, transfer_import_.read(content), now=NOW)


def answer_to(raw: Json, question: str, value: object) -> None:
    row = next((each for each in raw["answers"] if each["question"] == question), None)
    if row is None:
        row = {**raw["answers"][0], "question": question, "group_id": ""}
        raw["answers"].append(row)
    row["value"] = value


def nested(depth: int) -> Any:
    found: Any = []
    for _ in range(depth):
        found = [found]
    return found


OF_ANSWER = "In answers, the answer to “{}” cannot be read."
REFUSED: dict[str, tuple[Callable[[Json], object], str]] = {
    "half a pair": (
        lambda raw: answer_to(raw, "summary", "half \ud800"),
        ("In answers, there is a character that is damaged or cannot be kept, so nothing was"
        " imported."),
    ),
    "a NUL in a title": (
        lambda raw: raw["assessment"].update(title="Bins\x00"),
        ("In assessment, there is a character that is damaged or cannot be kept, so nothing was"
        " imported."),
    ),
    "half a pair in a key": (
        lambda raw: raw["events"][0]["detail"].update({"\udc00": 1}),
        ("In events, there is a character that is damaged or cannot be kept, so nothing was"
        " imported."),
    ),
    "an answer of 20 MB": (
        lambda raw: answer_to(raw, "summary", "a" * 20_000_000),
        "In answers, there is a text of more than 100,000 characters.",
    ),
    "an answer that is too long": (
        lambda raw: answer_to(raw, "summary", "a" * 10_001),
        ("In answers, the answer to “summary” is past its limits. Your answer must be 10,000"
        " characters or fewer; it is 1 too long."),
    ),
    "a title of 300 characters": (
        lambda raw: raw["assessment"].update(title="a" * 300),
        "In the assessment, “title” must be 250 characters or fewer; it has 300.",
    ),
    "a title that cannot be seen": (
        lambda raw: raw["assessment"].update(title="\u200b\u3164"),
        "In the assessment, “title” is empty.",
    ),
    "an impossible date": (
        lambda raw: answer_to(raw, "starts", "2026-02-30"), OF_ANSWER.format("starts"),
    ),
    "an impossible date of a decision": (
        lambda raw: raw["assessment"].update(decision_date="2026-02-30"),
        "In the assessment, “decision_date” cannot be read.",
    ),
    "a moment before the first": (
        lambda raw: raw["assessment"].update(started_at="0001-01-01T00:00:00+14:00"),
        "In the assessment, “started_at” cannot be read.",
    ),
    "a revision that no database keeps": (
        lambda raw: raw["assessment"].update(revision=10**30),
        "In assessment, there is a number that is too large to be kept.",
    ),
    "a revision of 2³¹": (
        lambda raw: raw["answers"][0].update(revision=2**31),
        "In answers 1, “revision” cannot be read.",
    ),
    "a number that is too large": (
        lambda raw: answer_to(raw, "cost", 10**30),
        "In answers, there is a number that is too large to be kept.",
    ),
    "a number that is out of range": (
        lambda raw: answer_to(raw, "cost", 1001),
        "In answers, the answer to “cost” is past its limits. The number must be 1,000 or less.",
    ),
    "an address that runs a script": (
        lambda raw: answer_to(raw, "web", "javascript:alert(1)"), OF_ANSWER.format("web"),
    ),
    "a choice that is not offered": (
        lambda raw: answer_to(raw, "staff", "perhaps"), OF_ANSWER.format("staff"),
    ),
    "lists in lists": (
        lambda raw: answer_to(raw, "summary", nested(60)),
        "In the file, lists are nested too deeply to be read.",
    ),
    "a route by hand that is none": (
        lambda raw: raw["assessment"].update(override={"route": "scenic"}),
        "In the assessment, “override” cannot be read.",
    ),
    "an event that says nothing": (
        lambda raw: raw["events"][0].update(detail=["a"]),
        "In events 1, “detail” cannot be read.",
    ),
    "a person without an address": (
        lambda raw: raw["people"][0].update(email="nobody"),
        "In the file, one of the people has no name or no email address.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_form_would_take_is_refused_in_a_sentence(
    name: str, signed: Json, other_session: Session
) -> None:
    damage, sentence = REFUSED[name]
    damage(signed)
    with pytest.raises(BadFile) as refused:
        bring_in(other_session, signed)
    assert str(refused.value) == sentence
    assert other_session.query(Assessment).count() == 0


@pytest.mark.parametrize("depth", [900, 100_000])
def test_a_file_nested_as_deep_as_can_be_is_refused(depth: int) -> None:
    content = b'{"format": "eia-assessment/3", "a": ' + b"[" * depth + b"]" * depth + b"}"
    with pytest.raises(BadFile):
        transfer_import_.read(content)


def test_a_mark_before_the_first_letter_is_no_fault(signed: Json, other_session: Session) -> None:
    raw = transfer_import_.read(b"\xef\xbb\xbf" + json.dumps(signed).encode())
    assert (
        transfer_import_.import_assessment(other_session, raw, now=NOW).title == "Parking permits"
    )


def test_text_comes_in_as_the_form_would_keep_it(signed: Json, other_session: Session) -> None:
    answer_to(signed, "summary", "who\x0bworks self\x1eserved")
    signed["people"][0]["email"] = f" {signed['people'][0]['email'].upper()}\u200b"
    was = signed["people"][0]["email"]
    text = json.dumps(signed).replace(json.dumps(was.strip(" \u200b").lower()), json.dumps(was))
    brought = bring_in(other_session, json.loads(text))
    summary = (
        other_session.query(Answer).filter_by(assessment_id=brought.id, question="summary").one()
    )
    assert summary.value == "who\nworks self-served"
    assert brought.lead.email == brought.lead.email.strip().lower()


# Any value anywhere

ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, -1, 0, 1.5, 10**30, "", "\x00", "\ud800", "x" * 300, "2026-02-30", [], {}, [[]],
     {"a": None}, ["a", 5], "9" * 5000, "\u200b"]
)  # fmt: skip


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Everywhere in the file where another value can be put."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inside:
        yield value, key
        if isinstance(each, dict | list):
            yield from places(each)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), ODD)
def test_any_value_anywhere_is_taken_in_or_refused_in_a_sentence(
    signed: Json, other_session: Session, random: Any, odd: Any
) -> None:
    raw = deepcopy(signed)
    holder, key = random.choice(list(places(raw)))
    holder[key] = odd
    before = other_session.begin_nested()
    try:
        bring_in(other_session, raw)
    except BadFile as refused:
        assert len(str(refused).splitlines()) == 1  # noqa: PT017 - either is right
    before.rollback()
