"""A form of a page, as a browser would fill it in and send it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

Fields = list[tuple[str, str]]
Changes = Mapping[str, str | Sequence[str] | None]


@dataclass(frozen=True)
class Control:
    """Something that can be filled in or chosen."""

    name: str
    kind: str  # text, url, textarea, select, radio, checkbox, hidden …
    value: str
    mode: str = ""
    stands_alone: bool = False


@dataclass
class Form:
    """A form of a page as a browser would send it: its address and its successful controls."""

    action: str
    method: str
    fields: Fields
    buttons: Fields
    controls: list[Control] = field(default_factory=list)

    def value(self, name: str) -> str | None:
        return next((value for key, value in self.fields if key == name), None)

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.fields if key == name]

    def filled(self, changes: Changes) -> Fields:
        """The fields with some of them changed; None takes one away."""
        kept = [(name, value) for name, value in self.fields if name not in changes]
        for name, value in changes.items():
            values = [] if value is None else [value] if isinstance(value, str) else value
            kept += [(name, each) for each in values]
        return kept


def form_of(element: Element) -> Form:
    form = Form(element.get("action", ""), element.get("method", ""), [], [])
    for each in element.iter():
        name = each.get("name", "")
        if name and each.tag == "button":
            form.buttons.append((name, each.get("value", "")))
        elif name and each.tag in {"input", "textarea", "select"}:
            control = _control(each)
            form.controls.append(control)
            if control.kind not in {"radio", "checkbox"} or "checked" in each.attrib:
                form.fields.append((name, control.value))
    return form


def _control(each: Element) -> Control:
    name = each.get("name", "")
    if each.tag == "textarea":
        return Control(name, "textarea", (each.text or "").removeprefix("\n"))
    if each.tag == "select":
        options = list(each.iter("option"))
        chosen = next((o for o in options if "selected" in o.attrib), options[0])
        return Control(name, "select", chosen.get("value", ""))
    alone = each.get("data-behaviour") == "exclusive"
    mode, kind = each.get("inputmode", ""), each.get("type", "text")
    return Control(name, kind, each.get("value", ""), mode, alone)
