"""Measures everything, prints it, and writes .build/bench.md and .build/bench.json.

python -m tests.bench [--rounds N] [--seconds S]

It talks to nobody but this machine, and stops by itself after some ten minutes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from eia_app.storage.forms.folder import Forms
from tests.bench import (
    coach,
    data,
    first_view,
    machine,
    pages,
    paper,
    queries,
    queue,
    results,
    servers,
)
from tests.bench.load import Ask, BenchFailed
from tests.bench.pages import Contestant, Speed
from tests.bench.servers import Server
from tests.factories import Clock

FEW, MANY = 10, 1_000


@dataclass(frozen=True)
class Prepared:
    """A database, the forms it was filled from, and its assessments."""

    database: str
    forms: Path
    ids: Sequence[UUID]

    def pages(self) -> list[str]:
        return [pages.page_of(each, "effects", "age") for each in self.ids]


def main(arguments: Sequence[str]) -> int:
    """Run the bench. Returns 1 when something that was measured did not answer as it should."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument("--seconds", type=float, default=4, help="how long each time (4)")
    chosen = parser.parse_args(arguments)
    build = servers.ROOT / ".build"
    build.mkdir(exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=build, prefix="bench-") as folder:
            found = run(Path(folder), chosen.rounds, chosen.seconds)
    except BenchFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    print(results.write(found, build))
    print(f"Written to {build / 'bench.md'} and {build / 'bench.json'}.")
    return 0


def run(folder: Path, rounds: int, seconds: float) -> results.Results:
    """Measure everything; `folder` is on the disk that the saves are to reach."""
    facts = machine.facts(folder)
    print("Filling in full assessments.", flush=True)
    real = _prepare(folder, "real", data.real_forms(folder / "real-forms"))
    three = _prepare(folder, "three", data.three_question_forms(folder / "three-forms"))
    with pages.client_ceiling(min(seconds, 2)) as ceiling:
        print("Measuring pages.", flush=True)
    with ExitStack() as stack:
        ours = stack.enter_context(servers.ours(real.database, real.forms))
        other = stack.enter_context(servers.ours(three.database, three.forms))
        casa = stack.enter_context(servers.casa())
        raced = pages.race(
            [
                *pages.our_pages(results.REAL, ours, real.pages()),
                *pages.our_pages(results.THREE, other, three.pages()),
                *pages.casa_pages(results.CASA, casa),
            ],
            rounds=rounds,
            seconds=seconds,
        )
        _check(ours.port, real, other.port, three)
        view = first_view.parts(ours.port)
        print("Measuring the register.", flush=True)
        register = _register(real, ours, rounds, min(seconds, 2))
    print("Measuring the review queue.", flush=True)
    waiting = queue.measure(folder, real.forms, rounds=rounds, seconds=min(seconds, 2))
    print("Measuring queries and the PDF, which takes some minutes.", flush=True)
    return results.Results(
        machine=facts,
        rounds=f"{rounds} rounds of {seconds:g} seconds",
        ceiling=ceiling,
        pages=raced,
        register=register,
        queue=waiting,
        coach=coach.measure(real.database, real.forms, real.ids[0]),
        queries=queries.queries(real.database, real.forms, _asked(real)),
        papers=paper.measure(real.database, real.forms, _reference(1), folder),
        first_view=view,
    )


def _prepare(folder: Path, name: str, forms_folder: Path) -> Prepared:
    database = f"sqlite:///{folder / name}.sqlite"
    sessions, forms, clock = data.prepare(database), Forms(forms_folder, "hart"), Clock()
    with sessions.to_write.begin() as session:
        person = data.add_person(session)
        ids = [
            data.start_full(session, forms, person, f"Proposal {number}", clock)
            for number in range(1, pages.CONNECTIONS + 1)
        ]
    sessions.engine.dispose()
    return Prepared(database, forms_folder, ids)


def _check(port: int, real: Prepared, other: int, three: Prepared) -> None:
    visitors = pages.sign_in(port), pages.sign_in(other)
    pages.check_saved([(visitors[0], real.pages()[0]), (visitors[1], three.pages()[0])])


def _register(real: Prepared, server: Server, rounds: int, seconds: float) -> list[Speed]:
    """The register as it grows. Somebody who may see everything looks at it."""
    visitor, speeds = pages.sign_in(server.port), []

    def looking(connections: int) -> list[Ask]:
        return [visitor.getting("/assessments/")] * connections

    for total in (FEW, MANY):
        data.grow(real.database, Forms(real.forms, "hart"), total)
        contestant = Contestant(f"GET register of {total:,}", server, 200, looking)
        speeds += pages.race([contestant], rounds=rounds, seconds=seconds)
    return speeds


def _asked(real: Prepared) -> dict[str, str]:
    one = f"/assessments/{real.ids[0]}/"
    return {
        "Task list of a full assessment": one,
        "Page of one group": real.pages()[0],
        "Check answers": f"{one}answers",
        f"Register of {MANY:,}": "/assessments/",
    }


def _reference(number: int) -> str:
    return f"EIA-{Clock().at.year}-{number:03}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
