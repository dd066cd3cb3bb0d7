"""Writes small OLE files, as Office before 2007 and Outlook do, for tests of what reads them."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
END, FAT, NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
SMALLEST = 4_096  # a smaller stream would be kept in another way
STORAGE, STREAM, ROOT = 1, 2, 5


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file with these streams; “VBA/dir” is the stream “dir” of the storage “VBA”."""
    entries: list[tuple[str, int, int, int, int, int]] = []  # name, kind, right, child, start, size
    body, fat = b"", [FAT]
    tops = sorted({path.partition("/")[0] for path in streams})
    count = 1 + len(tops) + sum("/" in path for path in streams)
    directory_sectors = -(-count // 4)
    fat += [*range(2, directory_sectors + 1), END]

    def store(content: bytes) -> tuple[int, int]:
        nonlocal body
        padded = content.ljust(SMALLEST, b"\0")
        padded += bytes(-len(padded) % SECTOR)
        start, number = len(fat), len(padded) // SECTOR
        fat.extend([*range(start + 1, start + number), END])
        body += padded
        return start, max(len(content), SMALLEST)

    inner: list[tuple[str, int, int, int, int, int]] = []
    for number, top in enumerate(tops, 1):
        right = number + 1 if number < len(tops) else NONE
        if top in streams:
            entries.append((top, STREAM, right, NONE, *store(streams[top])))
            continue
        stream_names = sorted(
            path.partition("/")[2] for path in streams if path.startswith(f"{top}/")
        )
        first = 1 + len(tops) + len(inner)
        entries.append((top, STORAGE, right, first, 0, 0))
        for index, name in enumerate(stream_names):
            sibling = first + index + 1 if index + 1 < len(stream_names) else NONE
            inner.append((name, STREAM, sibling, NONE, *store(streams[f"{top}/{name}"])))
    all_entries = [("Root Entry", ROOT, NONE, 1, END, 0), *entries, *inner]
    directory = b"".join(_entry(*entry) for entry in all_entries)
    directory = directory.ljust(directory_sectors * SECTOR, b"\0")
    table = struct.pack(f"<{SECTOR // 4}I", *fat, *[NONE] * (SECTOR // 4 - len(fat)))
    return _header() + table + directory + body


def _header() -> bytes:
    numbers = struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    counts = struct.pack("<6x11I", 0, 1, 1, 0, SMALLEST, END, 0, END, 0, 0, NONE)
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + numbers + counts).ljust(512, b"\xff")


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    links = struct.pack("<III", NONE, right, child)
    return head + links + bytes(36) + struct.pack("<IQ", start, size)
