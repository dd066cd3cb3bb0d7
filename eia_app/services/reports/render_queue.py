"""The queue of files that are to be rendered: in the database, so any number of hosts share it.

`claim`, then `renew` and `finish`, `reschedule` or `mark_failed`: each is a short transaction of
its caller's, and nothing is locked while a file is rendered. A claim that was not renewed in time
may be another's by then; its number of attempts tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Update, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eia_app.domain.snapshot.render_order import (
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
from eia_app.reports.jobs.report_job import Job, PackJob, written
from eia_app.storage.models.rendering import RenderedFile, RenderJob


@dataclass(frozen=True)
class Order:
    """A file to be made: what is to be rendered, of what, and what it is called."""

    job: Job | PackJob
    subject: str
    name: str
    priority: Priority

    @property
    def key(self) -> str:
        return self.job.key


@dataclass(frozen=True)
class Progress:
    """The progress of a file. `place` is 0 once it is begun; `faults` say why there is none."""

    is_ready: bool = False
    place: int = 0
    done: int = 0
    attempts: int = 0
    has_failed: bool = False
    may_retry: bool = False
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """A file that is ours to render. `attempts` tells the claim from earlier and later ones."""

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
    """Return the file with this key. With a key that a request sent, say what it must be of."""
    files = select(RenderedFile.name, RenderedFile.content).where(RenderedFile.key == key)
    if subject is not None:
        files = files.where(RenderedFile.subject == subject)
    row = session.execute(files).one_or_none()
    return File(*row) if row else None


def progress(session: Session, key: str, subject: str, *, now: datetime) -> Progress | None:
    """Return how far the file with this key is; None if nobody ordered it of this subject."""
    ready = select(RenderedFile.key).where(
        RenderedFile.key == key, RenderedFile.subject.in_({subject, ""})
    )
    if session.scalar(ready) is not None:
        return Progress(is_ready=True)
    job = session.get(RenderJob, key)
    if job is None or job.subject != subject:
        return None
    if job.failed_at is not None:
        faults = tuple(map(str, job.faults))
        return Progress(
            attempts=job.attempts, has_failed=True, may_retry=job.may_retry, faults=faults
        )
    keys = waiting(session, now=now)
    place = keys.index(key) + 1 if key in keys else 0
    return Progress(place=place, done=job.done, attempts=job.attempts)


def ask(session: Session, order: Order, *, by: UUID | None, now: datetime) -> None:
    """Have a file rendered, unless it waits already or failed its check a moment ago.

    Raise QueueFull when too much waits already.
    """
    job = session.get(RenderJob, order.key, with_for_update=True)
    if job is not None and job.failed_at is None:
        _hurry(job, order, by)
    elif job is None or job.may_retry or _is_old(job.failed_at, now):
        check_room(unfinished(session, now=now), order.priority, by)
        if job is not None:
            session.delete(job)
            session.flush()
        _add(session, order, by, now)


def claim(session: Session, key: str, *, now: datetime) -> Claim | None:
    """Claim this file, unless somebody was quicker. One that was begun too often is given up."""
    columns = (getattr(RenderJob, name) for name in Claim.__dataclass_fields__)
    free_job = update(RenderJob).where(RenderJob.key == key, _is_free(now))
    values = {"claimed_until": now + LEASE, "attempts": RenderJob.attempts + 1}
    row = session.execute(free_job.values(values).returning(*columns)).one_or_none()
    if row is None:
        return None
    claimed = Claim(**row._asdict())
    if claimed.attempts > MOST_ATTEMPTS:
        mark_failed(session, claimed, [NEVER_ENDED], may_retry=True, now=now)
        return None
    return claimed


def waiting(session: Session, *, now: datetime) -> list[str]:
    """Return the keys of the files that nobody renders, the next one first."""
    return [job.key for job in in_order(unfinished(session, now=now))]


def renew(session: Session, claimed: Claim, done: int, *, now: datetime) -> bool:
    """Go on with a file of which so many reports are done. Return whether it is still ours."""
    renewed = _claimed(claimed).values(claimed_until=now + LEASE, done=done)
    return session.scalar(renewed.returning(RenderJob.key)) is not None


def finish(session: Session, claimed: Claim, content: bytes, *, now: datetime) -> None:
    """Keep a file; of two that were made at once, the first. Delete what nobody needs any more."""
    session.execute(delete(RenderJob).where(RenderJob.key == claimed.key))
    _tidy(session, now)
    expires_at = now + DRAFT_LASTS if claimed.priority == Priority.DRAFT else None
    file = RenderedFile(
        key=claimed.key,
        subject=claimed.subject,
        name=claimed.name,
        content=content,
        made_at=now,
        expires_at=expires_at,
    )
    try:
        with session.begin_nested():
            session.add(file)
    except IntegrityError:
        return


def reschedule(session: Session, claimed: Claim, faults: Sequence[str], *, now: datetime) -> bool:
    """Have a file tried again, or give it up after the last time. Return whether given up."""
    is_last = claimed.attempts >= MOST_ATTEMPTS
    if is_last:
        mark_failed(session, claimed, faults, may_retry=True, now=now)
    else:
        session.execute(_claimed(claimed).values(claimed_until=None, faults=list(faults)))
    return is_last


def mark_failed(
    session: Session,
    claimed: Claim,
    faults: Sequence[str],
    *,
    now: datetime,
    may_retry: bool = False,
) -> None:
    """Give a file up. With `may_retry` somebody may order it again at once."""
    values = {"failed_at": now, "claimed_until": None, "may_retry": may_retry}
    session.execute(_claimed(claimed).values(**values, faults=list(faults)))


def unfinished(session: Session, *, now: datetime) -> list[Unfinished]:
    """Return the jobs that wait or are being rendered."""
    job = RenderJob
    columns = job.key, job.priority, job.by_id, job.asked_at, job.claimed_until
    rows = session.execute(select(*columns).where(job.failed_at.is_(None)))
    return [
        Unfinished(key, priority, by, asked_at, is_running=until is not None and until > now)
        for key, priority, by, asked_at, until in rows
    ]


def _add(session: Session, order: Order, by: UUID | None, now: datetime) -> None:
    job = RenderJob(
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
            session.add(job)
    except IntegrityError:  # somebody asked for it at the same moment
        return


def _hurry(job: RenderJob, order: Order, by: UUID | None) -> None:
    """Raise the priority of what was to be made ahead, as somebody waits for it now."""
    if order.priority < job.priority:
        job.priority, job.by_id = order.priority, by


def _is_old(failed_at: datetime | None, now: datetime) -> bool:
    return failed_at is not None and now - failed_at >= FAILURE_LASTS


def _is_free(now: datetime) -> ColumnElement[bool]:
    """Return the condition for jobs that have neither failed nor a claim that lasts."""
    until = RenderJob.claimed_until
    return RenderJob.failed_at.is_(None) & or_(until.is_(None), until <= now)


def _claimed(claimed: Claim) -> Update:
    """Return the statement that changes a job, unless it has failed or was claimed anew."""
    return update(RenderJob).where(
        RenderJob.key == claimed.key,
        RenderJob.attempts == claimed.attempts,
        RenderJob.failed_at.is_(None),
    )


def _tidy(session: Session, now: datetime) -> None:
    session.execute(delete(RenderedFile).where(RenderedFile.expires_at <= now))
    session.execute(delete(RenderJob).where(RenderJob.failed_at <= now - FAILURE_LASTS))
