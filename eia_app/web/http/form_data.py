"""Posted fields, as pairs to show again or to keep: never the token, never a password."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request

SEEN = "!"  # the button’s value is what was wished for, this, and the mark of what was seen

CONFIRMS = "confirm_password"  # the field of the page that asks for the password again
WRITER = "writer"  # the field that says for whom a page was drawn: see writer.py
SECRET = frozenset({"csrf_token", "password", "then", "present", "code", CONFIRMS, WRITER})

TECHNICAL = frozenset(
    {"seen", "sure", "edition", "token", "snapshot", "next", "kept_path", "email", "row"}
)
CARRIED = "kept:"  # the prefix of a field that is carried through signing in


def posted_fields() -> list[tuple[str, str]]:
    """Return every posted field in order, several values of one name as several pairs."""
    return [
        (name, value)
        for name, values in request.form.lists()
        if name not in SECRET
        for value in values
    ]


def typed() -> list[str]:
    """Return what somebody wrote into the form that they sent, to give back on an error page."""
    return worth_showing(posted_fields())


def worth_showing(fields: Iterable[tuple[str, str]]) -> list[str]:
    """Return the values of a page's fields that a person wrote or chose."""
    named = [(name.removeprefix(CARRIED), value) for name, value in fields]
    return [
        value
        for name, value in named
        if name.rpartition(".")[2] not in TECHNICAL and value.strip()  # “<row id>.seen” too
    ]


def requested_next() -> str:
    """Return what the pressed button asks for, such as “next”, “later” or “cite:…”."""
    return request.form.get("then", "").partition(SEEN)[0] or "next"
