"""The process that looks into one file: its name and content come in, what is kept goes out.

See `inspect_process`, which starts it.
"""

from __future__ import annotations

import json
import sys

from eia_app import bounded_process
from eia_app.attachments.inspect_process import REFUSED
from eia_app.attachments.sanitize import checked, sanitized
from eia_app.domain.errors import Unfit

BUSY_SECONDS = 20  # of a processor; the largest picture takes three
ABOUT_IT = 4_096  # bytes of name and type, or of a sentence
MEMORY = 1024 * 1024 * 1024  # bytes of address space; the largest picture takes half of it


def main() -> int:
    """Read a file from standard input, and write what may be kept of it to standard output."""
    bounded_process.bound(busy_seconds=BUSY_SECONDS, memory=MEMORY)
    told = json.loads(sys.stdin.buffer.readline())
    bounded_process.write_at_most(told["largest"] + ABOUT_IT)
    examine = checked if told["is_kept"] else sanitized
    content = sys.stdin.buffer.read()
    try:
        found = examine(told["name"], content, told["largest"])
    except Unfit as unfit:
        sys.stdout.write(json.dumps(str(unfit)))
        return REFUSED
    said = {"name": found.name, "type": found.type, "is_changed": found.content != content}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n")
    if said["is_changed"]:
        sys.stdout.buffer.write(found.content)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
