"""Every error that can be foreseen, as one sentence for whoever typed the command."""

from __future__ import annotations

import click

from eia_app.domain.errors import BadDefinition, EiaError, NotReady
from eia_app.storage import errors


def in_a_sentence(error: Exception) -> str | None:
    """The sentence, or None for an error that nobody foresaw: that one needs its traceback."""
    if isinstance(error, click.exceptions.Abort):
        return "Stopped: nothing was changed."
    if isinstance(error, click.ClickException):
        return _ended(error.format_message().replace("\n", " "))
    if isinstance(error, BadDefinition):
        return _of_forms(error)
    if isinstance(error, NotReady) and error.missing:
        return f"{error} ({'; '.join(error.missing)})"
    if isinstance(error, EiaError):
        return _ended(str(error))
    return errors.in_words(error) or _of_the_system(error)


def _of_forms(error: BadDefinition) -> str:
    if len(error.faults) == 1:
        return f"The forms have a fault: {_ended(error.faults[0])}"
    return f"The forms have {len(error.faults)} faults: see them all with eia check-forms."


def _of_the_system(error: Exception) -> str | None:
    if not isinstance(error, OSError):
        return None
    about = f"{error.filename}: " if error.filename else ""
    return _ended(f"{about}{error.strerror or error}")


def _ended(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
