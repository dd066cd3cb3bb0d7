"""What was acknowledged is on the disk: the server is killed the moment it has answered."""

from __future__ import annotations

import re
import signal
from urllib.parse import urlencode

from sqlalchemy import select

from eia_app.domain.workflow.states import State
from eia_app.storage.engine import Sessions
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Answer, Assessment
from tests.factories import add_person
from tests.web.conftest import SECRET
from tests.web.server_process import HttpClient, run_server


def token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_saved_page_survives_the_sudden_end_of_the_server(
    sessions: Sessions, forms: Forms
) -> None:
    url = sessions.engine.url.render_as_string(hide_password=False)
    with sessions.to_write() as session:
        lead = add_person(session, "Lee Lead")
        session.commit()
    settings = {
        "EIA_DATABASE_URL": url,
        "EIA_SECRET_KEY": SECRET,
        "EIA_DEMONSTRATION": "1",
        "EIA_FORMS_DIR": str(forms.folder),
    }
    with run_server(**settings) as (port, process):
        wire = HttpClient(port)
        _, _, page = wire.ask("GET", "/sign-in")
        wire.ask("POST", f"/sign-in/as/{lead.id}", urlencode({"csrf_token": token(page)}))
        _, _, page = wire.ask("GET", "/assessments/start")
        start = re.search(r'name="token"[^>]* value="([^"]+)"', page)
        assert start
        fields = {"csrf_token": token(page), "token": start[1], "title": "Bins"}
        status, overview, _ = wire.ask("POST", "/assessments/start", urlencode(fields))
        assert status == 302
        there = f"{overview}sections/proposal/in-short"
        first = f"{overview}sections/proposal/what-it-is"
        _, _, page = wire.ask("GET", first)
        fields = {"csrf_token": token(page), "seen": "1", "title": "Bins"}
        fields |= {"kind": "fees", "affects_who": "residents"}
        assert wire.ask("POST", first, urlencode(fields))[:2] == (302, there)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with sessions.to_read() as session:
        kind = session.scalar(select(Answer.value).where(Answer.question == "kind"))
        state = session.scalar(select(Assessment.state))
    assert (kind, state) == ("fees", State.DRAFT)
