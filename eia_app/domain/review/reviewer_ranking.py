"""Which champions to ask for a review: those who are free to give it and have least to do."""

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
    """A champion as the equality lead weighs them for one assessment.

    `conflict` is why they may not review it; `load` how many opinions they owe on others.
    """

    person_id: UUID
    name: str
    service: str
    load: int
    conflict: str | None = None
    same_service: bool = False

    @property
    def reasons(self) -> list[str]:
        """Why they stand where they do, in words."""
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
        """Whether being of the same service is all that is in the way."""
        return self.conflict == SAME_SERVICE


def suggested(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The best first: without a conflict, of another service, with the least to do, by name."""
    return sorted(
        candidates,
        key=lambda each: (
            each.conflict is not None,
            not each.may_be_excepted,
            each.same_service,
            each.load,
            each.name.casefold(),
            str(each.person_id),
        ),
    )
