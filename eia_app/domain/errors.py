"""Errors with a text that a person may read. One place in web/ turns them into pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class EiaError(Exception):
    """Base of all refusals; the text is one plain sentence."""


class Denied(EiaError):
    """This person may not do this: 403, or 404 where even existence is private."""


class NotFound(EiaError):
    """The thing does not exist, or this person may not know of it: 404."""


class NotAllowed(EiaError):
    """The assessment is not in a state in which this can be done: 409."""


class NotReady(EiaError):
    """Something must be completed first; `missing` says what: 422."""

    def __init__(self, message: str, missing: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.missing = tuple(missing)


@dataclass(frozen=True)
class Clash:
    """A question that two people answered at once, with both answers."""

    question: str
    theirs: Any
    yours: Any


class Stale(EiaError):
    """Somebody else saved first: 409, with both texts shown and neither lost."""

    def __init__(
        self,
        message: str = "Someone else saved this while you were writing.",
        *,
        clashes: Sequence[Clash] = (),
        revision: int = 0,
        saved_by: str = "",
    ) -> None:
        super().__init__(message)
        self.clashes = tuple(clashes)
        self.revision = revision
        self.saved_by = saved_by


class BadDefinition(EiaError):
    """A folder of forms has faults; `faults` lists every one, with its file and id."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class EditionChanged(EiaError):
    """An edition that is in use differs from the files on disk."""


class BadFile(EiaError):
    """A file offered for import cannot be used; the text says why."""


class Unfit(EiaError):
    """A file that may not be attached; the text says why, and what to do: 422."""


class Unreadable(EiaError):
    """The entry for the event log would not be readable later: 422."""


class LogBroken(EiaError):
    """An entry of the event log was altered or removed; the text says which."""


class QueueFull(EiaError):
    """Too much is waiting to be made already; the text says what to do: 503."""


class LinkExpired(EiaError):
    """A set-password link is used, too old or not ours."""


class Invalid(EiaError):
    """Values that the form would have refused; `errors` maps field to message."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)
