"""Render files of reports within a test, by a fake renderer or by the real one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from eia_app.reports.errors import ReportFailed
from eia_app.reports.jobs.report_job import Job, Look, PackJob, read
from eia_app.services.reports.render_workers import RenderWorkers

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from eia_app.web.http.app_class import Service
    from tests.web.visitor import Visitor

PDF = b"%PDF-1.7 made by a test"


class Renderer:
    """Returns a fixed PDF and records its jobs. `fails_with` and `meanwhile` change a run."""

    def __init__(self) -> None:
        self.jobs: list[Job | PackJob] = []
        self.fails_with: ReportFailed | None = None
        self.meanwhile: Callable[[], object] = lambda: None
        self.workers: RenderWorkers | None = None

    def __call__(self, inputs: str, size: int, look: Look) -> bytes:
        self.jobs.append(read(inputs))
        look(size - 1)
        self.meanwhile()
        if self.fails_with:
            raise self.fails_with
        return PDF

    def work(self) -> None:
        """Render every job that waits."""
        assert self.workers is not None
        while self.workers.work_once():
            pass


@pytest.fixture
def renderer(app: Service) -> Renderer:
    """Return a renderer that the application uses, once the test calls `work()`."""
    renderer = Renderer()
    renderer.workers = RenderWorkers(app.parts.sessions, renderer, at_a_time=0)
    app.extensions["eia"] = replace(app.parts, renderers=renderer.workers)
    return renderer


def request_file(visitor: Visitor, path: str) -> TestResponse:
    """Request a file, which may queue its rendering in a session of its own."""
    visitor.session.commit()
    answer = visitor.http.get(path)
    visitor.session.expire_all()
    return answer


def download_file(visitor: Visitor, path: str) -> TestResponse:
    """Return the response with the file, rendered first if the service says so."""
    answer = request_file(visitor, path)
    if answer.status_code == 303:
        while visitor.app.parts.renderers.work_once():
            pass
        page = visitor.get(answer.location)
        answer = request_file(visitor, page.link("Download the"))
    return answer
