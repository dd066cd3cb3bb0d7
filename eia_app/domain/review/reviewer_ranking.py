"""The order in which champions are suggested for a review: those who are free, least busy first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

SAME_SERVICE = "You work in the same service."
# What a champion is told of a conflict (see `review.conflict`), as others are told of it.
OF_OTHERS: Mapping[str, str] = {
    "You work on this assessment.": "Works on this assessment",
    "You said that you should not review this assessment.": "Stood aside",
    SAME_SERVICE: "Works in the same service",
}


@dataclass(frozen=True)
class Candidate:
    """A champion who could be asked to review one assessment.

    `conflict` is why they may not review it; `load` is how many opinions they owe on others.
    """

    person_id: UUID
    name: str
    service: str
    load: int
    conflict: str | None = None
    same_service: bool = False

    @property
    def reasons(self) -> list[str]:
        """Return the reasons for their place in the order, in words."""
        load = f"Reviews {self.load} now" if self.load else "Reviews nothing now"
        return [load, self._standing]

    @property
    def _standing(self) -> str:
        if self.conflict:
            return OF_OTHERS[self.conflict]
        if self.same_service:
            return "Works in the same service, which was accepted"
        return f"Works in {self.service}" if self.service else "Their service is not recorded"

    @property
    def may_be_excepted(self) -> bool:
        """Return whether being of the same service is their only conflict."""
        return self.conflict == SAME_SERVICE


def rank_candidates(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the best first: no conflict, of another service, with the least to do, by name."""
    return sorted(
        candidates,
        key=lambda candidate: (
            candidate.conflict is not None,
            not candidate.may_be_excepted,
            candidate.same_service,
            candidate.load,
            candidate.name.casefold(),
            str(candidate.person_id),
        ),
    )
