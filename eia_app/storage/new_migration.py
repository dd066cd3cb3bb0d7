"""Draft the next migration from the difference between the models and the migrations.

`make migration NAME="…"` runs it. What it writes is read and mended by a person before it is
committed: see migrations/README.md.
"""

from __future__ import annotations

import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from eia_app import resources
from eia_app.storage import migrate
from eia_app.storage.engine import open_engine
from eia_app.storage.models import Base


def draft(name: str, folder: Path) -> Path:
    """Write the migration that leads from the newest one in `folder` to the models.

    Return its file. Raise ValueError if `name` does not say what it does, or if the models have
    nothing that the migrations have not.
    """
    slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    if not slug:
        raise ValueError('Say what it does: make migration NAME="add a column for …"')
    with tempfile.TemporaryDirectory() as empty:
        engine = open_engine(f"sqlite:///{Path(empty) / 'empty.sqlite'}")
        config = migrate.config_for(engine)
        config.set_main_option("script_location", str(folder))
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        command.upgrade(config, "head")
        changed_checks = _changed_checks(engine, Path(empty) / "made.sqlite")
        number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
        made = command.revision(config, message=name, rev_id=f"r{number:04}", autogenerate=True)
        engine.dispose()
    if made is None or isinstance(made, list):
        raise ValueError("There is nothing to migrate.")
    path = Path(made.path)
    empty_body = r"def upgrade\(\) -> None:\n    (# .*\n    )*pass\b"
    if not changed_checks and re.search(empty_body, path.read_text("utf-8")):
        path.unlink()
        raise ValueError(
            "There is nothing to migrate: the migrations lead to these models already."
            " A CHECK that is new or gone is not seen: write that one by hand."
        )
    _add_checks(path, changed_checks)
    return path


@dataclass(frozen=True)
class ChangedCheck:
    """A CHECK with another text than before, such as one that names a new state."""

    table: str
    name: str
    before: str
    after: str

    def written(self, sql: str) -> str:
        """Return the lines of a migration that give it this text."""
        name = f'op.f("{self.name}")'
        return (
            f'    with op.batch_alter_table("{self.table}") as batch_op:\n'
            f'        batch_op.drop_constraint({name}, type_="check")\n'
            f'        batch_op.create_check_constraint({name}, "{sql}")\n'
        )


def _changed_checks(migrated: Engine, file: Path) -> list[ChangedCheck]:
    """Return what Alembic does not compare, from a database that the models make in `file`."""
    made = open_engine(f"sqlite:///{file}")
    Base.metadata.create_all(made)
    before, after = _checks(migrated), _checks(made)
    made.dispose()
    return [
        ChangedCheck(*key, before[key], after[key])
        for key in sorted(before.keys() & after.keys())
        if before[key] != after[key]
    ]


def _checks(engine: Engine) -> dict[tuple[str, str], str]:
    """Return the text of each CHECK, by its table and its name."""
    inspector = inspect(engine)
    return {
        (table, str(check["name"])): str(check["sqltext"])
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    }


def _add_checks(path: Path, changed: list[ChangedCheck]) -> None:
    if not changed:
        return
    text = path.read_text("utf-8").replace("    pass\n", "")
    up, between, down = text.partition("\n\n\ndef downgrade")
    ups = "".join(check.written(check.after) for check in changed)
    downs = "".join(check.written(check.before) for check in changed)
    whole = f"{up.rstrip()}\n{ups.rstrip()}{between}{down.rstrip()}\n{downs}"
    path.write_text(whole, encoding="utf-8")


def main() -> None:
    """Draft it in the folder of this checkout, and say where it is."""
    try:
        print(
            f"Wrote {draft(' '.join(sys.argv[1:]), resources.migrations())}: read it, then test it."
        )
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
