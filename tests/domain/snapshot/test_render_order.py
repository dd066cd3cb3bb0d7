"""The queue of files: signed before drafts, in turn by person, and never too long."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from eia_app.domain.errors import QueueFull
from eia_app.domain.snapshot.render_order import (
    MOST,
    MOST_OF_ONE,
    Priority,
    Unfinished,
    check_room,
    in_order,
    place_in_words,
)
from tests.factories import NOW

PEOPLE = [None, *(UUID(int=number) for number in range(4))]


@some.composite
def queues(draw: some.DrawFn) -> list[Unfinished]:
    rows = draw(
        some.lists(
            some.tuples(
                some.sampled_from(Priority),
                some.sampled_from(PEOPLE),
                some.integers(0, 30),
                some.booleans(),
            ),
            max_size=30,
        )
    )
    return [
        Unfinished(str(at), priority, by, NOW + timedelta(seconds=after), is_running)
        for at, (priority, by, after, is_running) in enumerate(rows)
    ]


@given(queues(), some.randoms(use_true_random=False))
def test_the_order_has_all_that_wait_and_is_the_same_however_they_are_listed(
    queue: list[Unfinished], random: object
) -> None:
    order = in_order(queue)
    assert Counter(order) == Counter(job for job in queue if not job.is_running)
    assert in_order(queue[::-1]) == order


@given(queues())
def test_no_draft_comes_before_a_signed_version(queue: list[Unfinished]) -> None:
    priorities = [job.priority for job in in_order(queue)]
    assert priorities == sorted(priorities)


@given(queues())
def test_nobody_waits_for_the_second_file_of_somebody_who_came_later(
    queue: list[Unfinished],
) -> None:
    """Of one priority, nobody’s next file comes after two of a person who has none running."""
    signed = [job for job in queue if job.priority == Priority.SIGNED]
    order, served = in_order(signed), Counter(job.by for job in signed if job.is_running)
    for at, job in enumerate(order):
        behind = {later.by for later in order[at + 1 :]} - {job.by}
        assert all(served[job.by] <= served[by] for by in behind)
        served[job.by] += 1


@given(queues())
def test_a_person_s_files_come_in_the_order_in_which_they_asked(queue: list[Unfinished]) -> None:
    order = in_order(queue)
    for by in PEOPLE:
        for priority in Priority:
            own_jobs = [job for job in order if (job.by, job.priority) == (by, priority)]
            assert own_jobs == sorted(own_jobs, key=lambda job: (job.asked_at, job.key))


def test_sixteen_people_and_one_who_wants_everything_are_served_in_turn() -> None:
    greedy = [Unfinished(f"a{n}", 0, UUID(int=99), NOW) for n in range(10)]
    late = NOW + timedelta(seconds=5)
    others = [Unfinished(f"b{n}", 0, UUID(int=n), late) for n in range(16)]
    order = in_order([*greedy, *others])
    assert [job.by for job in order[:17]].count(UUID(int=99)) == 1


def waiting(number: int, priority: Priority, by: UUID | None) -> list[Unfinished]:
    return [Unfinished(f"{priority}{by}{at}", priority, by, NOW) for at in range(number)]


def test_one_person_and_all_together_have_a_bound_and_drafts_keep_out_no_signed_version() -> None:
    me = UUID(int=1)
    check_room(waiting(MOST_OF_ONE - 1, Priority.DRAFT, me), Priority.SIGNED, me)
    with pytest.raises(QueueFull, match="You are waiting for 10 files already"):
        check_room(waiting(MOST_OF_ONE, Priority.DRAFT, me), Priority.SIGNED, me)
    full = waiting(MOST, Priority.DRAFT, None)
    with pytest.raises(QueueFull, match="try again in a few minutes"):
        check_room(full, Priority.DRAFT, me)
    check_room(full, Priority.SIGNED, me)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (0, "It is being made now."),
        (1, "It is the next to be made."),
        (2, "1 other file is made before it."),
        (12, "11 other files are made before it."),
    ],
)
def test_the_place_is_said_in_words(place: int, words: str) -> None:
    assert place_in_words(place) == words
