"""The status of an assessment: the facts that a report needs besides its snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from eia_app.domain.workflow.states import State

SHORT_HASH = 10  # characters of the snapshot's hash that are printed on every page

STATUS_LABELS = {
    State.DRAFT: "Draft",
    State.IN_REVIEW: "In review",
    State.CHANGES_REQUESTED: "Changes requested",
    State.AWAITING_SIGN_OFF: "Awaiting sign-off",
    State.SIGNED_OFF: "Signed off",
    State.DECIDED: "Signed off and decided",
    State.CLOSED: "Signed off, decided and closed",
    State.WITHDRAWN: "Withdrawn",
}
DRAFT = "DRAFT: not signed off"
EXAMPLE = "MADE-UP EXAMPLE: the council, its people and its figures do not exist"


@dataclass(frozen=True)
class SignOff:
    """The declaration over one snapshot. `by` is a role, or a name where the council says so."""

    by: str
    on: date
    declaration: str


@dataclass(frozen=True)
class Outcome:
    """The decision, and by which body."""

    body: str
    on: date | None
    outcome: str
    minute: str = ""


@dataclass(frozen=True)
class ReviewCondition:
    """A condition under which the review group agreed."""

    text: str
    owner: str
    due: date


@dataclass(frozen=True)
class ReviewRound:
    """One round of review: how it ended, and what was recommended in each opinion given.

    `outcome` is a value of Outcome (domain.review.review), or "" while the round is open;
    `opinions` are values of Recommendation. `open_findings` of the coach had no answer when it
    began.
    """

    number: int
    quorum: int
    outcome: str = ""
    closed_on: date | None = None
    opinions: tuple[str, ...] = ()
    note: str = ""
    conditions: tuple[ReviewCondition, ...] = ()
    open_findings: int = 0


@dataclass(frozen=True)
class ReportStatus:
    """`sha256` is the hash of the snapshot, or None for one that was never stored.

    `base_url` is the address of the service, if that is known. The worked example of the guide
    is of no council, and nobody can sign it.
    """

    state: State
    sha256: str | None = None
    signed: SignOff | None = None
    decision: Outcome | None = None
    base_url: str = ""
    is_example: bool = False
    rounds: tuple[ReviewRound, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Return whether it is not signed off, which every page says."""
        return self.signed is None

    @property
    def mark(self) -> str:
        """Return the words on every page of a document not for council papers; "" for others."""
        if self.is_example:
            return EXAMPLE
        return DRAFT if self.is_draft else ""

    @property
    def words(self) -> str:
        if self.is_example:
            return "A made-up example, to learn from"
        if self.is_draft and self.state is not State.DRAFT:
            return f"Draft, not signed off: {STATUS_LABELS[self.state].lower()}"
        return "Draft, not signed off" if self.is_draft else STATUS_LABELS[self.state]

    @property
    def check_at(self) -> str:
        """Return the address at which anybody can check the signed-off version, or ""."""
        known = self.base_url and self.signed and self.short_hash
        return f"{self.base_url.rstrip('/')}/verify/{self.short_hash}" if known else ""

    @property
    def short_hash(self) -> str:
        return (self.sha256 or "")[:SHORT_HASH]


def credit(person: Mapping[str, str], *, named: bool) -> str:
    """Return a person as a report may show them: by role, and by name where `named`."""
    shown = ("name", "job_title", "expertise") if named else ("job_title", "expertise")
    return ", ".join(person[key] for key in shown if person.get(key)) or "Role not given"
