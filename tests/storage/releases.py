"""The database of each release, as text: `python -m tests.storage.releases` writes this one’s.

A file in `released/` says at which revision the database was, what its migrations were (a hash of
each), and every row as SQLite has it. It is put into a database of either kind.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import tomllib
from base64 import b64decode, b64encode
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Enum,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Uuid,
    func,
    insert,
    null,
    select,
    text,
)  # fmt: skip
from sqlalchemy.orm import Session

from eia_app import resources
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State
from eia_app.services.people import people
from eia_app.storage import migrate
from eia_app.storage.base import UtcDateTime
from eia_app.storage.engine import open_engine
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models import Base
from tests import TESTS, TINY_FORMS
from tests.factories import NOW, Makers, add_person

RELEASED = TESTS / "storage" / "released"
PLAIN: dict[type[Any], Any] = {
    JSON: {}, Boolean: False, Integer: 1, UtcDateTime: NOW, Date: NOW.date(), LargeBinary: b"bytes",
    Uuid: UUID(int=1),
}  # fmt: skip


def write(version: str) -> Path:
    """Write the database of this release, with rows in every table."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'eia.sqlite'}")
        migrate.upgrade(engine)
        with Session(engine) as session:
            fill(session)
            session.commit()
        with engine.connect() as connection:
            rows = {table.name: _raw(connection, table) for table in Base.metadata.sorted_tables}
        revision = migrate.current(engine)
        engine.dispose()
    release = {"revision": revision, "migrations": hashes(), "rows": rows}
    path = RELEASED / f"{version}.json"
    path.write_text(json.dumps(release, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def hashes() -> dict[str, str]:
    """Return a hash of each migration: what was released is never edited."""
    found = sorted((resources.migrations() / "versions").glob("*.py"))
    return {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def fill(session: Session) -> None:
    """Take an assessment through its life and begin another; then a row for each table left."""
    lead = add_person(session, "Lee Lead")
    equality_lead = add_person(session, "Eli Equality", Role.EQUALITY_LEAD)
    head = add_person(session, "Hana Head", Role.HEAD_OF_SERVICE)
    makers = Makers(session, Forms(TINY_FORMS, "testing"), lead, equality_lead, head)
    makers(State.CLOSED)
    makers()
    people.make_password_link(session, lead, by="root", now=NOW)
    session.flush()
    for table in Base.metadata.sorted_tables:
        if not session.scalar(select(func.count()).select_from(table)):
            values = {column.name: _plain(session, column) for column in table.columns}
            session.execute(insert(table).values(values))


def _plain(session: Session, column: Column[Any]) -> Any:
    """Return something that the column takes: an id of the table that it refers to, if it does."""
    if isinstance(column.type, Enum):
        return column.type.python_type(column.type.enums[0])
    for key in column.foreign_keys:
        return session.scalar(select(key.column).limit(1))
    if column.nullable:
        return null()
    return next((PLAIN[kind] for kind in PLAIN if isinstance(column.type, kind)), "words")


def _raw(connection: Connection, table: Table) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    quoted = ", ".join(f'"{name}"' for name in names)
    found = connection.exec_driver_sql(f'SELECT {quoted} FROM "{table.name}"')  # noqa: S608 - our names
    return [
        {name: _as_text(value) for name, value in zip(names, row, strict=True)} for row in found
    ]


def _as_text(value: Any) -> Any:
    return b64encode(value).decode() if isinstance(value, bytes) else value


def restore(engine: Engine, release: dict[str, Any]) -> None:
    """Make the database of a release, as it was: its tables by its migrations, and its rows."""
    migrate.upgrade(engine, release["revision"])
    then = MetaData()
    then.reflect(engine)
    with engine.begin() as connection:
        for name, rows in release["rows"].items():
            table = then.tables[name]
            for row in rows:
                values = {key: _decoded(table.c[key], value) for key, value in row.items()}
                connection.execute(insert(table).values(values))
            if engine.dialect.name == "postgresql":
                _advance(connection, table)


def _decoded(column: Column[Any], value: Any) -> Any:
    if value is None:
        return null()
    match column.type:
        case JSON():
            return json.loads(value)
        case Uuid():
            return UUID(value)
        case DateTime():
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        case Date():
            return date.fromisoformat(value)
        case Boolean():
            return bool(value)
        case LargeBinary():
            return b64decode(value)
    return value


def _advance(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number what comes after these rows."""
    for column in table.columns:
        if "nextval" in str(getattr(column.server_default, "arg", "")):
            newest = connection.scalar(select(func.max(column)))
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(select(func.setval(sequence, newest)))


def rows_in(engine: Engine) -> dict[str, int]:
    """Return how many rows each table has."""
    with engine.connect() as connection:
        return {
            name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0  # noqa: S608 - our names
            for name in Base.metadata.tables
        }


def main() -> None:
    """Write the database of the version that pyproject.toml names."""
    pyproject = tomllib.loads((TESTS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    print(f"Wrote {write(pyproject['project']['version'])}.")


if __name__ == "__main__":
    main()
