"""Letters by SMTP."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

from eia_app.mail.base import (
    BadMailSettings,
    Email,
    PermanentFailure,
    TransientFailure,
    Unavailable,
)

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
FORM = "smtp+starttls://user:password@mail.example.org:587"
SECONDS = 30  # to wait for the mail server
FOR_EVER = 500  # from this code on, a server has refused for good
CLOSING = 421  # it ends the connection, whatever was asked of it: nothing of this letter


class SmtpSender:
    """A connection for each letter: they are few, and one that failed harms no other."""

    def __init__(
        self,
        url: str,
        sender: str,
        *,
        context: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._where, self._sender = server_of(url), sender
        self._context = context or ssl.create_default_context()
        self._seconds = seconds
        if "@" not in parseaddr(sender)[1]:
            raise BadMailSettings("Set EIA_MAIL_FROM to the email address that mail comes from.")

    def send(self, letter: Email) -> None:
        try:
            message = message_of(letter, self._sender)
        except (MessageError, ValueError, IndexError):  # of an empty address
            raise PermanentFailure("This cannot be the address of a mailbox.") from None
        try:
            self._deliver(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(*next(iter(error.recipients.values()))) from None
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error) from None
        except smtplib.SMTPResponseException as error:
            # About the account or the sender: somebody can put that right.
            raise Unavailable(_sentence(error.smtp_code, error.smtp_error)) from None
        except (smtplib.SMTPException, OSError) as error:
            raise Unavailable(f"The mail server cannot be used: {error}") from None

    def _deliver(self, message: EmailMessage) -> None:
        server = self._connect()
        try:
            if self._where.scheme == "smtp+starttls":
                server.starttls(context=self._context)
            if self._where.username:
                server.login(unquote(self._where.username), unquote(self._where.password or ""))
            server.send_message(message)
            with suppress(smtplib.SMTPException, OSError):
                server.quit()  # it is taken, whatever the server says now
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        host, scheme, seconds = self._where.hostname or "", self._where.scheme, self._seconds
        port = self._where.port or PORTS[scheme]
        if scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=seconds, context=self._context)
        return smtplib.SMTP(host, port, timeout=seconds)


def server_of(url: str) -> SplitResult:
    """Return where the mail server is. Raise BadPost, which never contains the password."""
    try:
        where = urlsplit(url)
        is_right = where.scheme in PORTS and bool(where.hostname) and where.port != 0
    except ValueError:
        is_right = False
    if not is_right:
        raise BadMailSettings(
            f"EIA_MAIL_URL must look like {FORM}, or begin with smtp:// or smtps://."
        )
    return where


def message_of(letter: Email, sender: str) -> EmailMessage:
    """The message: plain text, and the same in HTML. Its Message-ID is made from the key."""
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(letter.name, addr_spec=letter.address)
    message["Subject"] = letter.subject
    message["Message-ID"] = f"<{letter.key}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def _refusal(code: int, reply: bytes | str) -> PermanentFailure | TransientFailure:
    """Return what a server's code means for a letter: 5xx is final, 4xx may change, 421 is no
    answer.
    """
    if code == CLOSING:
        return Unavailable(_sentence(code, reply))
    kind = PermanentFailure if code >= FOR_EVER else TransientFailure
    return kind(_sentence(code, reply))


def _sentence(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"The mail server said: {code} {' '.join(text.split())}"
