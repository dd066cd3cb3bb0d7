"""What an attached file is called: readable, and harmless wherever it is saved."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from eia_app.domain.errors import Unfit
from eia_app.domain.files.kinds import ENDINGS, KINDS, WANTED, FileType

LONGEST_NAME = 120
JOINERS = "\u200c\u200d"  # invisible, and needed to write some languages
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')  # what Windows takes in no name


def agreed(name: str, types: tuple[FileType, ...]) -> FileType:
    """Of the types that the content may be, the one that the name ends in. Raises Unfit."""
    ending = name.rpartition(".")[2].strip().lower() if "." in name else ""
    if ENDINGS.get(ending) in types:
        return ENDINGS[ending]
    if ending and ending not in ENDINGS:
        raise Unfit(WANTED)
    said = f"its name ends in “.{ending}”" if ending else "its name has no ending"
    article = "a" if types[0] is FileType.PDF else "an" if KINDS[types[0]].words[0] in "EO" else "a"
    raise Unfit(
        f"The selected file is {article} {KINDS[types[0]].words} file, but {said}: give it the"
        f" ending “.{types[0]}”, or choose another file"
    )


def safe_name(raw: str, type_: FileType) -> str:
    """No folders, no characters that hide or turn what is read, and the ending of its type."""
    name = raw.replace("\\", "/").rpartition("/")[2]
    stem = name.rpartition(".")[0] if "." in name else name
    stem = "".join(filter(_is_kept, unicodedata.normalize("NFC", stem)))
    stem = " ".join(NOT_IN_NAMES.sub("-", stem).split()).strip(". ")
    return f"{stem[: LONGEST_NAME - len(type_) - 1].rstrip('. ') or 'file'}.{type_}"


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, with a number if files beside it have it: “survey (2).pdf”."""
    stem, _, ending = name.rpartition(".")
    for number in range(2, len(taken) + 2):
        if name not in taken:
            break
        after = f" ({number}).{ending}"
        name = f"{stem[: LONGEST_NAME - len(after)].rstrip('. ')}{after}"
    return name


def _is_kept(character: str) -> bool:
    """Not a control, not what changes the direction of reading, not half of a pair."""
    return character in JOINERS or unicodedata.category(character) not in {
        *("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"),
    }
