"""A worker of gunicorn whose threads never wait for a client that sends or reads slowly.

gunicorn's own threads read a request and write its answer themselves: as many slow clients as there
are threads stop a service that has no proxy before it. Here the one loop that watches the
connections collects a request, and gives it to a thread when all of it has come; what a client does
not take at once of an answer is sent by the same loop.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

ARRIVES_IN = 60.0  # seconds for a request to come, and as many for each megabyte of it
TAKEN_IN = 120.0  # seconds for an answer to be taken
CLOSES_IN = 2.0  # seconds for a client to see that it was answered
STALLS = 5.0  # seconds for a read that a thread has to do after all
AT_ONCE = 64 * 1024
IN_MEMORY = 1024 * 1024  # bytes of a request or an answer; more is put on the disk
MB = 1024 * 1024
LARGEST = 101 * MB  # twice the largest file that can be allowed, and a form
LONGEST_HEAD = 64 * 1024
LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,12})[ \t]*\r$")
CHUNKED = re.compile(rb"(?im)^transfer-encoding:[^\r]*chunked")
EXPECTS = re.compile(rb"(?im)^expect:[ \t]*100-continue")
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
END_OF_CHUNKS = b"0\r\n\r\n"


def _spool() -> SpooledTemporaryFile[bytes]:
    """A file in memory while it is small; closed when nothing refers to it any more."""
    return SpooledTemporaryFile(IN_MEMORY)


class BufferedSocket:
    """A socket that reads from what has come, and keeps what could not be sent at once."""

    def __init__(self, real: socket.socket) -> None:
        self.real = real
        self.unsent = _spool()
        self.sent = self.kept = 0
        self.come = _spool()
        self.begin(b"")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def begin(self, rest: bytes) -> None:
        """Wait for the next request; `rest` is what came of it already."""
        rest += self.come.read()
        self.come, self.head, self.length = _spool(), b"", 0
        self.whole: int | None = None
        self.is_chunked = self.is_too_large = False
        self.tail = b""
        if rest:
            self.add(rest)

    def add(self, data: bytes) -> None:
        """Collect what has come."""
        self.come.write(data)
        self.length += len(data)
        self.tail = (self.tail + data)[-len(END_OF_CHUNKS) :]
        if self.whole is None and not self.is_chunked:
            self.head += data
            head, found, _ = self.head.partition(b"\r\n\r\n")
            if found:
                self._read_head(head + b"\r\n")

    def _read_head(self, head: bytes) -> None:
        length = LENGTH.search(head)
        self.is_chunked = CHUNKED.search(head) is not None
        body = int(length[1]) if length else 0
        self.is_too_large = body > LARGEST
        self.whole = None if self.is_chunked else len(head) + 2 + body
        if EXPECTS.search(head) and not self.is_too_large:
            self.sendall(GO_ON)

    @property
    def is_complete(self) -> bool:
        """Whether a thread can read the request without waiting."""
        if self.is_chunked:
            return self.tail == END_OF_CHUNKS or self.length > LARGEST
        if self.whole is None:
            return len(self.head) > LONGEST_HEAD
        return self.is_too_large or self.length >= self.whole

    def rewind(self) -> None:
        """Give out what has come from its beginning."""
        self.come.seek(0)
        self.head = b""

    def recv(self, size: int) -> bytes:
        return self.come.read(size) or self.real.recv(size)

    def setblocking(self, is_blocking: bool) -> None:
        self.real.settimeout(STALLS if is_blocking else 0)

    def sendall(self, data: bytes) -> None:
        """Send what the client takes now, and keep the rest."""
        if self.kept == self.sent:
            data = data[self._send(data) :]
        if data:
            self.unsent.seek(self.kept)
            self.kept += self.unsent.write(data)

    def _send(self, data: bytes) -> int:
        """How much was taken."""
        timeout, taken = self.real.gettimeout(), 0
        self.real.settimeout(0)
        try:
            while taken < len(data):
                taken += self.real.send(data[taken : taken + IN_MEMORY])
        except BlockingIOError:
            pass
        finally:
            self.real.settimeout(timeout)
        return taken

    def flush(self) -> bool:
        """Send more of what was kept; whether all of it is sent."""
        self.unsent.seek(self.sent)
        while piece := self.unsent.read(AT_ONCE):
            taken = self._send(piece)
            self.sent += taken
            if taken < len(piece):
                return False
        self.unsent, self.sent, self.kept = _spool(), 0, 0
        return True


class PatientWorker(ThreadWorker):  # type: ignore[misc] # gunicorn is not typed
    """gunicorn’s threads, given whole requests alone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.watched: dict[Any, float] = {}  # connections, until when each may take

    def accept(self, listener: Any) -> None:
        try:
            client, address = listener.accept()
        except OSError:
            return  # it has gone again, or another worker has it
        self.nr_conns += 1
        conn = TConn(self.cfg, BufferedSocket(client), address, listener.getsockname())
        conn.data_ready = True
        self._watch(conn, selectors.EVENT_READ, self._receive, ARRIVES_IN)

    def on_client_socket_readable(self, conn: Any, client: Any) -> None:
        """Another request begins on a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._watch(conn, selectors.EVENT_READ, self._receive, ARRIVES_IN)

    def _watch(self, conn: Any, what: int, then: Callable[[Any], None], seconds: float) -> None:
        self.watched[conn] = time.monotonic() + seconds
        conn.sock.setblocking(False)
        self.poller.register(conn.sock, what, lambda _: self._safely(then, conn))

    def _unwatch(self, conn: Any) -> None:
        if self.watched.pop(conn, None) is not None:
            self.poller.unregister(conn.sock)

    def _safely(self, then: Callable[[Any], None], conn: Any) -> None:
        try:
            then(conn)
        except BlockingIOError:
            return
        except OSError:
            self._drop(conn)

    def _drop(self, conn: Any) -> None:
        self._unwatch(conn)
        self.nr_conns -= 1
        conn.close()

    def _receive(self, conn: Any) -> None:
        data = conn.sock.real.recv(AT_ONCE)
        if not data:
            self._drop(conn)
            return
        before = conn.sock.length // MB
        conn.sock.add(data)
        self.watched[conn] += ARRIVES_IN * (conn.sock.length // MB - before)
        if conn.sock.is_complete:
            self._unwatch(conn)
            self._hand_over(conn)

    def _hand_over(self, conn: Any) -> None:
        conn.sock.rewind()
        self.enqueue_req(conn)

    def _keepalive_after(self, conn: Any, keepalive: bool) -> bool:
        """Nobody waits for the rest of what is too large."""
        return not conn.sock.is_too_large and super()._keepalive_after(conn, keepalive)

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Send what is left of the answer; then wait for the next request, or close."""
        try:
            is_kept = bool(fs.result())
        except Exception:  # noqa: BLE001 - whatever it was has been logged by the thread
            is_kept = False
        try:
            if conn.sock.flush():
                self._after(conn, is_kept)
            else:
                send = self._sender(is_kept)
                self._watch(conn, selectors.EVENT_WRITE, send, TAKEN_IN)
        except (OSError, ValueError):
            self._drop(conn)

    def _sender(self, is_kept: bool) -> Callable[[Any], None]:
        def send(conn: Any) -> None:
            if conn.sock.flush():
                self._unwatch(conn)
                self._after(conn, is_kept)

        return send

    def _after(self, conn: Any, is_kept: bool) -> None:
        if not is_kept or not self.alive:
            conn.sock.real.shutdown(socket.SHUT_WR)
            self._watch(conn, selectors.EVENT_READ, self._linger, CLOSES_IN)
            return
        conn.sock.begin(conn.parser.unreader.take_buffered())
        if conn.sock.is_complete:
            self._hand_over(conn)
        elif conn.sock.length:
            self._watch(conn, selectors.EVENT_READ, self._receive, ARRIVES_IN)
        else:
            conn.sock.setblocking(False)
            conn.set_timeout()
            self.keepalived_conns.append(conn)
            again = self.on_client_socket_readable
            self.poller.register(conn.sock, selectors.EVENT_READ, lambda it: again(conn, it))

    def _linger(self, conn: Any) -> None:
        """Read what still comes, so that the answer reaches who is still sending."""
        if not conn.sock.real.recv(AT_ONCE):
            self._drop(conn)

    def murder_pending(self) -> None:
        """Close the connections that took too long."""
        super().murder_pending()
        now = time.monotonic()
        for conn in [each for each, until in self.watched.items() if until < now]:
            self._drop(conn)
