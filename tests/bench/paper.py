"""The full report as a PDF: how long it takes, how much memory, how large it is.

Each report is made in a process of its own, which loads everything first: that is what a person
waits for. `warm` is the part that is left when everything is loaded.
"""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from statistics import median

from pikepdf import Pdf

from eia_app.reports import document, pdf
from eia_app.reports.press import Job, press
from eia_app.services.opened import find_by_reference
from eia_app.storage.editions import Forms
from eia_app.storage.engine import Sessions, open_engine
from eia_app.web.report_paper import paper_of

AGAIN = 3


@dataclass(frozen=True)
class Paper:
    """Seconds, megabytes and kilobytes."""

    cold: float
    warm: float
    memory: float
    size: float
    pages: int


def measure(database: str, forms: Path, reference: str) -> Paper:
    """The report of one assessment. The memory is the most that the making process held."""
    job = _job(database, forms, reference)
    cold, made = _times(lambda: press(job))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    warm, _ = _times(lambda: _here(job))
    with Pdf.open(BytesIO(made)) as read:
        pages = len(read.pages)
    return Paper(median(cold), median(warm[1:]), memory, len(made) / 1024, pages)


def _job(database: str, forms: Path, reference: str) -> Job:
    sessions = Sessions(open_engine(database))
    with sessions.to_read() as session:
        opened = find_by_reference(session, Forms(forms, "hart"), reference)
        job = paper_of(opened, now=datetime.now(UTC)).job
    sessions.engine.dispose()
    return job


def _here(job: Job) -> bytes:
    snapshot = json.loads(job.snapshot)
    return pdf.render(document.build(snapshot, job.standing), created=job.created, record=snapshot)


def _times(make: Callable[[], bytes]) -> tuple[list[float], bytes]:
    times = []
    for _ in range(AGAIN):
        began = time.perf_counter()
        made = make()
        times.append(time.perf_counter() - began)
    return times, made
