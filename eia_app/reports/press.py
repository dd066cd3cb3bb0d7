"""Makes a report in a process of its own: whatever goes wrong with it, the web goes on.

That process has a bound on its time and its memory, and none of our secrets.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from eia_app.domain.workflow import State
from eia_app.reports.errors import ReportFailed
from eia_app.reports.pens import Kind
from eia_app.reports.standing import Outcome, SignOff, Standing

SECONDS = 300  # that a report may take, on a machine with much else to do
REFUSED = 3  # how the process ends when the report did not pass its check
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "XDG_CACHE_HOME")


@dataclass(frozen=True)
class Job:
    """A report to be made: the text of a snapshot, where it stands, and the date to put on it.

    `annex` is the text of what was said in review, where that is wanted.
    """

    snapshot: str
    standing: Standing
    created: datetime
    kind: Kind = Kind.REPORT
    annex: str = ""

    @property
    def key(self) -> str:
        return key_of(
            sha256(self.snapshot.encode()).hexdigest(), self.standing, self.kind, self.annex
        )


def key_of(snapshot: str, standing: Standing, kind: Kind = Kind.REPORT, annex: str = "") -> str:
    """The name of a file by what is in it: the hash of its snapshot and of where it stands."""
    said = f"\n{annex}" if annex else ""
    return sha256(f"{kind}\n{snapshot}\n{_text(standing)}{said}".encode()).hexdigest()


def press(job: Job, seconds: float = SECONDS) -> bytes:
    """The file, checked. Raises ReportFailed when it takes too long, or was not made."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "eia_app.reports"],
            input=written(job).encode(),
            capture_output=True,
            timeout=seconds,
            env=environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise too_late(seconds) from None
    return outcome(done.returncode, done.stdout, done.stderr)


def environment() -> dict[str, str]:
    """What the other process may know of ours."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}


def too_late(seconds: float) -> ReportFailed:
    return ReportFailed(f"The report was not made within {seconds:.0f} seconds.")


def outcome(code: int, made: bytes, said: bytes) -> bytes:
    """What the other process made. Raises ReportFailed with what it said, if that is all."""
    if code == 0:
        return made
    if code == REFUSED:
        refusal = json.loads(said.splitlines()[-1])
        raise ReportFailed(refusal["message"], refusal["faults"])
    raise ReportFailed("The report could not be made.", [f"It ended with {code}."])


def written(job: Job) -> str:
    created = job.created.isoformat()
    return json.dumps([job.snapshot, _text(job.standing), created, job.kind, job.annex])


def read(text: str) -> Job:
    """The job as the other process gets it."""
    snapshot, standing, created, kind, annex = json.loads(text)
    moment = datetime.fromisoformat(created)
    return Job(snapshot, _standing(json.loads(standing)), moment, Kind(kind), annex)


def _text(standing: Standing) -> str:
    """Without what is seldom said, where it is not, so that what was kept before is found again."""
    seldom = {"base_url", "is_example"}
    found = {key: value for key, value in asdict(standing).items() if key not in seldom or value}
    return json.dumps(found, sort_keys=True, default=date.isoformat)


def _standing(raw: dict[str, Any]) -> Standing:
    signed, decision = raw["signed"], raw["decision"]
    return Standing(
        state=State(raw["state"]),
        sha256=raw["sha256"],
        signed=SignOff(**{**signed, "on": date.fromisoformat(signed["on"])}) if signed else None,
        decision=Outcome(**{**decision, "on": _day(decision["on"])}) if decision else None,
        base_url=raw.get("base_url", ""),
        is_example=raw.get("is_example", False),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
