"""An HTML page as a tree that can be asked questions, for the rules of the page inspector."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from html5lib import HTMLParser
from html5lib.constants import E as SENTENCES
from html5lib.treebuilders import getTreeBuilder

SPEAKS_WITHOUT_TEXT = frozenset({"input", "textarea", "select", "button", "svg", "canvas"})


@dataclass
class Page:
    """One parsed page."""

    root: Element
    parse_errors: list[str]
    parents: dict[Element, Element] = field(default_factory=dict)
    ids: dict[str, Element] = field(default_factory=dict)
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.elements = [element for element in self.root.iter() if is_element(element)]
        self.parents = {child: parent for parent in self.elements for child in parent}
        for element in reversed(self.elements):
            if "id" in element.attrib:
                self.ids[element.attrib["id"]] = element  # the first of two that clash

    def every(self, *tags: str) -> Iterator[Element]:
        """Return the elements in document order: of these tags, or all."""
        if not tags:
            return iter(self.elements)
        return (element for element in self.elements if element.tag in tags)

    def of_class(self, name: str) -> list[Element]:
        """Return the elements with this class."""
        return [e for e in self.elements if name in e.get("class", "").split()]

    def line(self, element: Element) -> Iterator[Element]:
        """Yield the element, then its parent, up to the root."""
        at: Element | None = element
        while at is not None:
            yield at
            at = self.parents.get(at)

    def inside(self, element: Element, *tags: str) -> Element | None:
        """Return the nearest of these tags around the element, or None."""
        return next((e for e in self.line(element) if e is not element and e.tag in tags), None)

    def name_of(self, element: Element) -> str:
        """Return the words a screen reader has for the element, from itself or its attributes."""
        named_by = element.get("aria-labelledby", "").split()
        by_others = " ".join(text_of(self.ids[name]) for name in named_by if name in self.ids)
        return by_others or element.get("aria-label", "").strip() or text_of(element)


def is_element(node: Any) -> bool:
    """Say whether this node is an element: html5lib puts comments in the same tree."""
    return isinstance(node.tag, str)


def parse(html: str) -> Page:
    """Parse the page as HTML5, keeping what the standard calls a parse error."""
    parser = HTMLParser(tree=getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(html)
    lines = html.splitlines()
    errors = []
    for (line, column), code, details in parser.errors:
        near = lines[line - 1][max(0, column - 30) : column + 30] if line <= len(lines) else ""
        why = SENTENCES[code] % details
        errors.append(
            f"Line {line}, column {column}: {why} Correct the HTML near “{near.strip()}”."
        )
    return Page(root, errors)


def text_of(element: Element, *, without_class: str = "") -> str:
    """Return the text inside, spaces made single, with the alt text of images."""
    return " ".join("".join(_pieces(element, without_class)).split())


def _pieces(element: Element, without_class: str) -> Iterator[str]:
    if element.tag == "img":
        yield element.get("alt", "")
    elif element.tag == "br":
        yield " "
    yield element.text or ""
    for child in element:
        skipped = without_class and without_class in child.get("class", "")
        if is_element(child) and not skipped:
            yield from _pieces(child, without_class)
        yield child.tail or ""


def is_empty(element: Element) -> bool:
    """Say whether there is nothing in it to see or to use."""
    return not text_of(element) and not any(
        is_element(e) and e.tag.rpartition("}")[2] in SPEAKS_WITHOUT_TEXT for e in element.iter()
    )


def shown(element: Element) -> str:
    """Write the start tag, short, so that a person can find it."""
    keep = ("id", "name", "type", "for", "href", "class")
    words = [f'{key}="{element.attrib[key]}"' for key in keep if key in element.attrib]
    return f"<{' '.join([element.tag, *words[:3]])}>"
