"""The hash chain of the event log: each event carries the hash of the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

BEGINNING = "0" * 64  # what the first event carries


def digest(prior: str, event: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an event together with the hash of the one before it.

    `event` holds ids, words, numbers, moments with their zone, and plain JSON. The names of its
    fields tell an event of an assessment from one of a person.
    """
    whole = {**{name: _plain(value) for name, value in event.items()}, "prior": prior}
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
