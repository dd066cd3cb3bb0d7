"""A throw-away PostgreSQL for tests: on a free port of 127.0.0.1, in a temporary folder.

All workers of a test run share one cluster. Nothing in it survives: it never waits for the disk.
"""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.judges.installed import NotInstalledError
from tests.judges.shared import Lease, Recipe, join, locked

ACCOUNT = "postgres"  # the server refuses to run as root
SETTINGS = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off"),
    *("listen_addresses=127.0.0.1", "unix_socket_directories="),
    *("max_connections=200", "timezone=UTC", "jit=off"),
)


class Cluster:
    """The running server. Make it with `start()`, and `stop()` it when the tests are done."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self.url = self._url("postgres")

    def new_database(self, template: str | None = None) -> str:
        """Make an empty database, or a copy of a template; return its SQLAlchemy address."""
        name = f"eia_{uuid4().hex}"
        self._create(name, template or "template1")
        return self._url(name)

    def template(self, name: str, build: Callable[[str], None]) -> str:
        """Return the name of a template database, built once for the whole test run.

        `build` is given the address of an empty database; it must leave no connection open.
        """
        with locked("postgres-template"):
            if not self._exists(name):
                draft = self.new_database()
                build(draft)
                rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                self._run(rename.format(_identifier(draft), sql.Identifier(name)))
        return name

    def drop_database(self, url: str) -> None:
        """Drop a database that `new_database` made, closing what is still connected to it."""
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(_identifier(url)))

    def stop(self) -> None:
        """Let the cluster go; it ends, and is wiped, when no worker uses it any more."""
        self._lease.close()

    def _url(self, database: str) -> str:
        return f"postgresql+psycopg://{ACCOUNT}@127.0.0.1:{self._lease.port}/{database}"

    def _create(self, name: str, template: str) -> None:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._run(create.format(sql.Identifier(name), sql.Identifier(template)))

    def _exists(self, name: str) -> bool:
        with _connect(self._lease.port) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def _run(self, statement: sql.Composed) -> None:
        with _connect(self._lease.port) as connection:
            connection.execute(statement)


def start() -> Cluster:
    """Start the cluster, or join the one of this test run.

    Raises NotInstalledError, with what to install, when PostgreSQL is missing.
    """
    return Cluster(join(Recipe("postgres", _prepare, _answers, signal="QUIT")))


def _binaries() -> Path:
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4])
    )
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise NotInstalledError("initdb was not found: install Debian’s postgresql.")
    return (found[-1] if found else Path(str(on_path)).resolve()).parent


def _as_account() -> list[str]:
    """Return what to put before a command so that it does not run as root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--init-groups"]


def _prepare(folder: Path, port: int) -> list[str]:
    """Make the data folder, and return the command that serves it."""
    binaries, data = _binaries(), folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT, ACCOUNT)
    make = [str(binaries / "initdb"), "--no-sync", "--auth=trust", f"--username={ACCOUNT}"]
    rest = ["--encoding=UTF8", "--locale=C.UTF-8", f"--pgdata={data}"]
    made = subprocess.run(
        [*_as_account(), *make, *rest], cwd=folder, capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise RuntimeError(f"PostgreSQL could not make its data folder: {made.stderr[-2000:]}")
    settings = [word for setting in SETTINGS for word in ("-c", setting)]
    return [*_as_account(), str(binaries / "postgres"), "-D", str(data), f"-p{port}", *settings]


def _answers(port: int) -> bool:
    with contextlib.suppress(psycopg.OperationalError), _connect(port):
        return True
    return False


def _connect(port: int) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host="127.0.0.1", port=port, user=ACCOUNT, dbname="postgres", autocommit=True
    )


def _identifier(url: str) -> sql.Identifier:
    return sql.Identifier(url.rpartition("/")[2])
