"""A client that keeps its connections open and asks as fast as it is answered.

One process, one thread: each connection sends its next request when the answer to the last one is
complete. It reads no more of an answer than its status and its length.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

Ask = Callable[[], bytes]  # gives the next request of one connection, whole
END_OF_HEAD = b"\r\n\r\n"


class BenchFailed(Exception):
    """What was measured did not answer as it should."""


@dataclass(frozen=True)
class Sample:
    """How long each answer took, and how long it all took, in seconds."""

    times: Sequence[float]
    took: float

    @property
    def per_second(self) -> float:
        return len(self.times) / self.took

    def percentile(self, part: float) -> float:
        """The time, in milliseconds, within which this part of the answers came."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(part * len(ordered)))]


class _Connection(asyncio.Protocol):
    """Asks until the time is over."""

    def __init__(self, ask: Ask, status: bytes, until: float) -> None:
        self.ask, self.status, self.until = ask, status, until
        self.times: list[float] = []
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        self._began = time.perf_counter()
        self._transport.write(self.ask())

    def data_received(self, data: bytes) -> None:
        self._received += data
        if self.over.done() or not self._is_whole():
            return
        now = time.perf_counter()
        if self._received[9:12] != self.status:
            self._stop(bytes(self._received[:300]))
            return
        self.times.append(now - self._began)
        self._received.clear()
        if now < self.until:
            self._send()
        else:
            self._stop()

    def _is_whole(self) -> bool:
        head = self._received.find(END_OF_HEAD)
        if head < 0:
            return False
        top = bytes(self._received[:head]).lower()
        _, _, after = top.partition(b"content-length:")
        length = int(after.partition(b"\r\n")[0] or 0)
        return len(self._received) >= head + len(END_OF_HEAD) + length

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio’s own
        self._stop(b"the connection was closed")

    def _stop(self, why: bytes = b"") -> None:
        if not self.over.done():
            if why:
                words = why.decode(errors="replace")
                self.over.set_exception(BenchFailed(f"An answer was not {self.status!r}: {words}"))
            else:
                self.over.set_result(None)
            self._transport.close()


def measure(port: int, asks: Sequence[Ask], *, status: int, seconds: float) -> Sample:
    """Ask on as many connections as there are `asks`, all at once, for so many seconds.

    Raises BenchFailed at the first answer with another status. The loop has a thread of its own,
    as the one of a browser may be running in this one.
    """
    with ThreadPoolExecutor(1) as thread:
        asking = _measure(port, asks, str(status).encode(), seconds)
        return thread.submit(asyncio.run, asking).result()


def _itself(connection: _Connection) -> _Connection:
    return connection


async def _measure(port: int, asks: Sequence[Ask], status: bytes, seconds: float) -> Sample:
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    until = began + seconds
    connections = [_Connection(ask, status, until) for ask in asks]
    for each in connections:
        await loop.create_connection(partial(_itself, each), "127.0.0.1", port)
    await asyncio.gather(*(connection.over for connection in connections))
    took = time.perf_counter() - began
    return Sample([each for connection in connections for each in connection.times], took)
