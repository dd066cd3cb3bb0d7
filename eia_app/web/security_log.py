"""The security log, with what a request knows: from where it came, and who is signed in."""

from __future__ import annotations

from flask import g, request

from eia_app.services.security_log import Fact, SecurityEvent, named, record

__all__ = ["SecurityEvent", "named", "note", "record_request", "write_noted"]


def record_request(event: SecurityEvent, **facts: Fact) -> None:
    """Write that this request did something, or tried to, whether or not it saves anything."""
    person = named(g.get("person"))
    record(event, **{"person": person, "address": request.remote_addr, **facts})


def note(event: SecurityEvent, **facts: Fact) -> None:
    """Write it once the change that it tells of is saved."""
    person = named(g.get("person"))
    g.setdefault("noted", []).append(
        (event, {"person": person, "address": request.remote_addr, **facts})
    )


def write_noted() -> None:
    """Write what was noted: it has been saved now."""
    for event, facts in g.pop("noted", []):
        record(event, **facts)
