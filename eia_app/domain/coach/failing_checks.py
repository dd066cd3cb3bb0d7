"""Run checks that only advise: one that raises is left out, and the page is still shown."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterable
from typing import TypeVar

LOG = logging.getLogger(__name__)
T = TypeVar("T")


class CheckFailed(RuntimeWarning):
    """Warning that a check was left out because it raised: an error in tests."""


def run_check(name: str, check: Callable[[], Iterable[T]]) -> list[T]:
    """Return the results of a check, or none if it raises, which is logged with its cause."""
    try:
        return list(check())
    except Exception as error:
        LOG.exception("The check “%s” failed: it was left out of the page or document.", name)
        warnings.warn(f"the check “{name}” failed: {error!r}", CheckFailed, stacklevel=2)
        return []
