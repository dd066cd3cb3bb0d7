"""The inspector's rules about our own words: curly quotes, proper dashes.

Words that people typed are theirs: the template marks them with a `data-typed` attribute.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.judges.page_tree import Page, is_element, text_of

UNSEEN = ("script", "style", "template")
NOT_OURS = frozenset({*UNSEEN, "code", "pre", "textarea", "kbd", "samp"})
READ_ALOUD = ("alt", "aria-label", "title", "placeholder", "aria-roledescription")
STRAIGHT = re.compile("['\"]")
OR_TYPED = " (or mark words that people typed with data-typed)."
DASH = re.compile(r"\s--?\s")


def quotes_and_dashes(page: Page, _service_name: str) -> Iterator[str]:
    """No straight quote and no hyphen as a dash in what we say."""
    typed = [text_of(e) for e in page.every() if "data-typed" in e.attrib]
    for words in _our_words(page.root, sorted(filter(None, typed), key=len, reverse=True)):
        said = " ".join(words.split())
        if STRAIGHT.search(words):
            yield f"“{said[:80]}” has a straight quote: write ’ or “ ”{OR_TYPED}"
        if DASH.search(words):
            yield f"“{said[:80]}” has a hyphen for a dash: write –{OR_TYPED}"


def _our_words(root: Element, typed: list[str]) -> Iterator[str]:
    """Yield each piece of text of ours. A title may quote what the page marks as typed."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag in NOT_OURS or "data-typed" in element.attrib:
            continue
        for attribute in READ_ALOUD:
            if attribute in element.attrib:
                yield _without(element.attrib[attribute], typed)
        if element.tag == "title":
            yield _without(element.text or "", typed)
        elif element.text:
            yield element.text
        for child in element:
            if is_element(child):
                waiting.append(child)
            if child.tail:
                yield child.tail


def _without(words: str, typed: list[str]) -> str:
    together = " ".join(words.split())
    for piece in typed:
        together = together.replace(piece, "…")
    return together
