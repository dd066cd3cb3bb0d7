"""Letters by GOV.UK Notify, against a server of ours that answers as theirs does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from eia_app.post.govuk_notify import NotifyPost
from eia_app.post.letters import BadPost, Down, Letter, Refused
from tests.post.mail_server import free_port

SERVICE_ID = "11111111-2222-3333-4444-555555555555"
KEY = f"eia-{SERVICE_ID}-66666666-7777-8888-9999-000000000000"
TEMPLATE = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"


@dataclass
class Notify:
    """What was asked of it, and what it answers."""

    address: str = ""
    status: int = 201
    answer: Any = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


@pytest.fixture
def notify() -> Iterator[Notify]:
    service = Notify()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.asked.append((self.path, json.loads(body)))
            answer = json.dumps(service.answer).encode()
            self.send_response(service.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    service.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield service
    server.shutdown()
    server.server_close()
    thread.join()


def send(service: str, letter: Letter) -> None:
    NotifyPost(KEY, TEMPLATE, service=service).send(letter)


def test_a_letter_fills_the_template(notify: Notify, letter: Letter) -> None:
    send(notify.address, letter)
    assert notify.asked == [
        (
            "/v2/notifications/email",
            {
                "email_address": letter.address,
                "template_id": TEMPLATE,
                "personalisation": {"subject": letter.subject, "body": letter.text},
                "reference": letter.key,
            },
        )
    ]


def test_no_title_becomes_a_link_that_says_something_else(notify: Notify, letter: Letter) -> None:
    send(notify.address, replace(letter, text="[Sign in](http://example.org/)"))
    assert notify.asked[0][1]["personalisation"]["body"] == "(Sign in)(http://example.org/)"


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, Refused), (429, Down), (403, Down), (500, Down), (503, Down)],
)
def test_what_the_service_answers_decides_whether_it_is_tried_again(
    notify: Notify, letter: Letter, status: int, kind: type[Exception]
) -> None:
    notify.status = status
    notify.answer = {"errors": [{"error": "BadRequestError", "message": "Not a mailbox"}]}
    with pytest.raises(kind) as refusal:
        send(notify.address, letter)
    assert type(refusal.value) is kind
    assert str(refusal.value) == f"GOV.UK Notify said: {status} Not a mailbox"


def test_without_an_answer_nothing_can_be_sent(letter: Letter) -> None:
    with pytest.raises(Down, match="Notify said: 503"):
        send(f"http://127.0.0.1:{free_port()}", letter)


@pytest.mark.parametrize(("key", "template"), [(KEY, ""), (SERVICE_ID, TEMPLATE), ("x", TEMPLATE)])
def test_half_a_key_or_no_template_is_refused_without_saying_the_key(
    key: str, template: str
) -> None:
    with pytest.raises(BadPost, match="EIA_NOTIFY_API_KEY") as refusal:
        NotifyPost(key, template)
    assert SERVICE_ID not in str(refusal.value)
