"""The process that makes one report or pack, from a job on stdin. See `report_job`."""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import threading
import time

from eia_app.reports.errors import ReportFailed
from eia_app.reports.jobs import renderers
from eia_app.reports.jobs.report_job import REFUSED, Job, PackJob, read, scale

BUSY_SECONDS = 120  # of a processor; an assessment at its limits takes less than half of it
MEMORY = 1536 * 1024 * 1024  # bytes of address space; a usual report takes a tenth of it
POLITE = 5  # how much less of a busy processor it gets than the web
RARELY = (50_000, 20, 1000)  # looks for garbage: a page of a PDF is many objects that are all used
LOOK_AGAIN = 2  # seconds between two looks at whether somebody still waits for the file


def main() -> int:
    """Return the exit code. Raise MemoryError beyond the bound on memory."""
    job = read(sys.stdin.read())
    _bound(scale(job.size))
    try:
        made = _pack(job) if isinstance(job, PackJob) else _report(job)
    except ReportFailed as failed:
        sys.stderr.write(json.dumps({"message": str(failed), "faults": failed.faults}))
        return REFUSED
    sys.stdout.buffer.write(made)
    return 0


def stand_back() -> None:
    """Let the web go first, and end when the process that asked has ended."""
    os.nice(POLITE)
    threading.Thread(target=_end_with, args=[os.getppid()], daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_AGAIN)
    os._exit(1)


def _bound(times: float) -> None:
    busy, memory = int(BUSY_SECONDS * times), int(MEMORY * times)
    resource.setrlimit(resource.RLIMIT_CPU, (busy, busy))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _report(job: Job) -> bytes:
    snapshot = json.loads(job.snapshot)
    review = json.loads(job.annex) if job.annex else None
    return renderers.write(job.kind, snapshot, job.status, created=job.created, review=review)


def _pack(job: PackJob) -> bytes:
    """Return the pack; print the number of reports done, in a line of its own each time."""
    return renderers.write_pack(
        job, on_progress=lambda done: print(done, file=sys.stderr, flush=True)
    )


if __name__ == "__main__":
    gc.set_threshold(*RARELY)
    stand_back()
    raise SystemExit(main())
