"""The process that makes one report or pack: a job comes in, a file goes out. See `press`."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable

from eia_app.reports import pens
from eia_app.reports.errors import ReportFailed
from eia_app.reports.pack_press import read_pack, scale
from eia_app.reports.press import REFUSED, read

BUSY_SECONDS = 120  # of a processor; an assessment at its limits takes less than half of it
MEMORY = 1536 * 1024 * 1024  # bytes of address space; a usual report takes a tenth of it


def main(what: str = "") -> int:
    """Raises MemoryError beyond the bound; the operating system ends what takes too long."""
    if what == "pack":
        return _handed_out(_pack)
    _bound(1)
    return _handed_out(_report)


def _bound(times: float) -> None:
    busy, memory = int(BUSY_SECONDS * times), int(MEMORY * times)
    resource.setrlimit(resource.RLIMIT_CPU, (busy, busy))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _handed_out(make: Callable[[], bytes]) -> int:
    try:
        made = make()
    except ReportFailed as failed:
        sys.stderr.write(json.dumps({"message": str(failed), "faults": failed.faults}))
        return REFUSED
    sys.stdout.buffer.write(made)
    return 0


def _report() -> bytes:
    job = read(sys.stdin.read())
    snapshot = json.loads(job.snapshot)
    said = json.loads(job.annex) if job.annex else None
    return pens.write(job.kind, snapshot, job.standing, created=job.created, said=said)


def _pack() -> bytes:
    """It says in a line of its own whenever another report of it is done."""
    job = read_pack(sys.stdin.read())
    _bound(scale(len(job.members)))
    return pens.write_pack(job, told=lambda done: print(done, file=sys.stderr, flush=True))


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
