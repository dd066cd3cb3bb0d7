"""`eia serve` and `eia run`: refused with a sentence, or up within seconds and down when told."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from sqlalchemy import text

from eia_app.storage.engine import open_engine
from eia_app.storage.migrate import BEFORE_RELEASE
from tests.cli.test_cli import Eia, refused, runner

EIA = [sys.executable, "-c", "from eia_app.cli import main; main()"]
KEY = "0123456789abcdef" * 2


@pytest.fixture
def eia(new_database: Callable[[], str]) -> Eia:
    return runner(new_database())


@pytest.fixture
def port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@contextmanager
def served(folder: Path, command: str, **settings: str) -> Iterator[list[str]]:
    """A server in a folder of its own, from when it answers until it is told to stop.

    What it said is in the list afterwards.
    """
    output: list[str] = []
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path.cwd()), **settings}
    with subprocess.Popen(
        [*EIA, command], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            wait_for(settings["EIA_PORT"], server)
            yield output
        finally:
            server.send_signal(signal.SIGTERM)
            output.append(server.communicate(timeout=20)[0])
        assert server.returncode == 0
        assert f"http://127.0.0.1:{settings['EIA_PORT']}/" in output[0]


def wait_for(port: str, server: subprocess.Popen[str]) -> None:
    for _ in range(1200):
        assert server.poll() is None, "the server stopped"
        try:
            get(port, "/health")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server never answered")


def get(port: str, path: str) -> str:
    with closing(HTTPConnection("127.0.0.1", int(port), timeout=10)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read().decode()


def test_serving_needs_a_secret_key(eia: Eia) -> None:
    result = eia("serve", EIA_SECRET_KEY="short")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert result.stderr.startswith("Set EIA_SECRET_KEY to 32 or more random characters")


def test_serving_needs_a_database_that_is_up_to_date(eia: Eia) -> None:
    refused(
        eia("serve", EIA_SECRET_KEY=KEY), "The database is not up to date: run eia migrate first."
    )


def test_a_port_in_use_is_one_sentence(eia: Eia, port: str) -> None:
    eia("migrate")
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(port)))
        other.listen()
        result = eia("serve", EIA_SECRET_KEY=KEY, EIA_PORT=port)
    refused(
        result,
        f"127.0.0.1:{port} cannot be listened on (Address already in use): choose another with"
        " EIA_HOST and EIA_PORT.",
    )


@pytest.mark.slow
def test_run_opens_on_a_living_register_and_keeps_it(tmp_path: Path, port: str) -> None:
    with served(tmp_path, "run", EIA_PORT=port):
        page = get(port, "/sign-in")
    assert [name for name in ("Pat Projectlead", "Ash Administrator") if name not in page] == []
    key = tmp_path / "var" / "secret-key"
    first = key.read_text()
    assert (key.stat().st_mode & 0o777, len(first)) == (0o600, 64)
    told = told_in(tmp_path / "var" / "eia.sqlite")
    assert len(told) == 6
    with served(tmp_path, "run", EIA_PORT=port):
        assert told_in(tmp_path / "var" / "eia.sqlite") == told
    assert key.read_text() == first


def of_the_time_before(url: str) -> None:
    """Let the database be one that was made before the first release."""
    runner(url)("migrate")
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0017'"))
    engine.dispose()


@pytest.mark.parametrize("command", ["migrate", "serve", "run"])
def test_a_database_from_before_the_first_release_is_told_so(
    command: str, new_database: Callable[[], str], port: str
) -> None:
    """Even by `run`, where the database is not in its own folder: it is somebody’s to move."""
    url = new_database()
    of_the_time_before(url)
    result = runner(url)(command, EIA_SECRET_KEY=KEY, EIA_PORT=port)
    refused(result, BEFORE_RELEASE)


@pytest.mark.slow
def test_run_puts_a_demonstration_from_before_the_first_release_aside_and_begins_anew(
    tmp_path: Path, port: str
) -> None:
    for name in ("var-before-0.2.0", "var-before-0.2.0-2"):
        database = tmp_path / "var" / "eia.sqlite"
        of_the_time_before(f"sqlite:///{database}")
        database.with_name("mine.txt").write_text("Mine")
        with served(tmp_path, "run", EIA_PORT=port) as output:
            assert "Pat Projectlead" in get(port, "/sign-in")
        assert f"from before version 0.2.0, which cannot read it: it is in {name}/ now" in output[0]
        assert [path.name for path in (tmp_path / name).iterdir() if path.suffix != ".sqlite"] == [
            "mine.txt"
        ]
        assert len(told_in(database)) == 6
        shutil.rmtree(tmp_path / "var")


def told_in(database: Path) -> list[tuple[str, str]]:
    """Each assessment, with the moment at which it was changed."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT id, changed_at FROM assessment ORDER BY id").fetchall()


@pytest.mark.slow
def test_serve_serves_with_several_processes_and_offers_nobody_to_be(
    tmp_path: Path, port: str
) -> None:
    url = f"sqlite:///{tmp_path / 'eia.sqlite'}"
    runner(url)("migrate")
    settings = {"EIA_DATABASE_URL": url, "EIA_SECRET_KEY": KEY, "EIA_PORT": port}
    with served(tmp_path, "serve", **settings):
        assert "Pat Projectlead" not in get(port, "/sign-in")
