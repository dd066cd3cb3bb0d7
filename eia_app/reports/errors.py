"""The errors of making a document."""

from __future__ import annotations

from collections.abc import Sequence

from eia_app.domain.errors import EiaError


class ReportFailed(EiaError):
    """The document could not be made, or did not pass its check; `faults` has the reasons."""

    def __init__(self, message: str, faults: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


class RenderingStopped(ReportFailed):
    """The process was stopped from outside, or took too long: a second try may succeed."""
