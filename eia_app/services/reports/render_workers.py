"""The threads that render what is in the queue, a few in each process of the service."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime
from typing import Protocol

from eia_app.domain.errors import EiaError
from eia_app.reports.errors import RenderingStopped, ReportFailed
from eia_app.reports.jobs.report_job import Look, render
from eia_app.services.reports import render_queue
from eia_app.services.reports.render_queue import Claim
from eia_app.storage.engine import Sessions

AT_A_TIME = 2  # in each process: a long pack leaves room for a report
LOOK_AGAIN = 2.0  # seconds between two looks at what others put into the queue
RENEW = 8.0  # seconds between two renewals of a claim
LOG = logging.getLogger(__name__)


class Renderer(Protocol):
    def __call__(self, inputs: str, size: int, look: Look) -> bytes:
        """Return the file. Raise ReportFailed."""


class TakenOver(EiaError):
    """The claim was not renewed in time, and somebody else renders the file."""


class RenderWorkers:
    """The threads of this process; with `at_a_time=0`, none: call `work_once`."""

    def __init__(
        self, sessions: Sessions, renderer: Renderer = render, *, at_a_time: int = AT_A_TIME
    ) -> None:
        self._sessions, self._render, self._at_a_time = sessions, renderer, at_a_time
        self._bell = threading.Event()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def wake(self) -> None:
        """Look at the queue now; start the threads if they do not run yet."""
        with self._lock:
            while len(self._threads) < self._at_a_time:
                self._threads.append(threading.Thread(target=self._work, daemon=True))
                self._threads[-1].start()
        self._bell.set()

    def _work(self) -> None:
        while True:
            try:
                has_worked = self.work_once()
            except Exception:  # such as a database that is away: it may come back
                LOG.exception("The queue of reports cannot be worked on")
                has_worked = False
            if not has_worked:
                self._bell.wait(LOOK_AGAIN)
                self._bell.clear()

    def work_once(self) -> bool:
        """Render what is next. Return whether there was anything."""
        claimed = self._claim()
        if claimed is not None:
            self._make(claimed)
        return claimed is not None

    def _claim(self) -> Claim | None:
        """Claim what is next. It reads first: on SQLite, a session that writes keeps others out."""
        with self._sessions.to_read() as session:
            waiting = render_queue.waiting(session, now=datetime.now(UTC))
        for key in waiting:
            with self._sessions.to_write() as session:
                claimed = render_queue.claim(session, key, now=datetime.now(UTC))
                session.commit()
            if claimed is not None:
                return claimed
        return None

    def _make(self, claimed: Claim) -> None:
        try:
            made = self._render(claimed.inputs, claimed.size, self._renewing(claimed))
        except TakenOver:
            return
        except ReportFailed as failed:
            self._failed(claimed, failed)
            return
        with self._sessions.to_write() as session:
            render_queue.finish(session, claimed, made, now=datetime.now(UTC))
            session.commit()

    def _failed(self, claimed: Claim, failed: ReportFailed) -> None:
        faults = failed.faults or (str(failed),)
        LOG.error("No file of %s: %s", claimed.subject, "; ".join(faults))
        with self._sessions.to_write() as session:
            if isinstance(failed, RenderingStopped):  # not the fault of the report
                render_queue.reschedule(session, claimed, faults, now=datetime.now(UTC))
            else:
                render_queue.mark_failed(session, claimed, faults, now=datetime.now(UTC))
            session.commit()

    def _renewing(self, claimed: Claim) -> Look:
        """Return what renews the claim now and then, and when another report of a pack is done."""
        renewed, known = time.monotonic(), 0

        def look(done: int) -> None:
            nonlocal renewed, known
            if done == known and time.monotonic() - renewed < RENEW:
                return
            with self._sessions.to_write() as session:
                is_ours = render_queue.renew(session, claimed, done, now=datetime.now(UTC))
                session.commit()
            if not is_ours:
                raise TakenOver(f"Somebody else renders {claimed.subject}.")
            renewed, known = time.monotonic(), done

        return look
