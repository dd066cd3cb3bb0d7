"""The questions of the page that is open, read and answered as a person does: by visible words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

Given = str | date | list[str] | dict[str, str]  # what a person types, picks or ticks
OPTIONAL = " (optional)"

# One entry for each question in the forms of the page, in order. A fieldset of boxes is a question
# with its legend, another control is one with its label. `inside` is the option under which a
# question is revealed; `part_of` is the title of the questions that are asked about each group.
READ = """() => {
    const words = node => (node?.textContent ?? '').replace(/\\s+/g, ' ').trim();
    const label = control => words(control.labels?.[0]);
    const own = (field, kind) => [...field.querySelectorAll(kind)].filter(
        control => control.closest('fieldset') === field);
    const revealed = node => {
        const block = node.closest('[class*="__conditional"]');
        const option = block?.previousElementSibling?.querySelector('input');
        const field = option?.closest('fieldset');
        return block ? {option: label(option), ask: words(field.querySelector('legend'))} : null;
    };
    const part = node => {
        const whole = node.parentElement.closest('[role=group][aria-labelledby]');
        return whole ? words(document.getElementById(whole.getAttribute('aria-labelledby'))) : '';
    };
    const error = node => {
        const group = node.closest('.govuk-form-group');
        const found = group && [...group.querySelectorAll('.govuk-error-message')].find(
            message => message.closest('.govuk-form-group') === group);
        return words(found ?? null);
    };
    const about = (node, kind, ask, options) => ({
        kind, ask, options, inside: revealed(node), part_of: part(node), error: error(node),
        shown: node.checkVisibility({visibilityProperty: true}),
    });
    const found = [];
    for (const field of document.querySelectorAll('main form fieldset')) {
        const legend = words(field.querySelector('legend'));
        const radios = own(field, '[type=radio]'), boxes = own(field, '[type=checkbox]');
        if (radios.length) found.push([field, about(field, 'one', legend, radios.map(label))]);
        else if (boxes.length) found.push([field, about(field, 'many', legend, boxes.map(label))]);
        else found.push([field, about(field, 'date', legend, [])]);
    }
    const dates = new Set(found.filter(each => each[1].kind === 'date').map(each => each[0]));
    const controls = 'textarea, select, '
        + 'input:not([type=hidden], [type=radio], [type=checkbox], [type=submit])';
    for (const control of document.querySelectorAll('main form :is(' + controls + ')')) {
        if (dates.has(control.closest('fieldset'))) continue;
        const kind = control.tagName === 'SELECT' ? 'person'
            : control.tagName === 'TEXTAREA' ? 'long'
            : control.type === 'url' ? 'link' : control.inputMode === 'decimal' ? 'number' : 'text';
        const options = [...(control.options ?? [])].map(words);
        found.push([control, about(control, kind, label(control), options)]);
    }
    found.sort((a, b) => a[0].compareDocumentPosition(b[0]) & 4 ? -1 : 1);
    return found.map(each => each[1]);
}"""


@dataclass(frozen=True)
class Asked:
    """One question of the page. `ask` is its label or legend, without “(optional)”."""

    kind: str  # one, many, date, text, long, number, link or person
    ask: str
    optional: bool
    options: tuple[str, ...]
    under: tuple[str, str] | None  # the question and the option that reveal it
    part_of: str
    error: str
    shown: bool

    @property
    def label(self) -> str:
        """The label or legend as it is on the page."""
        return f"{self.ask}{OPTIONAL}" if self.optional else self.ask


def questions(page: Page) -> list[Asked]:
    """Every question of the page in order, those too that no chosen answer reveals."""
    return [_asked(raw) for raw in page.evaluate(READ)]


def _asked(raw: Mapping[str, object]) -> Asked:
    label, inside, options = str(raw["ask"]), raw["inside"], raw["options"]
    under = None
    if isinstance(inside, dict):
        under = (str(inside["ask"]).removesuffix(OPTIONAL), str(inside["option"]))
    return Asked(
        kind=str(raw["kind"]),
        ask=label.removesuffix(OPTIONAL),
        optional=label.endswith(OPTIONAL),
        options=tuple(map(str, options)) if isinstance(options, list) else (),
        under=under,
        part_of=str(raw["part_of"]).removesuffix(OPTIONAL),
        error=str(raw["error"]),
        shown=bool(raw["shown"]),
    )


def answer(page: Page, asked: Asked, given: Given) -> None:
    """Answer a question. Raises ValueError for an option that is not offered."""
    match asked.kind:
        case "one":
            _choose(page, asked, [str(given)], "radio")
        case "many":
            wanted = [given] if isinstance(given, str) else list(map(str, given))  # type: ignore[arg-type]
            _choose(page, asked, wanted, "checkbox")
        case "date":
            _write_date(page, asked, given)
        case "person":
            page.get_by_role("combobox", name=asked.label, exact=True).select_option(
                label=str(given)
            )
        case _:
            box = page.get_by_role("textbox", name=asked.label, exact=True)
            box.fill(str(given))


def group(page: Page, asked: Asked) -> Locator:
    return page.get_by_role("group", name=asked.label, exact=True)


def _choose(page: Page, asked: Asked, wanted: Sequence[str], role: str) -> None:
    missing = [option for option in wanted if _key(option) not in map(_key, asked.options)]
    if missing:
        raise ValueError(f"“{missing[0]}” is not one of the options of “{asked.ask}”.")
    boxes = group(page, asked).get_by_role("radio" if role == "radio" else "checkbox")
    labels = [_key(option) for option in asked.options]
    keys = [_key(option) for option in wanted]
    for index, label in enumerate(labels):
        box = boxes.nth(index)
        if label in keys:
            box.check()
        elif role == "checkbox" and box.is_checked():
            box.uncheck()


def _key(words: str) -> str:
    return " ".join(words.split())


def _write_date(page: Page, asked: Asked, given: Given) -> None:
    day = given if isinstance(given, date) else date.fromisoformat(str(given))
    boxes = group(page, asked)
    for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_role("textbox", name=label, exact=True).fill(str(number))
