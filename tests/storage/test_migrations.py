"""The migrations lead to the tables of the models, on the database that is chosen, and back."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, inspect, select, text
from sqlalchemy.orm import Session

from eia_app import resources
from eia_app.domain.errors import NotAllowed
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State
from eia_app.storage import migrate
from eia_app.storage.engine import open_engine
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models import Base
from tests.factories import Makers, add_person

FILES = sorted((resources.migrations() / "versions").glob("*.py"))
REVISIONS = [path.name.partition("_")[0] for path in FILES]
Shape = dict[str, dict[str, list[str]]]


@pytest.fixture
def empty(new_database: Callable[[], str]) -> Iterator[Engine]:
    """A database with nothing in it."""
    engine = open_engine(new_database())
    yield engine
    engine.dispose()


@pytest.fixture
def migrated(empty: Engine) -> Engine:
    migrate.upgrade(empty)
    return empty


def shape_of(engine: Engine) -> Shape:
    """All that a database says of its tables, whatever the order of the columns."""
    found = inspect(engine)
    return {
        table: {
            "columns": _said(found.get_columns(table)),
            "primary key": _said([found.get_pk_constraint(table)]),
            "foreign keys": _said(found.get_foreign_keys(table)),
            "unique": _said(found.get_unique_constraints(table)),
            "checks": _said(found.get_check_constraints(table)),
            "indexes": _said(found.get_indexes(table)),
        }
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def differences(migrated: Shape, made: Shape) -> dict[str, dict[str, list[str]]]:
    """Return what the migrations (-) and the models (+) make otherwise, by table and kind."""
    return {
        f"{table}, {kind}": {"-": sorted(before - after), "+": sorted(after - before)}
        for table in migrated.keys() | made.keys()
        for kind in migrated.get(table, {}).keys() | made.get(table, {}).keys()
        if (before := set(migrated.get(table, {}).get(kind, ())))
        != (after := set(made.get(table, {}).get(kind, ())))
    }


def _said(things: Any) -> list[str]:
    return sorted(str(sorted((key, str(value)) for key, value in each.items())) for each in things)


def fill(engine: Engine, forms: Forms) -> None:
    """Take an assessment through its whole life, so that every kind of row is there."""
    with Session(engine) as session:
        lead = add_person(session, "Lee Lead")
        equality_lead = add_person(session, "Eli Equality", Role.EQUALITY_LEAD)
        head = add_person(session, "Hana Head", Role.HEAD_OF_SERVICE)
        Makers(session, forms, lead, equality_lead, head)(State.CLOSED)
        session.commit()


def rows_in(engine: Engine) -> int:
    with engine.connect() as connection:
        counts = [select(func.count()).select_from(table) for table in Base.metadata.sorted_tables]
        return sum(connection.scalar(count) or 0 for count in counts)


def test_the_newest_revision_is_what_the_models_say(migrated: Engine) -> None:
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []


def test_every_name_type_and_check_is_as_the_models_make_it(
    migrated: Engine, new_database: Callable[[], str]
) -> None:
    made = open_engine(new_database())
    Base.metadata.create_all(made)
    assert differences(shape_of(migrated), shape_of(made)) == {}
    made.dispose()


def test_the_checks_name_every_state(migrated: Engine) -> None:
    """Alembic does not see a changed check: the comparison above must have them to compare."""
    checks = {
        each["name"]: each["sqltext"] for each in inspect(migrated).get_check_constraints("event")
    }
    assert [state for state in State if f"'{state.value}'" not in checks["ck_event_state"]] == []


def test_upgrading_says_whether_there_was_anything_to_do(empty: Engine) -> None:
    assert migrate.current(empty) is None
    assert migrate.upgrade(empty) is True
    assert migrate.current(empty) == migrate.head(empty) == REVISIONS[-1]
    assert migrate.upgrade(empty) is False


def test_each_revision_goes_up_down_and_up_again(empty: Engine) -> None:
    shapes: dict[str, Shape] = {"base": {}}
    for before, revision in zip(["base", *REVISIONS], REVISIONS, strict=False):
        migrate.upgrade(empty, revision)
        shapes[revision] = shape_of(empty)
        migrate.downgrade(empty, before)
        assert shape_of(empty) == shapes[before]
        migrate.upgrade(empty, revision)
        assert shape_of(empty) == shapes[revision]


def test_a_full_database_goes_down_and_up_again(migrated: Engine, tiny_forms: Forms) -> None:
    fill(migrated, tiny_forms)
    shape = shape_of(migrated)
    assert rows_in(migrated) > 20
    for revision in [*reversed(REVISIONS[:-1]), "base"]:
        migrate.downgrade(migrated, revision)
    assert shape_of(migrated) == {}
    migrate.upgrade(migrated)
    assert (shape_of(migrated), rows_in(migrated)) == (shape, 0)
    fill(migrated, tiny_forms)


def test_upgrading_keeps_what_is_there(migrated: Engine, tiny_forms: Forms) -> None:
    fill(migrated, tiny_forms)
    rows = rows_in(migrated)
    assert migrate.upgrade(migrated) is False
    assert rows_in(migrated) == rows


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [
        ("r9999", "The database belongs to a newer version of eia_app: install that one."),
        *((each, migrate.BEFORE_RELEASE) for each in ("0001", "0017", "another")),
    ],
)
def test_a_database_that_no_release_up_to_this_one_made_is_refused(
    revision: str, sentence: str, migrated: Engine
) -> None:
    with migrated.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
    with pytest.raises(NotAllowed) as refused:
        migrate.upgrade(migrated)
    assert str(refused.value) == migrate.obstacle(migrated) == sentence
    assert migrate.current(migrated) == revision


def test_a_migration_that_fails_leaves_nothing_half_done(
    empty: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("The power went off.")

    with monkeypatch.context() as broken:
        broken.setattr(op, "create_index", fail)
        with pytest.raises(RuntimeError, match="The power went off"):
            migrate.upgrade(empty)
    assert (shape_of(empty), migrate.current(empty)) == ({}, None)
    migrate.upgrade(empty)


def test_revisions_are_numbered_one_after_the_other(empty: Engine) -> None:
    script = ScriptDirectory.from_config(migrate.config_for(empty))
    chain = [each.revision for each in script.walk_revisions()]
    assert list(reversed(chain)) == REVISIONS == [f"r{n:04}" for n in range(1, len(FILES) + 1)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_ours(path: Any) -> None:
    """Models change; a migration must go on doing what it did."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {getattr(node, "module", None) or node.names[0].name for node in imports}
    assert names <= {*sys.stdlib_module_names, "sqlalchemy", "alembic"}
