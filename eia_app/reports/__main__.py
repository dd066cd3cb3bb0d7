"""The process that makes one report: a job comes in, a file goes out. Started by `press`."""

from __future__ import annotations

import json
import resource
import sys

from eia_app.reports import pens
from eia_app.reports.errors import ReportFailed
from eia_app.reports.press import REFUSED, read

BUSY_SECONDS = 120  # of a processor; an assessment at its limits takes less than half of it
MEMORY = 1536 * 1024 * 1024  # bytes of address space; a usual report takes a tenth of it


def main() -> int:
    """Raises MemoryError beyond the bound; the operating system ends what takes too long."""
    resource.setrlimit(resource.RLIMIT_CPU, (BUSY_SECONDS, BUSY_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    job = read(sys.stdin.read())
    snapshot = json.loads(job.snapshot)
    said = json.loads(job.annex) if job.annex else None
    try:
        made = pens.write(job.kind, snapshot, job.standing, created=job.created, said=said)
    except ReportFailed as failed:
        sys.stderr.write(json.dumps({"message": str(failed), "faults": failed.faults}))
        return REFUSED
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
