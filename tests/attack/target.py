"""What is attacked: `eia serve` as it is for real, over a database with people in it."""

from __future__ import annotations

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

from sqlalchemy import make_url

from eia_app.domain.roles import Role
from eia_app.services.people import people
from eia_app.storage.engine import Sessions, open_engine
from eia_app.storage.forms.folder import Forms
from tests.bench import data
from tests.bench.servers import free_port
from tests.bench.visitor import Visitor
from tests.factories import Clock

STARTS_WITHIN = 60  # seconds
HEALTHY_WITHIN = 1.0  # seconds
EACH = 0.1  # seconds between looks at its health
PROGRAM = "from eia_app.cli import main; main()"
TROUBLE = re.compile(r"^Traceback|^\w*Error\b|\bfailed$", re.MULTILINE)


@dataclass
class Outcome:
    """What an attack came to: what was wrong, and what was counted."""

    faults: list[str] = field(default_factory=list)
    counted: dict[str, str] = field(default_factory=dict)

    def expect(self, *, that: bool, otherwise: str) -> None:
        if not that:
            self.faults.append(otherwise)


@dataclass(frozen=True)
class Database:
    """A database of today's shape; people who can sign in, each with an assessment of their own."""

    url: str
    forms: Path
    emails: tuple[str, ...]
    assessments: tuple[UUID, ...]

    @property
    def sessions(self) -> Sessions:
        return Sessions(open_engine(self.url))

    @property
    def file(self) -> Path:
        """Where SQLite has it."""
        return Path(make_url(self.url).database or "")


def prepare(url: str, folder: Path, persons: int = 1) -> Database:
    """Fill an empty database. Everybody has the same password, hashed once."""
    sessions, folder_of_forms = data.prepare(url), data.real_forms(folder / "forms")
    forms, clock = Forms(folder_of_forms, "hart"), Clock()
    emails, ids, hashed = [], [], ""
    with sessions.to_write.begin() as session:
        for number in range(persons):
            email, roles = f"person{number}@example.org", [Role.EQUALITY_LEAD][: number == 0]
            person = people.add(
                session, email=email, name=f"Person {number}", roles=roles, by="attack",
                now=datetime.now(UTC), tells=False,
            )  # fmt: skip
            if not hashed:
                people.give_password(session, person, data.PASSWORD)
                hashed = person.password_hash or ""
            person.password_hash = hashed
            title = f"Proposal {number}"
            ids.append(data.start(session, forms, person, title, clock).assessment.id)
            emails.append(email)
    sessions.engine.dispose()
    return Database(url, folder_of_forms, tuple(emails), tuple(ids))


@dataclass
class Target:
    """A server that runs, its process group and what it says on standard error."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    database: Database

    def sign_in(self, number: int = 0) -> Visitor:
        visitor = Visitor(self.port)
        given = {"email": self.database.emails[number], "password": data.PASSWORD}
        visitor.send("/sign-in", given)
        return visitor

    def page(self, number: int = 0) -> str:
        """The first page of a person's assessment."""
        return f"/assessments/{self.database.assessments[number]}/sections/proposal/what-it-is"

    def workers(self) -> list[int]:
        """The processes that answer: children of the one that was started."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        named = [int(each) for each in listed.read_text(encoding="ascii").split()]
        return [each for each in named if _serves(each)]

    def memory(self) -> float:
        """Megabytes that its workers hold for themselves, in the mean."""
        held = [_private(each) for each in self.workers()]
        return sum(held) / len(held) / 1024

    def trouble(self) -> list[str]:
        """The lines of its standard error that tell of a fault."""
        said = self.log.read_text(encoding="utf-8", errors="replace")
        return [line for line in said.splitlines() if TROUBLE.search(line)]


def _serves(pid: int) -> bool:
    """Whether it is a copy of the server, and not a program that makes reports."""
    with suppress(OSError):
        return b"serve" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def _private(pid: int) -> int:
    """Kilobytes of a process that it shares with no other."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


@contextmanager
def serving(
    database: Database,
    folder: Path,
    *,
    workers: int = 2,
    program: str = PROGRAM,
    before: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
) -> Iterator[Target]:
    """The service on a free port of this machine, ended with all its processes."""
    port, log = free_port(), folder / f"stderr-{secrets.token_hex(4)}.log"
    environment = {
        **os.environ,
        "EIA_DATABASE_URL": database.url,
        "EIA_FORMS_DIR": str(database.forms),
        "EIA_COUNCIL": "hart",
        "EIA_SECRET_KEY": secrets.token_hex(32),
        "EIA_SECURE_COOKIES": "0",
        "EIA_PORT": str(port),
        "EIA_WORKERS": str(workers),
        **(settings or {}),
    }
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [*before, sys.executable, "-c", program, "serve"],
            env=environment, stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(process, port, log)
        yield Target(port, process, log, database)
    finally:
        _end(process)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        with suppress(OSError):
            health(port)
            return
        time.sleep(0.05)
    raise AssertionError("The server never answered.")


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def health(port: int) -> float:
    """Seconds until /health has said that it is well."""
    began = time.monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/health")
        status = connection.getresponse().status
    finally:
        connection.close()
    if status != 200:
        raise OSError(f"/health says {status}")
    return time.monotonic() - began


@contextmanager
def watched(port: int, outcome: Outcome) -> Iterator[None]:
    """Look at the health all the while; every look that takes more than a second is a fault."""
    over, took = Event(), [0.0]

    def look() -> None:
        while not over.wait(EACH):
            began = time.monotonic()
            try:
                took.append(health(port))
            except OSError as error:
                outcome.faults.append(f"/health: {error!r} after {time.monotonic() - began:.1f} s")

    thread = Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    slow = [each for each in took if each > HEALTHY_WITHIN]
    outcome.counted["slowest /health"] = f"{1000 * max(took):.0f} ms of {len(took):,}"
    outcome.expect(that=not slow, otherwise=f"/health took {max(took):.1f} s")


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)
