"""Drafting a migration: every table is known, and only what differs is written."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy
from alembic import command
from sqlalchemy import Boolean, Column, Text, false
from sqlalchemy.exc import IntegrityError

import eia_app
from eia_app import resources
from eia_app.storage import migrate
from eia_app.storage.engine import open_engine
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import STAYS_A_DRAFT
from eia_app.storage.new_migration import draft
from tests.storage.test_migrations import fill, rows_in, shape_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of our migrations."""
    return Path(shutil.copytree(resources.migrations(), tmp_path / "migrations"))


def test_a_fresh_interpreter_knows_every_table_from_the_models_package_alone() -> None:
    code = "from eia_app.storage.models import Base; print(*Base.metadata.tables)"
    known = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    written = {
        name
        for path in Path(eia_app.__file__).parent.rglob("*.py")
        for name in re.findall(r'__tablename__ = "(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert set(known.stdout.split()) == written
    assert len(written) > 30


def test_nothing_is_drafted_while_the_models_are_as_the_migrations_make_them(folder: Path) -> None:
    before = sorted(folder.rglob("*.py"))
    with pytest.raises(ValueError, match="nothing to migrate"):
        draft("change nothing", folder)
    assert sorted(folder.rglob("*.py")) == before


def test_a_new_column_is_drafted_with_its_way_back(folder: Path) -> None:
    before = sorted((folder / "versions").glob("*.py"))
    table = Person.metadata.tables["person"]
    column: Column[str] = Column("nickname", Text, nullable=True)
    table.append_column(column)
    try:
        written = draft("Add a nickname for people", folder)
    finally:
        table._columns.remove(column)
    text = written.read_text(encoding="utf-8")
    assert "Add a nickname for people" in text
    assert re.findall(r"batch_op\.(\w+)\(", text) == ["add_column", "drop_column"]
    assert "drop_table" not in text
    assert written.name == f"r{len(before) + 1:04}_add_a_nickname_for_people.py"


def test_a_default_of_false_is_drafted_for_every_database(folder: Path) -> None:
    table = Person.metadata.tables["person"]
    column: Column[bool] = Column("is_guest", Boolean, server_default=false(), nullable=False)
    table.append_column(column)
    try:
        text = draft("Add guests", folder).read_text(encoding="utf-8")
    finally:
        table._columns.remove(column)
    assert "server_default=sa.false()" in text
    assert text.count("import sqlalchemy as sa") == 1


def test_a_changed_check_is_drafted_and_can_be_made_where_rows_refer_to_its_table(
    folder: Path,
    new_database: Callable[[], str],
    tiny_forms: Forms,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = open_engine(new_database())
    migrate.upgrade(engine)
    fill(engine, tiny_forms)
    rows, before = rows_in(engine), shape_of(engine)
    narrower = sqlalchemy.text("NOT practice OR state IN ('draft')")
    monkeypatch.setattr(STAYS_A_DRAFT, "sqltext", narrower)
    draft("Put no practice away", folder)
    config = migrate.config_for(engine)
    config.set_main_option("script_location", str(folder))
    command.upgrade(config, "head")
    after = shape_of(engine)
    assert [table for table in after if after[table] != before[table]] == ["assessment"]
    command.downgrade(config, "-1")
    assert (shape_of(engine), rows_in(engine)) == (before, rows)
    engine.dispose()


def test_a_migration_that_takes_away_what_rows_refer_to_is_undone(
    folder: Path, new_database: Callable[[], str], tiny_forms: Forms
) -> None:
    engine = open_engine(new_database())
    migrate.upgrade(engine)
    fill(engine, tiny_forms)
    rows, head = rows_in(engine), migrate.head(engine)
    lines = (
        "from alembic import op",
        f'revision, down_revision = "r9999", "{head}"',
        "def upgrade():",
        "    op.execute('DELETE FROM person')",
    )
    (folder / "versions" / "r9999_lose_people.py").write_text("\n".join(lines))
    config = migrate.config_for(engine)
    config.set_main_option("script_location", str(folder))
    with pytest.raises((RuntimeError, IntegrityError)):
        command.upgrade(config, "head")
    assert (rows_in(engine), migrate.current(engine)) == (rows, head)
    engine.dispose()


def test_a_migration_without_a_name_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="Say what it does"):
        draft("  ", folder)
