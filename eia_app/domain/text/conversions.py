"""Conversions of text that somebody typed or sent, to numbers, dates, moments and addresses.

No text makes them raise ValueError or OverflowError, but for `sent_number`: one that cannot be read
is None. A number that can be read in two ways raises Unclear, with a sentence for the person.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from unicodedata import category, normalize
from urllib.parse import urlsplit

FIRST_YEAR, LAST_YEAR = 1900, 2200
LARGEST = 10**15  # past it a float no longer counts in ones
MOST_DIGITS = 18  # int() refuses thousands of them, and no database keeps more
LAST_REVISION = 2**31 - 1  # the largest number of a column
SPACES = "\u0020\u00a0\u2007\u2008\u2009\u200a\u202f"  # with which people part thousands
MINUS = "-\u2212\u2013"
THOUSANDS = re.compile(rf"\d{{1,3}}(?:(?P<mark>[,{SPACES}])\d{{3}}(?:(?P=mark)\d{{3}})*)?|\d+")
NUMERIC = re.compile(rf"\d[\d.,{SPACES}]*")
MARKS = re.compile(rf"[,{SPACES}]")
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
PLAIN = re.compile(r"(?P<whole>[^.]*?)(?:\.(?P<part>\d+))?")
UNCLEAR = "“{typed}” can be read in more than one way"
NOT_WHOLE = "“{typed}” is not a whole number"
UNSEEN = frozenset({"Cc", "Cf", "Cs"})  # kinds of characters that nobody sees
LONGEST_ADDRESS = 1000  # characters of what is looked at: an address has 254
APOSTROPHES = str.maketrans("‘’ʼ＇", "''''")


class Unclear(Exception):
    """Raised for a number that can be read in two ways; its text says what to enter instead."""


def whole(text: str) -> int | None:
    """Return the whole number that digits of any script form, or None."""
    stripped = text.strip()
    is_negative = stripped[:1] in MINUS and bool(stripped)
    sign, digits = (-1, stripped[1:]) if is_negative else (1, stripped)
    return sign * int(digits) if digits.isdecimal() and len(digits) <= MOST_DIGITS else None


def revision(text: str) -> int | None:
    """Return a revision, version or page number that was sent back to us (0 or more), or None."""
    parsed = whole(text)
    return parsed if parsed is not None and 0 <= parsed <= LAST_REVISION else None


def sent_number(text: str) -> int:
    """Return the same, or raise ValueError, as `request.args.get(…, type=sent_number)` expects."""
    parsed = revision(text)
    if parsed is None:
        raise ValueError("This is no number that we sent.")
    return parsed


def sent_or(text: str | None, default: int) -> int:
    """Return the revision that a page sent back, or the default if it sent none."""
    parsed = revision(text or "")
    return default if parsed is None else parsed


def decimal(text: str) -> float | None:
    """Return the number of digits with a decimal point, or None."""
    match = re.fullmatch(r"[+-]?\d{1,18}(?:\.\d{1,30})?", text.strip())
    return float(match[0]) if match else None


def number(typed: str, *, is_whole: bool = False) -> int | float | None:
    """Return a number as people write it (25000, 25,000, 25 000 or 2.5), or None.

    Raise Unclear for one that another country would read as another number, such as 12,34 or
    25.000,00, and for decimals if a whole number is asked for.
    """
    text = "".join(filter(_is_seen, typed)).strip()
    sign = -1 if text[:1] in MINUS and text else 1
    bare = text[1:].strip() if sign < 0 else text
    if not NUMERIC.fullmatch(bare):
        return None
    match = PLAIN.fullmatch(bare)
    digits, part = (match["whole"], match["part"] or "") if match else ("", "")
    if not THOUSANDS.fullmatch(digits) or _is_ambiguous(digits, part):
        raise Unclear(_instead(text, bare))
    if is_whole and part.strip("0"):
        raise Unclear(f"{NOT_WHOLE.format(typed=text)}: enter one without a decimal point")
    return _value(sign, MARKS.sub("", digits), part)


def _is_seen(character: str) -> bool:
    return category(character) not in UNSEEN


def _is_ambiguous(digits: str, part: str) -> bool:
    """Return whether a point stands before three digits, elsewhere a mark of thousands: 25.000."""
    return len(part) == 3 and digits.isdecimal() and len(digits) <= 3 and whole(digits) != 0


def _instead(text: str, bare: str) -> str:
    example = "such as 25000 or 25,000, with a point only before decimals: 7.5"
    shown = text if len(bare) <= 30 else f"{text[:30]}…"
    return f"{UNCLEAR.format(typed=shown)}: enter it {example}"


def _value(sign: int, digits: str, part: str) -> int | float | None:
    if len(digits) > MOST_DIGITS or len(part) > MOST_DIGITS:
        return None
    value = sign * (float(f"{digits}.{part}") if part.strip("0") else int(digits))
    return value if abs(value) <= LARGEST else None


def is_number(value: object) -> bool:
    """Return whether a value that was stored or sent is a number that an answer can have."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and abs(value) <= LARGEST


def day(text: object) -> date | None:
    """Return the date of YYYY-MM-DD, or None."""
    match = ISO_DAY.fullmatch(text) if isinstance(text, str) else None
    return _date(*map(int, match.groups())) if match else None


def _date(*parts: int) -> date | None:
    try:
        return date(*parts)
    except (ValueError, OverflowError):
        return None


def moment(text: object) -> datetime | None:
    """Return the moment of ISO 8601 with an offset, in UTC, or None."""
    try:
        parsed = datetime.fromisoformat(text) if isinstance(text, str) else None
        return parsed.astimezone(UTC) if parsed and parsed.tzinfo else None
    except (ValueError, OverflowError):
        return None


def moment_of(seconds: object) -> datetime | None:
    """Return the moment so many seconds after 1970, or None."""
    try:
        return datetime.fromtimestamp(seconds, UTC) if is_number(seconds) else None  # type: ignore[arg-type]  # is_number
    except (ValueError, OverflowError, OSError):
        return None


def email_address(typed: str) -> str:
    """Return an email address as it is stored, without the name and signs of mail programs.

    `Pat O’Brien <pat.o’brien@example.org>;` is pat.o'brien@example.org. A text that is no address
    is returned nearly as it was, to be refused.
    """
    seen = (
        character
        for character in typed[:LONGEST_ADDRESS]
        if character.isspace() or _is_seen(character)
    )
    text = " ".join("".join(seen).split()).rstrip(" ,;.")
    if text.endswith(">"):
        text = text.rpartition("<")[2]
    text = text.translate(APOSTROPHES).lower().strip(" \"'“”<>,;").removeprefix("mailto:")
    return normalize("NFC", text.strip())


def is_web_address(text: str) -> bool:
    """Return whether the text is the address of a page: http or https, and a host."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
