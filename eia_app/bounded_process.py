"""Bounds on the time and memory of a process for work that may go wrong; it gets no secrets."""

from __future__ import annotations

import os
import resource

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "XDG_CACHE_HOME")


def environment() -> dict[str, str]:
    """Return the environment variables that such a process is given."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}


def bound(*, busy_seconds: int, memory: int) -> None:
    """Limit this process: it is ended after `busy_seconds` of a processor.

    Beyond `memory` bytes of address space it gets a MemoryError.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (busy_seconds, busy_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def write_at_most(size: int) -> None:
    """Let this process write no file larger than `size` bytes, and no core dump."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
