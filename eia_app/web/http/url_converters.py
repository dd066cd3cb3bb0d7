"""Addresses: ids in them have hyphens for underscores, and only our own are gone to."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, RequestRedirect


class Slug(BaseConverter):
    regex = r"[a-z][a-z0-9-]*"

    def to_python(self, value: str) -> str:
        return value.replace("-", "_")

    def to_url(self, value: str) -> str:
        return str(value).replace("_", "-")


def is_ours(address: str) -> bool:
    """Return whether an address that came with a request leads to a page of this site."""
    if not address.startswith("/") or address.startswith("//") or "\\" in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def page_of(path: str) -> str:
    """Return the address of a form’s page: its own, or the nearest above it that has a GET."""
    addresses = current_app.url_map.bind("")
    while path.strip("/"):
        try:
            addresses.match(path, method="GET")
        except RequestRedirect:
            return path
        except HTTPException:
            path = path.rstrip("/").rpartition("/")[0]
        else:
            return path
    return url_for("register.listing")
