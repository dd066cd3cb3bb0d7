"""The throw-away PostgreSQL works, is shared, is only ours, and goes away."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.judges import postgres as postgresql
from tests.judges.installed import ROOT, NotInstalledError, temporary
from tests.judges.postgres import Cluster

pytestmark = pytest.mark.slow


def ask(url: str, question: str) -> object:
    """Return the one value that a query gives, asking with psycopg itself."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        answer = connection.execute(question.encode()).fetchone()
    return None if answer is None else answer[0]


def build(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")


def test_each_database_is_new(postgres: Cluster) -> None:
    first, second = postgres.new_database(), postgres.new_database()
    build(first)
    assert first != second
    assert ask(second, "SELECT to_regclass('kept')") is None


def test_a_database_is_a_copy_of_its_template_which_is_built_once(postgres: Cluster) -> None:
    built = []

    def remember(url: str) -> None:
        built.append(url)
        build(url)

    name = f"kept_{os.getpid()}"
    copies = [postgres.new_database(postgres.template(name, remember)) for _ in range(2)]
    assert [ask(url, "SELECT number FROM kept") for url in copies] == [7, 7]
    assert len(built) == 1


def test_a_template_that_fails_is_no_template(postgres: Cluster) -> None:
    def fail(_url: str) -> None:
        raise ValueError("No tables today.")

    name = f"broken_{os.getpid()}"
    with pytest.raises(ValueError, match="No tables today"):
        postgres.template(name, fail)
    assert (
        ask(postgres.new_database(postgres.template(name, build)), "SELECT number FROM kept") == 7
    )


def test_a_dropped_database_is_gone(postgres: Cluster) -> None:
    url = postgres.new_database()
    postgres.drop_database(url)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        ask(url, "SELECT 1")


def test_only_this_machine_can_reach_it(postgres: Cluster) -> None:
    assert ask(postgres.url, "SHOW listen_addresses") == "127.0.0.1"
    assert ask(postgres.url, "SHOW fsync") == "off"


def test_joining_twice_is_one_cluster_that_outlives_the_first_to_leave(postgres: Cluster) -> None:
    again = postgresql.start()
    assert again.url == postgres.url
    again.stop()
    assert ask(postgres.url, "SELECT 1") == 1


def test_nothing_is_left_when_its_user_is_killed() -> None:
    code = (
        "import os, signal; from tests.judges import postgres; c = postgres.start();"
        "print(c.url, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    run = f"killed-{os.getpid()}"
    killed = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTEST_XDIST_TESTRUNUID": run},
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.stdout.startswith("postgresql+psycopg://"), killed.stderr
    folder = temporary("postgres").with_name(f"eia-postgres-{run}")
    for _ in range(200):
        left = list(Path(folder.parent).glob(f"{folder.name}*"))
        if not left:
            break
        time.sleep(0.05)
    assert left == []
    with pytest.raises(psycopg.OperationalError):
        ask(killed.stdout.strip(), "SELECT 1")


def test_without_postgresql_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "glob", lambda _self, _pattern: iter(()))
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", f"without-{os.getpid()}")
    with pytest.raises(NotInstalledError, match="install Debian’s postgresql"):
        postgresql.start()
    assert not temporary("postgres").exists()
