"""Many people at once, who read and write as people do, for minutes on end."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Thread

from tests.attack.faults import OTHERS, QUESTION, Writer, stored
from tests.attack.target import Database, Outcome, Target, serving, watched
from tests.bench.load import BenchFailed, Sample

THINKS = (10.0, 20.0)  # seconds that somebody reads or writes before the next click, evenly spread
SAVES = 0.3  # of all clicks; the others look at a page
MOST_P95 = 500  # milliseconds
MOST_GROWTH = 1.25  # of a worker’s own memory, from a quarter of the time to the end


@dataclass
class Person:
    """One of them. `times` is how long each answer took, in seconds."""

    number: int
    target: Target
    random: Random
    writer: Writer | None = None
    times: list[float] = field(default_factory=list)
    saves: int = 0
    wrong: list[str] = field(default_factory=list)

    def sign_in(self) -> None:
        self.writer = Writer(self.target.sign_in(self.number), self.target.page(self.number))

    def work(self, end: float, think: tuple[float, float]) -> None:
        """Click, and think, until the time is over. The first click comes at any moment."""
        time.sleep(self.random.uniform(0, think[1]))
        while time.monotonic() < end:
            try:
                self._click()
            except (OSError, BenchFailed) as error:
                self.wrong.append(f"person {self.number}: {error!r}"[:300])
            time.sleep(self.random.uniform(*think))

    def _click(self) -> None:
        assert self.writer is not None
        if self.random.random() < SAVES:
            self._save(self.writer)
            return
        path = self.random.choice(self._pages())
        self._timed("GET", path, "", 200)

    def _pages(self) -> list[str]:
        mine = f"/assessments/{self.target.database.assessments[self.number]}/"
        page = self.target.page(self.number)
        return ["/assessments/", mine, page, page, f"{mine}answers", f"{mine}history", "/guide"]

    def _save(self, writer: Writer) -> None:
        """Open a page, think of nothing else, and save it: two answers."""
        began = time.monotonic()
        text = f"Text {writer.saved + 1} of {id(writer)}"
        writer.visitor.send(writer.path, {**OTHERS, QUESTION: text})
        self.times += [(time.monotonic() - began) / 2] * 2
        writer.last, writer.saved, self.saves = text, writer.saved + 1, self.saves + 1

    def _timed(self, method: str, path: str, body: str, status: int) -> None:
        assert self.writer is not None
        began = time.monotonic()
        found, text = self.writer.visitor.answer(method, path, body)
        self.times.append(time.monotonic() - began)
        if found != status:
            raise BenchFailed(f"{method} {path}: {found} {text[:200]}")


def crowd(database: Database, folder: Path, seconds: float) -> Outcome:
    """As many people as the database has, each with an assessment of their own."""
    outcome, count = Outcome(), len(database.emails)
    think = THINKS if seconds >= 60 else (THINKS[0] / 10, THINKS[1] / 10)
    with serving(database, folder) as target:
        people = [Person(n, target, Random(n)) for n in range(count)]  # noqa: S311 - repeatable
        for each in people:
            each.sign_in()
        held = [target.memory()]
        with watched(target.port, outcome):
            end = time.monotonic() + seconds
            threads = [Thread(target=each.work, args=(end, think)) for each in people]
            for thread in threads:
                thread.start()
            time.sleep(seconds / 4)  # every page has been made once
            held.append(target.memory())
            for thread in threads:
                thread.join()
        held.append(target.memory())
    _judge(outcome, database, people, target)
    outcome.expect(
        that=held[2] < held[1] * MOST_GROWTH or seconds < 60,
        otherwise=f"a worker grew from {held[1]:.0f} to {held[2]:.0f} MB",
    )
    outcome.counted |= {
        "people": f"{count}, who think for {think[0]:g} to {think[1]:g} s between clicks",
        "memory of a worker": "{:.0f} MB, after a quarter {:.0f} MB, at the end {:.0f} MB".format(
            *held
        ),
    }
    return outcome


def _judge(outcome: Outcome, database: Database, people: list[Person], target: Target) -> None:
    times = Sample([took for each in people for took in each.times], took=1)
    p50, p95 = times.percentile(0.5), times.percentile(0.95)
    outcome.faults += [fault for each in people for fault in each.wrong][:20]
    outcome.faults += [f"standard error: {line}" for line in target.trouble()[:5]]
    outcome.expect(that=p95 < MOST_P95, otherwise=f"p95 was {p95:.0f} ms")
    for each in people:
        writer = each.writer
        if writer is not None and writer.saved and not each.wrong:
            held = stored(database, each.number)
            outcome.expect(
                that=held == writer.last, otherwise=f"“{writer.last}” was saved, “{held}” is held"
            )
    outcome.counted |= {
        "answers": f"{len(times.times):,}",
        "saves": f"{sum(each.saves for each in people):,}",
        "p50": f"{p50:.0f} ms",
        "p95": f"{p95:.0f} ms",
        "slowest": f"{1000 * max(times.times):.0f} ms",
    }
