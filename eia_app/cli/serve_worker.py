"""A worker of gunicorn whose threads never wait for a client that sends or reads slowly.

gunicorn's own threads read a request and write its answer themselves: as many slow clients as there
are threads stop a service that has no proxy before it. Here the one loop that watches the
connections collects a request, and gives it to a thread when all of it has come; what a client does
not take at once of an answer is sent by the same loop.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped] # not typed

from eia_app.cli.serve_sockets import AT_ONCE, MB, BufferedSocket

ARRIVES_IN = 60.0  # seconds for a request to come, and as many for each megabyte of it
TAKEN_IN = 120.0  # seconds for an answer to be taken
CLOSES_IN = 2.0  # seconds for a client to see that it was answered


class PatientWorker(ThreadWorker):  # type: ignore[misc] # gunicorn is not typed
    """gunicorn’s worker with threads, which are given complete requests only."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.watched: dict[Any, float] = {}  # connections and their deadlines

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
        """Receive the next request of a connection that was kept alive."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._watch(conn, selectors.EVENT_READ, self._receive, ARRIVES_IN)

    def _watch(self, conn: Any, event: int, action: Callable[[Any], None], seconds: float) -> None:
        self.watched[conn] = time.monotonic() + seconds
        conn.sock.setblocking(False)
        self.poller.register(conn.sock, event, lambda _: self._safely(action, conn))

    def _unwatch(self, conn: Any) -> None:
        if self.watched.pop(conn, None) is not None:
            self.poller.unregister(conn.sock)

    def _safely(self, action: Callable[[Any], None], conn: Any) -> None:
        try:
            action(conn)
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
        """Return False also for a request that is too large, whose rest is not awaited."""
        return not conn.sock.is_too_large and super()._keepalive_after(conn, keepalive)

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Send the rest of the answer; then wait for the next request, or close."""
        try:
            is_kept = bool(fs.result())
        except Exception:  # noqa: BLE001 - the thread has logged it
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
            on_readable = self.on_client_socket_readable
            self.poller.register(
                conn.sock, selectors.EVENT_READ, lambda client: on_readable(conn, client)
            )

    def _linger(self, conn: Any) -> None:
        """Read and drop further bytes, so that a client that still sends gets the answer."""
        if not conn.sock.real.recv(AT_ONCE):
            self._drop(conn)

    def murder_pending(self) -> None:
        """Close the connections that took too long."""
        super().murder_pending()
        now = time.monotonic()
        for conn in [conn for conn, deadline in self.watched.items() if deadline < now]:
            self._drop(conn)
