"""Turns a page of the questionnaire into a WTForms form, and what was posted back into answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form

from eia_app.domain.guidance.parse_guidance import QuestionHelp
from eia_app.domain.guidance.worked_example import ExampleAnswer
from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.tasks import Task
from eia_app.domain.questionnaire.answers import is_empty, longest, too_long_or_out_of_range
from eia_app.domain.questionnaire.choices import Choices, in_words
from eia_app.domain.questionnaire.group_questions import answer_key
from eia_app.domain.questionnaire.model import AnswerType, Group, Option, Question
from eia_app.domain.questionnaire.small_numbers import problem as too_small
from eia_app.wizard.choice_fields import EachChoiceField
from eia_app.wizard.fields import field_for, offers_choices, unread
from eia_app.wizard.row_fields import ChooseRowsField, offered_on, problems_of_written
from eia_app.wizard.shown_question import Shown, flat

Posted = Sequence[tuple[str, str]]
KEPT_ON_OFFER = frozenset(
    {AnswerType.CHOOSE_ONE, AnswerType.CHOOSE_MANY, AnswerType.EACH_CHOICE, AnswerType.PERSON}
)
NO_LONGER = "Chosen before, and not offered any more"
NO_HELP: Mapping[str, QuestionHelp] = {}
NO_EXAMPLE: Mapping[str, ExampleAnswer] = {}
NOTHING_SUGGESTED: Mapping[str, Any] = {}
_forms: dict[tuple[Question, ...], type[Form]] = {}


class PageForm:
    """A page (or a row) of one task, filled with saved or with posted values.

    `suggested` are values for questions that were never answered; `prefix` begins field names.
    """

    def __init__(
        self,
        journey: Journey,
        choices: Choices,
        task: Task,
        questions: Sequence[Question],
        saved: Mapping[str, Any],
        posted: Posted | None = None,
        *,
        prefix: str = "",
        suggested: Mapping[str, Any] = NOTHING_SUGGESTED,
        row_id: str = "",
    ) -> None:
        self.journey, self.choices, self.task = journey, choices, task
        self.questions, self.saved = tuple(questions), saved
        self.prefix, self.suggested, self.row_id = prefix, suggested, row_id
        formdata = MultiDict(posted) if posted is not None else None
        data = {} if posted is not None else dict(suggested)
        data |= {id_: value for id_, value in saved.items() if not is_empty(value)}
        self.form = _form_class(self.questions)(formdata=formdata, data=data, prefix=prefix)
        self.errors: dict[str, str] = {}
        self.theirs: dict[str, Sequence[str]] = {}
        self._offers: dict[str, Sequence[Option]] = {}
        for question in self.questions:
            self._put_options(question)

    @property
    def group(self) -> Group | None:
        return self.task.group

    def _put_options(self, question: Question) -> None:
        bound = self._field(question)
        offered = offered_on(self, question)
        first_alone = next(
            (i for i, option in enumerate(offered) if option.exclusive), len(offered)
        )
        offered[first_alone:first_alone] = self._no_longer_offered(question, offered)
        self._offers[question.id] = offered
        if isinstance(bound, EachChoiceField):
            about = self.choices.edition.questions[question.of]
            values = self.journey.each_of(question, self.task)
            bound.options = offered
            bound.each = [Option(value, self.choices.label(about, value)) for value in values]
        elif offers_choices(question.type):
            bound.offered = {option.value: option.label for option in offered}
        if isinstance(bound, ChooseRowsField):
            bound.options = question.options
            bound.names = {o.value: o.label for o in self.choices.options(question)}

    def _no_longer_offered(self, question: Question, offered: Sequence[Option]) -> list[Option]:
        """Return saved choices that are not offered any more: of a changed list, or who has left.

        A row that was taken away cannot be chosen.
        """
        if question.type not in KEPT_ON_OFFER:
            return []
        saved, known = self.saved.get(question.id), {option.value for option in offered}
        values = saved.values() if isinstance(saved, dict) else saved
        several = [values] if isinstance(values, str) else values or ()
        left = " (has left)" if question.type is AnswerType.PERSON else ""
        return [
            Option(value, f"{self.choices.label(question, value)}{left}", hint=NO_LONGER)
            for value in dict.fromkeys(several)
            if value and value not in known
        ]

    def _field(self, question: Question) -> Any:
        return self.form[question.id]

    def values(self) -> dict[str, Any]:
        """Return the posted answers by question id; None or empty for those not given."""
        return {question.id: self._field(question).answer() for question in self.questions}

    @property
    def is_blank(self) -> bool:
        """Return whether nothing was typed or chosen beside what the program has filled in.

        What cannot be read, such as half a date, was typed all the same.
        """
        for question in self.questions:
            value = self._field(question).answer()
            if is_empty(value) and not is_empty(unread(self._field(question))):
                return False
            if not is_empty(value) and value != self.suggested.get(question.id):
                return False
        return True

    def check(self, *, required: bool = True) -> bool:
        """Fill `errors`, and return whether there are none.

        Without `required`, a missing answer is no error, nor one that says too little.
        """
        self.form.validate()
        problems = self.journey.problems(self.task, self.questions, self.values())
        shown = self.journey.shown_among(self.task, self.questions, self.values())
        self.errors = {
            question.id: str(self.form[question.id].errors[0])
            for question in shown
            if self.form[question.id].errors
        }
        for id_, message in problems.items() if required else self._past_limits(shown):
            self.errors.setdefault(id_, in_words(self.group, message))
        self._refuse_small_numbers(shown)
        for id_, message in problems_of_written(self, required=required):
            self.errors.setdefault(id_, message)
        return not self.errors

    def _past_limits(self, shown: Iterable[Question]) -> Iterator[tuple[str, str]]:
        """Yield the messages on answers too long or out of range, by question id."""
        for question in shown:
            wrong = too_long_or_out_of_range(question, self._field(question).answer())
            if wrong:
                yield question.id, wrong

    def _refuse_small_numbers(self, shown: Iterable[Question]) -> None:
        for question in shown:
            message = too_small(question, self.values()[question.id], self.choices.small_number)
            if message:
                self.errors.setdefault(question.id, message)

    def savable(self) -> dict[str, Any]:
        """Return the values to save: all that can be read, of hidden branches too."""
        return {
            question.id: self._field(question).answer()
            for question in self.questions
            if not self._field(question).errors
        }

    def show(
        self,
        helps: Mapping[str, QuestionHelp] = NO_HELP,
        examples: Mapping[str, ExampleAnswer] = NO_EXAMPLE,
    ) -> list[Shown]:
        """Return the questions in order, each inside the one whose answer reveals it.

        `helps` and `examples` have the help with a question and an answer to it by its id.
        """
        shown = {question.id: self._shown(question) for question in self.questions}
        for id_, question_shown in shown.items():
            question_shown.help, question_shown.example = helps.get(id_), examples.get(id_)
        top = []
        for question in self.questions:
            control = next((c for c in question.shown_when if c.question in shown), None)
            if control is None:
                top.append(shown[question.id])
            else:
                inside = shown[control.question].revealed
                inside.setdefault(control.values[0], []).append(shown[question.id])
        return top

    def _shown(self, question: Question) -> Shown:
        bound = self.form[question.id]
        key = answer_key(self.task.key[1], question.id)
        about, _ = key
        given = self.values() if question.asks else {}
        return Shown(
            question=question,
            ask=in_words(self.group, self.journey.wording(self.task, question, given)),
            hint=in_words(self.group, question.hint),
            field=bound,
            options=self._offers[question.id],
            each=getattr(bound, "each", ()),
            error=self.errors.get(question.id, ""),
            theirs=self.theirs.get(question.id),
            limit=longest(question),
            carried=self.journey.to_confirm.has(*key),
            suggested=self._is_suggested(question),
            suggestions=self.choices.lists.get(question.suggest, ()),
            about=None if self.group else self.journey.group(about),
        )

    def _is_suggested(self, question: Question) -> bool:
        value = self.suggested.get(question.id)
        is_saved = not is_empty(self.saved.get(question.id))
        return value is not None and not is_saved and self._field(question).answer() == value

    def summary(self) -> list[dict[str, str]]:
        """Return the error summary: each message leads to its control."""
        return [
            {"text": shown.error, "href": f"#{shown.first_id}"}
            for shown in self.show_flat()
            if shown.error
        ]

    def show_flat(self) -> list[Shown]:
        """Return the questions as `show` has them, without their nesting."""
        return list(flat(self.show()))

    def take_theirs(self, values: Mapping[str, Any]) -> None:
        """Put in what somebody else saved meanwhile and this person did not touch."""
        for id_, value in values.items():
            self._field(self.journey.edition.questions[id_]).process(None, value)

    def show_theirs(self, clashes: Iterable[Any]) -> None:
        """Show what somebody else saved beside what this person typed."""
        questions = {question.id: question for question in self.questions}
        for clash in clashes:
            question = questions[clash.question]
            self.theirs[clash.question] = self.choices.text(question, clash.theirs) or [
                "They left it empty."
            ]


def _form_class(questions: tuple[Question, ...]) -> type[Form]:
    """Return the WTForms class of these questions, made once in each process."""
    if questions not in _forms:
        _forms[questions] = type("QuestionsForm", (Form,), {q.id: field_for(q) for q in questions})
    return _forms[questions]
