"""Has reports made beside the requests that ask for them, a few at a time, and keeps them."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Flask, current_app

from eia_app.reports.errors import ReportFailed
from eia_app.reports.press import Job, press
from eia_app.services import kept_reports

if TYPE_CHECKING:
    from eia_app.storage.engine import Sessions

AT_A_TIME = 2  # in each process of the web
REMEMBERED = 6  # reports that are made and wait for somebody to fetch them
FRESH = timedelta(minutes=10)  # that they wait; a report that failed is tried again after it
LOG = logging.getLogger(__name__)
Keep = Callable[[bytes | None, tuple[str, ...]], None]


class Printing:
    """The reports that are being made in this process, and those that were made just now."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="report")
        self._asked: OrderedDict[str, tuple[datetime, Future[bytes]]] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, job: Job, keep: Keep | None, *, now: datetime) -> Future[bytes]:
        """The report that is to come, or has come. Asking again does not make it again."""
        return self.make(job.key, lambda: press(job), keep, now=now)

    def make(
        self, key: str, make: Callable[[], bytes], keep: Keep | None, *, now: datetime
    ) -> Future[bytes]:
        """As `ask`, of whatever is named by a key."""
        with self._lock:
            self._forget(now)
            if key not in self._asked:
                self._asked[key] = (now, self._pool.submit(_make, make, keep))
            return self._asked[key][1]

    def has(self, key: str) -> bool:
        """Whether this process makes it, or has made it just now."""
        with self._lock:
            return key in self._asked

    def _forget(self, now: datetime) -> None:
        done = [key for key, (_, future) in self._asked.items() if future.done()]
        spare = done[: max(0, len(done) - REMEMBERED)]
        for key in done:
            if key in spare or now - self._asked[key][0] > FRESH:
                del self._asked[key]


def _make(make: Callable[[], bytes], keep: Keep | None) -> bytes:
    try:
        made = make()
    except ReportFailed as failed:
        if keep:
            keep(None, failed.faults or (str(failed),))
        raise
    try:
        if keep:
            keep(made, ())
    except Exception:  # it was made: whoever asked shall have it, and the next one asks again
        LOG.exception("A report was made but could not be kept")
    return made


def printing() -> Printing:
    """That of the application which answers this request."""
    found: Printing = current_app.extensions["eia-printing"]
    return found


def keeper(key: str, assessment: UUID) -> Keep | None:
    """Keeps a report in a session of its own, as it may be made after the request is over.

    None in tests that do not ask for it, so that nothing goes on when they are over.
    """
    app: Flask = current_app
    if not app.config.get("KEEP_REPORTS", not app.testing):
        return None
    sessions: Sessions = app.extensions["eia"].sessions
    log = app.logger

    def keep(content: bytes | None, faults: tuple[str, ...]) -> None:
        for fault in faults:
            log.error("The report of assessment %s failed: %s", assessment, fault)
        with sessions.to_write() as session:
            now = datetime.now(UTC)
            kept_reports.keep(session, key, assessment, content, faults, now=now)
            session.commit()

    return keep
