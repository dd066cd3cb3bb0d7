"""Rules of a report pack: up to twelve signed-off assessments for one meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from eia_app.domain.errors import Invalid, NotAllowed
from eia_app.domain.workflow.states import SIGNED, State

MOST = 12  # assessments: more than a meeting can weigh, and what one file holds with ease
NONE = "Select the assessments for the pack"
TOO_MANY = f"Select {MOST} assessments or fewer: for more, make a second pack"


class PackMember(Protocol):
    """An assessment, as far as these rules need it."""

    @property
    def reference(self) -> str: ...
    @property
    def state(self) -> State: ...
    @property
    def version(self) -> int: ...


def check_number(chosen: int) -> None:
    """Raise Invalid for no assessment, and for more than a pack may hold."""
    if not 0 < chosen <= MOST:
        raise Invalid({"assessments": TOO_MANY if chosen else NONE})


def check_signed(members: Sequence[tuple[PackMember, int]]) -> None:
    """Raise NotAllowed unless each is signed off, in the version that was chosen."""
    for member, version in members:
        if member.state not in SIGNED:
            raise NotAllowed(f"{member.reference} is not signed off, so it cannot be in a pack.")
        if member.version != version:
            raise NotAllowed(
                f"{member.reference} was signed off again, as version {member.version}, since this"
                " pack was put together. Make a new pack."
            )
