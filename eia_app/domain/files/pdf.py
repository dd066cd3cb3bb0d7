"""Looks for what a PDF must not carry: a password, scripts, programs to start, other files.

It is a search, not a reading: of the file as it is, and of the object streams in it, unpacked up to
a bound. Names are compared after undoing the escapes that can be written into them. What somebody
took pains to hide from such a search it does not see: so nothing is ever opened here, and a council
can have a virus scanner look as well.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from eia_app.domain.errors import Unfit
from eia_app.domain.files.kinds import MB
from eia_app.domain.files.office import DAMAGED

START = b"%PDF-"
END = b"%%EOF"
MOST_STREAMS = 50_000
MOST_UNPACKED = 50 * MB
DICTIONARY = 2_000  # bytes before a stream that may belong to its description
SCRIPT = "The selected PDF has a script in it: print it to a new PDF, then choose that"
LAUNCH = "The selected PDF starts a program: print it to a new PDF, then choose that"
LOCKED = "The selected PDF is locked or has a password: print it to a new PDF, then choose that"
INSIDE = (
    "The selected PDF has other files inside it, as a report of this service has: choose it in"
    " Word, or print it to a new PDF"
)
TOO_MUCH = "The selected PDF has more in it than can be checked: print it to a new PDF"
UNUSUAL = "The selected PDF is written in an unusual way: print it to a new PDF, then choose that"
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
AFTER = rb"(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|\Z)"  # what ends a name
REFUSED = (
    (re.compile(rb"/Encrypt" + AFTER), LOCKED),
    (re.compile(rb"/(?:JavaScript|Rendition|XFA)" + AFTER), SCRIPT),
    (re.compile(rb"/Launch" + AFTER), LAUNCH),
    (re.compile(rb"/(?:EmbeddedFiles?|FileAttachment|RichMedia)" + AFTER), INSIDE),
    (re.compile(rb"/EF\s*(?:<<|\d+\s+\d+\s+R)"), INSIDE),
)
STREAM = re.compile(rb"(?<!end)stream(?:\r?\n|\r)")
STREAM_ENDS = b"endstream"
OBJECT = re.compile(rb"\bobj\b")
OBJECTS = re.compile(rb"/ObjStm" + AFTER)
FILTER = re.compile(rb"/Filter\s*(\[[^\]]*|/\w+)?")
NAME = re.compile(rb"/\w+")
PREDICTED = re.compile(rb"/Predictor\s+(?!1\b)\d")


def check_pdf(content: bytes) -> None:
    """Raises Unfit, in words, for what may not be attached."""
    if END not in content[-2_048:]:
        raise Unfit(DAMAGED)
    _search(content)
    packed, unpacked = len(content), MOST_UNPACKED
    for at in _object_streams(content):
        end = content.find(STREAM_ENDS, at)
        packed -= end - at
        if end < 0 or packed < 0:
            raise Unfit(DAMAGED)
        objects = _inflated(content[at:end], unpacked)
        unpacked -= len(objects)
        _search(objects)


def _search(text: bytes) -> None:
    plain = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)
    for pattern, message in REFUSED:
        if pattern.search(plain):
            raise Unfit(message)


def _object_streams(content: bytes) -> Iterator[int]:
    """Where the compressed streams begin that hold objects. Raises Unfit for one of another kind.

    Those that are not compressed have been searched with the rest of the file.
    """
    for number, found in enumerate(STREAM.finditer(content)):
        if number == MOST_STREAMS:
            raise Unfit(TOO_MUCH)
        before = content[max(found.start() - DICTIONARY, 0) : found.start()]
        begins = max((each.end() for each in OBJECT.finditer(before)), default=0)
        said = ESCAPED.sub(lambda each: bytes([int(each[1], 16)]), before[begins:])
        if not OBJECTS.search(said):
            continue
        filters = FILTER.search(said)
        if filters is None:
            continue
        if NAME.findall(filters[1] or b"") != [b"/FlateDecode"] or PREDICTED.search(said):
            raise Unfit(UNUSUAL)
        yield found.end()


def _inflated(packed: bytes, most: int) -> bytes:
    inflating = zlib.decompressobj()
    try:
        found = inflating.decompress(packed, most + 1)
    except zlib.error:
        raise Unfit(DAMAGED) from None
    if len(found) > most:
        raise Unfit(TOO_MUCH)
    if not inflating.eof:
        raise Unfit(DAMAGED)
    return found
