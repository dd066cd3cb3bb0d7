"""The queue of files that are to be rendered. It is in the database, so any number of hosts share
it: each claims what is next, and renews its claim while it works.

Each function is a short transaction of its caller's; nothing is locked while a file is rendered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Update, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eia_app.domain.render_order import (
    DRAFT_LASTS,
    FAILURE_LASTS,
    LEASE,
    MOST_ATTEMPTS,
    NEVER_ENDED,
    Priority,
    Unfinished,
    check_room,
    in_order,
)
from eia_app.reports.press import Job, PackJob, written
from eia_app.storage.rendering import RenderedFile, RenderJob


@dataclass(frozen=True)
class Order:
    """A file that is wanted: what is to be rendered, of what, and what it is called."""

    job: Job | PackJob
    subject: str
    name: str
    priority: Priority

    @property
    def key(self) -> str:
        return self.job.key


@dataclass(frozen=True)
class Progress:
    """How far a file is. `place` is 0 once it is begun; `faults` say why there is none."""

    is_ready: bool = False
    place: int = 0
    done: int = 0
    attempts: int = 0
    has_failed: bool = False
    may_retry: bool = False
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """A file that is ours to render; the number of attempts tells it from the claims of others."""

    key: str
    subject: str
    name: str
    inputs: str
    size: int
    priority: int
    attempts: int


@dataclass(frozen=True)
class File:
    name: str
    content: bytes


def file_of(session: Session, key: str, subject: str | None = None) -> File | None:
    """The file with this key. Whoever got the key from outside says what it must be of."""
    wanted = select(RenderedFile.name, RenderedFile.content).where(RenderedFile.key == key)
    if subject is not None:
        wanted = wanted.where(RenderedFile.subject == subject)
    found = session.execute(wanted).one_or_none()
    return File(*found) if found else None


def progress(session: Session, key: str, subject: str, *, now: datetime) -> Progress | None:
    """How far the file with this key is; None if nobody asked for it, or it is not of this."""
    ready = select(RenderedFile.key).where(
        RenderedFile.key == key, RenderedFile.subject.in_({subject, ""})
    )
    if session.scalar(ready) is not None:
        return Progress(is_ready=True)
    it = session.get(RenderJob, key)
    if it is None or it.subject != subject:
        return None
    if it.failed_at is not None:
        faults = tuple(map(str, it.faults))
        return Progress(
            attempts=it.attempts, has_failed=True, may_retry=it.may_retry, faults=faults
        )
    waiting = [job.key for job in in_order(unfinished(session, now=now))]
    place = waiting.index(key) + 1 if key in waiting else 0
    return Progress(place=place, done=it.done, attempts=it.attempts)


def ask(session: Session, order: Order, *, by: UUID | None, now: datetime) -> None:
    """Have a file rendered, unless it is there, waited for, or failed its check a moment ago.

    Raises QueueFull when too much waits already.
    """
    it = session.get(RenderJob, order.key, with_for_update=True)
    if it is not None and it.failed_at is None:
        _hurry(it, order, by)
    elif it is None or it.may_retry or _is_old(it.failed_at, now):
        check_room(unfinished(session, now=now), order.priority, by)
        if it is not None:
            session.delete(it)
            session.flush()
        _add(session, order, by, now)


def claim(session: Session, key: str, *, now: datetime) -> Claim | None:
    """Take this file, unless somebody was quicker. One that was begun too often is given up."""
    columns = (getattr(RenderJob, each) for each in Claim.__dataclass_fields__)
    mine = update(RenderJob).where(RenderJob.key == key, _free(now))
    values = {"claimed_until": now + LEASE, "attempts": RenderJob.attempts + 1}
    found = session.execute(mine.values(values).returning(*columns)).one_or_none()
    if found is None:
        return None
    claimed = Claim(**found._asdict())
    if claimed.attempts > MOST_ATTEMPTS:
        fail(session, claimed, [NEVER_ENDED], may_retry=True, now=now)
        return None
    return claimed


def waiting(session: Session, *, now: datetime) -> list[str]:
    """The keys of the files that nobody renders, those first that are next."""
    return [job.key for job in in_order(unfinished(session, now=now))]


def renew(session: Session, claimed: Claim, done: int, *, now: datetime) -> bool:
    """Go on with a file of which so many reports are done. Whether it is still ours."""
    again = _ours(claimed).values(claimed_until=now + LEASE, done=done)
    return session.scalar(again.returning(RenderJob.key)) is not None


def finish(session: Session, claimed: Claim, content: bytes, *, now: datetime) -> None:
    """Keep a file; of two that were made at once, the first. What nobody needs any more goes."""
    session.execute(delete(RenderJob).where(RenderJob.key == claimed.key))
    _tidy(session, now)
    ends = now + DRAFT_LASTS if claimed.priority == Priority.DRAFT else None
    made = RenderedFile(
        key=claimed.key,
        subject=claimed.subject,
        name=claimed.name,
        content=content,
        made_at=now,
        expires_at=ends,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        return


def fail(
    session: Session, claimed: Claim, faults: Sequence[str], *, may_retry: bool, now: datetime
) -> None:
    """There is no file. What may be retried is, until it was begun too often."""
    if may_retry and claimed.attempts < MOST_ATTEMPTS:
        session.execute(_ours(claimed).values(claimed_until=None, faults=list(faults)))
        return
    became = {"failed_at": now, "claimed_until": None, "may_retry": may_retry}
    session.execute(_ours(claimed).values(**became, faults=list(faults)))


def unfinished(session: Session, *, now: datetime) -> list[Unfinished]:
    """All that wait or are being rendered."""
    it = RenderJob
    columns = it.key, it.priority, it.by_id, it.asked_at, it.claimed_until
    found = session.execute(select(*columns).where(it.failed_at.is_(None)))
    return [
        Unfinished(key, priority, by, asked_at, is_running=until is not None and until > now)
        for key, priority, by, asked_at, until in found
    ]


def _add(session: Session, order: Order, by: UUID | None, now: datetime) -> None:
    added = RenderJob(
        key=order.key,
        subject=order.subject,
        name=order.name,
        inputs=written(order.job),
        size=order.job.size,
        priority=order.priority,
        by_id=by,
        asked_at=now,
    )
    try:
        with session.begin_nested():
            session.add(added)
    except IntegrityError:  # somebody asked for it at the same moment
        return


def _hurry(it: RenderJob, order: Order, by: UUID | None) -> None:
    """Somebody waits now for what was to be made ahead."""
    if order.priority < it.priority:
        it.priority, it.by_id = order.priority, by


def _is_old(failed_at: datetime | None, now: datetime) -> bool:
    return failed_at is not None and now - failed_at >= FAILURE_LASTS


def _free(now: datetime) -> ColumnElement[bool]:
    """Neither failed, nor rendered by somebody who still says so."""
    until = RenderJob.claimed_until
    return RenderJob.failed_at.is_(None) & or_(until.is_(None), until <= now)


def _ours(claimed: Claim) -> Update:
    mine = RenderJob.attempts == claimed.attempts
    return update(RenderJob).where(
        RenderJob.key == claimed.key, mine, RenderJob.failed_at.is_(None)
    )


def _tidy(session: Session, now: datetime) -> None:
    session.execute(delete(RenderedFile).where(RenderedFile.expires_at <= now))
    session.execute(delete(RenderJob).where(RenderJob.failed_at <= now - FAILURE_LASTS))
