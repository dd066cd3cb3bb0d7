"""The queue of files in the database: claimed once, renewed, tried again, and kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import QueueFull
from eia_app.domain.snapshot.render_order import (
    DRAFT_LASTS,
    FAILURE_LASTS,
    LEASE,
    MOST_ATTEMPTS,
    MOST_OF_ONE,
    NEVER_ENDED,
    Priority,
)
from eia_app.domain.workflow.states import State
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.errors import RenderingStopped
from eia_app.reports.jobs.report_job import Job, Look, PackJob
from eia_app.services.reports import render_queue
from eia_app.services.reports.render_queue import Claim, Order
from eia_app.services.reports.render_workers import RenderWorkers
from eia_app.storage.engine import Sessions
from eia_app.storage.models.people import Person
from eia_app.storage.models.rendering import RenderJob
from tests.factories import NOW, add_person

SOON = timedelta(seconds=1)


def order(of: str = "{}", priority: Priority = Priority.SIGNED) -> Order:
    job = Job(of, ReportStatus(State.DRAFT), created=NOW)
    return Order(job, f"assessment {of}", f"{of}.pdf", priority)


def asked(session: Session, wanted: Order, by: UUID | None = None) -> Claim:
    """Ask for a file and claim it."""
    render_queue.ask(session, wanted, by=by, now=NOW)
    claimed = render_queue.claim(session, wanted.key, now=NOW)
    assert claimed is not None
    return claimed


def state(session: Session, wanted: Order, now: datetime = NOW) -> render_queue.Progress | None:
    return render_queue.progress(session, wanted.key, wanted.subject, now=now)


def test_a_file_that_is_asked_for_twice_waits_once(session: Session) -> None:
    for _ in range(2):
        render_queue.ask(session, order(), by=None, now=NOW)
    assert render_queue.waiting(session, now=NOW) == [order().key]


def test_who_asks_for_what_is_made_ahead_is_served_as_who_waits(
    session: Session, lead: Person
) -> None:
    render_queue.ask(session, order("first", Priority.SIGNED), by=None, now=NOW)
    render_queue.ask(session, order("ahead", Priority.AHEAD), by=None, now=NOW - SOON)
    assert render_queue.waiting(session, now=NOW)[0] == order("first").key
    render_queue.ask(session, order("ahead", Priority.SIGNED), by=lead.id, now=NOW)
    assert render_queue.waiting(session, now=NOW)[0] == order("ahead").key


def test_a_claim_is_of_one_until_it_runs_out_and_who_comes_back_late_is_told(
    session: Session,
) -> None:
    first = asked(session, order())
    assert render_queue.claim(session, first.key, now=NOW + LEASE - SOON) is None
    assert render_queue.renew(session, first, 1, now=NOW + LEASE - SOON)
    later = NOW + 2 * LEASE - SOON
    second = render_queue.claim(session, first.key, now=later)
    assert second is not None
    assert not render_queue.renew(session, first, 2, now=later)
    render_queue.mark_failed(session, first, ["Too late to say so"], now=later)
    found = state(session, order(), later)
    assert found is not None
    assert (found.has_failed, found.place, found.attempts) == (False, 0, 2)


def test_what_is_stopped_again_and_again_is_given_up_with_what_happened(
    session: Session,
) -> None:
    claimed = asked(session, order())
    for number in range(2, MOST_ATTEMPTS + 1):
        render_queue.reschedule(session, claimed, ["Stopped"], now=NOW)
        again = render_queue.claim(session, claimed.key, now=NOW)
        assert again is not None
        assert again.attempts == number
        claimed = again
    render_queue.reschedule(session, claimed, ["Stopped"], now=NOW)
    found = state(session, order())
    assert found is not None
    assert (found.has_failed, found.may_retry, found.faults) == (True, True, ("Stopped",))
    render_queue.ask(session, order(), by=None, now=NOW + SOON)
    assert render_queue.waiting(session, now=NOW + SOON) == [claimed.key]


def test_whoever_renders_and_is_never_heard_of_again_has_so_many_tries(session: Session) -> None:
    claimed, now = asked(session, order()), NOW
    for _ in range(MOST_ATTEMPTS):
        now += LEASE
        render_queue.claim(session, claimed.key, now=now)
    found = state(session, order(), now)
    assert found is not None
    assert (found.has_failed, found.faults) == (True, (NEVER_ENDED,))


def test_a_file_that_failed_its_check_is_not_made_again_for_ten_minutes(session: Session) -> None:
    claimed = asked(session, order())
    render_queue.mark_failed(session, claimed, ["No title"], now=NOW)
    render_queue.ask(session, order(), by=None, now=NOW + FAILURE_LASTS - SOON)
    assert render_queue.waiting(session, now=NOW) == []
    render_queue.ask(session, order(), by=None, now=NOW + FAILURE_LASTS)
    assert render_queue.waiting(session, now=NOW) == [claimed.key]


@pytest.mark.parametrize(
    ("priority", "lasts"),
    [(Priority.SIGNED, None), (Priority.AHEAD, None), (Priority.DRAFT, DRAFT_LASTS)],
)
def test_of_two_that_make_one_file_the_first_is_kept_and_a_draft_not_for_long(
    session: Session, priority: Priority, lasts: timedelta | None
) -> None:
    wanted = order(priority=priority)
    claimed = asked(session, wanted)
    for content in (b"first", b"second"):
        render_queue.finish(session, claimed, content, now=NOW)
    found = render_queue.file_of(session, claimed.key, wanted.subject)
    assert found == render_queue.File(wanted.name, b"first")
    assert render_queue.file_of(session, claimed.key, "something else") is None
    assert session.scalars(select(RenderJob)).all() == []
    if lasts:
        render_queue.finish(session, asked(session, order("other")), b"", now=NOW + lasts)
        assert render_queue.file_of(session, claimed.key) is None


def test_one_person_cannot_fill_the_queue(session: Session, lead: Person) -> None:
    for number in range(MOST_OF_ONE):
        render_queue.ask(session, order(str(number)), by=lead.id, now=NOW)
    with pytest.raises(QueueFull):
        render_queue.ask(session, order("more"), by=lead.id, now=NOW)
    render_queue.ask(session, order("0"), by=lead.id, now=NOW)  # which waits already
    render_queue.ask(session, order("more"), by=add_person(session, "Other").id, now=NOW)


def test_of_many_workers_each_file_is_rendered_by_one(sessions: Sessions) -> None:
    made: list[str] = []

    def renderer(inputs: str, size: int, look: Look) -> bytes:
        made.append(inputs)
        return b"made"

    orders = [order(str(number)) for number in range(12)]
    with sessions.to_write.begin() as session:
        for each in orders:
            render_queue.ask(session, each, by=None, now=NOW)

    def work(_: int) -> None:
        workers = RenderWorkers(sessions, renderer, at_a_time=0)
        while workers.work_once():
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(made) == len(set(made)) == len(orders)
    with sessions.to_read() as session:
        assert all(render_queue.file_of(session, each.key) for each in orders)


def test_two_people_who_ask_at_one_moment_share_a_file(sessions: Sessions) -> None:
    def ask(_: int) -> None:
        with sessions.to_write.begin() as session:
            render_queue.ask(session, order(), by=None, now=NOW)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(8)))
    with sessions.to_read() as session:
        assert render_queue.waiting(session, now=NOW) == [order().key]


def test_a_renderer_that_is_stopped_is_tried_again_by_the_worker(sessions: Sessions) -> None:
    tries: list[int] = []

    def renderer(inputs: str, size: int, look: Look) -> bytes:
        tries.append(size)
        if len(tries) < MOST_ATTEMPTS:
            raise RenderingStopped("Stopped.")
        return b"made"

    with sessions.to_write.begin() as session:
        render_queue.ask(session, order(), by=None, now=NOW)
    workers = RenderWorkers(sessions, renderer, at_a_time=0)
    while workers.work_once():
        pass
    assert (len(tries), _file(sessions)) == (MOST_ATTEMPTS, b"made")


def test_a_worker_that_lost_its_claim_stops_rendering(sessions: Sessions) -> None:
    """As after a machine that was asleep: its claim has run out, and another has it."""

    def renderer(inputs: str, size: int, look: Look) -> bytes:
        with sessions.to_write.begin() as session:
            job = session.scalars(select(RenderJob)).one()
            job.attempts += 1
        look(1)
        raise AssertionError("It goes on though the file is not its own any more.")

    with sessions.to_write.begin() as session:
        render_queue.ask(session, order(), by=None, now=NOW)
    assert RenderWorkers(sessions, renderer, at_a_time=0).work_once()
    assert _file(sessions) is None


def test_how_many_reports_of_a_pack_are_done_is_known_to_all(sessions: Sessions) -> None:
    members = tuple(Job(name, ReportStatus(State.DRAFT), created=NOW) for name in "abc")
    job = PackJob("Cabinet", date(2026, 4, 2), members)
    pack = Order(job, "pack", "pack.pdf", Priority.SIGNED)
    seen: list[int] = []

    def renderer(inputs: str, size: int, look: Look) -> bytes:
        look(size - 1)
        with sessions.to_read() as session:
            found = render_queue.progress(session, pack.key, "pack", now=NOW)
        seen.append(found.done if found else -1)
        return b"made"

    with sessions.to_write.begin() as session:
        render_queue.ask(session, pack, by=None, now=NOW)
    RenderWorkers(sessions, renderer, at_a_time=0).work_once()
    assert seen == [2]


def _file(sessions: Sessions) -> bytes | None:
    with sessions.to_read() as session:
        found = render_queue.file_of(session, order().key)
    return found.content if found else None
