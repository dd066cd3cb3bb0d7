"""Letters by SMTP, against a real server."""

from __future__ import annotations

import smtplib
import socket
from dataclasses import replace
from email.message import EmailMessage
from typing import cast

import pytest

from eia_app.post.letters import BadPost, Down, Later, Letter, Refused
from eia_app.post.smtp import SmtpPost, server_of
from tests.post.mail_server import (
    AS_IN_A_URL,
    USER,
    Certificate,
    Mailbox,
    check_password,
    free_port,
    mail_server,
)

SENDER = "Equality team <eia@hart.example>"


def content(message: EmailMessage, kind: str) -> str:
    part = cast(EmailMessage, message.get_body((kind,)))
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_letter_arrives_as_plain_text_and_as_html(mailbox: Mailbox, letter: Letter) -> None:
    SmtpPost(mailbox.url, SENDER).send(letter)
    (came,) = mailbox.came
    names = ("From", "To", "Subject", "Message-ID", "Auto-Submitted")
    assert [came[name] for name in names] == [
        SENDER,
        "Lee Lead <lee.lead@example.org>",
        letter.subject,
        f"<{letter.key}@hart.example>",
        "auto-generated",
    ]
    assert came.get_content_type() == "multipart/alternative"
    assert (content(came, "plain"), content(came, "html")) == (letter.text, letter.html)


def test_the_same_letter_has_the_same_message_id_each_time(
    mailbox: Mailbox, letter: Letter
) -> None:
    post = SmtpPost(mailbox.url, SENDER)
    post.send(letter)
    post.send(letter)
    first, second = mailbox.came
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("550 No such mailbox", Refused),
        ("450 Come back in a minute", Later),
    ],
)
def test_what_the_server_says_of_a_mailbox_decides_whether_it_is_tried_again(
    mailbox: Mailbox, letter: Letter, answer: str, kind: type[Exception]
) -> None:
    mailbox.at_recipient[letter.address] = answer
    with pytest.raises(kind) as refusal:
        SmtpPost(mailbox.url, SENDER).send(letter)
    assert (type(refusal.value), str(refusal.value)) == (kind, f"The mail server said: {answer}")
    SmtpPost(mailbox.url, SENDER).send(replace(letter, address="other@example.org"))
    assert len(mailbox.came) == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("554 Looks like spam", Refused), ("452 Disk full", Later)],
)
def test_what_the_server_says_of_the_text_decides_it_too(
    mailbox: Mailbox, letter: Letter, answer: str, kind: type[Exception]
) -> None:
    mailbox.at_data[letter.address] = answer
    with pytest.raises(kind, match=answer) as refusal:
        SmtpPost(mailbox.url, SENDER).send(letter)
    assert type(refusal.value) is kind


@pytest.mark.parametrize("step", ["handle_MAIL", "handle_RCPT", "handle_DATA"])
def test_a_server_that_closes_is_down_whichever_step_it_closes_at(
    mailbox: Mailbox, letter: Letter, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    async def closing(*_: object) -> str:
        return "421 Shutting down"

    monkeypatch.setattr(mailbox, step, closing, raising=False)
    with pytest.raises(Down, match="421 Shutting down"):
        SmtpPost(mailbox.url, SENDER).send(letter)


def test_without_a_mail_server_nothing_can_be_sent(letter: Letter) -> None:
    with pytest.raises(Down, match=r"The mail server cannot be used: .*refused"):
        SmtpPost(f"smtp://127.0.0.1:{free_port()}", SENDER).send(letter)


def test_a_mail_server_that_says_nothing_is_not_waited_for_for_ever(letter: Letter) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Down, match="timed out"):
            SmtpPost(url, SENDER, seconds=0.2).send(letter)


def test_a_letter_that_was_taken_is_sent_whatever_the_server_says_to_the_goodbye(
    mailbox: Mailbox, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: smtplib.SMTP) -> None:
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr(smtplib.SMTP, "quit", broken)
    SmtpPost(mailbox.url, SENDER).send(letter)
    assert len(mailbox.came) == 1


# Encryption and passwords


def test_starttls_and_a_password_are_used_when_the_address_says_so(
    certificate: Certificate, letter: Letter
) -> None:
    how = {"tls_context": certificate.to_serve(), "require_starttls": True}
    account = {"authenticator": check_password, "auth_required": True}
    with mail_server(Mailbox(), **how, **account) as box:
        url = f"smtp+starttls://{USER}:{AS_IN_A_URL}@127.0.0.1:{box.port}"
        SmtpPost(url, SENDER, context=certificate.to_trust()).send(letter)
        assert len(box.came) == 1
        wrong = url.replace(AS_IN_A_URL, "wrong")
        with pytest.raises(Down, match="535") as refusal:
            SmtpPost(wrong, SENDER, context=certificate.to_trust()).send(letter)
        assert "wrong" not in str(refusal.value)
        assert len(box.came) == 1


def test_tls_from_the_beginning_is_spoken_when_the_address_says_so(
    certificate: Certificate, letter: Letter
) -> None:
    with mail_server(Mailbox(), ssl_context=certificate.to_serve()) as box:
        url = f"smtps://127.0.0.1:{box.port}"
        SmtpPost(url, SENDER, context=certificate.to_trust()).send(letter)
        assert len(box.came) == 1


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_server_that_cannot_be_trusted_is_told_nothing(
    certificate: Certificate, letter: Letter, scheme: str
) -> None:
    name = "ssl_context" if scheme == "smtps" else "tls_context"
    with mail_server(Mailbox(), **{name: certificate.to_serve()}) as box:
        with pytest.raises(Down, match="certificate"):
            SmtpPost(f"{scheme}://127.0.0.1:{box.port}", SENDER).send(letter)
        assert box.came == []


def test_a_server_without_encryption_is_not_used_where_the_address_asks_for_it(
    mailbox: Mailbox, letter: Letter
) -> None:
    with pytest.raises(Down, match="STARTTLS"):
        SmtpPost(mailbox.url.replace("smtp:", "smtp+starttls:"), SENDER).send(letter)
    assert mailbox.came == []


# What people typed


@pytest.mark.parametrize("bad", ["Lee\r\nBcc: all@example.org", "Lee\nBcc: all@example.org"])
def test_no_name_or_subject_adds_a_header(mailbox: Mailbox, letter: Letter, bad: str) -> None:
    for changed in (replace(letter, name=bad), replace(letter, subject=bad)):
        with pytest.raises(Refused):
            SmtpPost(mailbox.url, SENDER).send(changed)
    assert mailbox.came == []


@pytest.mark.parametrize(
    "name", ["O’Neill, Siân", 'Lee "the lead" <x@example.org>', "李", "a" * 300, ""]
)
def test_any_name_can_be_written_to(mailbox: Mailbox, letter: Letter, name: str) -> None:
    SmtpPost(mailbox.url, SENDER).send(replace(letter, name=name))
    (to,) = mailbox.came[0]["To"].addresses
    assert (to.display_name, to.addr_spec) == (name, letter.address)


@pytest.mark.parametrize("address", ["", "nobody", "two@example.org, three@example.org"])
def test_what_is_no_mailbox_is_refused_for_ever(
    mailbox: Mailbox, letter: Letter, address: str
) -> None:
    with pytest.raises(Refused):
        SmtpPost(mailbox.url, SENDER).send(replace(letter, address=address))
    assert mailbox.came == []


# Settings


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://u:secret@host:port",
        "smtp:",
    ],
)
def test_an_address_that_is_no_mail_server_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(BadPost, match="EIA_MAIL_URL must look like") as refusal:
        server_of(url)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("sender", ["", "Equality team"])
def test_mail_needs_somebody_to_come_from(sender: str) -> None:
    with pytest.raises(BadPost, match="EIA_MAIL_FROM"):
        SmtpPost("smtp://mail.example.org", sender)
