"""The page inspector: what our house rules hold against one HTML page, as sentences that help."""

from tests.judges import rules_of_forms, rules_of_pages, rules_of_words
from tests.judges.page_tree import parse

RULES = (
    rules_of_pages.title_and_headings,
    rules_of_pages.language_and_landmarks,
    rules_of_pages.ids_and_references,
    rules_of_pages.links_and_buttons,
    rules_of_pages.images,
    rules_of_pages.tables,
    rules_of_pages.nothing_empty,
    rules_of_pages.content_security,
    rules_of_forms.labels,
    rules_of_forms.groups,
    rules_of_forms.errors,
    rules_of_forms.where_forms_go,
    rules_of_words.quotes_and_dashes,
)


def faults(html: str, *, service_name: str) -> list[str]:
    """Return every fault of the page, each a sentence that says how to put it right.

    Text inside `<code>`, `<pre>`, `<textarea>` or an element with `data-typed` was typed by a
    person and may hold straight quotes. The title may repeat such text.
    """
    page = parse(html)
    return [*page.parse_errors, *(fault for rule in RULES for fault in rule(page, service_name))]
