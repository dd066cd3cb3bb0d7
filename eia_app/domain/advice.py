"""Checks that only advise: one that fails is left out, and no page fails because of it."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterable
from typing import TypeVar

LOG = logging.getLogger(__name__)
T = TypeVar("T")


class CheckFailed(RuntimeWarning):
    """A check was left out because it failed. In tests, where warnings are errors, it is raised."""


def noticed(name: str, check: Callable[[], Iterable[T]]) -> list[T]:
    """Return all that a check notices; nothing where it fails, which is logged with its cause."""
    try:
        return list(check())
    except Exception as error:
        LOG.exception("The check “%s” failed: it was left out of the page or document.", name)
        warnings.warn(f"the check “{name}” failed: {error!r}", CheckFailed, stacklevel=2)
        return []
