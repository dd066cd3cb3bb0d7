"""`/health` and `/ready`: cheap, for everybody, and they write nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from eia_app.services.people import readiness
from eia_app.storage import migrate
from eia_app.storage.engine import Sessions, open_engine
from eia_app.web.http.app_class import Service
from tests.web.visitor import Visitor, recorded_statements

FINE = {"database": True, "tables": True, "disk": True}


@pytest.fixture
def migrated(new_database: Callable[[], str], app: Service) -> Iterator[Sessions]:
    """The application over a database that was made by the migrations."""
    sessions = Sessions(open_engine(new_database()))
    migrate.upgrade(sessions.engine)
    app.extensions["eia"] = replace(app.parts, sessions=sessions)
    yield sessions
    sessions.engine.dispose()


def over(app: Service, url: str) -> None:
    app.extensions["eia"] = replace(app.parts, sessions=Sessions(open_engine(url)))


def ready(app: Service) -> tuple[int, dict[str, Any]]:
    answer = app.test_client().get("/ready")
    return answer.status_code, answer.get_json()


def test_a_service_that_can_work_is_ready(app: Service, migrated: Sessions) -> None:
    assert ready(app) == (200, FINE)


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [("0017", migrate.BEFORE_RELEASE), ("r9999", migrate.AHEAD)],
    ids=["from before the first release", "newer"],
)
def test_a_database_of_another_version_is_not_ready_and_what_to_do_is_said(
    revision: str, sentence: str, app: Service, migrated: Sessions
) -> None:
    with migrated.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
    assert ready(app) == (503, FINE | {"tables": False, "message": sentence})


def test_an_empty_database_is_not_ready(app: Service, new_database: Callable[[], str]) -> None:
    url = new_database()
    engine = open_engine(url)
    engine.connect().close()  # SQLite makes the file; before, there is no database at all
    engine.dispose()
    over(app, url)
    assert ready(app) == (503, FINE | {"tables": False, "message": migrate.BEHIND})
    app.parts.sessions.engine.dispose()


@pytest.mark.parametrize("path", ["/health", "/ready"])
def test_a_database_that_is_away_is_said_and_nothing_is_made(
    path: str, app: Service, tmp_path: Path
) -> None:
    away = tmp_path / "away" / "eia.sqlite"
    over(app, f"sqlite:///{away}")
    away.parent.rmdir()
    assert app.test_client().get(path).status_code == {"/health": 200, "/ready": 503}[path]
    assert not away.parent.exists()


def test_a_postgresql_that_is_away_is_said_within_seconds(app: Service) -> None:
    over(app, "postgresql+psycopg://eia@127.0.0.1:1/eia")
    assert ready(app) == (503, {"database": False, "tables": False, "disk": True})
    assert app.test_client().get("/health").status_code == 200


def test_a_file_that_is_no_database_is_said(app: Service, tmp_path: Path) -> None:
    (tmp_path / "eia.sqlite").write_bytes(b"not a database" * 100)
    over(app, f"sqlite:///{tmp_path / 'eia.sqlite'}")
    assert ready(app) == (503, FINE | {"database": False, "tables": False})


def test_a_disk_without_room_or_that_is_read_only_is_said(
    app: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = Sessions(open_engine(f"sqlite:///{tmp_path / 'eia.sqlite'}"))
    migrate.upgrade(sessions.engine)
    app.extensions["eia"] = replace(app.parts, sessions=sessions)
    assert ready(app) == (200, FINE)
    with monkeypatch.context() as full:
        full.setattr(readiness, "ROOM", 2**80)
        assert ready(app) == (503, FINE | {"disk": False})
    real = os.statvfs(tmp_path)
    values = [*real]
    values[8] |= os.ST_RDONLY
    monkeypatch.setattr(os, "statvfs", lambda _: os.statvfs_result(values))
    assert ready(app) == (503, FINE | {"disk": False})


def test_both_write_nothing_and_ask_for_nothing_else(
    app: Service, migrated: Sessions, as_lead: Visitor
) -> None:
    with recorded_statements(migrated.engine) as told:
        assert as_lead.http.get("/health").text == "ok\n"
        assert told == []
        as_lead.http.get("/ready")
    assert 0 < len(told) <= 5
    reads = ("select", "begin", "pragma", "show", "rollback")
    assert [each for each in told if not each.lower().startswith(reads)] == []


def test_neither_is_limited(app: Service, migrated: Sessions) -> None:
    client = app.test_client()
    assert {client.get(path).status_code for path in ("/health", "/ready") * 100} == {200}
