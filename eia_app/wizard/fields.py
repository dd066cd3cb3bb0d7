"""One field for each answer type: the posted text to show again, and the value to save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from wtforms import Field, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are older
from wtforms.validators import ValidationError

from eia_app.domain.errors import Invalid
from eia_app.domain.questionnaire.model import AnswerType, Question
from eia_app.domain.questionnaire.small_numbers import masked
from eia_app.domain.text.clean import clean, is_blank, tidy
from eia_app.domain.text.conversions import Unclear, day, is_web_address, number
from eia_app.domain.text.entered_dates import PARTS, WrongDate, entered_date
from eia_app.wizard.choice_fields import (
    ChooseManyField,
    ChooseOneField,
    ChoosePersonField,
    EachChoiceField,
)
from eia_app.wizard.row_fields import ChooseRowsField

Choice: Any = SelectChoice  # an option of the fixed forms


class WrittenField(StringField):
    """Text as typed, with line ends made equal and control characters taken out."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = clean(valuelist[0]) if valuelist else None

    def answer(self) -> Any:
        return tidy(self.data or "") or None


class LongField(WrittenField, TextAreaField):
    pass


class LinkField(WrittenField):
    """An address of a page: http or https."""

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ARG002 - WTForms' own
        address = self.answer()
        if address and not is_web_address(address):
            raise ValidationError(self.render_kw["bad"])


class NumberField(WrittenField):
    """A number as people write it: 25000, 25,000 or 2.5; of people also “fewer than 5”."""

    def _number(self) -> int | float | str | None:
        if self.render_kw.get("counts_people") and masked(self.data or ""):
            return masked(self.data or "")
        return number(self.data or "", is_whole=self.render_kw.get("counts_people", False))

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ARG002 - WTForms' own
        try:
            if self._number() is None and not is_blank(self.data or ""):
                raise ValidationError(self.render_kw["bad"])
        except Unclear as unclear:
            raise ValidationError(str(unclear)) from None

    def answer(self) -> Any:
        try:
            return self._number()
        except Unclear:
            return None

    def process_data(self, value: Any) -> None:
        self.data = None if value is None else str(value)


class DateField(Field):
    """A date in three boxes, name-day, name-month and name-year, or whole in one of them."""

    parts: Sequence[str] = ("", "", "")
    wrong: WrongDate | None = None

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ARG002 - WTForms' own
        self.process_errors = []
        self.parts = _boxes(data)
        names = [f"{self.name}-{part}" for part in PARTS]
        if formdata and any(name in formdata for name in names):
            self.parts = tuple(tidy(formdata.get(name, "")) for name in names)
        try:
            entered = entered_date(*self.parts)
        except WrongDate as wrong:
            self.wrong, entered = wrong, None
        self.data = entered.isoformat() if entered else None
        if entered and not all(self.parts):
            self.parts = _boxes(self.data)

    @property
    def first_id(self) -> str:
        """The id of the box that is wrong, else of the first."""
        return f"{self.name}-{self.wrong.part if self.wrong else PARTS[0]}"

    @property
    def day(self) -> date:
        """The date; only of a field that is valid. Raises Invalid."""
        entered = day(self.data)
        if entered is None:
            raise Invalid({self.name: self.render_kw["bad"]})
        return entered

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ARG002 - WTForms' own
        if self.wrong:
            self.errors = []  # that it is required: something was typed
            raise ValidationError(f"{self.wrong}. {self.render_kw['bad']}")

    def answer(self) -> Any:
        return self.data


def _boxes(saved: Any) -> tuple[str, ...]:
    """Return the day, month and year of a saved date; a text that is no date as the day."""
    date_read = day(str(saved))  # a form of a row of the database gives a date
    if date_read is None:
        return (str(saved or ""), "", "")
    return (f"{date_read.day:02}", f"{date_read.month:02}", f"{date_read.year}")


KINDS: dict[AnswerType, Callable[..., Any]] = {
    AnswerType.TEXT: WrittenField,
    AnswerType.LONG: LongField,
    AnswerType.LINK: LinkField,
    AnswerType.NUMBER: NumberField,
    AnswerType.DATE: DateField,
    AnswerType.CHOOSE_ONE: ChooseOneField,
    AnswerType.CHOOSE_MANY: ChooseManyField,
    AnswerType.CHOOSE_ROWS: ChooseRowsField,
    AnswerType.EACH_CHOICE: EachChoiceField,
    AnswerType.PERSON: ChoosePersonField,
}


def field_for(question: Question) -> Any:
    """Return the unbound WTForms field of a question; options are added when the page is made."""
    exclusive = {option.value for option in question.options if option.exclusive}
    options: dict[str, Any] = {"render_kw": {"bad": question.bad, "exclusive": exclusive}}
    options["render_kw"]["counts_people"] = question.counts_people
    options["render_kw"]["writes"] = question.writes
    if offers_choices(question.type):
        options |= {"choices": [], "validate_choice": False}
    return KINDS[question.type](question.ask, **options)


def offers_choices(kind: AnswerType) -> bool:
    return kind in {
        AnswerType.CHOOSE_ONE,
        AnswerType.CHOOSE_MANY,
        AnswerType.CHOOSE_ROWS,
        AnswerType.PERSON,
    }


def unread(bound: Any) -> str:
    """Return what stands in the boxes of a date or number, be it one or not; "" for others."""
    if isinstance(bound, DateField):
        return " ".join(bound.parts).strip()
    return str(bound.data or "").strip() if isinstance(bound, NumberField) else ""
