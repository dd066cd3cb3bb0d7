"""Renders a file in a process of its own, so that no failure of it ends the web.

That process has a bound on its time and its memory, and none of our secrets.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from subprocess import PIPE, Popen, TimeoutExpired
from tempfile import TemporaryFile
from time import monotonic

from eia_app.reports.content.status import ReportStatus
from eia_app.reports.errors import RenderingStopped, ReportFailed
from eia_app.reports.jobs.formats import Format
from eia_app.reports.jobs.status_text import status_from_text, status_to_text

SECONDS = 300  # that a report may take, on a machine with much else to do
SHARE = 0.25  # of the bounds of one report that each further report of a pack adds
LOOK_AGAIN = 2  # seconds between two looks at how far it is
REFUSED = 3  # how the process ends when the report did not pass its check
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "XDG_CACHE_HOME")
# A font that is made smaller says when: the same moment each time gives the same bytes.
EPOCH = {"SOURCE_DATE_EPOCH": "315532800"}  # 1 January 1980
Look = Callable[[int], object]  # gets the number of reports of a pack that are done


@dataclass(frozen=True)
class Job:
    """A report to be made: the text of a snapshot, its status, and the date to put on it.

    `annex` is the text of the record of the review, or "" for a report without one.
    """

    snapshot: str
    status: ReportStatus
    created: datetime
    kind: Format = Format.REPORT
    annex: str = ""

    @property
    def key(self) -> str:
        return key_of(
            sha256(self.snapshot.encode()).hexdigest(), self.status, self.kind, self.annex
        )

    @property
    def size(self) -> int:
        return 1


@dataclass(frozen=True)
class PackJob:
    """A pack to be made: the meeting, and the job of each report in its order."""

    title: str
    on: date
    members: tuple[Job, ...]
    summaries: bool = False
    kind = Format.PACK

    @property
    def created(self) -> datetime:
        """Return the time of the last sign-off."""
        return max(member.created for member in self.members)

    @property
    def key(self) -> str:
        """Return a name of the file that is the same for the same content."""
        parts = [self.title, self.on.isoformat(), self.summaries]
        keys = [member.key for member in self.members]
        return sha256(json.dumps(["pack", *parts, keys]).encode()).hexdigest()

    @property
    def size(self) -> int:
        """Return the number of reports."""
        return len(self.members)


def key_of(
    snapshot: str, status: ReportStatus, kind: Format = Format.REPORT, annex: str = ""
) -> str:
    """Return a name of a file by its content: a hash of its snapshot’s hash and its status."""
    review = f"\n{annex}" if annex else ""
    return sha256(f"{kind}\n{snapshot}\n{status_to_text(status)}{review}".encode()).hexdigest()


def render_report(
    job: Job | PackJob, look: Look | None = None, seconds: float | None = None
) -> bytes:
    """Return the file, checked. Raise ReportFailed if it was not made in time, or at all."""
    return render(written(job), job.size, look, seconds)


def render(
    inputs: str, size: int = 1, look: Look | None = None, seconds: float | None = None
) -> bytes:
    """Return the file of a job as `written` gives it; `look` is called every few seconds meanwhile.

    Raise ReportFailed; RenderingStopped where the file is not at fault, so that it may be tried
    again. An error that `look` raises ends the process.
    """
    most = SECONDS * scale(size) if seconds is None else seconds
    with TemporaryFile() as given, TemporaryFile() as messages:
        given.write(inputs.encode())
        given.seek(0)
        with Popen(
            [sys.executable, "-m", "eia_app.reports.jobs"],
            stdin=given,
            stdout=PIPE,
            stderr=messages,
            env=environment(),
        ) as process:
            try:
                made = _watched(
                    process, most, lambda: look and look(_done(_read(messages.fileno())))
                )
            except BaseException:
                process.kill()
                raise
        return outcome(process.returncode, made, _read(messages.fileno()))


def scale(members: int) -> float:
    """Return the bounds of a pack of so many, in those of one report."""
    return 1 + SHARE * (members - 1)


def environment() -> dict[str, str]:
    """Return the environment of the other process."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | EPOCH


def outcome(code: int, made: bytes, messages: bytes) -> bytes:
    """Return the file that the other process made. Raise ReportFailed with its reasons if none."""
    if code == 0:
        return made
    if code == REFUSED:
        refusal = json.loads(messages.splitlines()[-1])
        raise ReportFailed(refusal["message"], refusal["faults"])
    if code in {-signal.SIGKILL, -signal.SIGTERM}:
        raise RenderingStopped(
            "The report could not be made.",
            ["The process that made it was stopped from outside, perhaps for want of memory."],
        )
    raise ReportFailed("The report could not be made.", [f"It ended with {code}."])


def _watched(process: Popen[bytes], most: float, look: Callable[[], object]) -> bytes:
    """Return the output of the process, calling `look` meanwhile. Raise RenderingStopped."""
    ends = monotonic() + most
    while True:
        try:
            return process.communicate(timeout=min(LOOK_AGAIN, most))[0]
        except TimeoutExpired:
            if monotonic() > ends:
                reason = f"The report was not made within {most:.0f} seconds."
                raise RenderingStopped(reason, [reason]) from None
            look()


def _read(file: int) -> bytes:
    """Return the whole file without moving the place at which the other process writes."""
    return os.pread(file, os.fstat(file).st_size, 0)


def _done(messages: bytes) -> int:
    """Return the last number that the other process has printed in a line of its own, or 0."""
    numbers = [line for line in messages.split(b"\n")[:-1] if line.isdigit()]
    return int(numbers[-1]) if numbers else 0


def written(job: Job | PackJob) -> str:
    """Return the job as text, for the queue and for the other process."""
    if isinstance(job, PackJob):
        members = [written(member) for member in job.members]
        return json.dumps([Format.PACK, job.title, job.on.isoformat(), members, job.summaries])
    created = job.created.isoformat()
    return json.dumps([job.kind, job.snapshot, status_to_text(job.status), created, job.annex])


def read(text: str) -> Job | PackJob:
    """Return the job that `written` has written."""
    kind, *parts = json.loads(text)
    return _read_pack(*parts) if kind == Format.PACK else _read_report(Format(kind), *parts)


def _read_report(kind: Format, snapshot: str, status: str, created: str, annex: str) -> Job:
    moment = datetime.fromisoformat(created)
    return Job(snapshot, status_from_text(status), moment, kind, annex)


def _read_pack(title: str, on: str, members: list[str], summaries: bool) -> PackJob:
    jobs = [_read_report(*_parts(member)) for member in members]
    return PackJob(title, date.fromisoformat(on), tuple(jobs), summaries)


def _parts(member: str) -> tuple[Format, str, str, str, str]:
    kind, snapshot, status, created, annex = json.loads(member)
    return Format(kind), snapshot, status, created, annex
