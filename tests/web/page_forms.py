"""Parse a form of a page, and return its fields as a browser would send them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

Fields = list[tuple[str, str]]
Changes = Mapping[str, str | Sequence[str] | None]


@dataclass(frozen=True)
class Control:
    """A control of a form that can be filled in or chosen."""

    name: str
    kind: str  # text, url, textarea, select, radio, checkbox, hidden …
    value: str
    mode: str = ""
    stands_alone: bool = False


@dataclass
class Form:
    """A form: its address, and in `fields` the controls that a browser would send."""

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
        """Return the fields with some of them changed; None removes a field."""
        pairs = [(name, value) for name, value in self.fields if name not in changes]
        for name, value in changes.items():
            values = [] if value is None else [value] if isinstance(value, str) else value
            pairs += [(name, item) for item in values]
        return pairs


def form_of(element: Element) -> Form:
    form = Form(element.get("action", ""), element.get("method", ""), [], [])
    for child in element.iter():
        name = child.get("name", "")
        if name and child.tag == "button":
            form.buttons.append((name, child.get("value", "")))
        elif name and child.tag in {"input", "textarea", "select"}:
            control = _control(child)
            form.controls.append(control)
            if control.kind not in {"radio", "checkbox"} or "checked" in child.attrib:
                form.fields.append((name, control.value))
    return form


def _control(element: Element) -> Control:
    name = element.get("name", "")
    if element.tag == "textarea":
        return Control(name, "textarea", (element.text or "").removeprefix("\n"))
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = next((option for option in options if "selected" in option.attrib), options[0])
        return Control(name, "select", chosen.get("value", ""))
    is_exclusive = element.get("data-behaviour") == "exclusive"
    mode, kind = element.get("inputmode", ""), element.get("type", "text")
    return Control(name, kind, element.get("value", ""), mode, is_exclusive)
