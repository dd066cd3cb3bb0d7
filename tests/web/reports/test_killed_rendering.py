"""A server is killed while it renders a report: another one takes the report over."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from eia_app.storage.engine import Sessions
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.rendering import RenderJob
from tests.factories import add_person
from tests.web.conftest import SECRET
from tests.web.http.test_killed_server import token
from tests.web.server_process import HttpClient, run_server

PATIENCE = 120  # seconds: a claim runs out after 30
AGAIN = "was stopped before it was done, so it is made again"


def until(done: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not (found := done()) and time.monotonic() < end:
        time.sleep(0.2)
    return found


def attempts(sessions: Sessions) -> int:
    """How often the report was begun; 0 while it waits, and when it is there."""
    with sessions.to_read() as session:
        return session.scalar(select(RenderJob.attempts)) or 0


@pytest.mark.slow
def test_a_report_survives_the_sudden_end_of_the_server_that_renders_it(
    sessions: Sessions, forms: Forms
) -> None:
    with sessions.to_write() as session:
        lead = add_person(session, "Lee Lead")
        session.commit()
    settings = {
        "EIA_DATABASE_URL": sessions.engine.url.render_as_string(hide_password=False),
        "EIA_SECRET_KEY": SECRET,
        "EIA_DEMONSTRATION": "1",
        "EIA_FORMS_DIR": str(forms.folder),
    }
    with run_server(**settings) as (port, process):
        wire = HttpClient(port)
        _, _, page = wire.ask("GET", "/sign-in")
        wire.ask("POST", f"/sign-in/as/{lead.id}", urlencode({"csrf_token": token(page)}))
        status, waiting, _ = wire.ask("GET", "/guide/example/report.pdf")
        assert status == 303
        assert until(lambda: attempts(sessions) == 1)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with run_server(**settings) as (port, _):
        wire.port = port
        assert until(lambda: AGAIN in wire.ask("GET", waiting)[2])
        assert until(lambda: attempts(sessions) == 2)
