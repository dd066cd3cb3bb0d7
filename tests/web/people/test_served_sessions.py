"""Sessions and failures over a real server of two processes, as people reach it through a proxy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from urllib.parse import urlencode

import pytest

from eia_app.services.people.authentication import REFUSED
from tests.journeys.server import ADMINISTRATOR, PASSWORD, Server, prepare

pytestmark = pytest.mark.slow
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SETTINGS = {
    "EIA_WORKERS": "2",
    "EIA_DEMONSTRATION": "0",
    "EIA_BEHIND_PROXY": "1",
    "EIA_SECURE_COOKIES": "1",
}


@pytest.fixture(scope="module")
def server(
    new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("served")
    url = new_database()
    prepare(url)
    made = Server(url, folder, SETTINGS)
    made.start()
    yield made
    made.stop()


@dataclass
class Browser:
    """Keeps its cookies; each request is a connection of its own, so either process may get it."""

    server: Server
    address: str = "192.0.2.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, fields: dict[str, str] | None = None, **headers: str
    ) -> tuple[int, HTTPMessage, str]:
        sent = {"X-Forwarded-For": self.address, "X-Forwarded-Proto": "https", **headers}
        sent["Host"] = "eia.example.org"
        sent["Referer"] = "https://eia.example.org/"
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = urlencode(fields) if fields is not None else None
        with closing(HTTPConnection("127.0.0.1", self.server.port, timeout=30)) as connection:
            connection.request(method, path, body, {**sent, **(FORM if body else {})})
            answer = connection.getresponse()
            page = answer.read().decode(errors="replace")
        for given in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers, page

    def send(self, path: str, fields: dict[str, str]) -> tuple[int, HTTPMessage, str]:
        """As somebody does who has the page before them."""
        page = self.ask("GET", path)[2]
        found = re.findall(r'name="csrf_token" value="([^"]+)"', page)
        return self.ask("POST", path, {**fields, "csrf_token": found[-1]})

    def sign_in(self, password: str = PASSWORD, email: str = ADMINISTRATOR.email) -> int:
        return self.send("/sign-in", {"email": email, "password": password})[0]

    @property
    def is_in(self) -> bool:
        return self.ask("GET", "/account")[0] == 200


def test_the_cookie_is_of_this_host_alone_and_over_https_alone(server: Server) -> None:
    status, headers, _ = Browser(server).send(
        "/sign-in", {"email": ADMINISTRATOR.email, "password": PASSWORD}
    )
    [cookie] = headers.get_all("Set-Cookie") or []
    name, _, rest = cookie.partition("=")
    flags = {part.strip() for part in rest.split(";")[1:]}
    assert (status, name) == (302, "__Host-eia")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= flags
    assert not [flag for flag in flags if flag.startswith("Domain")]


def test_every_answer_asks_for_https_and_no_guessing_also_of_static_files(server: Server) -> None:
    browser = Browser(server)
    page = browser.ask("GET", "/sign-in")[2]
    assets = re.findall(r'(?:href|src)="(/static/[^"]+|/council-[^"]+)"', page)
    assert len(assets) >= 4
    for path in ("/", "/nowhere", "/health", "/ready", "/people", *assets):
        _, headers, _ = browser.ask("GET", path)
        hsts = headers.get_all("Strict-Transport-Security")
        assert hsts == ["max-age=31536000; includeSubDomains"], path
        assert headers.get_all("X-Content-Type-Options") == ["nosniff"], path


def test_a_copied_cookie_is_dead_in_every_process_after_sign_out(server: Server) -> None:
    owner, thief = Browser(server), Browser(server)
    assert owner.sign_in() == 302
    thief.cookies = dict(owner.cookies)
    assert [thief.is_in for _ in range(6)] == [True] * 6
    page = owner.ask("GET", "/account")[2]
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    assert owner.ask("POST", "/sign-out", {"csrf_token": token})[0] == 303
    assert [thief.is_in for _ in range(6)] == [False] * 6


def test_two_processes_count_failures_together(server: Server) -> None:
    guesser, owner = Browser(server, "192.0.2.66"), Browser(server, "192.0.2.77")
    assert [guesser.sign_in("a guess") for _ in range(5)] == [422] * 5
    for _ in range(4):
        status, _, page = guesser.send(
            "/sign-in", {"email": ADMINISTRATOR.email, "password": PASSWORD}
        )
        assert (status, REFUSED.replace("’", "&#8217;")[:40] in page) == (422, True)
    assert owner.sign_in() == 302


def test_guesses_at_the_same_moment_are_no_more_than_those_in_flight(server: Server) -> None:
    """Five in a row lock; at the same moment no more are looked at than threads there are."""
    with ThreadPoolExecutor(24) as guessers:
        browsers = [Browser(server, "192.0.2.99") for _ in range(24)]
        statuses = list(guessers.map(lambda each: each.sign_in("a guess"), browsers))
    assert set(statuses) == {422}
    logged = [each for each in events(server) if each.get("address") == "192.0.2.99"]
    looked_at = [each for each in logged if each["event"] == "sign_in_failed"]
    assert 5 <= len(looked_at) <= 5 + 2 * 4


def test_twenty_colleagues_behind_one_address_sign_in_at_once(server: Server) -> None:
    with ThreadPoolExecutor(20) as colleagues:
        browsers = [Browser(server, "198.51.100.1") for _ in range(20)]
        assert list(colleagues.map(Browser.sign_in, browsers)) == [302] * 20
        assert all(colleagues.map(lambda each: each.is_in, browsers))


def events(server: Server) -> list[dict[str, object]]:
    """The security log, out of everything that the server wrote."""
    lines = server.log.splitlines()
    return [json.loads(line) for line in lines if line.startswith('{"log": "security"')]


def test_the_log_has_whole_lines_without_secrets(server: Server) -> None:
    typed = 'hunter2\n{"log": "security", "event": "forged"}'
    Browser(server, "192.0.2.2\n192.0.2.3"[:9]).sign_in(typed, typed)
    logged = events(server)
    assert {"signed_in", "sign_in_failed"} <= {str(each["event"]) for each in logged}
    assert "forged" not in {each["event"] for each in logged}
    for secret in ("hunter2", PASSWORD, "csrf"):
        assert secret not in server.log
    assert server.faults == []


def test_the_server_is_healthy_and_ready(server: Server) -> None:
    browser = Browser(server)
    assert browser.ask("GET", "/health")[::2] == (200, "ok\n")
    status, _, said = browser.ask("GET", "/ready")
    assert (status, json.loads(said)) == (200, {"database": True, "tables": True, "disk": True})
