"""A real mail server on this machine that keeps what it takes, and answers as a test wants."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from tests.judges import installed

USER, PASSWORD = "eia", "a pass/word:with@signs"
AS_IN_A_URL = "a%20pass%2Fword%3Awith%40signs"


@dataclass
class Mailbox:
    """What came, and what the server is to say: `at_data` and `at_recipient` by address."""

    port: int = 0
    came: list[EmailMessage] = field(default_factory=list)
    at_recipient: dict[str, str] = field(default_factory=dict)
    at_data: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own name
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.at_recipient:
            return self.at_recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's own name
        self, _server: Any, _session: Session, envelope: Envelope
    ) -> str:
        for address in envelope.rcpt_tos:
            if address in self.at_data:
                return self.at_data[address]
        content = cast(bytes, envelope.content)
        self.came.append(message_from_bytes(content, policy=default))
        return "250 Taken"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def mail_server(mailbox: Mailbox, **how: Any) -> Iterator[Mailbox]:
    """Serve this mailbox; `how` are aiosmtpd's own settings."""
    mailbox.port = free_port()
    server = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port, **how)
    server.start()
    try:
        yield mailbox
    finally:
        server.stop()


def check_password(
    _server: Any, _session: Any, _envelope: Any, _how: str, given: Any
) -> AuthResult:
    """For `authenticator=`: our one account."""
    assert isinstance(given, LoginPassword)
    right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)


@dataclass(frozen=True)
class Certificate:
    """A certificate of this machine, for this test run alone."""

    file: Path
    key: Path

    def to_serve(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context

    def to_trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.file))


def make_certificate(folder: Path) -> Certificate:
    openssl = installed.program("openssl", install="Debian’s openssl")
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
            *("-out", str(made.file), "-keyout", str(made.key)),
        ],
        check=True,
        capture_output=True,
    )
    return made
