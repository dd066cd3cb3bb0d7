"""Inspection of a file in a process of its own, so that no file can break the web process.

The libraries that read PDFs and pictures are written in C, and a file may be made to break one.
So the process has bounds on its time, its memory and its output, and none of our secrets. Its
answer is accepted only if it is a name, a type and a picture that this service could have made.
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
_free_places = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Upload:
    """A sanitized file: its name is safe, its type is that of its content."""

    name: str
    type: FileType
    content: bytes


@dataclass(frozen=True)
class _Result:
    """Exit code of the process, its output, and the last line of its errors."""

    exit_code: int
    output: bytes
    error_line: str


def check_size(content: bytes, largest: int) -> None:
    """Raise Unfit for a file that is larger than the limit."""
    if len(content) > largest:
        raise Unfit(f"The selected file must be smaller than {size_in_words(largest)}")


def inspect(name: str, content: bytes, largest: int, scanner: str = "") -> Upload:
    """Return the sanitized file. Raise Unfit, in words for the person, for one that is refused.

    A scanner (see `virus_scan`) checks the file as it was sent.
    """
    return _inspect(name, content, largest, scanner, is_kept=False)


def inspect_kept(name: str, content: bytes, largest: int, scanner: str = "") -> Upload:
    """Return a file that `inspect` made before, with the same content. Raise Unfit for another."""
    return _inspect(name, content, largest, scanner, is_kept=True)


def _inspect(name: str, content: bytes, largest: int, scanner: str, *, is_kept: bool) -> Upload:
    check_size(content, largest)
    request = {"name": name, "largest": largest, "is_kept": is_kept}
    if not _free_places.acquire(timeout=PATIENCE):
        raise Unfit(BUSY)
    try:
        upload = _answered_file(
            _run(json.dumps(request).encode() + b"\n" + content), content, largest
        )
        if scanner:
            virus_scan.check(content, scanner)
    finally:
        _free_places.release()
    return upload


def _run(request: bytes, seconds: float = SECONDS) -> _Result:
    """Run the process. Its output goes to temporary files, which its own bounds keep small."""
    try:
        with TemporaryFile() as output, TemporaryFile() as errors:
            process = subprocess.run(
                [sys.executable, "-m", "eia_app.attachments"],
                input=request,
                stdout=output,
                stderr=errors,
                timeout=seconds,
                env=environment(),
                check=False,
            )
            error_text = _read(errors)[-LONGEST_SENTENCE:].decode("utf-8", "replace").strip()
            return _Result(process.returncode, _read(output), error_text.rpartition("\n")[2])
    except (subprocess.TimeoutExpired, OSError) as error:
        LOG.warning("A file was not checked: %s", error)
        raise Unfit(UNCHECKED) from None


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _answered_file(result: _Result, content: bytes, largest: int) -> Upload:
    try:
        if result.exit_code == REFUSED:
            raise Unfit(str(json.loads(result.output))[:LONGEST_SENTENCE])
        if result.exit_code == 0:
            return _parse_answer(result.output, content, largest)
    except (ValueError, KeyError, TypeError):
        pass
    LOG.warning(
        "A file was not checked: its process ended with %s. %s", result.exit_code, result.error_line
    )
    raise Unfit(UNCHECKED)


def _parse_answer(output: bytes, content: bytes, largest: int) -> Upload:
    """Return the file of the answer. Raise ValueError, KeyError or TypeError for a bad one."""
    line, _, picture = output.partition(b"\n")
    answer: dict[str, Any] = json.loads(line)
    type_ = FileType(answer["type"])
    if answer["is_changed"] and (type_ not in PICTURES or not 0 < len(picture) <= largest):
        raise ValueError(type_)
    kept_content = picture if answer["is_changed"] else content
    return Upload(safe_name(str(answer["name"]), type_), type_, kept_content)
