"""Names of attached files: readable, and harmless wherever they are saved."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from eia_app.attachments.refused_types import ending_of, reason_against
from eia_app.domain.attachments.file_types import ENDINGS, KINDS, FileType
from eia_app.domain.errors import Unfit

LONGEST_NAME = 120
JOINERS = "\u200c\u200d"  # invisible, and needed to write some languages
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')  # what Windows takes in no name


def check_name(name: str) -> None:
    """Raise Unfit, with advice, for the name of a type that cannot be attached."""
    reason = reason_against(base_name(name))
    if reason:
        raise Unfit(reason)


def type_from_name(name: str, types: tuple[FileType, ...]) -> FileType:
    """Return the one of the content’s possible types that the name ends in, or raise Unfit."""
    ending = ending_of(base_name(name))
    if ENDINGS.get(ending) in types:
        return ENDINGS[ending]
    fault = f"its name ends in “.{ending}”" if ending else "its name has no ending"
    article = "a" if types[0] is FileType.PDF else "an" if KINDS[types[0]].words[0] in "EO" else "a"
    raise Unfit(
        f"The selected file is {article} {KINDS[types[0]].words} file, but {fault}: give it the"
        f" ending “.{types[0]}”, or choose another file"
    )


def base_name(raw_name: str) -> str:
    """Return the name without its folders and its invisible characters."""
    name = raw_name.replace("\\", "/").rpartition("/")[2]
    return "".join(filter(_is_kept, unicodedata.normalize("NFC", name)))


def safe_name(raw_name: str, type_: FileType) -> str:
    """Return the name without folders and unsafe characters, with the ending of its type."""
    name = base_name(raw_name)
    stem = name.rpartition(".")[0] if "." in name else name
    stem = " ".join(NOT_IN_NAMES.sub("-", stem).split()).strip(". ")
    return f"{stem[: LONGEST_NAME - len(type_) - 1].rstrip('. ') or 'file'}.{type_}"


def free_name(name: str, taken: Collection[str]) -> str:
    """Return the name, with a number if it is taken: “survey (2).pdf”."""
    stem, _, ending = name.rpartition(".")
    for number in range(2, len(taken) + 2):
        if name not in taken:
            break
        suffix = f" ({number}).{ending}"
        name = f"{stem[: LONGEST_NAME - len(suffix)].rstrip('. ')}{suffix}"
    return name


def _is_kept(character: str) -> bool:
    """Return False for control characters, marks of direction and halves of pairs."""
    return character in JOINERS or unicodedata.category(character) not in {
        *("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"),
    }
