"""Sanitizing of a file that somebody sent. Runs in a process of its own, see `inspect_process`."""

from __future__ import annotations

from eia_app.attachments.file_names import check_name, safe_name, type_from_name
from eia_app.attachments.image_sanitizer import FORMATS, has_hidden_parts, redraw_image
from eia_app.attachments.inspect_process import Upload, check_size
from eia_app.attachments.office_xml import DAMAGED
from eia_app.attachments.sniffing import types_of
from eia_app.domain.attachments.file_types import size_in_words
from eia_app.domain.errors import Unfit

GROWN = "The selected picture is larger than {} once it is cleaned: make it smaller, then choose it"


def sanitize_file(name: str, content: bytes, largest: int) -> Upload:
    """Return the file with a safe name, its images redrawn. Raise Unfit for one that is refused."""
    check_size(content, largest)
    if content:
        check_name(name)
    type_ = type_from_name(name, types_of(content))
    if type_ in FORMATS:
        content = redraw_image(content, type_)
        if len(content) > largest:
            raise Unfit(GROWN.format(size_in_words(largest)))
    return Upload(safe_name(name, type_), type_, content)


def check_sanitized_file(name: str, content: bytes, largest: int) -> Upload:
    """Return a file that was sanitized before, to the byte. Raise Unfit for one that was not.

    A picture that still has a place or a camera in it did not come from this service.
    """
    upload = sanitize_file(name, content, largest)
    if upload.type in FORMATS and has_hidden_parts(content):
        raise Unfit(DAMAGED)
    return Upload(upload.name, upload.type, content)
