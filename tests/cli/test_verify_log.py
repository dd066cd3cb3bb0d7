"""`eia verify-log` proves that the history is whole, or says where it is not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import text

from eia_app.storage.engine import open_engine
from tests.cli.test_cli import Eia, refused, runner

WHOLE = re.compile(r"(\d+) events, nothing altered or removed\. The log ends with ([0-9a-f]{64})\.")
INSIDE = "The head that you noted is inside: the log has only grown since.\n"


@pytest.fixture
def url(demonstration: Callable[[], str]) -> str:
    return demonstration()


@pytest.fixture
def eia(url: str) -> Eia:
    return runner(url)


def alter(url: str, sql: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text(sql))
    engine.dispose()


def test_an_empty_history_is_whole(new_database: Callable[[], str]) -> None:
    eia = runner(new_database())
    eia("migrate")
    assert eia("verify-log").stdout == (
        f"0 events, nothing altered or removed. The log ends with {'0' * 64}.\n"
    )


def test_a_whole_history_says_how_it_ends_and_proves_it_later(eia: Eia) -> None:
    first = eia("verify-log")
    said = WHOLE.fullmatch(first.stdout.strip())
    assert said is not None
    assert (first.exit_code, int(said[1]) > 10) == (0, True)
    again = eia("verify-log", "--head", f" {said[2].upper()} ")
    assert (again.exit_code, again.stdout) == (0, first.stdout + INSIDE)


def test_an_altered_event_is_named_with_its_assessment(eia: Eia, url: str) -> None:
    alter(url, "UPDATE event SET note = 'Another reason' WHERE id = 3")
    result = eia("verify-log")
    assert re.fullmatch(r"Event 3 \(EIA-2026-\d{3}, .+\) was altered\.\n", result.stderr)
    assert (result.exit_code, result.stdout) == (1, "")


def test_a_head_that_is_not_inside_is_refused(eia: Eia) -> None:
    sentence = "The head that you noted is not in the log: it was altered or removed."
    refused(eia("verify-log", "--head", "a" * 64), sentence)


@pytest.mark.parametrize("head", ["abc", "g" * 64, "a" * 65])
def test_what_is_no_hash_is_no_head(head: str, eia: Eia) -> None:
    sentence = "Invalid value for '--head': It is 64 of the characters 0 to 9 and a to f."
    refused(eia("verify-log", "--head", head), sentence, code=2)
