"""What commands work with: the settings, the forms and the database."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from eia_app.config import Settings, settings_from
from eia_app.storage.editions import Forms
from eia_app.storage.engine import Sessions, open_engine

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass
class Workplace:
    """Opened when a command first needs it."""

    settings: Settings

    @cached_property
    def forms(self) -> Forms:
        return Forms(self.settings.forms_dir, self.settings.council)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(open_engine(self.settings.database_url))

    def reading(self) -> AbstractContextManager[Session]:
        return self.sessions.to_read()

    def writing(self) -> AbstractContextManager[Session]:
        """Committed at the end; nothing is kept when something goes wrong."""
        return self.sessions.to_write.begin()

    def close(self) -> None:
        """Let go of every connection."""
        if "sessions" in self.__dict__:
            self.sessions.engine.dispose()


@contextmanager
def workplace() -> Iterator[Workplace]:
    """The place that the environment describes; left tidy. Raises BadSetting."""
    place = Workplace(settings_from(os.environ))
    try:
        yield place
    finally:
        place.close()


def system_user() -> str:
    """Who runs this command, as the operating system knows them; and who became them with sudo."""
    try:
        user = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        user = f"user {os.getuid()}"
    before = os.environ.get("SUDO_USER", "")
    return f"{user} ({before})" if before and os.getuid() == 0 else user


def now() -> datetime:
    return datetime.now(UTC)
