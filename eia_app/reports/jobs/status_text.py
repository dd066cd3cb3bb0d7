"""The status of a report as text: for the queue, the process that renders, and names of files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from eia_app.domain.workflow.states import State
from eia_app.reports.content.status import (
    Outcome,
    ReportStatus,
    ReviewCondition,
    ReviewRound,
    SignOff,
)

SELDOM = {"base_url", "is_example", "rounds"}


def status_to_text(status: ReportStatus) -> str:
    """Return canonical JSON. Fields that are seldom set are left out where they are not, so that
    files which were rendered before these fields existed keep their names.
    """
    values = {key: value for key, value in asdict(status).items() if key not in SELDOM or value}
    return json.dumps(values, sort_keys=True, default=date.isoformat)


def status_from_text(text: str) -> ReportStatus:
    """Return what `status_to_text` wrote."""
    raw = json.loads(text)
    signed, decision = raw["signed"], raw["decision"]
    return ReportStatus(
        state=State(raw["state"]),
        sha256=raw["sha256"],
        signed=SignOff(**{**signed, "on": date.fromisoformat(signed["on"])}) if signed else None,
        decision=Outcome(**{**decision, "on": _day(decision["on"])}) if decision else None,
        base_url=raw.get("base_url", ""),
        is_example=raw.get("is_example", False),
        rounds=tuple(map(_round, raw.get("rounds", ()))),
    )


def _round(raw: Mapping[str, Any]) -> ReviewRound:
    conditions = tuple(
        ReviewCondition(**{**condition, "due": date.fromisoformat(condition["due"])})
        for condition in raw["conditions"]
    )
    changed = {
        "closed_on": _day(raw["closed_on"]),
        "opinions": tuple(raw["opinions"]),
        "conditions": conditions,
    }
    return ReviewRound(**{**raw, **changed})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
