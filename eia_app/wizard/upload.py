"""Turns a file that a browser sent into one that may be kept."""

from __future__ import annotations

from dataclasses import dataclass

from eia_app.domain.errors import Unfit
from eia_app.domain.files.contents import types_of
from eia_app.domain.files.kinds import FileType, size_in_words
from eia_app.domain.files.names import agreed, safe_name
from eia_app.wizard.pictures import FORMATS, drawn_again

GROWN = "The selected picture is larger than {} once it is cleaned: make it smaller, then choose it"


@dataclass(frozen=True)
class Upload:
    """A file as it is kept: its name is safe, its type is that of its content."""

    name: str
    type: FileType
    content: bytes


def cleaned(name: str, content: bytes, largest: int) -> Upload:
    """Check the content, then the name against it. Raises Unfit, in words for the person."""
    if len(content) > largest:
        raise Unfit(f"The selected file must be smaller than {size_in_words(largest)}")
    type_ = agreed(name, types_of(content))
    if type_ in FORMATS:
        content = drawn_again(content, type_)
        if len(content) > largest:
            raise Unfit(GROWN.format(size_in_words(largest)))
    return Upload(safe_name(name, type_), type_, content)
