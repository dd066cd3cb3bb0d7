"""Three programs that make a PDF of the same report, each started afresh and watched as it works.

Ours is the process that makes every report. Chromium prints our page from a file; LibreOffice
converts our Word file, where it is on the machine.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pikepdf import Pdf

from eia_app import resources
from eia_app.reports.blocks import Document
from eia_app.reports.jobs.report_job import Job, written
from tests.bench.load import BenchFailed
from tests.judges.browser import ARGUMENTS, executable

LIMIT = 600  # seconds
LOOK = 0.05  # seconds between two looks at the memory
PSS = re.compile(r"^Pss:\s+(\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Cost:
    """What a run of a program took: seconds, seconds of processors, megabytes at most."""

    seconds: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Made:
    """Seconds from the start of the program to its end, and those that processors worked for it;
    megabytes at most, kilobytes, pages."""

    by: str
    seconds: float
    cpu: float
    memory: float
    size: float
    pages: int


def ours(job: Job) -> Made:
    command = [sys.executable, "-m", "eia_app.reports.jobs"]
    cost, pdf = _watched(command, written(job).encode())
    return _made("Ours", cost, pdf)


def chromium(document: Document) -> Made:
    """Headless, with a fresh profile, from a file: it fetches nothing but our style sheet."""
    with tempfile.TemporaryDirectory() as folder:
        page, pdf = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_text(_page(document), encoding="utf-8")
        command = [
            *(executable(Path("/nowhere")), "--headless", *ARGUMENTS),
            *(f"--user-data-dir={folder}/profile", "--allow-file-access-from-files"),
            *("--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri()),
        ]
        cost, _ = _watched(command)
        return _made("Chromium, from our page", cost, pdf.read_bytes())


def libreoffice(word: bytes) -> Made | None:
    """Without a window, with a fresh profile. None where there is no LibreOffice."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.docx")
        file.write_bytes(word)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
        cost, _ = _watched([*command, str(file)])
        return _made("LibreOffice, from our Word file", cost, file.with_suffix(".pdf").read_bytes())


def _made(by: str, cost: Cost, pdf: bytes) -> Made:
    with Pdf.open(BytesIO(pdf)) as context:
        pages = len(context.pages)
    return Made(by, cost.seconds, cost.cpu, cost.memory, len(pdf) / 1024, pages)


def _page(document: Document) -> str:
    """The report as our page draws it, with our style sheet, and nothing of the site around it."""
    loader = FileSystemLoader(resources.templates())
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    pens = environment.get_template("pages/reports/report/blocks.html").module
    content = pens.blocks((*document.front, *document.blocks))  # type: ignore[attr-defined]
    content = content.replace("/static/", f"{resources.static().as_uri()}/")
    style = next((resources.static() / "built").glob("eia-*.css"))
    return (
        f'<!DOCTYPE html><html lang="en-GB"><meta charset="utf-8"><title>{document.reference}'
        f'</title><link rel="stylesheet" href="{style.as_uri()}"><body class="govuk-template__body'
        f' eia-report"><h1>{document.reference}</h1>{content}'
    )


def _watched(command: Sequence[str], given: bytes = b"") -> tuple[Cost, bytes]:
    """What a program cost with its children, and what it wrote."""
    began, worked, over, peak = time.perf_counter(), _worked(), Event(), [0.0]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )

    def watch() -> None:
        while not over.wait(LOOK):
            peak[0] = max(peak[0], _memory(process.pid))

    watcher = Thread(target=watch)
    watcher.start()
    try:
        written, _ = process.communicate(given, timeout=LIMIT)
    finally:
        over.set()
        watcher.join()
        process.kill()
    if process.returncode:
        raise BenchFailed(f"{command[0]} ended with {process.returncode}.")
    return Cost(time.perf_counter() - began, _worked() - worked, peak[0]), written


def _worked() -> float:
    """Seconds of processors that all programs took which were started here and have ended."""
    spent = os.times()
    return spent.children_user + spent.children_system


def _memory(session: int) -> float:
    """Megabytes of every process of a session; what several share is counted once."""
    kilobytes = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(fields[3]) == session:
                found = PSS.search((stat.parent / "smaps_rollup").read_text(encoding="utf-8"))
                kilobytes += int(found[1]) if found else 0
    return kilobytes / 1024
