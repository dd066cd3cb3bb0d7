"""Words that the program gives to editions."""

from __future__ import annotations

from enum import StrEnum


class FromState(StrEnum):
    """States from which on a question is asked."""

    SIGNED = "signed"  # once the assessment is signed off


class Aim(StrEnum):
    """The three aims of section 149(1) of the Equality Act 2010."""

    ELIMINATE = "eliminate"
    ADVANCE = "advance"
    FOSTER = "foster"
