"""Start a server once for a whole test run, whichever worker asks first, and never leave it behind.

The server is the child of a few lines of shell (the guard) that read a named pipe. Every worker
that uses the server holds that pipe open for writing; when the last one lets go, because it is
done or because it was killed, the guard reads the end of the pipe and stops the server.
"""

import contextlib
import errno
import fcntl
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.judges.installed import cache, temporary

GUARD = """
signal=$1 folder=$2; shift 2
"$@" >"$folder/log" 2>&1 & server=$!
cat "$folder/pipe"
mv "$folder" "$folder.$$"
kill -s "$signal" "$server"
wait "$server"
rm -rf "$folder.$$"
"""
PATIENCE = 60.0


@dataclass(frozen=True)
class Recipe:
    """How to start one kind of server, and how to tell that it listens."""

    name: str
    command: Callable[[Path, int], Sequence[str]]  # given its own folder and a free port
    answers: Callable[[int], bool]
    signal: str = "TERM"


@dataclass
class Lease:
    """Our share in a running server."""

    port: int
    folder: Path
    _pipe: int

    def close(self) -> None:
        """Let go. The server stops when nobody else holds it."""
        if self._pipe >= 0:
            os.close(self._pipe)
            self._pipe = -1


def join(recipe: Recipe) -> Lease:
    """Use the server of this test run, starting it if nobody has yet."""
    folder = temporary(recipe.name)
    with locked(recipe.name):
        pipe = _hold(folder)
        if pipe is not None:
            return Lease(int((folder / "port").read_text()), folder, pipe)
        return _start(recipe, folder)


@contextlib.contextmanager
def locked(name: str) -> Iterator[None]:
    """Keep every other process of this checkout out of the same few lines."""
    with (cache() / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _hold(folder: Path) -> int | None:
    """Take hold of a running guard's pipe, or return None when there is no such guard."""
    try:
        return os.open(folder / "pipe", os.O_WRONLY | os.O_NONBLOCK)
    except OSError as error:
        if error.errno not in {errno.ENOENT, errno.ENXIO}:
            raise
        shutil.rmtree(folder, ignore_errors=True)
        return None


def _start(recipe: Recipe, folder: Path) -> Lease:
    port = _free_port()
    folder.mkdir(mode=0o700)
    try:
        command = recipe.command(folder, port)
        os.mkfifo(folder / "pipe")
        (folder / "port").write_text(str(port))
    except BaseException:
        shutil.rmtree(folder)
        raise
    guard = subprocess.Popen(
        ["sh", "-c", GUARD, "guard", recipe.signal, folder, *command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C must reach the tests, not the guard
    )
    guard.returncode = 0  # it outlives us on purpose: Python must not warn about it
    lease = Lease(port, folder, os.open(folder / "pipe", os.O_WRONLY))
    try:
        _wait(recipe, lease)
    except BaseException:
        lease.close()
        raise
    return lease


def _wait(recipe: Recipe, lease: Lease) -> None:
    deadline = time.monotonic() + PATIENCE
    while not recipe.answers(lease.port):
        if time.monotonic() > deadline:
            log = (lease.folder / "log").read_text(errors="replace")[-2000:]
            raise RuntimeError(f"{recipe.name} did not start in {PATIENCE:.0f} s. Its log:\n{log}")
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
