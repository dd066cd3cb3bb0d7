"""The chain of the event log: each event carries the hash of the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

BEGINNING = "0" * 64  # what the first event carries


def digest(prior: str, event: Mapping[str, Any]) -> str:
    """The SHA-256 of an event and of the one before it.

    `event` holds `assessment_id`, `version`, `action`, `state`, `by_id`, `at` (a moment with its
    zone), `note` and `detail` (plain JSON).
    """
    at: datetime = event["at"]
    written = {key: str(event[key]) for key in ("assessment_id", "action", "state", "by_id")}
    whole = {
        **written,
        "prior": prior,
        "version": event["version"],
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "note": event["note"],
        "detail": event["detail"],
    }
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
