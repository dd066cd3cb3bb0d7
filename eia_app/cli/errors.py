"""Foreseen errors as one sentence for the person who typed the command."""

from __future__ import annotations

import click

from eia_app.domain.errors import BadDefinition, EiaError, NotReady
from eia_app.storage import errors


def one_sentence(error: Exception) -> str | None:
    """Return the sentence, or None for an unforeseen error, which needs its traceback."""
    if isinstance(error, click.exceptions.Abort):
        return "Stopped: nothing was changed."
    if isinstance(error, click.ClickException):
        return _with_full_stop(error.format_message().replace("\n", " "))
    if isinstance(error, BadDefinition):
        return _fault_of_forms(error)
    if isinstance(error, NotReady) and error.missing:
        return f"{error} ({'; '.join(error.missing)})"
    if isinstance(error, EiaError):
        return _with_full_stop(str(error))
    return errors.in_words(error) or _system_error(error)


def _fault_of_forms(error: BadDefinition) -> str:
    if len(error.faults) == 1:
        return f"The forms have a fault: {_with_full_stop(error.faults[0])}"
    return f"The forms have {len(error.faults)} faults: see them all with eia check-forms."


def _system_error(error: Exception) -> str | None:
    if not isinstance(error, OSError):
        return None
    file_name = f"{error.filename}: " if error.filename else ""
    return _with_full_stop(f"{file_name}{error.strerror or error}")


def _with_full_stop(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
