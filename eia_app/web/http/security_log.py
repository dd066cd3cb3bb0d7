"""The security log, with what a request knows: from where it came, and who is signed in."""

from __future__ import annotations

from flask import g, request

from eia_app.services.people.security_log import Fact, SecurityEvent, named, record

__all__ = ["SecurityEvent", "named", "note", "record_request", "write_noted"]


def record_request(event: SecurityEvent, **facts: Fact) -> None:
    """Write at once what this request did or tried, whether or not it saves anything."""
    person = named(g.get("person"))
    record(event, **{"person": person, "address": request.remote_addr, **facts})


def note(event: SecurityEvent, **facts: Fact) -> None:
    """Write an event once the change that it tells of is saved."""
    person = named(g.get("person"))
    g.setdefault("noted", []).append(
        (event, {"person": person, "address": request.remote_addr, **facts})
    )


def write_noted() -> None:
    """Write the events that were noted: their change has been saved."""
    for event, facts in g.pop("noted", []):
        record(event, **facts)
