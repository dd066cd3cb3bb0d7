"""The socket of one client, with buffers for its request and its answer."""

from __future__ import annotations

import re
import socket
from tempfile import SpooledTemporaryFile
from typing import Any

STALLS = 5.0  # seconds for a read that a thread has to do after all
AT_ONCE = 64 * 1024
IN_MEMORY = 1024 * 1024  # bytes of a request or an answer; more is put on the disk
MB = 1024 * 1024
LARGEST = 101 * MB  # twice the largest file that can be allowed, and a form
LONGEST_HEAD = 64 * 1024
LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,12})[ \t]*\r$")
CHUNKED = re.compile(rb"(?im)^transfer-encoding:[^\r\n]{0,200}chunked")
EXPECTS = re.compile(rb"(?im)^expect:[ \t]*100-continue")
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
END_OF_CHUNKS = b"0\r\n\r\n"


def _spool() -> SpooledTemporaryFile[bytes]:
    """Return a file in memory, or on disk once it is large, closed with its last reference."""
    return SpooledTemporaryFile(IN_MEMORY)


class BufferedSocket:
    """A socket that reads from a buffer of received bytes, and buffers bytes not sent at once."""

    def __init__(self, real: socket.socket) -> None:
        self.real = real
        self.unsent = _spool()
        self.sent = self.kept = 0
        self.come = _spool()
        self.begin(b"")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def begin(self, rest: bytes) -> None:
        """Wait for the next request, of which `rest` was received already."""
        rest += self.come.read()
        self.come, self.head, self.length = _spool(), b"", 0
        self.whole: int | None = None
        self.is_chunked = self.is_too_large = False
        self.tail = b""
        if rest:
            self.add(rest)

    def add(self, data: bytes) -> None:
        """Append received bytes."""
        self.come.write(data)
        self.length += len(data)
        self.tail = (self.tail + data)[-len(END_OF_CHUNKS) :]
        if self.whole is None and not self.is_chunked:
            self.head += data
            head, blank_line, _ = self.head.partition(b"\r\n\r\n")
            if blank_line:
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
        """Return whether a thread can read the request without waiting."""
        if self.is_chunked:
            return self.tail == END_OF_CHUNKS or self.length > LARGEST
        if self.whole is None:
            return len(self.head) > LONGEST_HEAD
        return self.is_too_large or self.length >= self.whole

    def rewind(self) -> None:
        """Read the received bytes from their beginning."""
        self.come.seek(0)
        self.head = b""

    def recv(self, size: int) -> bytes:
        return self.come.read(size) or self.real.recv(size)

    def setblocking(self, is_blocking: bool) -> None:
        self.real.settimeout(STALLS if is_blocking else 0)

    def sendall(self, data: bytes) -> None:
        """Send the bytes that the client takes now, and buffer the rest."""
        if self.kept == self.sent:
            data = data[self._send(data) :]
        if data:
            self.unsent.seek(self.kept)
            self.kept += self.unsent.write(data)

    def _send(self, data: bytes) -> int:
        """Return the number of bytes that the client took."""
        timeout, sent = self.real.gettimeout(), 0
        self.real.settimeout(0)
        try:
            while sent < len(data):
                sent += self.real.send(data[sent : sent + IN_MEMORY])
        except BlockingIOError:
            pass
        finally:
            self.real.settimeout(timeout)
        return sent

    def flush(self) -> bool:
        """Send more of the buffered bytes, and return whether all are sent."""
        self.unsent.seek(self.sent)
        while piece := self.unsent.read(AT_ONCE):
            sent = self._send(piece)
            self.sent += sent
            if sent < len(piece):
                return False
        self.unsent, self.sent, self.kept = _spool(), 0, 0
        return True
