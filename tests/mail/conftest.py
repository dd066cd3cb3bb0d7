"""A mail server, and a letter to send."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from eia_app.mail.base import Email
from tests.mail.mail_server import Certificate, Mailbox, mail_server, make_certificate


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server(Mailbox()) as served:
        yield served


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def letter() -> Email:
    return Email(
        key="0123456789abcdef0123456789abcdef",
        name="Lee Lead",
        address="lee.lead@example.org",
        subject="Changes needed: Parks – “gardens” (EIA-2026-001)",
        text="Hello Lee Lead,\n\nEli asks for changes.\n",
        html="<!DOCTYPE html>\n<p>Hello Lee Lead</p>\n",
    )
