"""How long something takes, and no longer than it may."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter, process_time
from types import FrameType

SHORT, LONG = 4_000, 20_000  # characters
MOST_MILLISECONDS = 20.0  # for one pattern over a long text
GIVE_UP = 0.6  # seconds of the processor: what takes so much longer is stopped
TRIES = 3  # by the clock, which a busy machine makes slower and never faster
ENOUGH = 0.03  # seconds of the processor, which tells what the clock cannot, and not finely
# A text five times as long takes about five times as long. What a quadratic takes 25 times is told
# apart from that also on a busy machine; below what can be measured nothing is told at all.
MOST_GROWTH = 11
MEASURABLE = 4.0  # milliseconds


class TooSlow(Exception):
    """Something was stopped because it took too long."""


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raise TooSlow inside, after so much time of the processor; `re` can be stopped so too."""

    def stop(_: int, __: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Time the code alone, as `timeit` does.

    A collection walks the objects of every earlier test in this process, which takes longer than
    what is timed.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def milliseconds(do: Callable[[], object]) -> float:
    try:
        with without_garbage_collection():
            began = perf_counter()
            with stopped_after(GIVE_UP):
                do()
            return 1000 * (perf_counter() - began)
    except TooSlow:
        return float("inf")


def of_processor(do: Callable[[], object]) -> float:
    """Milliseconds of the processor, over as many times as make them exact: what others do on the
    machine is no matter."""
    with without_garbage_collection():
        began, times = process_time(), 0
        while process_time() - began < ENOUGH:
            do()
            times += 1
        return 1000 * (process_time() - began) / times


def fault(do: Callable[[str], object], short: str, long: str, most: float) -> str:
    """What is wrong with the time that something takes over these texts; nothing if all is well."""
    said = f"{long[:50]!r}…{long[-12:]!r} ({len(long):,} characters)"
    for _ in range(TRIES):
        took = milliseconds(lambda: do(long))
        if took == float("inf"):
            return f"stopped after {GIVE_UP} s over {said}"
        if _is_well(took, milliseconds(lambda: do(short)) if took > MEASURABLE else 0, most):
            return ""
    took, less = of_processor(lambda: do(long)), of_processor(lambda: do(short))
    if _is_well(took, less, most):
        return ""
    return f"{less:.1f} ms grow to {took:.1f} ms over {said}; it may take {most} ms"


def _is_well(took: float, less: float, most: float) -> bool:
    return took < most and (took < MEASURABLE or took < MOST_GROWTH * less)
