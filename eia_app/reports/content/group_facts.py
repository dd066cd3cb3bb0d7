"""A group, and what a record says of the effect on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from eia_app.reports.content.snapshot_reader import Json

SQUARES = 3  # that are drawn beside how serious an effect is


@dataclass(frozen=True)
class GroupFacts:
    """A group, the effect on it, and what was answered about it. Levels are words, or "".

    `order` is its place in the questionnaire.
    """

    id: str
    title: str
    people: str
    law: str
    is_local: bool
    order: int
    is_worse: bool = False
    is_better: bool = False
    is_unknown: bool = False
    is_same: bool = False
    severity: str = ""
    likelihood: str = ""
    seriousness: float = 0
    loss: str = ""
    residual: str = ""
    explanation: str = ""
    cited: tuple[str, ...] = ()
    questions: tuple[Json, ...] = field(default=(), repr=False)

    @property
    def squares(self) -> int:
        return round(SQUARES * self.seriousness)

    @property
    def is_severe(self) -> bool:
        return self.seriousness == 1

    @property
    def gravity(self) -> str:
        """Return in words the severity, the likelihood, the effect left, and whether some gain."""
        words = [self.severity or "seriousness not given"]
        words += [f"likelihood {self.likelihood.lower()}"] if self.likelihood else []
        words += [f"left after actions: {self.residual.lower()}"] if self.residual else []
        return ", ".join(words) + ("; some better off" if self.is_better else "")
