"""Read and answer the questions of the page that is open, by their visible words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from playwright.sync_api import Error

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

AnswerValue = str | date | list[str] | dict[str, str]  # what a person types, picks or ticks
OPTIONAL = " (optional)"
CUT_SHORT = re.compile(r"\s*(…|\.\.\.)$")

# One entry for each question in the forms of the page, in order. A fieldset of boxes is a question
# with its legend, another control is one with its label. `inside` is the option under which a
# question is revealed; `part_of` is the title of the questions that are asked about each group.
READ_QUESTIONS = """() => {
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
    const chosen = boxes => boxes.filter(box => box.checked).map(label);
    const error = node => {
        const group = node.closest('.govuk-form-group');
        const found = group && [...group.querySelectorAll('.govuk-error-message')].find(
            message => message.closest('.govuk-form-group') === group);
        return words(found ?? null);
    };
    const about = (node, kind, ask, options, chosen) => ({
        kind, ask, options, chosen, inside: revealed(node), part_of: part(node), error: error(node),
        shown: node.checkVisibility({visibilityProperty: true}),
    });
    const found = [];
    for (const field of document.querySelectorAll('main form fieldset')) {
        const legend = words(field.querySelector('legend'));
        const radios = own(field, '[type=radio]'), ticks = own(field, '[type=checkbox]');
        const boxes = radios.length ? radios : ticks;
        const kind = radios.length ? 'one' : ticks.length ? 'many' : 'date';
        found.push([field, about(field, kind, legend, boxes.map(label), chosen(boxes))]);
    }
    const dates = new Set(found.filter(each => each[1].kind === 'date').map(each => each[0]));
    const controls = 'textarea, select, '
        + 'input:not([type=hidden], [type=radio], [type=checkbox], [type=submit])';
    for (const control of document.querySelectorAll('main form :is(' + controls + ')')) {
        if (dates.has(control.closest('fieldset'))) continue;
        const kind = control.tagName === 'SELECT' ? 'person'
            : control.tagName === 'TEXTAREA' ? 'long'
            : {url: 'link', decimal: 'number'}[control.inputMode] ?? 'text';
        const options = [...(control.options ?? [])].map(words);
        found.push([control, about(control, kind, label(control), options, [])]);
    }
    found.sort((a, b) => a[0].compareDocumentPosition(b[0]) & 4 ? -1 : 1);
    return found.map(each => each[1]);
}"""


class NotOffered(Exception):
    """An option is not among those of its question."""


class CannotAnswer(Exception):
    """The browser could not enter or tick an answer."""


@dataclass(frozen=True)
class PageQuestion:
    """A question on the page. `ask` is its label or legend, without “(optional)”."""

    kind: str  # one, many, date, text, long, number, link or person
    ask: str
    optional: bool
    options: tuple[str, ...]
    chosen: tuple[str, ...]
    under: tuple[str, str] | None  # the question and the option that reveal it
    part_of: str
    error: str
    shown: bool

    @property
    def label(self) -> str:
        """Return the label or legend as it is on the page."""
        return f"{self.ask}{OPTIONAL}" if self.optional else self.ask


def read_questions(page: Page) -> list[PageQuestion]:
    """Return every question of the page in order, including those that are not revealed."""
    return [_question_from(raw) for raw in page.evaluate(READ_QUESTIONS)]


def _question_from(raw: Mapping[str, object]) -> PageQuestion:
    label, inside = str(raw["ask"]), raw["inside"]
    under = None
    if isinstance(inside, dict):
        under = (str(inside["ask"]).removesuffix(OPTIONAL), str(inside["option"]))
    return PageQuestion(
        kind=str(raw["kind"]),
        ask=label.removesuffix(OPTIONAL),
        optional=label.endswith(OPTIONAL),
        options=_texts(raw["options"]),
        chosen=_texts(raw["chosen"]),
        under=under,
        part_of=str(raw["part_of"]).removesuffix(OPTIONAL),
        error=str(raw["error"]).removeprefix("Error: "),
        shown=bool(raw["shown"]),
    )


def _texts(raw: object) -> tuple[str, ...]:
    return tuple(map(str, raw)) if isinstance(raw, list) else ()


def answer_question(page: Page, question: PageQuestion, value: AnswerValue) -> None:
    """Answer a question. Raise NotOffered, or CannotAnswer if the browser cannot do it."""
    try:
        _answer(page, question, value)
    except Error as error:
        raise CannotAnswer(str(error).splitlines()[0]) from error


def _answer(page: Page, question: PageQuestion, value: AnswerValue) -> None:
    match question.kind:
        case "one" | "many":
            _choose(page, question, list(value) if isinstance(value, list) else [str(value)])
        case "date":
            _write_date(page, question, value)
        case "person":
            box = page.get_by_role("combobox", name=question.label, exact=True)
            box.select_option(label=str(value))
        case _:
            page.get_by_role("textbox", name=question.label, exact=True).fill(str(value))


def group_of(page: Page, question: PageQuestion) -> Locator:
    return page.get_by_role("group", name=question.label, exact=True)


def _choose(page: Page, question: PageQuestion, labels: list[str]) -> None:
    """Tick these options and no others. Options with the same label are ticked alike."""
    keys = [_matching_option(question, " ".join(option.split())) for option in labels]
    boxes = group_of(page, question)
    for option in question.chosen:
        if question.kind == "many" and option not in keys:
            boxes.get_by_role("checkbox", name=option, exact=True).first.uncheck()
    for option in dict.fromkeys(keys):
        if question.kind == "one":
            boxes.get_by_role("radio", name=option, exact=True).first.check()
        else:
            for box in boxes.get_by_role("checkbox", name=option, exact=True).all():
                box.check()


def _matching_option(question: PageQuestion, label: str) -> str:
    """Return the option’s label on the page: whole, or cut short with “…”. Raise NotOffered."""
    if label in question.options:
        return label
    for option in question.options:
        beginning = CUT_SHORT.sub("", option)
        if beginning not in {"", option} and label.startswith(beginning):
            return option
    raise NotOffered(f"“{question.ask}” does not offer “{label}”.")


def _write_date(page: Page, question: PageQuestion, value: AnswerValue) -> None:
    day = value if isinstance(value, date) else date.fromisoformat(str(value))
    boxes = group_of(page, question)
    for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_role("textbox", name=label, exact=True).fill(str(number))
