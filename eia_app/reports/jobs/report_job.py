"""Renders a file in a process of its own: whatever goes wrong with it, the web goes on.

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
Look = Callable[[int], object]  # hears how many reports of a pack are done


@dataclass(frozen=True)
class Job:
    """A report to be made: the text of a snapshot, where it stands, and the date to put on it.

    `annex` is the text of what was said in review, where that is wanted.
    """

    snapshot: str
    standing: ReportStatus
    created: datetime
    kind: Format = Format.REPORT
    annex: str = ""

    @property
    def key(self) -> str:
        return key_of(
            sha256(self.snapshot.encode()).hexdigest(), self.standing, self.kind, self.annex
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
        """When the last of them was signed off."""
        return max(member.created for member in self.members)

    @property
    def key(self) -> str:
        """The name of the file by what is in it."""
        parts = [self.title, self.on.isoformat(), self.summaries]
        keys = [member.key for member in self.members]
        return sha256(json.dumps(["pack", *parts, keys]).encode()).hexdigest()

    @property
    def size(self) -> int:
        """How many reports it holds."""
        return len(self.members)


def key_of(
    snapshot: str, standing: ReportStatus, kind: Format = Format.REPORT, annex: str = ""
) -> str:
    """The name of a file by what is in it: the hash of its snapshot and of where it stands."""
    said = f"\n{annex}" if annex else ""
    return sha256(f"{kind}\n{snapshot}\n{status_to_text(standing)}{said}".encode()).hexdigest()


def render_report(
    job: Job | PackJob, look: Look | None = None, seconds: float | None = None
) -> bytes:
    """The file, checked. Raises ReportFailed when it takes too long, or was not made."""
    return render(written(job), job.size, look, seconds)


def render(
    inputs: str, size: int = 1, look: Look | None = None, seconds: float | None = None
) -> bytes:
    """The file of a job as `written` gives it; `look` is called every few seconds meanwhile.

    Raises ReportFailed; RenderingStopped where that says nothing of the file, so that it may be
    tried again. What `look` raises ends the process.
    """
    most = SECONDS * scale(size) if seconds is None else seconds
    with TemporaryFile() as given, TemporaryFile() as said:
        given.write(inputs.encode())
        given.seek(0)
        with Popen(
            [sys.executable, "-m", "eia_app.reports.jobs"],
            stdin=given,
            stdout=PIPE,
            stderr=said,
            env=environment(),
        ) as process:
            try:
                made = _watched(process, most, lambda: look and look(_done(_read(said.fileno()))))
            except BaseException:
                process.kill()
                raise
        return outcome(process.returncode, made, _read(said.fileno()))


def scale(members: int) -> float:
    """How many times the bounds of one report a pack of so many has."""
    return 1 + SHARE * (members - 1)


def environment() -> dict[str, str]:
    """What the other process may know of ours."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | EPOCH


def outcome(code: int, made: bytes, said: bytes) -> bytes:
    """What the other process made. Raises ReportFailed with what it said, if that is all."""
    if code == 0:
        return made
    if code == REFUSED:
        refusal = json.loads(said.splitlines()[-1])
        raise ReportFailed(refusal["message"], refusal["faults"])
    if code in {-signal.SIGKILL, -signal.SIGTERM}:
        raise RenderingStopped(
            "The report could not be made.",
            ["The process that made it was stopped from outside, perhaps for want of memory."],
        )
    raise ReportFailed("The report could not be made.", [f"It ended with {code}."])


def _watched(process: Popen[bytes], most: float, look: Callable[[], object]) -> bytes:
    """What it makes; every few seconds there is a look at it. Raises RenderingStopped."""
    ends = monotonic() + most
    while True:
        try:
            return process.communicate(timeout=min(LOOK_AGAIN, most))[0]
        except TimeoutExpired:
            if monotonic() > ends:
                said = f"The report was not made within {most:.0f} seconds."
                raise RenderingStopped(said, [said]) from None
            look()


def _read(file: int) -> bytes:
    """All of it, from the beginning: the other process writes on where it was."""
    return os.pread(file, os.fstat(file).st_size, 0)


def _done(said: bytes) -> int:
    """The last number that the other process has said in a line of its own."""
    numbers = [line for line in said.split(b"\n")[:-1] if line.isdigit()]
    return int(numbers[-1]) if numbers else 0


def written(job: Job | PackJob) -> str:
    """The job as text, for the queue and for the other process."""
    if isinstance(job, PackJob):
        members = [written(member) for member in job.members]
        return json.dumps([Format.PACK, job.title, job.on.isoformat(), members, job.summaries])
    created = job.created.isoformat()
    return json.dumps([job.kind, job.snapshot, status_to_text(job.standing), created, job.annex])


def read(text: str) -> Job | PackJob:
    """The job as the other process gets it."""
    kind, *parts = json.loads(text)
    return _read_pack(*parts) if kind == Format.PACK else _read_report(Format(kind), *parts)


def _read_report(kind: Format, snapshot: str, standing: str, created: str, annex: str) -> Job:
    moment = datetime.fromisoformat(created)
    return Job(snapshot, status_from_text(standing), moment, kind, annex)


def _read_pack(title: str, on: str, members: list[str], summaries: bool) -> PackJob:
    jobs = [_read_report(*_parts(member)) for member in members]
    return PackJob(title, date.fromisoformat(on), tuple(jobs), summaries)


def _parts(member: str) -> tuple[Format, str, str, str, str]:
    kind, snapshot, standing, created, annex = json.loads(member)
    return Format(kind), snapshot, standing, created, annex
