"""A small judge of JSON: as much of JSON Schema as our own schemas use, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
WORDS = {"$schema", "$id", "$defs", "title", "description"}
RULES = {"type", "enum", "const", "pattern", "anyOf", "$ref", "items", "properties", "required"}
KNOWN = WORDS | RULES | {"additionalProperties"}


def faults(value: Any, schema: Schema) -> list[str]:
    """What is wrong with the value; raises if the schema uses a word that we do not judge by."""
    return list(_faults(value, schema, schema, "$"))


def _faults(value: Any, schema: Schema, whole: Schema, at: str) -> Iterator[str]:
    unknown = set(schema) - KNOWN
    assert not unknown, f"We do not judge by {unknown}."
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in schema and all(list(_faults(value, s, whole, at)) for s in schema["anyOf"]):
        yield f"{at} is none of what it may be"
    if not _is_of(value, schema.get("type", list(TYPES))):
        yield f"{at} is no {schema['type']}"
    elif "const" in schema and value != schema["const"]:
        yield f"{at} is not {schema['const']}"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{at} is none of {schema['enum']}"
    elif "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at} does not match {schema['pattern']}"
    elif isinstance(value, list) and "items" in schema:
        for number, each in enumerate(value):
            yield from _faults(each, schema["items"], whole, f"{at}[{number}]")
    elif isinstance(value, dict):
        yield from _members(value, schema, whole, at)


def _members(value: dict[str, Any], schema: Schema, whole: Schema, at: str) -> Iterator[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    yield from (
        f"{at}.{name} is missing" for name in schema.get("required", ()) if name not in value
    )
    for name, each in value.items():
        if name in known or isinstance(others, dict):
            yield from _faults(each, known.get(name, others), whole, f"{at}.{name}")
        elif not others:
            yield f"{at}.{name} is not known"


def _is_of(value: Any, types: str | list[str]) -> bool:
    names = [types] if isinstance(types, str) else types
    if isinstance(value, bool):
        return "boolean" in names
    return any(isinstance(value, TYPES[name]) for name in names)
