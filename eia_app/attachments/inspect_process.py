"""Has a file looked into by a process of its own: whatever it does to that, the web goes on.

The libraries that read PDFs and pictures are written in C, and a file may be made to break one.
So the process has bounds on its time, its memory and what it writes, and none of our secrets. What
it says is believed only where it can be a name, a type and a picture of ours.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from typing import IO, Any

from eia_app.attachments import virus_scan
from eia_app.attachments.file_names import safe_name
from eia_app.bounded_process import environment
from eia_app.domain.attachments.file_types import FileType, size_in_words
from eia_app.domain.errors import Unfit

REFUSED = 3  # how the process ends when the file may not be kept
SECONDS = 45.0  # that one file may take, on a machine with much else to do
AT_ONCE = 2  # files in each web process, so that its other threads go on answering
PATIENCE = 6.0  # seconds until somebody is told that others are before them
LONGEST_SENTENCE = 400
PICTURES = {FileType.PNG, FileType.JPEG}
UNCHECKED = (
    "The selected file could not be checked, as it is damaged or has too much in it: save it as a"
    " new file or as a PDF, then choose that"
)
BUSY = "Other files are being checked at the moment: choose the file again in a minute"
LOG = logging.getLogger(__name__)
_places = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Upload:
    """A file as it is kept: its name is safe, its type is that of its content."""

    name: str
    type: FileType
    content: bytes


@dataclass(frozen=True)
class _Ended:
    """How the process ended, what it wrote, and the last line of what it complained of."""

    code: int
    made: bytes
    complaint: str


def check_size(content: bytes, largest: int) -> None:
    """Raise Unfit for a file that is larger than the limit."""
    if len(content) > largest:
        raise Unfit(f"The selected file must be smaller than {size_in_words(largest)}")


def inspect(name: str, content: bytes, largest: int, scanner: str = "") -> Upload:
    """Return the file as it may be kept. Raise Unfit, in words for the person.

    With a scanner, see `virus_scan`, it looks at what was sent as well.
    """
    return _inspected(name, content, largest, scanner, is_kept=False)


def inspect_kept(name: str, content: bytes, largest: int, scanner: str = "") -> Upload:
    """Return the file with the same content, if `inspect` could have made it. Raise Unfit."""
    return _inspected(name, content, largest, scanner, is_kept=True)


def _inspected(name: str, content: bytes, largest: int, scanner: str, *, is_kept: bool) -> Upload:
    check_size(content, largest)
    told = {"name": name, "largest": largest, "is_kept": is_kept}
    if not _places.acquire(timeout=PATIENCE):
        raise Unfit(BUSY)
    try:
        found = _outcome(_run(json.dumps(told).encode() + b"\n" + content), content, largest)
        if scanner:
            virus_scan.check(content, scanner)
    finally:
        _places.release()
    return found


def _run(sent: bytes, seconds: float = SECONDS) -> _Ended:
    """What it writes goes to files without a name, which its own bounds keep small."""
    try:
        with TemporaryFile() as made, TemporaryFile() as said:
            ended = subprocess.run(
                [sys.executable, "-m", "eia_app.attachments"],
                input=sent,
                stdout=made,
                stderr=said,
                timeout=seconds,
                env=environment(),
                check=False,
            )
            complaint = _read(said)[-LONGEST_SENTENCE:].decode("utf-8", "replace").strip()
            return _Ended(ended.returncode, _read(made), complaint.rpartition("\n")[2])
    except (subprocess.TimeoutExpired, OSError) as error:
        LOG.warning("A file was not checked: %s", error)
        raise Unfit(UNCHECKED) from None


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _outcome(ended: _Ended, content: bytes, largest: int) -> Upload:
    try:
        if ended.code == REFUSED:
            raise Unfit(str(json.loads(ended.made))[:LONGEST_SENTENCE])
        if ended.code == 0:
            return _believed(ended.made, content, largest)
    except (ValueError, KeyError, TypeError):
        pass
    LOG.warning(
        "A file was not checked: its process ended with %s. %s", ended.code, ended.complaint
    )
    raise Unfit(UNCHECKED)


def _believed(made: bytes, content: bytes, largest: int) -> Upload:
    """Raise ValueError, KeyError or TypeError for what no file of ours can be."""
    line, _, picture = made.partition(b"\n")
    said: dict[str, Any] = json.loads(line)
    type_ = FileType(said["type"])
    if said["is_changed"] and (type_ not in PICTURES or not 0 < len(picture) <= largest):
        raise ValueError(type_)
    kept = picture if said["is_changed"] else content
    return Upload(safe_name(str(said["name"]), type_), type_, kept)
