"""Pages per second: ours as `eia serve` starts it with one process, and CASA in one process."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from tests.bench import data, servers
from tests.bench.load import Ask, BenchFailed, Sample, measure
from tests.bench.servers import Server
from tests.bench.visitor import Visitor

CONNECTIONS = 8
WARM_UP = 1.5  # seconds
FILLED = {
    "know": " ".join(data.SENTENCES[:4]),
    "explanation": " ".join(data.SENTENCES[4:]),
}
CASA_FILLED = {"effect[]": "negative", **FILLED}
OUR_FILLED = {"effect": "negative", **FILLED}


@dataclass(frozen=True)
class Speed:
    """Pages per second on several connections, and how long one page took."""

    name: str
    per_second: float
    p50: float
    p95: float
    alone: float  # p50 when one person asks
    cpu: float  # milliseconds of processor time for a page
    runs: tuple[float, ...]  # pages per second of each round


@dataclass
class Contestant:
    """One page of one server. `asks` are made afresh for each run, as pages move on."""

    name: str
    server: Server
    status: int
    asks: Callable[[int], list[Ask]]

    def run(self, connections: int, seconds: float) -> Run:
        asks = self.asks(connections)
        before = self.server.cpu()
        sample = measure(self.server.port, asks, status=self.status, seconds=seconds)
        return Run(sample, self.server.cpu() - before)


@dataclass(frozen=True)
class Run:
    """One round of one page, and the seconds of processor time that its server used."""

    sample: Sample
    cpu: float


def race(contestants: Sequence[Contestant], *, rounds: int, seconds: float) -> list[Speed]:
    """Measure each in turn, several times over, so that a busy moment hits them all."""
    runs: dict[str, list[Run]] = {each.name: [] for each in contestants}
    alone = {}
    for each in contestants:
        each.run(CONNECTIONS, WARM_UP)
        alone[each.name] = each.run(1, WARM_UP).sample.percentile(0.5)
    for _ in range(rounds):
        for each in contestants:
            runs[each.name].append(each.run(CONNECTIONS, seconds))
    return [_speed(name, found, alone[name]) for name, found in runs.items()]


def _speed(name: str, runs: Sequence[Run], alone: float) -> Speed:
    samples = [run.sample for run in runs]
    return Speed(
        name,
        per_second=statistics.median(each.per_second for each in samples),
        p50=statistics.median(each.percentile(0.5) for each in samples),
        p95=statistics.median(each.percentile(0.95) for each in samples),
        alone=alone,
        cpu=1000 * sum(run.cpu for run in runs) / sum(len(each.times) for each in samples),
        runs=tuple(each.per_second for each in samples),
    )


def sign_in(port: int) -> Visitor:
    visitor = Visitor(port)
    visitor.send("/sign-in", {"email": data.EMAIL, "password": data.PASSWORD})
    return visitor


def our_pages(label: str, server: Server, paths: Sequence[str]) -> Iterator[Contestant]:
    """A page of ours, in as many assessments as there are connections: one writer for each."""
    visitor = sign_in(server.port)

    def getting(connections: int) -> list[Ask]:
        return [visitor.getting(path) for path in paths[:connections]]

    def saving(connections: int) -> list[Ask]:
        extra = {"then": "next"}
        return [visitor.saving(p, "explanation", extra=extra) for p in paths[:connections]]

    yield Contestant(f"GET {label}", server, 200, getting)
    yield Contestant(f"POST {label}", server, 302, saving)


def page_of(assessment: UUID, section: str, group: str) -> str:
    return f"/assessments/{assessment}/sections/{section}/groups/{group}/{section}"


def casa_pages(label: str, server: Server) -> Iterator[Contestant]:
    """The same three questions in CASA: each connection has a session, with answers in it."""
    visitors = [_casa_visitor(server.port) for _ in range(CONNECTIONS)]

    def getting(connections: int) -> list[Ask]:
        return [visitor.getting("/effects") for visitor in visitors[:connections]]

    def saving(connections: int) -> list[Ask]:
        return [v.saving("/effects", "explanation", extra={}) for v in visitors[:connections]]

    yield Contestant(f"GET {label}", server, 200, getting)
    yield Contestant(f"POST {label}", server, 302, saving)


def _casa_visitor(port: int) -> Visitor:
    visitor = Visitor(port)
    visitor.send("/proposal", {"title": "A proposal"})
    visitor.send("/effects", CASA_FILLED)
    return visitor


def check_saved(contestant_pages: Sequence[tuple[Visitor, str]]) -> None:
    """Raises BenchFailed unless what was posted is on the page."""
    for visitor, path in contestant_pages:
        if "Looked at again, time" not in dict(visitor.fields(path)).get("explanation", ""):
            raise BenchFailed(f"{path} does not hold what was posted to it.")


@contextmanager
def client_ceiling(seconds: float) -> Iterator[float]:
    """Requests per second that the client makes of a server that does nothing."""
    with servers.fixed() as server:
        request = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        asks = [lambda: request] * CONNECTIONS
        yield measure(server.port, asks, status=200, seconds=seconds).per_second
