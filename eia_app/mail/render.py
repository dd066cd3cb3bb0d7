"""Writes a letter from what somebody is to be told: plain text, and the same in HTML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from eia_app import resources
from eia_app.domain.notifications.kinds import DigestEmail, DigestEntry
from eia_app.domain.notifications.messages import headline, one_line, path_of, sentence
from eia_app.domain.questionnaire.council import Council
from eia_app.mail.base import Email


@dataclass(frozen=True)
class EmailRenderer:
    """Writes for one council, whose service people reach at `base_url`."""

    council: Council
    base_url: str

    def write(self, parcel: DigestEmail) -> Email:
        """Return a digest as a mail. One notice has its own subject; several share one."""
        entries = [self._line(entry) for entry in parcel.entries]
        subject = entries[0]["headline"]
        if len(entries) > 1:
            subject = f"{len(entries)} things for you in {self.council.service_name}"
        name = one_line(parcel.name)
        words = {
            "name": name,
            "council": self.council,
            "subject": subject,
            "entries": entries,
            "for_you": self._address("for-you/"),
            "settings": self._address("for-you/settings"),
        }
        return Email(
            key=parcel.key,
            name=name,
            address=parcel.address,
            subject=subject,
            text=self._pages.get_template("letter.txt").render(words),
            html=self._pages.get_template("letter.html").render(words),
        )

    def _line(self, entry: DigestEntry) -> dict[str, str]:
        path = path_of(entry)
        return {
            "headline": headline(entry),
            "sentence": sentence(entry, self.council),
            "link": self._address(path) if path else "",
        }

    def _address(self, path: str) -> str:
        return f"{self.base_url.rstrip('/')}/{path}"

    @cached_property
    def _pages(self) -> Environment:
        return Environment(
            loader=FileSystemLoader(resources.templates() / "mail"),
            autoescape=select_autoescape(["html"]),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=StrictUndefined,
        )
