"""Ids in addresses: hyphens where the ids of forms and code have underscores."""

from __future__ import annotations

from werkzeug.routing import BaseConverter


class Slug(BaseConverter):
    regex = r"[a-z][a-z0-9-]*"

    def to_python(self, value: str) -> str:
        return value.replace("-", "_")

    def to_url(self, value: str) -> str:
        return str(value).replace("_", "-")
