"""Fill in the page of questions that is open from a case, by the words on the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.journeys.browser import page_questions
from tests.journeys.browser.page_questions import AnswerValue, PageQuestion
from tests.journeys.case_answers.case_text import (
    Case,
    first_sentences,
    largest_people_count,
    split_at_limit,
)
from tests.journeys.case_answers.fill_answers import decision_day

if TYPE_CHECKING:
    from tests.journeys.browser.page_walker import PageWalker
    from tests.journeys.case_answers.answer_sheet import CaseAnswers

ADD = re.compile(r"^Add (a|an|another) ")
SAVE, SAVE_ANYWAY = "Save and continue", "Save anyway"
LEAST_SPECIFIC_OPTION = re.compile(
    r"not known|not sure|^no\b|^none|nobody|something else|^another|^other", re.IGNORECASE
)
MORE_ROWS = 3  # rows that are made up for a list that wants more than the case has
ONE_LINE_LIMIT = 240  # characters that every one-line question takes

Answers = Mapping[str, AnswerValue]


@dataclass
class PageFiller:
    """Fill in pages from one case. `made_up` lists the questions that it does not answer."""

    walker: PageWalker
    case: Mapping[str, Any]
    answers: CaseAnswers
    answered: int = 0
    made_up: list[str] = field(default_factory=list)
    before: Callable[[], None] | None = None  # called on each page before it is answered
    _rows: dict[str, int] = field(default_factory=dict)  # how many were added, by list

    def __post_init__(self) -> None:
        council = self.answers.council
        self.by_label: Answers = {
            label.replace("{review_group}", council.review_group): given
            for label, given in self.answers.by_label().items()
        }
        self.rows = self.answers.rows_by_label()

    def fill(self) -> None:
        """Answer the page, or the list with all its rows, and continue to the next page."""
        if self._add.count():
            self._fill_list()
        else:
            self._fill_form(self.by_label)

    @property
    def _add(self) -> Any:
        return self.walker.page.get_by_role("button", name=ADD)

    def _fill_list(self) -> None:
        title = self.walker.heading
        rows = self.rows.get(title, [])
        for row in rows[self._rows.get(title, 0) :]:
            self._add_row(title, row)
        for _ in range(MORE_ROWS + 1):
            self._fill_form(self.by_label, may_fail=True)
            if not self.walker.errors:
                return
            self.made_up.append(f"{title}: {self.walker.errors[0]}")
            self._add_row(title, {})
        raise self.walker.stopped("the list wants more rows")

    def _add_row(self, title: str, row: Answers) -> None:
        self.walker.press_first(self._add)
        self._fill_form(row)
        self._rows[title] = self._rows.get(title, 0) + 1
        if self.walker.heading != title:
            raise self.walker.stopped(f"the row did not lead back to “{title}”")

    def _fill_form(self, given: Answers, *, may_fail: bool = False) -> None:
        """Answer and save. Make up an answer, once each, for questions that are still missing."""
        if self.before is not None:
            self.before()
        self._answer_all(given)
        self._save()
        tried: set[str] = set()
        while self.walker.errors and self._make_up(tried):
            self._save()
        if self.walker.errors and not may_fail:
            refused = next((question.ask for question in self._questions if question.error), "")
            raise self.walker.stopped("the page was not accepted", refused)

    def _save(self) -> None:
        """Save, and again where the page asks whether what was typed is meant."""
        self.walker.press(SAVE)
        if self.walker.has_button(SAVE_ANYWAY):
            self.walker.press(SAVE_ANYWAY)

    @property
    def _questions(self) -> list[PageQuestion]:
        return page_questions.read_questions(self.walker.page)

    def _answer_all(self, given: Answers) -> None:
        chosen: dict[str, AnswerValue] = {}
        for question in self._questions:
            value = self._given(given, question)
            if value is None or not _is_revealed(question, chosen):
                continue
            self._answer(question, value)
            chosen[question.ask] = value

    @staticmethod
    def _given(given: Answers, question: PageQuestion) -> AnswerValue | None:
        if question.part_of:
            parts = given.get(question.part_of)
            return parts.get(question.ask) if isinstance(parts, dict) else None
        return given.get(question.ask)

    def _answer(self, question: PageQuestion, value: AnswerValue) -> None:
        try:
            page_questions.answer_question(self.walker.page, question, value)
        except page_questions.NotOffered as error:
            self.made_up.append(str(error))
        except page_questions.CannotAnswer as error:
            raise self.walker.stopped(str(error), question.ask) from error
        else:
            self.answered += 1

    def _make_up(self, tried: set[str]) -> bool:
        """Answer the questions that have an error from the case’s own words. Return if any had one.

        An answer may reveal another question, so a page may need several calls.
        """
        missing = [
            question for question in self._questions if question.error and question.ask not in tried
        ]
        for question in missing:
            tried.add(question.ask)
            self.made_up.append(f"{question.part_of or question.ask}: {question.error}")
            for part in self._parts_of(question):
                self._answer(part, self._fallback(part))
        return bool(missing)

    def _parts_of(self, question: PageQuestion) -> list[PageQuestion]:
        """Return the question alone, or the unanswered questions of the part that it belongs to."""
        if not question.part_of:
            return [question]
        return [
            other
            for other in self._questions
            if other.part_of == question.part_of and not other.chosen
        ]

    def _fallback(self, question: PageQuestion) -> AnswerValue:
        case = Case(self.case)
        words = case.text("description") or case.text("conclusion") or self.answers.title
        match question.kind:
            case "one" | "many":
                option = next(
                    filter(LEAST_SPECIFIC_OPTION.search, question.options), question.options[0]
                )
                return option if question.kind == "one" else [option]
            case "person":
                return question.options[-1]
            case "date":
                return decision_day(case)
            case "number":
                return str(largest_people_count(case.text("affected")) or 0)
            case "link":
                source = case.text("source")
                return source if source.startswith("http") else "https://example.org/"
            case "long":
                return f"From the file: {first_sentences(words, 60)}"
        return split_at_limit(f"From the file: {' '.join(words.split())}", ONE_LINE_LIMIT)[0]


def _is_revealed(question: PageQuestion, chosen: Mapping[str, AnswerValue]) -> bool:
    if question.under is None:
        return True
    control, option = question.under
    value = chosen.get(control)
    return option in value if isinstance(value, list) else option == value
