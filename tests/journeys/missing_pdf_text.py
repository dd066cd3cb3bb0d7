"""Find texts of a case that are missing from its PDF, whatever breaks lines and pages."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf import PdfReader

MOST_PIECES = 4  # a text may be parted this often by the end of a page or of a question's room
SAME_CHARACTERS = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00ad": "", "‐": "-", "‑": "-"}
)
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
CHARACTER_NAME = re.compile(r"\[([a-z0-9 -]+)\]")
FURNITURE = (
    re.compile(r"Page \d+ of \d+"),
    re.compile(r"EIA-\d{4}-\d{3,} · version \d+( · record [0-9a-f]+)?"),
)


def text_of_pages(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def missing_texts(case: Mapping[str, Any], pages: list[str]) -> list[str]:
    """Return the texts of the case that are not in the PDF, each with its path in the case."""
    heads = _page_furniture_lines(pages)
    body = normalised(" ".join(_without_furniture(page, heads) for page in pages))
    everything = normalised(" ".join(pages))
    return [
        f"{path}: {missing}"
        for path, text in texts_with_paths(case)
        for missing in _missing_parts(text, body, everything)
    ]


def texts_with_paths(raw: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text of a case after its path, such as “actions 1.action”."""
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            yield from texts_with_paths(value, f"{path}.{key}" if path else str(key))
    elif isinstance(raw, list):
        for number, value in enumerate(raw, 1):
            yield from texts_with_paths(value, f"{path} {number}")
    elif raw is not None and not isinstance(raw, bool) and str(raw).strip():
        yield path, str(raw)


def normalised(text: str) -> str:
    """Return the text without white space and invisible characters, with straight quotes.

    A character that has no font is printed as its name in brackets; it is put back.
    """
    with_characters = CHARACTER_NAME.sub(_named_character, " ".join(text.split()))
    folded = unicodedata.normalize("NFKC", with_characters).translate(SAME_CHARACTERS)
    return "".join(
        character
        for character in folded
        if not character.isspace() and unicodedata.category(character) not in INVISIBLE
    )


def _named_character(match: re.Match[str]) -> str:
    name = match[1]
    try:
        return unicodedata.lookup(name)
    except KeyError:
        code = re.fullmatch(r"character ([0-9a-f]{4,6})", name)
        return chr(int(code[1], 16)) if code else match[0]


def _page_furniture_lines(pages: list[str]) -> set[str]:
    """Return the lines at the top or bottom of most pages: headers and footers."""
    pages_by_line: dict[str, int] = {}
    for page in pages:
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        for line in {*lines[:3], *lines[-6:]}:
            pages_by_line[line] = pages_by_line.get(line, 0) + 1
    return {line for line, count in pages_by_line.items() if count > 2 and count > len(pages) * 0.6}


def _without_furniture(page: str, heads: set[str]) -> str:
    text = "\n".join(line for line in page.splitlines() if line.strip() not in heads)
    for pattern in FURNITURE:
        text = pattern.sub(" ", text)
    return text


def _missing_parts(text: str, body: str, everything: str) -> list[str]:
    """Return the words of each paragraph that are not in the PDF in at most a few pieces."""
    missing = []
    for paragraph in re.split(r"\n\s*\n|\n(?=\s*[-*•–]\s)", text):
        words = re.sub(r"^\s*[-*•–]\s+", "", paragraph).split()
        backwards = [word for word in words if _is_rtl(word)]
        words = [word for word in words if word not in backwards]
        rest = backwards + _words_outside(words, body)
        absent = [word for word in rest if not _is_in(word, everything)]
        if absent or len(rest) > len(backwards) + len(words) // 2:
            missing.append(" ".join(absent or rest))
    return missing


def _is_rtl(word: str) -> bool:
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in word)


def _is_in(word: str, everything: str) -> bool:
    """Return whether a word is in the PDF, in either direction if it runs right to left."""
    if not _is_rtl(word):
        return normalised(word) in everything
    letters = normalised("".join(character for character in word if character.isalpha()))
    return letters in everything or letters[::-1] in everything


def _words_outside(words: list[str], body: str) -> list[str]:
    """Return the words left when the longest pieces found in the body are taken away."""
    for _ in range(MOST_PIECES):
        if not words:
            break
        low, high = 0, len(words)
        while low < high:
            middle = (low + high + 1) // 2
            if normalised(" ".join(words[:middle])) in body:
                low = middle
            else:
                high = middle - 1
        words = words[low:]
        if not low:
            break
    return words
