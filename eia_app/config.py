"""Settings, read once from the environment. Every setting is in the README's table (tested)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from eia_app.domain.errors import EiaError
from eia_app import resources

PREFIX = "EIA_"


class BadSetting(EiaError):
    """A setting is missing or cannot be read; the text says which and how to set it."""


def _setting(default: Any, what: str) -> Any:
    """A field of Settings; `what` says in the README what it is for."""
    return field(default=default, metadata={"what": what})


@dataclass(frozen=True)
class Settings:
    """Each field is the environment variable EIA_ and its name in capitals."""

    database_url: str = _setting(
        "sqlite:///var/eia.sqlite", "Where the data is: an SQLite or PostgreSQL address"
    )
    secret_key: str = _setting(
        "", "Signs sessions and forms: 32 characters or more; required outside demonstration mode"
    )
    council: str = _setting("hart", "Which profile in councils/ this service is for")
    forms_dir: Path = _setting(Path(), "A folder of your own editions and councils")
    demonstration: bool = _setting(False, "1 to offer sign-in as fictional people; never for real")
    session_minutes: int = _setting(60, "Minutes without activity until a person is signed out")
    host: str = _setting("127.0.0.1", "The address that eia serve listens on")
    port: int = _setting(8000, "The port that eia serve listens on")
    workers: int = _setting(2, "How many processes eia serve starts")
    threads: int = _setting(4, "How many requests each process handles at a time")
    secure_cookies: bool = _setting(
        True, "0 only when people reach the service without HTTPS, as in a demonstration"
    )
    behind_proxy: bool = _setting(False, "1 when a reverse proxy sets X-Forwarded-For and -Proto")
    rate_limit_storage: str = _setting(
        "memory://", "Where sign-in attempts are counted; each process counts alone in memory"
    )


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises BadSetting for one that cannot be read, or no secret key."""
    given: dict[str, Any] = {}
    for each in fields(Settings):
        name = PREFIX + each.name.upper()
        raw = environment.get(name, "").strip()
        if raw:
            given[each.name] = _read(name, raw, type(each.default))
    if given.get("demonstration"):
        given.setdefault("secure_cookies", False)
    settings = Settings(**{"forms_dir": resources.forms(), **given})
    return settings


def check_for_serving(settings: Settings) -> None:
    """Raises BadSetting when the service may not be offered to people with these settings."""
    if settings.demonstration:
        return
    if len(settings.secret_key) < 32:
        raise BadSetting(
            "Set EIA_SECRET_KEY to 32 or more random characters, for example the output of"
            " python3 -c 'import secrets; print(secrets.token_hex(32))'."
        )


def _read(name: str, raw: str, kind: type) -> Any:
    readers: dict[type, Callable[[str], Any]] = {bool: _flag, int: int, str: str}
    try:
        return readers.get(kind, Path)(raw)
    except ValueError:
        words = {bool: "1 or 0", int: "a whole number"}
        raise BadSetting(f"{name} must be {words.get(kind, 'a path')}; it is “{raw}”.") from None


def _flag(raw: str) -> bool:
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError(raw)
