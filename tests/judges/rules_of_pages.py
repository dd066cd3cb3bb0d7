"""The inspector's rules about the page as a whole: its headings, landmarks, ids, links, tables."""

from collections import Counter
from collections.abc import Iterator

from tests.judges.page_tree import Page, is_empty, shown, text_of

REFERENCES = (
    *("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "aria-errormessage"),
    *("aria-details", "headers"),
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NEVER_EMPTY = (
    *HEADINGS,
    *(
        "p",
        "li",
        "dt",
        "dl",
        "ul",
        "ol",
        "legend",
        "label",
        "caption",
        "summary",
        "th",
        "figcaption",
    ),
)
NOT_CODE = frozenset({"application/json", "application/ld+json"})


def title_and_headings(page: Page, service_name: str) -> Iterator[str]:
    """One h1, a title that starts with it and ends with the service, no level left out."""
    tops = list(page.every("h1"))
    if len(tops) != 1:
        yield f"There are {len(tops)} <h1> elements: give the page exactly one."
    title = next((text_of(e) for e in page.every("title")), "")
    if tops:
        top = text_of(tops[0], without_class="govuk-caption")
        start = f"Error: {top}" if page.of_class("govuk-error-summary") else top
        if not title.startswith(start):
            yield f"The title “{title}” must start with “{start}”."
    if not title.endswith(service_name):
        yield f"The title “{title}” must end with the service name, “{service_name}”."
    last = 1
    for heading in page.every(*HEADINGS):
        level = int(heading.tag[1])
        if level > last + 1:
            yield f"<h{level}> “{text_of(heading)}” comes after level {last}: use <h{last + 1}>."
        last = level


def language_and_landmarks(page: Page, _service_name: str) -> Iterator[str]:
    """The page says that it is English, has one main, and starts with a way to skip to it."""
    if page.root.get("lang") != "en-GB":
        yield 'The page does not say its language: write <html lang="en-GB">.'
    mains = [e for e in page.every() if e.tag == "main" or e.get("role") == "main"]
    if len(mains) != 1:
        yield f"There are {len(mains)} main landmarks: give the page exactly one <main>."
    first = next(page.every("a", "button", "input", "select", "textarea"), None)
    target = page.ids.get(first.get("href", "")[1:]) if first is not None else None
    if target is None or not any(e in mains for e in page.line(target)):
        yield "The first thing a keyboard reaches must be a skip link to the <main> element."


def ids_and_references(page: Page, _service_name: str) -> Iterator[str]:
    """Each id is there once, and whatever is pointed at exists."""
    ids = Counter(e.attrib["id"] for e in page.every() if "id" in e.attrib)
    for name, count in ids.items():
        if count > 1:
            yield f"The id “{name}” is used {count} times: make each one different."
        if not name or len(name.split()) != 1:
            yield f"The id “{name}” must be one word."
    for element in page.every():
        for attribute in REFERENCES:
            for name in element.get(attribute, "").split():
                if name not in ids:
                    yield f"{shown(element)} has {attribute}=“{name}”, but nothing has that id."
        if element.tag == "label" and element.get("for", "") not in {"", *ids}:
            yield f"{shown(element)} is for a field that is not there: correct its “for”."
        href = element.get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            yield f"{shown(element)} goes nowhere: nothing has the id “{href[1:]}”."


def links_and_buttons(page: Page, _service_name: str) -> Iterator[str]:
    """Whoever cannot see the page still learns what each link and button does."""
    for element in page.every("a", "button", "summary"):
        if not page.name_of(element):
            yield f"{shown(element)} has no text: say what it does."
    for link in page.every("a", "area", "form"):
        if link.get("target", "_self") != "_self":
            yield f"{shown(link)} opens a new window: remove its “target”."
        if link.tag == "a" and not link.get("href"):
            yield f"{shown(link)} has no href: give it one, or use a <button>."
    for button in page.every("input"):
        if button.get("type") in {"submit", "button", "reset"} and not button.get("value"):
            yield f"{shown(button)} has no value: say what it does."


def images(page: Page, _service_name: str) -> Iterator[str]:
    """Each picture has words, or says that it needs none."""
    for image in page.every("img", "area"):
        if "alt" not in image.attrib and not (image.tag == "area" and not image.get("href")):
            yield f'{shown(image)} has no alt: describe the picture, or write alt="".'
    for image in page.elements:
        if not image.tag.endswith("svg"):
            continue
        if image.get("aria-hidden") != "true" and not page.name_of(image):
            yield f'{shown(image)} is a drawing: give it an aria-label, or aria-hidden="true".'


def tables(page: Page, _service_name: str) -> Iterator[str]:
    """Each table says what it is about, and each header what it is the header of."""
    for table in page.every("table"):
        if table.find("caption") is None:
            yield f"{shown(table)} has no <caption>: say what the table shows."
        if not any(e.tag == "th" for e in table.iter()):
            yield f"{shown(table)} has no <th>: mark its header cells."
    for header in page.every("th"):
        if header.get("scope") not in {"col", "row", "colgroup", "rowgroup"}:
            yield f'<th> “{text_of(header)}” has no scope: write scope="col" or scope="row".'


def nothing_empty(page: Page, _service_name: str) -> Iterator[str]:
    """No heading, list, paragraph or label with nothing in it."""
    for element in page.every(*NEVER_EMPTY):
        if is_empty(element):
            yield f"{shown(element)} is empty: leave it out, or give it words."


def content_security(page: Page, _service_name: str) -> Iterator[str]:
    """Nothing that our Content Security Policy refuses to run or to apply."""
    for element in page.every():
        if "style" in element.attrib:
            yield f"{shown(element)} has a style attribute: use a class."
        for attribute in element.attrib:
            if str(attribute).startswith("on"):
                yield f"{shown(element)} has {attribute}: listen for it in our own script."
        for attribute in ("href", "src", "action", "formaction"):
            if element.get(attribute, "").strip().lower().startswith("javascript:"):
                yield f"{shown(element)} has a script in its {attribute}: use our own script."
    for script in page.every("script"):
        if "src" not in script.attrib and script.get("type") not in NOT_CODE:
            yield "There is a <script> with its code in the page: move the code to a file."
    for _style in page.every("style"):
        yield "There is a <style> in the page: move its rules to our style sheet."
