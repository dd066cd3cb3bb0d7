"""Starts what is measured as a process of its own, and ends it again."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import BenchFailed

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
NODE = ROOT / ".build" / "bench-node"
STARTS_WITHIN = 30  # seconds


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
    return port


@dataclass(frozen=True)
class Server:
    """A server that listens. `group` is the process group of all its processes."""

    port: int
    group: int

    def cpu(self) -> float:
        """Seconds of processor time that it has used, whatever else the machine did meanwhile."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
                if int(fields[2]) == self.group:
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(command: Sequence[str], port: int, extra: Mapping[str, str]) -> Iterator[Server]:
    """A server that listens. Raises BenchFailed when it does not come up."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **extra},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,  # a group of its own, so that all of it is ended
    )
    try:
        _wait(process, port)
        yield Server(port, process.pid)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            said = process.stderr.read().decode() if process.stderr else ""
            raise BenchFailed(f"{process.args!r} ended with {process.returncode}: {said}")
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise BenchFailed(f"{process.args!r} did not listen within {STARTS_WITHIN} seconds.")


@contextmanager
def ours(database: str, forms: Path) -> Iterator[Server]:
    """`eia serve` with one process and everything else as it comes."""
    port = free_port()
    settings = {
        "EIA_DATABASE_URL": database,
        "EIA_FORMS_DIR": str(forms),
        "EIA_COUNCIL": "hart",
        "EIA_SECRET_KEY": secrets.token_hex(32),
        "EIA_SECURE_COOKIES": "0",
        "EIA_DEMONSTRATION": "0",
        "EIA_PORT": str(port),
        "EIA_WORKERS": "1",
    }
    with running([str(Path(sys.executable).with_name("eia")), "serve"], port, settings) as found:
        yield found


@contextmanager
def casa() -> Iterator[Server]:
    """One Node.js process with CASA as it comes, in production mode."""
    port = free_port()
    command = [node(), str(HERE / "casa" / "server.mjs"), str(port)]
    with running(command, port, {"NODE_ENV": "production"}) as found:
        yield found


def node() -> str:
    """The Node.js that `make bench` chose."""
    if not NODE.is_file():
        raise BenchFailed("Node.js 22 or newer is not set up: run make bench.")
    return NODE.read_text(encoding="utf-8").strip()


@contextmanager
def fixed() -> Iterator[Server]:
    """A server that always gives the same page: what the client can do."""
    port = free_port()
    with running([sys.executable, "-m", "tests.bench.fixed", str(port)], port, {}) as found:
        yield found
