"""The database of every release is brought up to date with all its rows, and can be worked with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment import event_log_check
from eia_app.services.assessment.loading import load_assessment
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage import migrate
from eia_app.storage.engine import open_engine
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from tests.factories import NOW
from tests.storage import releases

FILES = sorted(releases.RELEASED.glob("*.json"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def release(request: pytest.FixtureRequest) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
    return said


@pytest.fixture
def restored(release: dict[str, Any], new_database: Callable[[], str]) -> Iterator[Engine]:
    engine = open_engine(new_database())
    releases.restore(engine, release)
    yield engine
    engine.dispose()


def test_every_table_of_a_release_has_rows(release: dict[str, Any]) -> None:
    assert [name for name, rows in release["rows"].items() if not rows] == []
    assert len(release["rows"]) > 40


def test_a_migration_that_was_released_is_never_edited(release: dict[str, Any]) -> None:
    now = releases.hashes()
    changed = [name for name, hash_ in release["migrations"].items() if now.get(name) != hash_]
    assert changed == [], "Write a further migration instead."


def test_a_released_database_keeps_its_rows_when_it_is_migrated(
    release: dict[str, Any], restored: Engine
) -> None:
    migrate.upgrade(restored)
    assert migrate.obstacle(restored) == ""
    now = releases.rows_in(restored)
    assert {name: now[name] for name in release["rows"]} == {
        name: len(rows) for name, rows in release["rows"].items()
    }


def test_a_released_database_can_be_worked_with_once_it_is_migrated(
    release: dict[str, Any], restored: Engine, tiny_forms: Forms
) -> None:
    migrate.upgrade(restored)
    with Session(restored) as session:
        it = session.scalars(select(Assessment).where(Assessment.state == State.DRAFT)).one()
        context = load_assessment(session, tiny_forms, it.id)
        request = TransitionRequest(Transition.WITHDRAW, "Not needed")
        apply_transition(context, request, by=it.lead, now=NOW)
        session.commit()
        events = event_log_check.check(session).events
    assert events == len(release["rows"]["event"]) + len(release["rows"]["person_event"]) + 1


def test_a_release_is_written_as_it_is_read(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, new_database: Callable[[], str]
) -> None:
    monkeypatch.setattr(releases, "RELEASED", tmp_path)
    written = json.loads(releases.write("9.9.9").read_text(encoding="utf-8"))
    engine = open_engine(new_database())
    releases.restore(engine, written)
    assert min(releases.rows_in(engine).values()) > 0
    engine.dispose()
