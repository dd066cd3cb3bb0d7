"""Scan of a file by clamd, the daemon of the virus scanner ClamAV.

Without an answer the file is refused: a scanner that is down must not be a way around it.
"""

from __future__ import annotations

import logging
import socket
from contextlib import suppress

from eia_app.domain.errors import Unfit

SECONDS = 30.0  # that clamd may be silent
AT_A_TIME = 64 * 1024
LONGEST_ANSWER = 4_096
FOUND = (
    "The virus scanner found a virus in the selected file, so it was not kept: tell your IT team"
)
SILENT = (
    "The selected file was not kept, as the virus scanner does not answer: try again later, or tell"
    " whoever runs this service"
)
TOO_LARGE = (
    "The selected file is larger than the virus scanner takes: choose a smaller one, or tell"
    " whoever runs this service"
)
LOG = logging.getLogger(__name__)


def check(content: bytes, address: str, seconds: float = SECONDS) -> None:
    """Raise Unfit, in words, unless clamd answers that the file is clean."""
    try:
        answer = _answer(content, address, seconds)
    except OSError as error:
        LOG.error("The virus scanner at %s does not answer: %s.", address, error)  # noqa: TRY400 - the traceback adds nothing
        raise Unfit(SILENT) from None
    if answer == "stream: OK":
        return
    if answer.endswith(" FOUND"):
        LOG.warning("The virus scanner refused a file: %s", answer)
        raise Unfit(FOUND)
    LOG.error("The virus scanner at %s answered: %s", address, answer or "nothing")
    raise Unfit(TOO_LARGE if "size limit" in answer else SILENT)


def _answer(content: bytes, address: str, seconds: float) -> str:
    with _connected(address, seconds) as scanner:
        with suppress(BrokenPipeError, ConnectionResetError):  # it says why before it hangs up
            scanner.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), AT_A_TIME):
                part = content[start : start + AT_A_TIME]
                scanner.sendall(len(part).to_bytes(4, "big") + part)
            scanner.sendall(bytes(4))
        answer = b""
        while len(answer) < LONGEST_ANSWER and not answer.endswith(b"\0"):
            part = scanner.recv(LONGEST_ANSWER)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(address: str, seconds: float) -> socket.socket:
    """Return a socket to clamd: at a path of the file system, or at a host and port."""
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), seconds)
    scanner = socket.socket(socket.AF_UNIX)
    scanner.settimeout(seconds)
    try:
        scanner.connect(address)
    except OSError:
        scanner.close()
        raise
    return scanner
