"""Settings, read once from the environment. Every setting is in `cli/README.md` (`make docs`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from eia_app import resources
from eia_app.domain.errors import EiaError

PREFIX = "EIA_"
SCANNER = re.compile(r"/.+|(?:\[[0-9a-fA-F:]+\]|[\w.-]+):(?P<port>\d{1,5})")


class BadSetting(EiaError):
    """A setting is missing or cannot be read; the text says which and how to set it."""


@dataclass(frozen=True)
class Settings:
    """Settings by field: the environment variable is EIA_ and the name in capitals."""

    database_url: str = "sqlite:///var/eia.sqlite"
    secret_key: str = ""
    council: str = "hart"
    forms_dir: Path = Path()
    demonstration: bool = False
    session_minutes: int = 60
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    threads: int = 2
    secure_cookies: bool = True
    behind_proxy: bool = False
    rate_limit_storage: str = "memory://"
    base_url: str = ""
    mail_url: str = ""
    mail_from: str = ""
    notify_api_key: str = ""
    notify_template: str = ""
    digest_hour: int = 8
    largest_file_mb: int = 10
    clamd: str = ""


WHAT_FOR = {
    "database_url": "Where the data is: an SQLite or PostgreSQL address",
    "secret_key": "Signs sessions and forms: 32 characters or more; no default",
    "council": "Which profile in councils/ this service is for",
    "forms_dir": "A folder of your own editions and councils, instead of ours",
    "demonstration": "1 to offer sign-in as fictional people; never for real",
    "session_minutes": "Minutes without activity until a person is signed out",
    "host": "The address that eia serve listens on",
    "port": "The port that eia serve listens on",
    "workers": "How many processes eia serve starts",
    "threads": "How many requests each process handles at a time",
    "secure_cookies": "0 only where people reach the service without HTTPS, as in a demonstration",
    "behind_proxy": "1 when a reverse proxy sets X-Forwarded-For and X-Forwarded-Proto",
    "rate_limit_storage": "Where looks at /verify are counted; in memory each process counts alone",
    "base_url": "The address at which people reach the service: for links in emails and on paper",
    "mail_url": "The mail server, such as smtp+starttls://user:password@mail.example.org:587",
    "mail_from": "The address that emails come from, such as Equality team <eia@example.org>",
    "notify_api_key": "An API key of GOV.UK Notify, to send through it and no mail server",
    "notify_template": "The id of the template in GOV.UK Notify",
    "digest_hour": "The hour, in London, at which the day’s emails are made up: 0 to 23",
    "largest_file_mb": "The largest file that can be attached, in MB: 1 to 50",
    "clamd": "The virus scanner for attached files: clamd’s host:port, or the path of its socket",
}


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Return the settings. Raise BadSetting for one that cannot be read."""
    values: dict[str, Any] = {}
    for field in fields(Settings):
        name = PREFIX + field.name.upper()
        raw = environment.get(name, "").strip()
        if raw:
            values[field.name] = _read(name, raw, type(field.default))
    if values.get("demonstration"):
        values.setdefault("secure_cookies", False)
    _check(values)
    return Settings(**{"forms_dir": resources.forms(), **values})


def check_for_serving(settings: Settings) -> None:
    """Raise BadSetting if the service may not be offered to people with these settings."""
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


def _check(values: Mapping[str, Any]) -> None:
    address = values.get("base_url", "")
    if address and not re.match(r"https?://[^/\s?#]+/?\Z", address):
        raise BadSetting(
            f"EIA_BASE_URL must be an address such as https://eia.example.org; it is “{address}”."
        )
    if values.get("digest_hour", 0) not in range(24):
        raise BadSetting(f"EIA_DIGEST_HOUR must be 0 to 23; it is “{values['digest_hour']}”.")
    if values.get("largest_file_mb", 1) not in range(1, 51):
        largest = values["largest_file_mb"]
        raise BadSetting(f"EIA_LARGEST_FILE_MB must be 1 to 50; it is “{largest}”.")
    scanner = values.get("clamd", "")
    match = SCANNER.fullmatch(scanner)
    if scanner and not (match and int(match["port"] or 1) in range(1, 65_536)):
        raise BadSetting(
            "EIA_CLAMD must be a host and port such as 127.0.0.1:3310, or the path of a socket such"
            f" as /run/clamav/clamd.ctl; it is “{scanner}”."
        )


def _flag(raw: str) -> bool:
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError(raw)
