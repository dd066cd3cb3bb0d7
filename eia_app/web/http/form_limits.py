"""Limits of forms: a larger one is refused before it is parsed (413, in words)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from eia_app.services.answers.drafts import MOST_WRITTEN

MOST_POSTED = 2 * 1024 * 1024  # bytes: the longest page of ours has 100,000 characters
MOST_FIELDS = 1000
MOST_BYTES = 2 * MOST_WRITTEN  # as UTF-8, once decoded
FORM = "application/x-www-form-urlencoded"


class BoundedParser(FormDataParser):
    """A parser that counts fields and text first: a million short fields need much memory."""

    def parse(self, stream: Any, mimetype: str, *args: Any, **options: Any) -> Any:
        """Return the stream, fields and files. Raise RequestEntityTooLarge."""
        if mimetype == FORM:
            stream = BytesIO(_read(stream))
        unread, fields, files = super().parse(stream, mimetype, *args, **options)
        if _length(fields) > MOST_WRITTEN:
            raise RequestEntityTooLarge
        return unread, fields, files


def _read(stream: Any) -> bytes:
    """Return a form as it was sent. Raise RequestEntityTooLarge."""
    content: bytes = stream.read(MOST_POSTED + 1)
    decoded = len(content) - 2 * content.count(b"%")  # “%C3” stands for one byte
    if len(content) > MOST_POSTED or decoded > MOST_BYTES or content.count(b"&") >= MOST_FIELDS:
        raise RequestEntityTooLarge
    return content


def _length(fields: Any) -> int:
    return sum(len(name) + len(value) for name, value in fields.items(multi=True))


class BoundedRequest(Request):
    """A request whose form is bounded, whatever its address."""

    form_data_parser_class = BoundedParser

    @property
    def is_json(self) -> bool:
        """False: no address of ours takes JSON, and a form that is sent as such has no fields."""
        return False
