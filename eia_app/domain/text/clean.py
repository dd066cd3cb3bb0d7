"""Cleaning of text that was typed or pasted: signs are translated, never thrown away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What Word, Outlook and fonts of symbols put in text, and what it looks like there.
AS_SEEN = str.maketrans(
    {
        "\x1e": "-",  # a hyphen at which no line ends
        "\x1f": "",  # a place where a word may be parted
        "\xad": "",
        "\uf0b7": "•",
        "\uf0a7": "▪",
        "\uf0a8": "▫",
        "\uf0d8": "➢",
        "\uf0fc": "✓",
        "\uf076": "❖",
        "\uf02d": "–",
    }
    # A page of Windows-1252 that was read as Latin 1: quotation marks and dashes.
    | {chr(byte): bytes([byte]).decode("cp1252") for byte in {0x80, *range(0x91, 0x9A)}}
)
# Control characters but tab and newline, halves of pairs, and what Unicode says is no character.
NOT_KEPT = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
    )
    + "]+"
)
DAMAGED = re.compile(r"[\x00\ud800-\udfff]")  # no form can send it, and no database keeps it
# Letters and signs that stand for a bullet only before a tab or wide space: Word’s own fonts.
BULLET = re.compile(r"\A\s*(?:[-*–•‣⁃∙·●○◦◯▪▫■□◆◇❖➢➤►✓✔]\s+|[oüØvq§](?:\t|[ \xa0]{2})\s*)(?=\S)")
# Letters that are drawn as nothing.
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})


def clean(text: str) -> str:
    """Return the text in NFC with newlines for line ends and Word’s signs as what they look like.

    Control characters, which PDF and XML refuse, are removed; between two words one is a space.
    """
    if not is_printable(text):
        text = NOT_KEPT.sub(_space_between_words, LINE_ENDS.sub("\n", text).translate(AS_SEEN))
    return unicodedata.normalize("NFC", text)


def is_printable(text: str) -> bool:
    """Return whether the text has only printable characters and newlines, as nearly every text.

    Such a text has nothing to be replaced; looking for it takes twenty times as long.
    """
    return text.replace("\n", " ").isprintable()


def _space_between_words(match: re.Match[str]) -> str:
    """Return a space if nothing else would part two words, else ""."""
    text, begin, end = match.string, match.start(), match.end()
    is_between = begin > 0 and end < len(text)
    return " " if is_between and not (text[begin - 1].isspace() or text[end].isspace()) else ""


def is_blank(text: str) -> bool:
    """Return whether a text shows nothing: it is empty or has only unseen characters."""
    text = text.strip()
    if text[:1].isascii() and text[:1].isprintable():  # as nearly every text begins
        return not text
    return all(map(_is_unseen, text))


def _is_unseen(character: str) -> bool:
    if unicodedata.category(character) in UNSEEN or character in BLANK:
        return True
    # Selectors of a variant of the letter before them.
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def tidy(text: str) -> str:
    """Return the cleaned text without space around it, or "" if it shows nothing."""
    stripped = clean(text).strip()
    return "" if is_blank(stripped) else stripped


def lines(text: str) -> Iterator[tuple[bool, str]]:
    """Yield each line as (had a bullet, the line without it)."""
    for line in clean(text).split("\n"):
        bullet = BULLET.match(line)
        yield bool(bullet), line[bullet.end() :] if bullet else line
