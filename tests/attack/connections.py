"""What clients do to a server: send nonsense, send and read slowly, come all at once."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from tests.attack.target import Database, Outcome, Target, connect, serving, watched
from tests.bench.visitor import FORM

HOST = b"Host: 127.0.0.1\r\n"
OURS = {"Content-Type": FORM, "Sec-Fetch-Site": "same-origin"}  # else it is refused at once
KIND = b"Content-Type: " + FORM.encode() + b"\r\n"
POST = b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Sec-Fetch-Site: none\r\n" + KIND
BEARABLE = {b"501"}  # a way of sending that HTTP lets a server not know
NONSENSE = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64,
    "an empty line": b"\r\n\r\n\r\n",
    "a method of nobody": b"BREW / HTTP/1.1\r\n" + HOST + b"\r\n",
    "TRACE": b"TRACE / HTTP/1.1\r\n" + HOST + b"\r\n",
    "CONNECT": b"CONNECT example.org:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "HTTP of tomorrow": b"GET / HTTP/7.3\r\n" + HOST + b"\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "a host of nonsense": b"GET /sign-in HTTP/1.1\r\nHost: \xff\xfe<>@a:99999\r\n\r\n",
    "two hosts": b"GET /sign-in HTTP/1.1\r\n" + HOST + b"Host: example.org\r\n\r\n",
    "NUL in a header": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: a\0b\r\n\r\n",
    "a header that goes on": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: a\r\n b\r\n\r\n",
    "a space before the colon": b"GET / HTTP/1.1\r\n" + HOST + b"X-A : a\r\n\r\n",
    "10,000 headers": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: a\r\n" * 10_000 + b"\r\n",
    "a header of 1 MB": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: " + b"a" * 2**20 + b"\r\n\r\n",
    "an address of 1 MB": b"GET /" + b"a" * 2**20 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "an address with raw bytes": b"GET /\xff\xfe\x00/?\xf0 HTTP/1.1\r\n" + HOST + b"\r\n",
    "a cookie of nonsense": b"GET /sign-in HTTP/1.1\r\n" + HOST
    + b'Cookie: eia=.e30.\xff; =; ;;; "a=b\r\n\r\n',
    "a length below nothing": POST + b"Content-Length: -1\r\n\r\n",
    "a length in words": POST + b"Content-Length: ten\r\n\r\n",
    "two lengths": POST + b"Content-Length: 3\r\nContent-Length: 30\r\n\r\na=b",
    "a length and chunks": POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"0\r\n\r\nGET /people/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "chunks that are named oddly": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a chunk of no length": POST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n\r\n",
    "a chunk without end": POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"F" * 40 + b"\r\na",
    "a body of another kind": POST.replace(b"x-www-form-urlencoded", b"json")
    + b"Content-Length: 4\r\n\r\n[[[[",
    "a body without its boundary": POST.replace(FORM.encode(), b"multipart/form-data")
    + b"Content-Length: 4\r\n\r\n----",
    "a body that claims to be packed": POST + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n"
    b"\r\n\x1f\x8b\x00",
    "a range of nonsense": b"GET /favicon.ico HTTP/1.1\r\n" + HOST
    + b"Range: bytes=9-1,-,a\r\n\r\n",
    "a way out of the folder": b"GET /static/../../../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n",
}  # fmt: skip


def nonsense(database: Database, folder: Path, seconds: float) -> Outcome:
    """Bytes that are no request, or one that two servers would read differently."""
    outcome, statuses = Outcome(), dict[str, str]()
    with serving(database, folder) as target, watched(target.port, outcome):
        for what, request in NONSENSE.items():
            said = _answer(target.port, request, min(2, seconds))
            status = said[9:12] if said.startswith(b"HTTP/") else b""
            statuses[what] = status.decode() or "closed"
            bad = status.startswith(b"5") and status not in BEARABLE
            outcome.expect(that=not bad, otherwise=f"{what}: {status.decode()}")
            smuggled = said.count(b"HTTP/1.") > 1 and what == "a length and chunks"
            outcome.expect(that=not smuggled, otherwise=f"{what}: two answers to one request")
    _judge(outcome, target)
    outcome.counted["requests"] = str(len(NONSENSE))
    refused = sum(each == "closed" or each.startswith("4") for each in statuses.values())
    outcome.counted["refused"] = str(refused)
    return outcome


def _answer(port: int, request: bytes, seconds: float) -> bytes:
    said = b""
    with suppress(OSError), connect(port) as client:
        client.settimeout(seconds)
        client.sendall(request)
        client.shutdown(socket.SHUT_WR)
        while part := client.recv(65_536):
            said += part
    return said


def _judge(outcome: Outcome, target: Target) -> None:
    outcome.faults += [f"standard error: {line}" for line in target.trouble()[:5]]
    outcome.counted["lines of trouble"] = str(len(target.trouble()))


SLOW: Sequence[tuple[str, bytes, bytes]] = (
    ("nothing at all", b"", b""),
    ("a head, letter by letter", b"GET / HTTP/1.1\r\n" + HOST + b"X-Slow: ", b"a"),
    ("a body, letter by letter", POST + b"Content-Length: 100000\r\n\r\n", b"a"),
    ("a chunk, letter by letter", POST + b"Transfer-Encoding: chunked\r\n\r\nFFFF\r\n", b"a"),
    ("a page that is not read", b"GET /guide/all HTTP/1.1\r\n" + HOST + b"\r\n", b""),
)
CLIENTS = 30  # of each kind


def slow(database: Database, folder: Path, seconds: float) -> Outcome:
    """Clients that send or read a letter now and then; meanwhile somebody works."""
    outcome, took = Outcome(), [0.0]
    with ExitStack() as stack:
        target = stack.enter_context(serving(database, folder, settings={"EIA_THREADS": "2"}))
        visitor = target.sign_in()
        stack.enter_context(watched(target.port, outcome))
        clients = [
            (stack.enter_context(_small(target.port, start)), drip)
            for _, start, drip in SLOW
            for _ in range(CLIENTS)
        ]
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            began = time.monotonic()
            visitor.get(target.page())
            took.append(time.monotonic() - began)
            for client, drip in clients:
                with suppress(OSError):
                    client.send(drip)
            time.sleep(0.2)
    _judge(outcome, target)
    outcome.counted |= {"clients": str(len(clients)), "slowest page": f"{1000 * max(took):.0f} ms"}
    outcome.expect(that=max(took) < 2, otherwise=f"a page took {max(took):.1f} s meanwhile")
    return outcome


def _small(port: int, start: bytes) -> socket.socket:
    """A connection that takes hardly anything at a time, with this sent."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
    client.connect(("127.0.0.1", port))
    client.sendall(start)
    client.setblocking(False)
    return client


LARGE = urlencode([(f"field{number}", "x" * 400) for number in range(9_000)])  # 3.6 MB
WRONG = {"email": "person0@example.org", "password": "not the password"}
FLOODS: Sequence[tuple[str, str, str]] = (
    ("GET", "/", ""),
    ("GET", "/sign-in", ""),
    ("GET", "/assessments/", ""),
    ("GET", "/verify", ""),
    ("GET", "/nowhere", ""),
    ("POST", "/sign-in", urlencode(WRONG)),
    ("POST", "/sign-in", LARGE),
    ("POST", "/drafts", LARGE),
    ("POST", "/set-password", "code=" + "x" * 10_000),
)
AT_ONCE = 12


def flood(database: Database, folder: Path, seconds: float) -> Outcome:
    """Nobody in particular asks as fast as they are answered, for the dearest that there is."""
    outcome = Outcome()
    with serving(database, folder) as target:
        visitor = target.sign_in()
        with watched(target.port, outcome), ThreadPoolExecutor(AT_ONCE) as pool:
            end = time.monotonic() + seconds
            found = list(pool.map(lambda at: _ask_until(target.port, at, end), range(AT_ONCE)))
        visitor.get(target.page())
    statuses = [status for each in found for status in each]
    worst = sorted({status for status in statuses if status >= 500})
    outcome.expect(that=not worst, otherwise=f"answers of {worst}")
    _judge(outcome, target)
    outcome.counted["requests"] = f"{len(statuses):,}"
    outcome.counted["refused"] = f"{sum(400 <= status < 500 for status in statuses):,}"
    return outcome


def _ask_until(port: int, at: int, end: float) -> list[int]:
    """The statuses of one client’s answers; a connection that is closed on it is a refusal."""
    statuses = list[int]()
    while time.monotonic() < end:
        method, path, body = FLOODS[(at + len(statuses)) % len(FLOODS)]
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request(method, path, body or None, OURS if body else {})
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)
        except (BrokenPipeError, ConnectionResetError):
            statuses.append(413)
        finally:
            connection.close()
    return statuses
