"""What the attacks came to, in words for people (Markdown)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.attack.target import Outcome


@dataclass(frozen=True)
class Result:
    """One attack and what it came to."""

    name: str
    what: str
    database: str
    seconds: float
    outcome: Outcome


def written(results: Sequence[Result], machine: dict[str, str]) -> str:
    """The whole as Markdown."""
    faults = [each for each in results if each.outcome.faults]
    return "\n".join(
        [
            "# What the attacks came to",
            "",
            f"{len(results)} attacks, {len(faults)} with faults.",
            "",
            *(f"- {name}: {fact}" for name, fact in machine.items()),
            "",
            "| Attack | What it does | Database | Seconds | Counted | Faults |",
            "|---|---|---|---:|---|---:|",
            *map(_row, results),
            "",
            *(line for each in faults for line in _faults(each)),
        ]
    )


def _row(found: Result) -> str:
    counted = "; ".join(f"{name}: {count}" for name, count in found.outcome.counted.items())
    return (
        f"| {found.name} | {found.what} | {found.database} | {found.seconds:.0f} | {counted}"
        f" | {len(found.outcome.faults)} |"
    )


def _faults(found: Result) -> list[str]:
    return [
        f"## {found.name}, {found.database}",
        "",
        *(f"- `{fault}`" for fault in found.outcome.faults),
        "",
    ]
