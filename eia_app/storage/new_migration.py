"""Draft the next migration from the difference between the models and the migrations.

`make migration NAME="…"` runs it. What it writes is read and mended by a person before it is
committed: see migrations/README.md.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from eia_app import resources
from eia_app.storage import migrate
from eia_app.storage.engine import open_engine


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
        number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
        made = command.revision(config, message=name, rev_id=f"r{number:04}", autogenerate=True)
        engine.dispose()
    if made is None or isinstance(made, list):
        raise ValueError("There is nothing to migrate.")
    path = Path(made.path)
    if re.search(r"def upgrade\(\) -> None:\n    (# .*\n    )*pass\b", path.read_text("utf-8")):
        path.unlink()
        raise ValueError(
            "There is nothing to migrate: the migrations lead to these models already."
        )
    return path


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
