"""The database session of a request: one that reads, or one that writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, request, session

from eia_app.web.http import current

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def db() -> Session:
    """Return this request's session: one that may write, unless the request only reads.

    Without a session cookie it only reads: on SQLite nobody saves while another may write.
    """
    if "session" not in g:
        context = current.parts().sessions
        g.session = context.to_write() if _is_to_write() else context.to_read()
        g.session.info["request"] = {"address": request.remote_addr}
    opened: Session = g.session
    return opened


def _is_to_write() -> bool:
    may = holds_session() or g.get("signs_in", False)
    return request.method not in SAFE and not g.get("looks_first", False) and may


def holds_session() -> bool:
    """Return whether the cookie holds a session. It is signed, so nobody can have forged it."""
    return "secret" in session


def let_go() -> None:
    """Close this request's session; what was not committed is undone."""
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()


def write_to_sign_in() -> None:
    """Let the rest of the request write, for somebody who has just proved who they are."""
    let_go()
    g.looks_first, g.signs_in = False, True
