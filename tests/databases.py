"""Databases of tests: copies of one with empty tables, which each test run or worker makes once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import CompoundSelect, Engine, Table, literal, select, union_all

import eia_app.application  # noqa: F401 - every table is known once the application is
from eia_app.storage.base import Base
from eia_app.storage.engine import open_engine

if TYPE_CHECKING:
    from tests.judges.postgres import Cluster

TEMPLATE = "eia_empty_tables"


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """Makes a database of the chosen kind without any table, and gives its address."""
    if request.config.getoption("--database") == "postgresql":
        made: Callable[[], str] = request.getfixturevalue("postgres").new_database
        return made
    return lambda: f"sqlite:///{tmp_path_factory.mktemp('database') / 'eia.sqlite'}"


@pytest.fixture(scope="session")
def empty_file(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path | None:
    """A database of SQLite with empty tables, to be copied; None when it is to be PostgreSQL."""
    if request.config.getoption("--database") == "postgresql":
        return None
    template = tmp_path_factory.mktemp("template") / "eia.sqlite"
    create_tables(f"sqlite:///{template}")
    return template


@pytest.fixture(scope="session")
def empty_database(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    empty_file: Path | None,
) -> Callable[[], str]:
    """Makes a database of the chosen kind with empty tables, and gives its address."""
    if empty_file is None:
        cluster: Cluster = request.getfixturevalue("postgres")
        return lambda: cluster.new_database(cluster.template(TEMPLATE, create_tables))

    def copy() -> str:
        made = tmp_path_factory.mktemp("database") / "eia.sqlite"
        shutil.copy(empty_file, made)
        return f"sqlite:///{made}"

    return copy


def put_anew(template: Path, engine: Engine) -> None:
    """Give an engine of SQLite a new file; who has the old one open keeps that."""
    engine.dispose()
    path = str(engine.url.database)
    for each in (path, f"{path}-wal", f"{path}-shm"):
        Path(each).unlink(missing_ok=True)
    shutil.copy(template, path)


def create_tables(url: str) -> None:
    engine = open_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()


def delete_rows(engine: Engine) -> None:
    """Empty the tables that hold something: one question finds them."""
    tables, used = _tables()
    with engine.begin() as connection:
        names = set(connection.scalars(used))
        for table in tables:
            if table.name in names:
                connection.execute(table.delete())


@cache
def _tables() -> tuple[tuple[Table, ...], CompoundSelect[Any]]:
    """The tables, those that refer to others first; and the question which of them hold a row."""
    tables = tuple(reversed(Base.metadata.sorted_tables))
    used = (select(literal(each.name)).where(select(each).exists()) for each in tables)
    return tables, union_all(*used)
