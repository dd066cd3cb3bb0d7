"""`eia repair` says what nobody can read, appends what it means, and edits nothing."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import text

from eia_app.storage.engine import open_engine
from tests.cli.test_cli import Eia, refused, runner

LEFT = json.dumps({"from": "nowhere", "colour": "red"})


@pytest.fixture
def url(demonstration: Callable[[], str]) -> str:
    return demonstration()


@pytest.fixture
def eia(url: str) -> Eia:
    return runner(url)


def stored(url: str) -> list[tuple[int, str, str]]:
    engine = open_engine(url)
    with engine.begin() as connection:
        found = connection.execute(text("SELECT id, action, detail FROM event ORDER BY id")).all()
    engine.dispose()
    return [(id_, action, json.dumps(detail)) for id_, action, detail in found]


def leave_nonsense(url: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE event SET detail = :left WHERE id = 1"), {"left": LEFT})
    engine.dispose()


def test_a_history_that_can_be_read_needs_nothing(eia: Eia, url: str) -> None:
    before = stored(url)
    said = eia("repair").stdout
    assert said == "Every event can be read: there is nothing to explain.\n"
    assert stored(url) == before


def test_what_nobody_can_read_is_said_and_nothing_is_written_unasked(eia: Eia, url: str) -> None:
    leave_nonsense(url)
    before = stored(url)
    said = eia("repair").stdout
    assert "Event 1 of this history (start) holds what no page offers" in said
    assert '“colour”: "red"' in said
    assert "Nothing was written: explain them with --write-as EMAIL." in said
    assert stored(url) == before


def test_an_explanation_is_appended_once_and_what_was_stored_stays(eia: Eia, url: str) -> None:
    leave_nonsense(url)
    before = stored(url)
    assert "1 explanation appended." in eia("repair", "--write-as", "pat@example.org").stdout
    assert stored(url)[: len(before)] == before
    assert [each[1] for each in stored(url)[len(before) :]] == ["explain"]
    again = eia("repair", "--write-as", "pat@example.org").stdout
    assert "This was explained before." in again
    assert "0 explanations appended." in again


def test_nobody_explains_who_is_not_known(eia: Eia, url: str) -> None:
    leave_nonsense(url)
    said = "There is nobody with the address x@example.org."
    refused(eia("repair", "--write-as", "x@example.org"), said)
