"""The queue of files that are to be rendered: its order, its bounds, and its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from uuid import UUID

from eia_app.domain.errors import QueueFull

MOST_OF_ONE = 10  # files that one person may be waiting for
MOST = 60  # files of one priority that may wait
MOST_ATTEMPTS = 3  # times that a file is begun
LEASE = timedelta(seconds=30)  # unless it is renewed, whoever renders a file has been stopped
FAILURE_LASTS = timedelta(minutes=10)  # of a file that did not pass its check
DRAFT_LASTS = timedelta(hours=1)  # that the file of a draft can be fetched

ONE_HAS_MANY = (
    f"You are waiting for {MOST_OF_ONE} files already. Download those first: their pages say when"
    " they are ready."
)
ALL_HAVE_MANY = (
    "Others are waiting for more files than can be made soon. Nothing is lost: try again in a few"
    " minutes."
)
NEVER_ENDED = f"Making it was begun {MOST_ATTEMPTS} times and never came to an end."


class Priority(IntEnum):
    """Priority of a file in the queue, the first first."""

    SIGNED = 0  # somebody waits for a signed version, perhaps with a meeting close by
    AHEAD = 1  # to be kept, before anybody asks
    DRAFT = 2  # changes with the next save, so it is kept for a short time only


@dataclass(frozen=True)
class Unfinished:
    """A file that waits or is being rendered. `by` is the person who waits: None if made ahead."""

    key: str
    priority: int
    by: UUID | None
    asked_at: datetime
    is_running: bool = False


def in_order(unfinished: Iterable[Unfinished]) -> list[Unfinished]:
    """Return the files that wait: by priority, then in turn by person, then by age."""
    by_age = sorted(unfinished, key=lambda job: (job.priority, job.asked_at, job.key))
    turns = Counter(job.by for job in by_age if job.is_running)
    order = []
    for job in by_age:
        if not job.is_running:
            order.append((job.priority, turns[job.by], job.asked_at, job.key, job))
            turns[job.by] += 1
    return [job for *_, job in sorted(order, key=lambda entry: entry[:-1])]


def check_room(unfinished: Iterable[Unfinished], priority: Priority, by: UUID | None) -> None:
    """Raise QueueFull if no more may wait, of this person or of all."""
    jobs = list(unfinished)
    if by is not None and sum(job.by == by for job in jobs) >= MOST_OF_ONE:
        raise QueueFull(ONE_HAS_MANY)
    if sum(job.priority == priority for job in jobs) >= MOST:
        raise QueueFull(ALL_HAVE_MANY)


def place_in_words(place: int) -> str:
    """Return the place of a file in the queue in words: 0 is being made, 1 is next."""
    if place == 0:
        return "It is being made now."
    if place == 1:
        return "It is the next to be made."
    before = place - 1
    return f"{before} other {'file is' if before == 1 else 'files are'} made before it."
