"""Take an assessment through the wizard over HTTP, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from tests.judges.page_tree import text_of
from tests.web.page_forms import Control, Form
from tests.web.visitor import PageResponse, Visitor, path_of

AnswersByName = Mapping[str, str | list[str]]
ROWS = 3
NOT_OPEN = ("Done", "Cannot start yet")
DATES = {"day": "7", "month": "3", "year": "2027"}


def filled_fields(form: Form, preferred: AnswersByName) -> dict[str, str | list[str]]:
    """Return acceptable values for every control of a form, the preferred ones if given."""
    values_by_name: dict[str, str | list[str]] = {}
    for control in form.controls:
        if control.kind == "hidden":
            continue
        if control.name in preferred:
            values_by_name[control.name] = preferred[control.name]
        elif control.kind in {"radio", "checkbox"}:
            if not control.stands_alone or control.name not in values_by_name:
                values_by_name.setdefault(control.name, control.value)
        elif control.kind != "select":
            values_by_name[control.name] = text_for(control)
    return values_by_name


def text_for(control: Control) -> str:
    part = control.name.rpartition("-")[2]
    if control.mode == "numeric" and part in DATES:
        return DATES[part]
    if control.mode == "decimal":
        return "12"
    if "url" in {control.kind, control.mode}:
        return "https://example.org/page"
    if control.kind == "textarea":
        return f"Our “words” about {control.name} <here> & 'there'.\n\nA second paragraph."
    return f"Words for {control.name}"


def open_tasks(overview: PageResponse) -> Iterator[str]:
    """Yield the addresses of tasks that can be worked on and are not done."""
    for link in overview.tree.of_class("govuk-task-list__link"):
        status: Element = overview.tree.ids[link.get("aria-describedby", "").split()[0]]
        if not text_of(status).startswith(NOT_OPEN):
            yield link.get("href", "")


@dataclass
class WizardWalk:
    """One person who works through the task list until no task is open."""

    visitor: Visitor
    overview: str
    preferred: AnswersByName
    seen: list[str] = field(default_factory=list)  # every page, in order
    errors: list[str] = field(default_factory=list)  # what empty pages were told

    def to_the_end(self) -> None:
        """Work on tasks until none is open; send each page empty first, and then filled in."""
        for _ in range(100):
            todo = [t for t in open_tasks(self.visitor.get(self.overview)) if t not in self.seen]
            if not todo:
                return
            self._task(todo[0])
        raise AssertionError("The task list never comes to its end.")

    def _task(self, address: str) -> None:
        for _ in range(20):
            if "/lists/" in address:
                self._list(address)
                return
            self._page(address)
            assert self.visitor.last is not None
            address = self.visitor.last.location
            if "/sections/" not in address or address in self.seen:
                self.visitor.follow()
                return
        raise AssertionError(f"{address} never comes to its end.")

    def _page(self, address: str) -> None:
        self.seen.append(path_of(address))
        self.empty(address)
        self._send(address)

    def empty(self, address: str) -> None:
        """Send the page empty, and remember the errors of its answer."""
        form = self.visitor.get(address).form()
        names = {control.name for control in form.controls if control.kind != "hidden"}
        pairs = [*form.filled(dict.fromkeys(names)), ("then", "next")]
        shown = self.visitor.post(form.action, pairs, expect=0)
        if shown.status == 422:
            assert shown.errors
            self.errors += shown.errors

    def _send(self, address: str) -> None:
        shown = self.visitor.last
        if shown is None or shown.page is None:
            shown = self.visitor.get(address)
        self.visitor.send(filled_fields(shown.form(), self.preferred))

    def _list(self, address: str) -> None:
        """Add rows to the list; with 0 and 1 rows, also send its page as finished."""
        self.seen.append(path_of(address))
        self.empty(address)
        for number in range(ROWS):
            self.visitor.get(address)
            if number == 1:
                self.empty(address)
            self._row(f"{address}/add")
        self.visitor.get(address)
        self.visitor.send()
        self.visitor.follow()

    def _row(self, add: str) -> None:
        row = self.visitor.get(add, expect=302).location
        self.empty(row)
        self._send(row)
        self.visitor.get(row)
        self.visitor.get(f"{row}/remove")
