"""Reads tables of TOML or JSON into the classes that describe them, and says every fault in words.

A class of `FormTable` is a file’s table: each field is a key of it, with its type and default.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    GetPydanticSchema,
    PlainValidator,
    Strict,
    TypeAdapter,
    ValidationError,
)

from eia_app.domain.text.conversions import day

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Shape = TypeVar("Shape")
Path = tuple[str | int, ...]
ID = re.compile(r"[a-z][a-z0-9_]*\Z")
UNKNOWN = "is not a key we know"
NAMES = ("id", "value", "question", "fact", "rows", "title")  # what names a table in a list
SENTENCES = {
    "missing": "is missing",
    "missing_argument": "is missing",
    "unexpected_keyword_argument": UNKNOWN,
    "extra_forbidden": UNKNOWN,
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    "dataclass_type": "must be a table",
    "named_tuple_type": "must be a table",
    "mapping_type": "must be a table",
    "dict_type": "must be a table",
    "too_short": "is empty",
    "value_error": "{error}",
    "enum": "must be one of {expected}; it is “{value}”",
    "greater_than_equal": "must not be less than {ge}",
}


class FormTable:
    """A table of which every key is known: any other is a fault."""

    __pydantic_config__: Final = ConfigDict(extra="forbid")


def _refuse(_value: Any) -> Any:
    raise ValueError(UNKNOWN)


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


def _id(text: str) -> str:
    if not ID.match(text):
        raise ValueError(f"must be small letters, digits and _; it is “{text}”")
    return text


def _day(value: Any) -> date:
    parsed = day(value)
    if parsed is None:
        raise ValueError(f"must be a date such as 2033-12-31, in quotes; it is “{value}”")
    return parsed


def twins(ids: Iterable[str]) -> list[tuple[str, int]]:
    """Return each id that occurs more than once, with the number of times."""
    return [(id_, times) for id_, times in Counter(ids).items() if times > 1]


def _no_twins(tables: Any) -> Any:
    for id_, times in twins(getattr(table, "id", "") or table.value for table in tables):
        raise ValueError(f"has “{id_}” {times} times")
    return tables


def _listed(value: Any) -> Any:
    """Return one text or table as a list of one."""
    return [value] if isinstance(value, str | dict) else value


Text = Annotated[str, AfterValidator(_not_blank)]
Id = Annotated[Text, AfterValidator(_id)]
Day = Annotated[date, PlainValidator(_day)]
Whole = Annotated[int, Strict()]
Flag = Annotated[bool, Strict()]
ONE_OR_MORE = BeforeValidator(_listed)
NOT_EMPTY = Field(min_length=1)
NO_TWINS = AfterValidator(_no_twins)
# A field that the program sets, and no file: its own type is not looked at.
NOT_A_KEY = GetPydanticSchema(
    lambda _type, reader: reader(Annotated[None, PlainValidator(_refuse)])
)
Texts = Annotated[tuple[str, ...], ONE_OR_MORE]


class FaultList:
    """Sentences that say what is wrong, each with the file and id where it is."""

    def __init__(self) -> None:

        self.messages: list[str] = []

    def add(self, where: str, fault: str) -> None:
        self.messages.append(f"{where}: {fault}")


def read_table(
    shape: Callable[..., Shape], raw: Mapping[str, Any], where: str, faults: FaultList
) -> Shape | None:
    """Return the table as a `shape`; None, with every fault added, if it cannot be one.

    Unknown keys are left out, so that the other faults are found at once.
    """
    try:
        table: Shape = _adapter(shape).validate_python(raw)
    except ValidationError as error:
        details = error.errors(include_url=False)
    else:
        return table
    sentences = [_sentence(detail) for detail in details]
    for detail, sentence in zip(details, sentences, strict=True):
        of_table = detail["type"] == "value_error" and isinstance(detail["input"], dict)
        _add_fault(list(_steps(raw, detail["loc"])), sentence, where, faults, of_table=of_table)
    if set(sentences) != {UNKNOWN}:
        return None
    known = _without(raw, [detail["loc"] for detail in details])
    return read_table(shape, known, where, faults)


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def _sentence(detail: ErrorDetails) -> str:
    words = {"value": detail["input"], **detail.get("ctx", {})}
    if "expected" in words:
        words["expected"] = words["expected"].replace(" or ", ", ").replace("'", "")
    return SENTENCES.get(detail["type"], "cannot be read").format(**words)


def _add_fault(
    steps: list[tuple[str, str]], sentence: str, where: str, faults: FaultList, *, of_table: bool
) -> None:
    """Add the fault of the last step, or of the table that the steps lead to."""
    key, name = ("", "") if of_table or not steps else steps.pop()
    place = " ".join([where, *(f"{key} {name}" if name else f"[{key}]" for key, name in steps)])
    faults.add(place, " ".join(filter(None, (f"“{key}”" if key else "", name, sentence))))


def _steps(raw: Any, path: Path) -> Iterator[tuple[str, str]]:
    """Yield each key of a path; a key of a list with the name of the table in it, or its number."""
    for place, key in enumerate(path):
        if isinstance(key, str):
            raw = raw.get(key)
            number = path[place + 1] if place + 1 < len(path) else None
            if isinstance(number, int) and isinstance(raw, list):
                raw = raw[number]
                yield key, _name(raw) or str(number + 1)
            else:
                yield key, ""


def _name(table: Any) -> str:
    keys = [key for key in NAMES if key in table] if isinstance(table, dict) else []
    return str(table[keys[0]]) if keys else ""


def _without(raw: Mapping[str, Any], paths: Iterable[Path]) -> Any:
    """Return the tables without the keys at these paths."""
    rest = deepcopy(raw)
    for *outer, last in paths:
        table: Any = rest
        for key in outer:
            if isinstance(key, str) or isinstance(table, list):
                table = table[key]
        del table[last]
    return rest
