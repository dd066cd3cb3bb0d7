"""Writes the record as JSON for other systems. The schema is static/schemas/eia-report-1.json."""

from __future__ import annotations

import json
from typing import Any

from eia_app.domain.snapshot import snapshot
from eia_app.reports.content import title_block
from eia_app.reports.content.redaction import public
from eia_app.reports.content.snapshot_reader import Json, SnapshotReader
from eia_app.reports.content.status import Outcome, ReportStatus, ReviewRound, SignOff

FORMAT = "eia-report/1"


def render(record: Json, status: ReportStatus) -> str:
    """Return the record as it may be published, its status, and the hashes that prove it.

    `sha256` is of the whole record, as it was signed and as the PDF prints it. `sha256_here` is of
    `record` in this file: the same, unless names are withheld. Both are of the canonical text:
    sorted keys, no spaces, UTF-8.
    """
    here = public(record)
    content = {
        "format": FORMAT,
        "sha256": snapshot.sha256(snapshot.canonical(record)),
        "sha256_here": snapshot.sha256(snapshot.canonical(here)),
        "standing": {
            "state": status.state.value,
            "words": title_block.status_words(SnapshotReader(record), status),
            "is_draft": status.is_draft,
            "signed": _signed(status.signed),
            "decision": _decided(status.decision),
            "review": [_round(round_) for round_ in status.rounds],
        },
        "record": here,
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _signed(signed: SignOff | None) -> dict[str, Any] | None:
    if signed is None:
        return None
    return {"by": signed.by, "on": signed.on.isoformat(), "declaration": signed.declaration}


def _decided(decision: Outcome | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    return {
        "body": decision.body,
        "on": decision.on.isoformat() if decision.on else None,
        "outcome": decision.outcome,
        "minute": decision.minute,
    }


def _round(round_: ReviewRound) -> dict[str, Any]:
    """Return the end of a round of review; without an outcome while it is open."""
    return {
        "number": round_.number,
        "outcome": round_.outcome or None,
        "closed_on": round_.closed_on.isoformat() if round_.closed_on else None,
        "opinions": list(round_.opinions),
        "quorum": round_.quorum,
        "note": round_.note,
        "conditions": [
            {"text": condition.text, "owner": condition.owner, "due": condition.due.isoformat()}
            for condition in round_.conditions
        ],
    }
