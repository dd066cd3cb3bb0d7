"""The person for whom a form was drawn: two may use one browser, one after the other.

Every form names them, signed. The text typed into it comes back to them and to nobody else.
"""

from __future__ import annotations

import hmac
from uuid import UUID

from flask import current_app, request

from eia_app.web.http.authorization import maybe_signed_in
from eia_app.web.http.form_data import CARRIED, WRITER


def writer_mark() -> str:
    """Return the mark of the signed-in person for a form; "" if nobody is signed in."""
    person = maybe_signed_in()
    return _signed(str(person.id)) if person is not None else ""


def writer() -> UUID | None:
    """Return the id of the person whose words were posted; None for a missing or wrong mark."""
    given = request.form.get(WRITER) or request.form.get(f"{CARRIED}{WRITER}", "")
    who = given.partition(".")[0]
    if not hmac.compare_digest(_signed(who).encode(), given.encode("utf-8", "replace")):
        return None
    return UUID(who)


def _signed(who: str) -> str:
    key = f"writer {current_app.config['SECRET_KEY']}".encode()
    return f"{who}.{hmac.new(key, who.encode('utf-8', 'replace'), 'sha256').hexdigest()}"
