"""The settings, forms and database of a command."""

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
from eia_app.storage.engine import Sessions, open_engine
from eia_app.storage.forms.folder import Forms

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass
class CommandContext:
    """Settings, forms and sessions, opened when a command first needs them."""

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
        """Return a session that commits at the end, or rolls back after an exception."""
        return self.sessions.to_write.begin()

    def close(self) -> None:
        """Close every connection."""
        if "sessions" in self.__dict__:
            self.sessions.engine.dispose()


@contextmanager
def command_context() -> Iterator[CommandContext]:
    """Yield the context of the environment’s settings, and close it. Raise BadSetting."""
    place = CommandContext(settings_from(os.environ))
    try:
        yield place
    finally:
        place.close()


def system_user() -> str:
    """Return the user of the operating system, with the one who became root with sudo."""
    try:
        user = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        user = f"user {os.getuid()}"
    sudo_user = os.environ.get("SUDO_USER", "")
    return f"{user} ({sudo_user})" if sudo_user and os.getuid() == 0 else user


def now() -> datetime:
    return datetime.now(UTC)
