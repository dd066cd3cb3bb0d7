"""The process that inspects one file: it reads its name and content, and writes the sanitized file.

See `inspect_process`, which starts it.
"""

from __future__ import annotations

import json
import sys

from eia_app import bounded_process
from eia_app.attachments.inspect_process import REFUSED
from eia_app.attachments.sanitize import check_sanitized_file, sanitize_file
from eia_app.domain.errors import Unfit

BUSY_SECONDS = 20  # of a processor; the largest picture takes three
ABOUT_IT = 4_096  # bytes of name and type, or of a sentence
MEMORY = 1024 * 1024 * 1024  # bytes of address space; the largest picture takes half of it


def main() -> int:
    """Read a file from standard input, and write the sanitized file to standard output."""
    bounded_process.bound(busy_seconds=BUSY_SECONDS, memory=MEMORY)
    request = json.loads(sys.stdin.buffer.readline())
    bounded_process.write_at_most(request["largest"] + ABOUT_IT)
    sanitize = check_sanitized_file if request["is_kept"] else sanitize_file
    content = sys.stdin.buffer.read()
    try:
        upload = sanitize(request["name"], content, request["largest"])
    except Unfit as unfit:
        sys.stdout.write(json.dumps(str(unfit)))
        return REFUSED
    answer = {"name": upload.name, "type": upload.type, "is_changed": upload.content != content}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    if answer["is_changed"]:
        sys.stdout.buffer.write(upload.content)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
