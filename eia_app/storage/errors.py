"""Faults of the database, each in one sentence for the operators of the service."""

from __future__ import annotations

from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    InvalidRequestError,
    NoSuchModuleError,
    SQLAlchemyError,
)

NO_TABLE = ("no such table", "no such column", "undefinedtable", "undefinedcolumn")
LOCKED = ("database is locked", "lock timeout")


def in_words(error: BaseException) -> str | None:
    """The sentence for an error of the database; None for an error of another kind."""
    if isinstance(error, NoSuchModuleError | ModuleNotFoundError):
        return "EIA_DATABASE_URL must begin with sqlite:// or postgresql+psycopg://."
    if isinstance(error, ArgumentError):
        return "EIA_DATABASE_URL cannot be read as the address of a database."
    if isinstance(error, DBAPIError) and error.orig is not None:
        return _of_the_driver(error.orig)
    if isinstance(error, SQLAlchemyError) and not isinstance(error, InvalidRequestError):
        return f"The database refused: {_first_line(error)}."
    return None


def _of_the_driver(error: BaseException) -> str:
    text = f"{type(error).__name__} {error}".lower()
    if any(words in text for words in NO_TABLE):
        return "The database is not up to date: run eia migrate first."
    if any(words in text for words in LOCKED):
        return "Another program is writing to the database: try again in a moment."
    return f"The database cannot be used: {_first_line(error)}."


def _first_line(error: BaseException) -> str:
    """Return the first line of the driver's message, without its full stop."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].strip().rstrip(".")
