"""The service in a process of its own, as `eia serve` starts it, with fictional people."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from eia_app.domain.roles import Role
from eia_app.services import people
from eia_app.storage import migrate
from eia_app.storage.engine import Sessions, open_engine

PATIENCE = 60.0  # seconds until the server must answer
PASSWORD = "three quiet harbours"
FAULTS = ("Traceback", "[CRITICAL]", "[ERROR]")


@dataclass(frozen=True)
class Actor:
    """A fictional person of the stories."""

    name: str
    job_title: str
    roles: tuple[Role, ...] = ()

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@example.org"


LEAD = Actor("Lesley Marsh", "Service manager")
COLLEAGUE = Actor("Cameron Reid", "Policy officer")
CHAMPION = Actor("Charlie Okafor", "Change Champion", (Role.CHAMPION,))
EQUALITY_LEAD = Actor("Erin Shah", "Equality lead", (Role.EQUALITY_LEAD,))
HEAD_OF_SERVICE = Actor("Harper Jones", "Head of Community Services", (Role.HEAD_OF_SERVICE,))
REPORT_AUTHOR = Actor("Robin Lee", "Committee officer", (Role.REPORT_AUTHOR,))
ADMINISTRATOR = Actor("Alex Novak", "Systems administrator", (Role.ADMINISTRATOR,))
ACTORS = (
    *(LEAD, COLLEAGUE, CHAMPION, EQUALITY_LEAD, HEAD_OF_SERVICE, REPORT_AUTHOR, ADMINISTRATOR),
)


def prepare(database_url: str) -> None:
    """Make the tables, and add everybody. The administrator has a password too."""
    engine = open_engine(database_url)
    migrate.upgrade(engine)
    now = datetime.now(UTC)
    with Sessions(engine).to_write.begin() as session:
        for number, actor in enumerate(ACTORS):
            person = people.add(
                session,
                email=actor.email,
                name=actor.name,
                job_title=actor.job_title,
                service="Community services",
                roles=actor.roles,
                by="tests",
                tells=False,
                now=now + timedelta(microseconds=number),
            )
            if actor is ADMINISTRATOR:
                people.give_password(session, person, PASSWORD)
    engine.dispose()


@dataclass
class Server:
    """`start()` it, `stop()` it at the end; `kill()` is what a power cut does."""

    database_url: str
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        path = self.folder / "server.log"
        return path.read_text(errors="replace") if path.exists() else ""

    @property
    def faults(self) -> list[str]:
        """The end of its log, when that tells of a fault."""
        log = self.log
        return [log[-3000:]] if any(word in log for word in FAULTS) else []

    def start(self) -> None:
        """Start, on the same port as before if there was one. Raises RuntimeError with its log."""
        self.port = self.port or free_port()
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(Path(sys.executable).with_name("eia")), "serve"],
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # one signal reaches the master and its workers
            )
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise RuntimeError(f"The server did not start. Its log:\n{self.log[-3000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once, as kill -9 does."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("EIA_")}
        return {
            **ours,
            "EIA_DATABASE_URL": self.database_url,
            "EIA_PORT": str(self.port),
            "EIA_SECRET_KEY": "only-for-tests-" * 3,
            "EIA_DEMONSTRATION": "1",
            "EIA_WORKERS": "1",
            **self.settings,
        }

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        return False


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
