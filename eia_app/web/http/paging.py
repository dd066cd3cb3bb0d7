"""The page of a list that an address asks for."""

from __future__ import annotations

from flask import request

from eia_app.domain.pagination import LAST_PAGE
from eia_app.domain.text.conversions import sent_number


def requested_page() -> int:
    """Return the number in `?page=`; 1 for none and for what is no such number."""
    return min(max(1, request.args.get("page", 1, type=sent_number)), LAST_PAGE)
