"""Who a page was drawn for: two people may use one browser, one after the other.

Every form says it, signed. What was typed into it comes back to them and to nobody else.
"""

from __future__ import annotations

from uuid import UUID

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from eia_app.web.access import maybe_signed_in
from eia_app.web.posted import CARRIED, WRITER


def writer_mark() -> str:
    """Return what a form of the person who is signed in carries; nothing for nobody."""
    person = maybe_signed_in()
    return _signer().dumps(str(person.id)) if person is not None else ""


def writer() -> UUID | None:
    """Return whose words were posted; None where the form does not say, or says it wrongly."""
    given = request.form.get(WRITER) or request.form.get(f"{CARRIED}{WRITER}", "")
    try:
        return UUID(_signer().loads(given))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="writer")
