"""A process of our own for work that may go wrong: bounded in time and memory, without secrets."""

from __future__ import annotations

import os
import resource

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "XDG_CACHE_HOME")


def environment() -> dict[str, str]:
    """Return what such a process may know of ours."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}


def bound(*, busy_seconds: int, memory: int) -> None:
    """Have the operating system end this process beyond its time of a processor.

    Beyond its bytes of address space it gets a MemoryError.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (busy_seconds, busy_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def write_at_most(size: int) -> None:
    """Let this process write no file that is larger, and none about its own end."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
