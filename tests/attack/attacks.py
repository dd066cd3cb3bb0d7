"""The table of attacks: what each does, how long it may take, and on which databases."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.attack import connections, crowd, faults, fuzzing, surroundings
from tests.attack.fuzzing import Fuzzer
from tests.attack.results import Result
from tests.attack.target import Database, Outcome, prepare
from tests.judges import postgres

Run = Callable[[Database, Path, float], Outcome]
BOTH, SQLITE = ("sqlite", "postgresql"), ("sqlite",)


@dataclass(frozen=True)
class Attack:
    """`seconds` is how long the whole takes, `short` what continuous integration can spare."""

    name: str
    what: str
    run: Run
    seconds: float
    short: float
    databases: Sequence[str] = SQLITE


def _fields(_: Database, folder: Path, seconds: float) -> Outcome:
    return fuzzing.fuzz(folder, seconds, Fuzzer.fields, is_short=seconds < 60)


def _addresses(_: Database, folder: Path, seconds: float) -> Outcome:
    return fuzzing.fuzz(folder, seconds, Fuzzer.addresses, is_short=seconds < 60)


ATTACKS = (
    Attack("fields", "One bad field in every form of every page, for everybody", _fields, 600, 8),
    Attack("addresses", "One bad part in every address, for everybody", _addresses, 300, 4),
    Attack("nonsense", "Bytes that are no request", connections.nonsense, 2, 0.2),
    Attack("slow", "Clients that send and read a letter now and then", connections.slow, 60, 3),
    Attack("flood", "As many dear requests as are answered", connections.flood, 60, 3),
    Attack("killed", "kill -9 of workers and of the whole, while people save", faults.killed, 120,
           1, BOTH),
    Attack("full disk", "No file can grow", faults.full_disk, 5, 2),
    Attack("read-only", "The database may not be written", faults.read_only, 5, 2),
    Attack("wrong clock", "Days and decades out, and back", surroundings.wrong_clock, 30, 1),
    Attack("bad post", "Mail servers that are down or broken", surroundings.bad_post, 30, 1),
    Attack("crowd", "People who read and write all at once", crowd.crowd, 600, 6, BOTH),
)  # fmt: skip


@contextmanager
def database_of(kind: str, folder: Path, people: int) -> Iterator[Database]:
    """A database of this kind for one attack."""
    if kind == "sqlite":
        yield prepare(f"sqlite:///{folder / 'data' / 'eia.sqlite'}", folder, people)
        return
    cluster = postgres.start()
    try:
        yield prepare(cluster.new_database(), folder, people)
    finally:
        cluster.stop()


def carry_out(attack: Attack, kind: str, *, people: int, seconds: float) -> Result:
    """Make one attack on one database. It stops by itself."""
    count = people if attack.run is crowd.crowd else 3
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="attack-", dir=_on_disk()) as name,
        database_of(kind, Path(name), count) as database,
    ):
        outcome = attack.run(database, Path(name), seconds)
    took = time.monotonic() - began
    return Result(attack.name, attack.what, kind, took, outcome)


def _on_disk() -> Path:
    """A folder on a real disk, as saves are to reach one."""
    build = Path(__file__).parent.parent.parent / ".build"
    build.mkdir(exist_ok=True)
    return build
