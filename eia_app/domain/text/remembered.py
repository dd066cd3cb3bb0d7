"""Results of pure functions of a text, remembered for the next page that needs the same.

Bounded, as these are words that people typed: the least recently used is dropped, a long text is
not kept, and all of it ends with the process. Nothing is written anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

Others = ParamSpec("Others")
Result = TypeVar("Result")

TEXTS = 256  # for each function: the long answers of some 16 full assessments
LONGEST = 2_000  # characters: so at most half a million characters for each function


def remembered(
    function: Callable[Concatenate[str, Others], Result],
) -> Callable[Concatenate[str, Others], Result]:
    """Keep what a function returns for a text and the hashable arguments after it.

    The result is shared between callers: it must be of a kind that nobody can change.
    """
    remember = lru_cache(maxsize=TEXTS)(function)

    @wraps(function)
    def answer(text: str, /, *arguments: Others.args, **keywords: Others.kwargs) -> Result:
        if len(text) > LONGEST:
            return function(text, *arguments, **keywords)
        return remember(text, *arguments, **keywords)  # type: ignore[arg-type]  # hashable, see above

    return answer
