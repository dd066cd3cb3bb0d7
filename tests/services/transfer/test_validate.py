"""A file that cannot be taken in is refused in a sentence, and nothing of it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.domain.errors import BadFile, EiaError
from eia_app.domain.workflow.states import State
from eia_app.services.transfer import import_ as transfer_import_
from eia_app.services.workflow import start as workflow_start
from eia_app.storage.models.assessment import Assessment, StoredEdition
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers
from tests.services.database_transfer import export_text

Json = dict[str, Any]


@pytest.fixture
def signed(session: Session, make_assessment: Makers) -> Json:
    """A signed assessment as it is in a file."""
    context = make_assessment(State.SIGNED_OFF)
    found: Json = json.loads(export_text(session, context.assessment))
    return found


def change_snapshot(raw: Json) -> None:
    raw["snapshots"][0]["content"] += " "


def change_edition(raw: Json) -> None:
    raw["edition"]["definition"]["edition"]["title"] = "Another"


def forget_the_lead(raw: Json) -> None:
    raw["people"] = []


def sign_another(raw: Json) -> None:
    raw["sign_offs"][0]["snapshot"] = str(uuid4())


def answer_twice(raw: Json) -> None:
    raw["answers"].append(raw["answers"][0])


DAMAGE: dict[str, tuple[Callable[[Json], object], str]] = {
    "a changed snapshot": (
        change_snapshot,
        "A snapshot in the file does not match its hash: the file is damaged.",
    ),
    "a changed edition": (
        change_edition,
        "The edition in the file does not match its hash: the file is damaged.",
    ),
    "a missing part": (
        lambda raw: raw.pop("events"),
        "In the file, “events” is missing or is not known.",
    ),
    "an unknown part": (
        lambda raw: raw.update(more=[]),
        "In the file, “more” is missing or is not known.",
    ),
    "a missing key": (lambda raw: raw["events"][0].pop("at"), "In events 1, “at” is missing."),
    "an unknown key": (
        lambda raw: raw["answers"][0].update(colour="red"),
        "In answers 1, “colour” is not known.",
    ),
    "an unknown state": (
        lambda raw: raw["assessment"].update(state="agreed"),
        "In the assessment, “state” cannot be read.",
    ),
    "a moment without a zone": (
        lambda raw: raw["assessment"].update(started_at="2026-01-01T10:00:00"),
        "In the assessment, “started_at” cannot be read.",
    ),
    "a number that is a text": (
        lambda raw: raw["assessment"].update(version="1"),
        "In the assessment, “version” cannot be read.",
    ),
    "an unknown person": (forget_the_lead, "In the assessment, “lead” cannot be read."),
    "a person without a name": (
        lambda raw: raw["people"][0].update(name=None),
        "In the file, one of the people cannot be read.",
    ),
    "a reference of another kind": (
        lambda raw: raw["assessment"].update(reference="EIA-1"),
        "“EIA-1” is not a reference such as EIA-2026-014.",
    ),
    "a question that is not asked": (
        lambda raw: raw["answers"][0].update(question="colour"),
        "In answers, the edition has no question “colour”.",
    ),
    "an answer of the wrong kind": (
        lambda raw: raw["answers"][0].update(value={"a": 1}),
        "In answers, the answer to “{question}” cannot be read.",
    ),
    "local groups that are none": (
        lambda raw: raw["assessment"].update(local_groups=[{"id": "x"}]),
        "In the assessment, “local_groups” cannot be read.",
    ),
    "a signature over a snapshot that is not there": (
        sign_another,
        "In sign_offs, “snapshot” names something that is not in the file.",
    ),
    "one answer twice": (
        answer_twice,
        "The file contradicts itself, or what is stored here already.",
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_file_is_refused_in_a_sentence_and_nothing_of_it_is_kept(
    name: str, signed: Json, other_session: Session
) -> None:
    damage, sentence = DAMAGE[name]
    damage(signed)
    expected = sentence.replace(
        "{question}", str(signed["answers"][0]["question"]) if signed.get("answers") else ""
    )
    with pytest.raises(BadFile) as refused:
        transfer_import_.import_assessment(other_session, signed, now=NOW)
    assert str(refused.value) == expected
    for table in (Person, StoredEdition, Assessment):
        assert other_session.scalar(select(func.count()).select_from(table)) == 0


def test_an_assessment_that_is_here_already_is_refused(signed: Json, session: Session) -> None:
    reference = signed["assessment"]["reference"]
    with pytest.raises(BadFile, match=f"There is an assessment {reference} here already"):
        transfer_import_.import_assessment(session, signed, now=NOW)


def test_an_edition_of_the_same_name_with_other_words_is_refused(
    signed: Json, other_session: Session
) -> None:
    other_session.add(
        StoredEdition(name="eia/2030-1", sha256="other", definition={}, frozen_at=NOW)
    )
    with pytest.raises(BadFile, match=r"The edition eia/2030-1 in the file is not the eia/2030-1"):
        transfer_import_.import_assessment(other_session, signed, now=NOW)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"{", b"[]", b'{"format": "eia-assessment/4"}', b'{"a": NaN}', b"[" * 99999],
)
def test_a_file_of_another_format_is_refused(content: bytes) -> None:
    with pytest.raises(EiaError, match=r"^The file is not"):
        transfer_import_.read(content)


def test_the_next_reference_is_past_those_that_came_in(
    signed: Json, other_session: Session
) -> None:
    signed["assessment"]["reference"] = "EIA-2026-041"
    transfer_import_.import_assessment(other_session, signed, now=NOW)
    assert workflow_start.next_reference(other_session, 2026) == "EIA-2026-042"


def test_a_reference_of_the_past_does_not_turn_the_counter_back(
    signed: Json, other_session: Session
) -> None:
    for _ in range(5):
        workflow_start.next_reference(other_session, 2026)
    signed["assessment"]["reference"] = "EIA-2026-002"
    transfer_import_.import_assessment(other_session, signed, now=NOW)
    assert workflow_start.next_reference(other_session, 2026) == "EIA-2026-006"
