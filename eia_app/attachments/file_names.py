"""What an attached file is called: readable, and harmless wherever it is saved."""

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
    """Raise Unfit, with what to do, for a name that no file of ours can have."""
    reason = reason_against(base_name(name))
    if reason:
        raise Unfit(reason)


def agreed(name: str, types: tuple[FileType, ...]) -> FileType:
    """Return that of the types the content may be that the name ends in. Raise Unfit if none is."""
    ending = ending_of(base_name(name))
    if ENDINGS.get(ending) in types:
        return ENDINGS[ending]
    said = f"its name ends in “.{ending}”" if ending else "its name has no ending"
    article = "a" if types[0] is FileType.PDF else "an" if KINDS[types[0]].words[0] in "EO" else "a"
    raise Unfit(
        f"The selected file is {article} {KINDS[types[0]].words} file, but {said}: give it the"
        f" ending “.{types[0]}”, or choose another file"
    )


def base_name(raw: str) -> str:
    """Return the name without its folders, and without what cannot be seen in it."""
    name = raw.replace("\\", "/").rpartition("/")[2]
    return "".join(filter(_is_kept, unicodedata.normalize("NFC", name)))


def safe_name(raw: str, type_: FileType) -> str:
    """No folders, no characters that hide or turn what is read, and the ending of its type."""
    name = base_name(raw)
    stem = name.rpartition(".")[0] if "." in name else name
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
