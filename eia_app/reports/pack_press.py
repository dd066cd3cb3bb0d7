"""Makes a pack in a process of its own, as `press` makes a report, and hears how far it is."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from subprocess import PIPE, Popen, TimeoutExpired
from tempfile import TemporaryFile
from time import monotonic

from eia_app.reports.press import (
    SECONDS,
    Job,
    environment,
    outcome,
    read,
    too_late,
    written,
)

SHARE = 0.25  # of the bounds of one report that each further report adds
LOOK_AGAIN = 2  # seconds between two looks at how far it is


@dataclass(frozen=True)
class PackJob:
    """A pack to be made: the meeting, and the job of each report in its order."""

    title: str
    on: date
    members: tuple[Job, ...]
    summaries: bool = False

    @property
    def created(self) -> datetime:
        """When the last of them was signed off."""
        return max(member.created for member in self.members)

    @property
    def key(self) -> str:
        """The name of the file by what is in it."""
        parts = [self.title, self.on.isoformat(), self.summaries]
        keys = [member.key for member in self.members]
        return sha256(json.dumps(["pack", *parts, keys]).encode()).hexdigest()


def scale(members: int) -> float:
    """How many times the bounds of one report a pack of so many has."""
    return 1 + SHARE * (members - 1)


def press_pack(
    job: PackJob, told: Callable[[int], None] | None = None, seconds: float | None = None
) -> bytes:
    """The file, checked. While it is made, `told` hears every few seconds how many reports are
    done. Raises ReportFailed when it takes too long, or was not made.
    """
    most = SECONDS * scale(len(job.members)) if seconds is None else seconds
    with TemporaryFile() as given, TemporaryFile() as said:
        given.write(written_pack(job).encode())
        given.seek(0)
        with Popen(
            [sys.executable, "-m", "eia_app.reports", "pack"],
            stdin=given,
            stdout=PIPE,
            stderr=said,
            env=environment(),
        ) as process:
            try:
                made = _watched(process, most, lambda: told and told(_done(_read(said.fileno()))))
            except BaseException:
                process.kill()
                raise
        return outcome(process.returncode, made, _read(said.fileno()))


def _watched(process: Popen[bytes], most: float, look: Callable[[], object]) -> bytes:
    """What it makes; every few seconds there is a look at it. Raises ReportFailed."""
    ends = monotonic() + most
    while True:
        try:
            return process.communicate(timeout=min(LOOK_AGAIN, most))[0]
        except TimeoutExpired:
            if monotonic() > ends:
                raise too_late(most) from None
            look()


def _read(file: int) -> bytes:
    """All of it, from the beginning: the other process writes on where it was."""
    return os.pread(file, os.fstat(file).st_size, 0)


def _done(said: bytes) -> int:
    """The last number that the other process has said in a line of its own."""
    numbers = [line for line in said.split(b"\n")[:-1] if line.isdigit()]
    return int(numbers[-1]) if numbers else 0


def written_pack(job: PackJob) -> str:
    members = [written(member) for member in job.members]
    return json.dumps([job.title, job.on.isoformat(), members, job.summaries])


def read_pack(text: str) -> PackJob:
    """The job as the other process gets it."""
    title, on, members, summaries = json.loads(text)
    return PackJob(title, date.fromisoformat(on), tuple(map(read, members)), summaries)
