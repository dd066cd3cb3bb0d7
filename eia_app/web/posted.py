"""What was posted, as pairs to show again or to keep: never the token, never a password."""

from __future__ import annotations

from flask import request

SECRET = frozenset({"csrf_token", "password", "then"})

CARRIED = "kept:"  # the prefix of a field that is carried through signing in


def posted_fields() -> list[tuple[str, str]]:
    """Every posted field in order, several values of one name as several pairs."""
    return [
        (name, value)
        for name, values in request.form.lists()
        if name not in SECRET
        for value in values
    ]


def typed() -> list[str]:
    """What somebody wrote into the form that they sent, to give back on an error page."""
    technical = {"seen", "token", "snapshot", "next", "kept_path", "email"}
    named = [(name.removeprefix(CARRIED), value) for name, value in posted_fields()]
    return [value for name, value in named if name not in technical and value.strip()]
