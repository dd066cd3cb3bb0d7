"""Checks a worked example that can be read, as strictly as the answers of an author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from eia_app.domain.checked_tables import FaultList
from eia_app.domain.coach import registry
from eia_app.domain.coach.assessment_view import AssessmentView, AuthoredText
from eia_app.domain.coach.rule import Severity
from eia_app.domain.guidance.check_guidance import LAW, SOURCE, long_sentence
from eia_app.domain.guidance.worked_example import Example
from eia_app.domain.journey.tasks import Task
from eia_app.domain.questionnaire import small_numbers
from eia_app.domain.questionnaire.answers import Value, chosen
from eia_app.domain.questionnaire.choices import in_words
from eia_app.domain.questionnaire.group_questions import answer_key
from eia_app.domain.questionnaire.model import AnswerType, Question
from eia_app.domain.review.review import Location
from eia_app.domain.text import personal_data
from eia_app.domain.text.readability import OLDEST_READER, reading_age, too_long
from eia_app.domain.working_days import WorkingDays

WITH_OPTIONS = {AnswerType.CHOOSE_ONE, AnswerType.CHOOSE_MANY, AnswerType.EACH_CHOICE}
NOT_ASKED = "is empty, or not asked here"
Values = Mapping[str, Any]


def check_example(example: Example | None, days: WorkingDays, faults: FaultList) -> None:
    """Check an example as if its author submitted it on the day on which it is told.

    An edition without an example has no fault. Every fault names the file and the place in it.
    """
    if example is not None:
        _Check(example, days, faults).run()


class _Check:
    def __init__(self, example: Example, days: WorkingDays, faults: FaultList) -> None:
        self.example, self.faults = example, faults
        self.journey, self.choices = example.journey, example.choices
        self.view = AssessmentView(self.journey, example.council, example.told_on, days)

    def run(self) -> None:
        self._not_asked()
        for task in self.journey.tasks:
            self._task(task)
        for missing in self.journey.missing:
            spot = self._spot(missing.section, missing.group, missing.question, missing.row)
            group = self.journey.group(missing.group)
            self.faults.add(spot, f"is not answered: {in_words(group, missing.message)}")
        for finding in registry.findings(self.view):
            if finding.severity is not Severity.TIP:
                self.faults.add(self._place(finding.place), finding.sentence)
        self._words()

    # Where a fault is

    def _spot(self, section: str, group: str | None, question: str, row: str | None = None) -> str:
        file = self.example.files.get(section, f"{self.example.edition_name}/example {section}")
        name = self.example.names.get(row or "", "")
        return " ".join(filter(None, (file, group, f"row {name}" if name else "", question)))

    def _place(self, place: Location) -> str:
        return self._spot(place.section, place.group, place.question, str(place.row or ""))

    # Values

    def _not_asked(self) -> None:
        """Add a fault for each answer on a branch that the example does not take."""
        for group, question in self.example.answers.values:
            if self.journey.live.get(question, group) is None:
                section = self.journey.edition.section_of[question].id
                self.faults.add(self._spot(section, group, question), NOT_ASKED)
        for section in self.example.answers.rows.keys() - self.journey.live.rows.keys():
            self.faults.add(self._spot(section, None, ""), NOT_ASKED)

    def _task(self, task: Task) -> None:
        section = task.section.id
        if task.rows or section in self.journey.live.rows:
            for row in self.journey.live.rows[section]:
                self._not_asked_in_row(task, row.id)
                self._values(task, task.rows[row.id], row.values, row.id)
        else:
            pages = [
                question for page in task.pages for question in self.journey.on_page(task, page)
            ]
            given = {
                question.id: self.journey.live.get(id_, group)
                for question in pages
                for group, id_ in [answer_key(task.key[1], question.id)]
            }
            self._values(task, pages, given)

    def _not_asked_in_row(self, task: Task, row: str) -> None:
        section = task.section.id
        given = next(stored for stored in self.example.answers.rows[section] if stored.id == row)
        for id_ in given.values.keys() - {question.id for question in task.rows[row]}:
            self.faults.add(self._spot(section, None, id_, row), NOT_ASKED)

    def _values(
        self, task: Task, questions: Iterable[Question], given: Values, row: str | None = None
    ) -> None:
        questions = [question for question in questions if given.get(question.id) is not None]
        values = {question.id: given[question.id] for question in questions}
        problems = self.journey.problems(task, questions, values)
        for question in questions:
            value = values[question.id]
            threshold = self.example.council.small_number_threshold
            problem_texts = [
                *self._options(task, question, value),
                *filter(None, [problems.get(question.id)]),
                *filter(None, [small_numbers.problem(question, value, threshold)]),
            ]
            for text in problem_texts:
                group, id_ = answer_key(task.key[1], question.id)
                self.faults.add(
                    self._spot(task.section.id, group, id_, row), in_words(task.group, text)
                )

    def _options(self, task: Task, question: Question, value: Value) -> Iterator[str]:
        if question.type not in WITH_OPTIONS:
            return
        options = {option.value: option for option in self.choices.options(question, task.group)}
        for choice in sorted(chosen(value) - options.keys()):
            yield f"there is no option “{choice}”"
        alone = [
            choice for choice in chosen(value) if choice in options and options[choice].exclusive
        ]
        if alone and len(chosen(value)) > 1:
            yield f"“{alone[0]}” stands alone"

    # Words

    def _words(self) -> None:
        by_file: dict[str, list[str]] = {}
        for written in self.view.texts:
            for sentence in self._in_text(written):
                self.faults.add(self._place(written.place), sentence)
            question = self.journey.edition.questions[written.place.question]
            if question.type in {AnswerType.TEXT, AnswerType.LONG}:
                file = self.example.files[written.place.section]
                by_file.setdefault(file, []).extend(written.text.splitlines())
        for file, paragraphs in by_file.items():
            age = reading_age(paragraphs)
            if age > OLDEST_READER:
                hard = (
                    f"is too hard to read: reading age {age:.1f}, and {OLDEST_READER} is the most"
                )
                self.faults.add(file, hard)

    def _in_text(self, written: AuthoredText) -> Iterator[str]:
        council = self.example.council
        for paragraph in written.text.splitlines():
            for sentence, number in too_long(paragraph):
                yield long_sentence(sentence, number)
        if LAW.search(written.text) and not SOURCE.search(written.text):
            yield "states the law without its source"
        yield from small_numbers.notices(written.text, council.small_number_threshold)
        for find in personal_data.finds(written.text, council.contact.values()):
            yield f"“{find.text}” looks like {find.detail.value} of a person"
