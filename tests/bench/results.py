"""What was measured, in words for people (Markdown) and as data (JSON)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.bench.coach import Coached
from tests.bench.first_view import Part
from tests.bench.pages import CONNECTIONS, Speed
from tests.bench.paper import Paper, Papers
from tests.bench.queue import Queue

REAL, THREE, CASA = "one group of a full assessment", "three questions", "three questions in CASA"
STEPS = {
    "GET": ["GET"],
    "POST": ["POST"],
    "POST, then the GET that follows": ["POST", "GET"],
}
MOST_QUERIES, MOST_KILOBYTES, MOST_MILLISECONDS = 8, 30, 10


@dataclass(frozen=True)
class Results:
    """Everything that one run of the bench found out."""

    machine: Mapping[str, str]
    rounds: str
    ceiling: float
    pages: Sequence[Speed]
    register: Sequence[Speed]
    queue: Queue
    coach: Coached
    queries: Mapping[str, int]
    papers: Papers
    first_view: Sequence[Part]

    @property
    def ratios(self) -> dict[str, tuple[float, float]]:
        """Our pages for each one of CASA’s: as counted, and by processor time."""
        counted = {each.name: 1 / each.per_second for each in self.pages}
        worked = {each.name: each.cpu for each in self.pages}
        return {
            name: (_ratio(counted, methods), _ratio(worked, methods))
            for name, methods in STEPS.items()
        }

    @property
    def kilobytes(self) -> float:
        return sum(part.gzipped for part in self.first_view) / 1024


def _ratio(cost: Mapping[str, float], methods: Sequence[str]) -> float:
    """What these requests cost in CASA, for one that they cost in ours."""
    theirs, ours = (sum(cost[f"{method} {page}"] for method in methods) for page in (CASA, THREE))
    return theirs / ours


def write(results: Results, folder: Path) -> str:
    """Write bench.json and bench.md, and give the words of the second."""
    data: dict[str, Any] = {**asdict(results), "ratios": results.ratios}
    (folder / "bench.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    words = "\n".join(_lines(results)) + "\n"
    (folder / "bench.md").write_text(words, encoding="utf-8")
    return words


def _lines(found: Results) -> Sequence[str]:
    return [
        "# What the bench measured",
        "",
        *(f"- {name}: {fact}" for name, fact in found.machine.items()),
        "",
        "## Pages of one process",
        "",
        _how(found),
        "",
        *_speeds(found.pages),
        "",
        *(
            f"- {name}: {counted:.2f} × CASA as counted, {cpu:.2f} × by processor time"
            for name, (counted, cpu) in found.ratios.items()
        ),
        "- A POST of ours is on the disk before it is answered; CASA keeps it in memory.",
        "",
        "## Register",
        "",
        *_speeds(found.register),
        "",
        "## Review queue",
        "",
        *_queue(found.queue),
        "",
        "## Coach",
        "",
        *found.coach.words(),
        "",
        "## Queries",
        "",
        *(f"- {name}: {count}" for name, count in found.queries.items()),
        f"- Aim for the task list: {MOST_QUERIES} or fewer",
        "",
        *_papers(found.papers),
        "",
        *_first_view(found),
    ]


def _papers(found: Papers) -> Sequence[str]:
    aim = f"(aim: {MOST_MILLISECONDS} ms or less)"
    return [
        "## The report as a PDF",
        "",
        *(line for each in found.papers for line in _paper(each)),
        f"A report that is kept is downloaded in {found.download:.1f} ms {aim}.",
    ]


def _first_view(found: Results) -> Sequence[str]:
    return [
        "## First view",
        "",
        "| Part | Plain | Compressed |",
        "|---|---:|---:|",
        *(f"| `{p.path}` | {p.plain:,} bytes | {p.gzipped:,} bytes |" for p in found.first_view),
        "",
        f"{found.kilobytes:.1f} KB in all (aim: {MOST_KILOBYTES} KB or less).",
    ]


def _how(found: Results) -> str:
    return (
        f"{CONNECTIONS} connections kept open, {found.rounds}; the median of the rounds. “Alone” is"
        " the median time of a page when one person asks; “Processor” the time that the server’s"
        " processes worked for a page, which other work on the machine hardly changes. The client"
        f" itself manages {found.ceiling:,.0f} requests per second of a server that does nothing."
    )


def _speeds(speeds: Sequence[Speed]) -> Sequence[str]:
    return [
        "| What | Per second | p50 | p95 | Alone | Processor | Rounds |",
        "|---|---:|---:|---:|---:|---:|---|",
        *(
            f"| {each.name} | {each.per_second:,.0f} | {each.p50:.1f} ms | {each.p95:.1f} ms"
            f" | {each.alone:.1f} ms | {each.cpu:.2f} ms | {_rounds(each)} |"
            for each in speeds
        ),
    ]


def _queue(queue: Queue) -> Sequence[str]:
    return [*_speeds(queue.speeds), "", *queue.words()]


def _rounds(speed: Speed) -> str:
    return ", ".join(f"{run:,.0f}" for run in speed.runs)


def _paper(paper: Paper) -> Sequence[str]:
    absent = [] if paper.has_libreoffice else ["LibreOffice is not on this machine.", ""]
    return [
        f"An assessment that is {paper.name}, each made by a program that starts for it:",
        "",
        "| Made by | Seconds | Of processors | Memory | Size | Pages |",
        "|---|---:|---:|---:|---:|---:|",
        *(
            f"| {each.by} | {each.seconds:.1f} | {each.cpu:.1f} | {each.memory:,.0f} MB"
            f" | {each.size:,.0f} KB | {each.pages} |"
            for each in paper.made
        ),
        "",
        f"Ours takes {paper.warm:.1f} s when everything is loaded.",
        "",
        *absent,
    ]
