"""What all this ran on: figures mean nothing without it."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import subprocess
import time
from importlib.metadata import version
from pathlib import Path

import sqlalchemy

from tests.bench import servers

COMMITS = 50


def facts(folder: Path) -> dict[str, str]:
    """The facts in words; `folder` is where the databases are."""
    one, five, _ = os.getloadavg()
    return {
        "Processor": f"{_processor()}, {len(os.sched_getaffinity(0))} cores",
        "Memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB",
        "System": f"{platform.freedesktop_os_release()['PRETTY_NAME']}, {platform.machine()}",
        "Load at the start": f"{one:.2f} in the last minute, {five:.2f} in the last five",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "Server": f"gunicorn {version('gunicorn')}, Flask {version('flask')},"
        f" SQLAlchemy {sqlalchemy.__version__}",
        "Node.js": _said([servers.node(), "--version"]),
        "Database": f"SQLite {sqlite3.sqlite_version}, WAL, synchronous=FULL: each save is written"
        " to disk before it is answered",
        "One write to disk": f"{_write_to_disk(folder):.1f} ms (median of {COMMITS} fsync calls)",
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "not known"


def _said(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _write_to_disk(folder: Path) -> float:
    """Milliseconds in which this disk takes four kilobytes for good."""
    times = []
    with (folder / "fsync").open("wb", buffering=0) as file:
        for _ in range(COMMITS):
            file.write(b"x" * 4096)
            began = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    return 1000 * statistics.median(times)
