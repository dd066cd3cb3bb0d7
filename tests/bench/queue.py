"""The review queue as it grows: how long its page takes, and the first look after a change."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from eia_app.domain.roles import Role
from eia_app.domain.workflow import Action
from eia_app.services import people
from eia_app.services.assessments import record
from eia_app.services.lifecycle import Step, act
from eia_app.services.opened import open_assessment
from eia_app.storage.editions import Forms
from eia_app.storage.engine import Sessions
from eia_app.storage.models import Assessment
from eia_app.storage.people import Person
from tests.bench import crowd, data, pages, queries, servers
from tests.bench.load import Ask
from tests.bench.pages import Contestant, Speed
from tests.bench.servers import Server
from tests.factories import Clock

SIZES = (10, 1_000, 10_000)
CHAMPIONS = 12
LOOKS = 5  # after a change
PATH = "/queue"
MOST_GROWTH = 1.5  # of the page, from the shortest queue to the longest
PRETALX = 1_800  # milliseconds, as reported of a review dashboard with 500 proposals on two cores


@dataclass(frozen=True)
class Queue:
    """By size: how fast its page is, the first look after a change (milliseconds), queries."""

    speeds: Sequence[Speed]
    after_change: Sequence[float]
    queries: Sequence[int]

    @property
    def grows(self) -> float:
        """How many times longer the page of the longest takes than that of the shortest (p95)."""
        return self.speeds[-1].p95 / self.speeds[0].p95

    def words(self) -> list[str]:
        """What was found besides the speeds, as lines of a list."""
        alone, size = self.speeds[1].alone, SIZES[1]
        grows = f"{self.grows:.2f} × that of the shortest (aim: {MOST_GROWTH} or less)"
        ratio = f"{PRETALX / alone:,.0f} times our {alone:.1f} ms with {size:,}"
        times = zip(SIZES, self.after_change, self.queries, strict=True)
        return [
            f"- p95 of the longest: {grows}; the shortest shows {SIZES[0]} rows, the others 25",
            *(
                f"- {number:,} in the queue: {after:.0f} ms when something has changed since the"
                f" last look; {asked} queries when nothing has"
                for number, after, asked in times
            ),
            f"- pretalx 2025.2.2, as reported, with 500 proposals: {PRETALX:,} ms, {ratio}",
        ]


def measure(folder: Path, forms_folder: Path, *, rounds: int, seconds: float) -> Queue:
    """Fill a queue step by step, and look at it at each."""
    database, forms = f"sqlite:///{folder / 'queue'}.sqlite", Forms(forms_folder, "hart")
    sessions = data.prepare(database)
    with sessions.to_write.begin() as session:
        first, champions = _first(session, forms), _champions(session)
    speeds, after, asked = [], [], []
    with servers.ours(database, forms_folder) as server:
        visitor = pages.sign_in(server.port)

        def looking(connections: int) -> list[Ask]:
            return [visitor.getting(PATH)] * connections

        for size in SIZES:
            with sessions.to_write.begin() as session:
                it = session.get_one(Assessment, first)
                crowd.fill(session, it, size, [session.get_one(Person, id_) for id_ in champions])
            after.append(_after_change(sessions, first, server))
            contestant = Contestant(f"GET queue of {size:,}", server, 200, looking)
            speeds += pages.race([contestant], rounds=rounds, seconds=seconds)
            asked.append(queries.queries(database, forms_folder, {PATH: PATH})[PATH])
    sessions.engine.dispose()
    return Queue(speeds, after, asked)


def _first(session: Session, forms: Forms) -> UUID:
    """One full assessment that came to the queue by being submitted."""
    clock, lead = Clock(), data.add_person(session)
    id_ = data.start_full(session, forms, lead, "The first in the queue", clock)
    act(open_assessment(session, forms, id_), Step(Action.SUBMIT), by=lead, now=clock())
    return id_


def _champions(session: Session) -> list[UUID]:
    now = Clock()()
    return [
        people.add(
            session,
            email=f"c{n}@example.org",
            name=f"Champion {n}",
            roles=[Role.CHAMPION],
            by="bench",
            now=now,
            tells=False,
        ).id
        for n in range(CHAMPIONS)
    ]


def _after_change(sessions: Sessions, first: UUID, server: Server) -> float:
    """Milliseconds of a look right after something happened, so that all is counted again."""
    visitor, times = pages.sign_in(server.port), []
    for _ in range(LOOKS):
        with sessions.to_write.begin() as session:
            it = session.get_one(Assessment, first)
            record(session, it, Action.CHASE, by=it.lead, now=Clock()())
        began = time.perf_counter()
        visitor.get(PATH)
        times.append(time.perf_counter() - began)
    return 1000 * statistics.median(times)
