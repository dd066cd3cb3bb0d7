"""Clients that send or read slowly do not stop a service that has no proxy before it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection

import pytest

from eia_app.storage import migrate
from eia_app.storage.engine import open_engine
from tests.web.server_process import free_port

MANY = 40
POST = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
STARTS = {
    "nothing at all": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "half a body": POST + b"Content-Length: 1000\r\n\r\na=",
    "half a chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n400\r\na=",
    "a body that is promised and far too large": POST + b"Content-Length: 999999999\r\n\r\na=",
}
PAGE = b"GET /accessibility HTTP/1.1\r\nHost: x\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The service as `eia serve` starts it: one process with two threads."""
    url = f"sqlite:///{tmp_path_factory.mktemp('slow') / 'eia.sqlite'}"
    engine = open_engine(url)
    migrate.upgrade(engine)
    engine.dispose()
    port = free_port()
    settings = {
        "EIA_DATABASE_URL": url,
        "EIA_SECRET_KEY": "x" * 40,
        "EIA_PORT": str(port),
        "EIA_WORKERS": "1",
        "EIA_THREADS": "2",
    }
    command = [sys.executable, "-c", "from eia_app.cli import main; main()", "serve"]
    process = subprocess.Popen(command, env={**os.environ, **settings})
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end and answered_in(port) is None:
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=60)


def answered_in(port: int) -> float | None:
    began = time.monotonic()
    with (
        suppress(OSError),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer,
    ):
        assert answer.status == 200
        answer.read()
        return time.monotonic() - began
    return None


@contextmanager
def slow(port: int, start: bytes, receives: int | None = None) -> Iterator[list[socket.socket]]:
    """Clients that have sent this, and then hardly anything."""
    with ExitStack() as stack:
        clients = []
        for _ in range(MANY):
            client = stack.enter_context(socket.socket())
            if receives:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
            client.connect(("127.0.0.1", port))
            client.sendall(start)
            clients.append(client)
        yield clients


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_slow_senders_hold_nobody_up(start: bytes, port: int) -> None:
    with slow(port, start) as clients:
        time.sleep(0.5)
        for _ in range(3):
            for client in clients:
                with suppress(OSError):
                    client.sendall(b"a")
            took = answered_in(port)
            assert took is not None
            assert took < 1


@pytest.mark.parametrize("closes", [b"\r\n", b"Connection: close\r\n\r\n"])
def test_slow_readers_hold_nobody_up(closes: bytes, port: int) -> None:
    with slow(port, (PAGE + b"\r\n") * 20 + PAGE + closes, receives=2048) as clients:
        time.sleep(0.5)
        for _ in range(3):
            for client in clients:
                client.recv(1)
            took = answered_in(port)
            assert took is not None
            assert took < 1


def test_what_comes_in_pieces_is_read_whole(port: int) -> None:
    body = b"email=a%40b.example&password=x&next=" + b"y" * 3000
    request = POST + b"Sec-Fetch-Site: same-origin\r\nConnection: close\r\n"
    request += b"Content-Length: %d\r\n\r\n" % len(body) + body
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        for at in range(0, len(request), 500):
            client.sendall(request[at : at + 500])
            time.sleep(0.01)
        answer = b""
        while piece := client.recv(65536):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 422")
    assert b"y" * 3000 in answer
    assert answer.rstrip().endswith(b"</html>")


@pytest.mark.parametrize("chunked", [False, True])
def test_one_connection_takes_request_after_request(chunked: bool, port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(3):
        connection.request("GET", "/")
        page = connection.getresponse()
        assert (page.status, page.read().rstrip()[-7:]) == (200, b"</html>")
        body: bytes | Iterator[bytes] = iter([b"a=", b"b"]) if chunked else b"a=b"
        connection.request(
            "POST",
            "/sign-in",
            body,
            {"Sec-Fetch-Site": "same-origin", "Content-Type": "text/plain"},
        )
        answer = connection.getresponse()
        assert (answer.status, answer.read().rstrip()[-7:]) == (422, b"</html>")
    connection.close()


def test_a_file_with_its_page_comes_whole_however_it_is_asked_for(port: int) -> None:
    pipelined = (PAGE + b"\r\n") * 3 + PAGE + b"Connection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(pipelined)
        answer = b""
        while piece := client.recv(1024):
            answer += piece
    assert answer.count(b"HTTP/1.1 200") == 4
    assert answer.count(b"</html>") == 4


def test_a_client_that_asks_before_it_sends_is_told_to_go_on(port: int) -> None:
    head = POST + b"Expect: 100-continue\r\nConnection: close\r\nContent-Length: 3\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(head)
        assert client.recv(1024).startswith(b"HTTP/1.1 100 Continue")
        client.sendall(b"a=b")
        answer = b""
        while piece := client.recv(65536):
            answer += piece
    assert b"HTTP/1.1 403" in answer
