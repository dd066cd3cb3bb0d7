"""A letter, and what may become of it: the small interface that every driver has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from eia_app.domain.errors import EiaError


@dataclass(frozen=True)
class Email:
    """Ready to be sent. The key is the same whenever the same letter is sent again."""

    key: str
    name: str
    address: str
    subject: str
    text: str
    html: str


class BadMailSettings(EiaError):
    """Letters cannot be sent with these settings; the text says which, and how to set them."""


class PermanentFailure(EiaError):
    """This letter will never be taken; the text says why."""


class TransientFailure(EiaError):
    """The letter cannot be taken now; the text says why."""


class Unavailable(TransientFailure):
    """No letter can be taken now, whatever it says; the text says why."""


class MailSender(Protocol):
    def send(self, letter: Email) -> None:
        """Hand a letter over. Raise PermanentFailure, TransientFailure or Unavailable."""
