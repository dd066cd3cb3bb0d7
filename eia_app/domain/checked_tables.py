"""Reads untrusted tables (parsed TOML or JSON) key by key and remembers every fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_WORDS = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


class FaultList:
    """Every fault found so far, each with the file and id where it is."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, where: str, what: str) -> None:
        self.found.append(f"{where}: {what}")


class Table:
    """One table of a file. Ask for each key by its type; `done` reports what was not asked for."""

    def __init__(self, raw: Mapping[str, Any], where: str, faults: FaultList) -> None:
        self.raw, self.where, self.faults = dict(raw), where, faults
        self.asked: set[str] = set()

    def fault(self, what: str) -> None:
        self.faults.add(self.where, what)

    def _take(self, key: str, kind: type, default: Any) -> Any:
        self.asked.add(key)
        if key not in self.raw:
            if default is ...:
                self.fault(f"“{key}” is missing")
                return kind()
            return default
        value = self.raw[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault(f"“{key}” must be {_WORDS[kind]}")
            return kind()
        return value

    def text(self, key: str, default: Any = "") -> str:
        value: str = self._take(key, str, default)
        if default is ... and key in self.raw and not value.strip():
            self.fault(f"“{key}” is empty")
        return value

    def number(self, key: str, default: int = 0) -> int:
        return int(self._take(key, int, default))

    def maybe_number(self, key: str) -> int | None:
        return self.number(key) if key in self.raw else None

    def flag(self, key: str, default: bool = False) -> bool:
        return bool(self._take(key, bool, default))

    def texts(self, key: str, default: Any = ()) -> tuple[str, ...]:
        """A list of texts; one text alone stands for a list of one."""
        if isinstance(self.raw.get(key), str):
            self.asked.add(key)
            return (self.raw[key],)
        values = self._take(key, list, default)
        if not all(isinstance(value, str) for value in values):
            self.fault(f"“{key}” must be a list of texts")
            return ()
        if default is ... and key in self.raw and isinstance(self.raw[key], list) and not values:
            self.fault(f"“{key}” is empty")
        return tuple(values)

    def table(self, key: str, default: Any = ...) -> Table:
        return Table(self._take(key, dict, default), f"{self.where} [{key}]", self.faults)

    def tables(self, key: str, name: str = "id") -> list[Table]:
        """The tables of an array, each named in faults by its id or its place."""
        raw = self._take(key, list, [])
        found = []
        for number, item in enumerate(raw, 1):
            if isinstance(item, dict):
                label = item.get(name, number)
                found.append(Table(item, f"{self.where} {key} {label}", self.faults))
            else:
                self.fault(f"“{key}” {number} must be a table")
        return found

    def done(self) -> None:
        for key in sorted(self.raw.keys() - self.asked):
            self.fault(f"“{key}” is not a key we know")
