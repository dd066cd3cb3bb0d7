"""Turns a file that somebody sent into one that may be kept. Runs in the process for it alone."""

from __future__ import annotations

from eia_app.attachments.file_names import agreed, check_name, safe_name
from eia_app.attachments.image_sanitizer import FORMATS, drawn_again, hides_something
from eia_app.attachments.inspect_process import Upload, check_size
from eia_app.attachments.office_xml import DAMAGED
from eia_app.attachments.sniffing import types_of
from eia_app.domain.attachments.file_types import size_in_words
from eia_app.domain.errors import Unfit

GROWN = "The selected picture is larger than {} once it is cleaned: make it smaller, then choose it"


def sanitized(name: str, content: bytes, largest: int) -> Upload:
    """Check the name, the content, and the one against the other. Raise Unfit, in words."""
    check_size(content, largest)
    if content:
        check_name(name)
    type_ = agreed(name, types_of(content))
    if type_ in FORMATS:
        content = drawn_again(content, type_)
        if len(content) > largest:
            raise Unfit(GROWN.format(size_in_words(largest)))
    return Upload(safe_name(name, type_), type_, content)


def checked(name: str, content: bytes, largest: int) -> Upload:
    """Check a file that was made fit before, and keep it to the byte. Raise Unfit, in words.

    A picture that still has a place or a camera in it did not come from this service.
    """
    found = sanitized(name, content, largest)
    if found.type in FORMATS and hides_something(content):
        raise Unfit(DAMAGED)
    return Upload(found.name, found.type, content)
