"""The full report as a PDF, typical and at its limits, beside other ways to make one.

Each is made by a program that is started for it, which is what a person waits for. `warm` is the
part that is left when everything of ours is loaded. All of them make the same report in one run.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from html import unescape
from pathlib import Path
from statistics import median

from sqlalchemy import select

from eia_app import resources
from eia_app.domain.snapshot.snapshot import canonical
from eia_app.domain.workflow.states import State
from eia_app.reports.documents import full_report
from eia_app.reports.jobs import renderers
from eia_app.reports.jobs.formats import Format
from eia_app.reports.jobs.report_job import Job
from eia_app.services.assessment.references import find_by_reference
from eia_app.services.demo import load as demo_load
from eia_app.services.people import people
from eia_app.services.reports.render_jobs import report_job
from eia_app.storage.engine import Sessions, open_engine
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from tests.bench import data, printers, servers
from tests.bench.load import BenchFailed
from tests.bench.load import measure as measure_load
from tests.bench.printers import Made
from tests.bench.visitor import Visitor
from tests.reports import extreme, make_reports

AGAIN = 3
SECONDS = 2  # that a kept report is downloaded again and again


@dataclass(frozen=True)
class Paper:
    """One report: made cold by each program, and by ours when it is warm."""

    name: str
    made: Sequence[Made]
    warm: float
    has_libreoffice: bool


@dataclass(frozen=True)
class Papers:
    """Both reports; and the milliseconds in which a report that is kept is handed out."""

    papers: Sequence[Paper]
    download: float


def measure(database: str, forms: Path, reference: str, folder: Path) -> Papers:
    """The reports of one assessment, and of one at its limits. `folder` is for a database."""
    typical = _race("typical", _job(database, forms, reference), times=AGAIN)
    record = extreme.record()
    limits = _race(
        "at its limits", Job(canonical(record), make_reports.signed(record), make_reports.NOW)
    )
    return Papers((typical, limits), _download(f"sqlite:///{folder / 'kept.sqlite'}", forms))


def _race(name: str, job: Job, times: int = 1) -> Paper:
    """Each program in turn, several times over, so that a busy moment hits them all."""
    record = json.loads(job.snapshot)
    built = full_report.build(record, job.status)
    word = renderers.write(Format.WORD, record, job.status, created=job.created)
    rounds = [
        [printers.ours(job), printers.chromium(built), printers.libreoffice(word)]
        for _ in range(times)
    ]
    made = [_median([each for each in runs if each]) for runs in zip(*rounds, strict=True)]
    found = [each for each in made if each]
    warm = _warm(
        times, partial(renderers.write, Format.REPORT, record, job.status, created=job.created)
    )
    return Paper(name, found, warm, has_libreoffice=len(found) == len(made))


def _median(runs: Sequence[Made]) -> Made | None:
    """The run in the middle, if there was one."""
    return sorted(runs, key=lambda each: each.seconds)[len(runs) // 2] if runs else None


def _warm(times: int, make: Callable[[], bytes]) -> float:
    """Building the Word file has loaded a part already; the first of several is not counted."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        make()
        took.append(time.perf_counter() - began)
    return median(took[1:] or took)


def _job(database: str, forms: Path, reference: str) -> Job:
    sessions = Sessions(open_engine(database))
    with sessions.to_read() as session:
        context = find_by_reference(session, Forms(forms, "hart"), reference)
        job = report_job(context, now=datetime.now(UTC))
    sessions.engine.dispose()
    return job


def _download(database: str, forms: Path) -> float:
    """The median of many downloads, over HTTP, of the report of a published case."""
    sessions = data.prepare(database)
    with sessions.to_write.begin() as session:
        demo_load.load(
            session, Forms(forms, "hart"), resources.forms() / "demo", now=datetime.now(UTC)
        )
        wanted = select(Assessment).where(Assessment.state == State.SIGNED_OFF).limit(1)
        signed = session.scalars(wanted).one()
        people.give_password(session, signed.lead, data.PASSWORD)
        path, email = f"/assessments/{signed.id}/report.pdf", signed.lead.email
    sessions.engine.dispose()
    with servers.ours(database, forms) as server:
        visitor = Visitor(server.port)
        visitor.send("/sign-in", {"email": email, "password": data.PASSWORD})
        _await(visitor, f"/assessments/{signed.id}/report/making")
        asks = [visitor.getting(path)]
        return measure_load(server.port, asks, status=200, seconds=SECONDS).percentile(0.5)


def _await(visitor: Visitor, page: str) -> None:
    """Look at the page that waits until the report is made and kept."""
    end = time.monotonic() + printers.LIMIT
    there = re.search(r'href="([^"]+)"', visitor.get(page, 303))  # to the page of this very file
    page = unescape(there[1]) if there else page
    while "Your report is ready" not in visitor.get(page):
        if time.monotonic() > end:
            raise BenchFailed("The report to be downloaded was never ready.")
        time.sleep(1)
