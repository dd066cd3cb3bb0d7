"""The fields of choices: one, several, or one for each value chosen earlier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import Field, RadioField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from eia_app.domain.questionnaire.model import Option

NOT_OFFERED = "What you chose is not offered any more: choose again"


class _OneOfThem:
    """One choice; `offered` holds the labels of the values on offer."""

    offered: Mapping[str, str] = {}
    data: Any

    def answer(self) -> Any:
        return self.data if self.data in self.offered else None

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ARG002 - WTForms' own
        if self.data and self.data not in self.offered:
            raise ValidationError(NOT_OFFERED)


class ChooseOneField(_OneOfThem, RadioField):
    pass


class ChoosePersonField(_OneOfThem, SelectField):
    pass


class ChooseManyField(SelectMultipleField):
    """Several choices, in the order in which they are offered; an exclusive one stands alone."""

    offered: Mapping[str, str] = {}

    def answer(self) -> Any:
        return [value for value in self.offered if value in (self.data or ())]

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ARG002 - WTForms' own
        if set(self.data or ()) - self.offered.keys() - set(self.object_data or ()):
            raise ValidationError(NOT_OFFERED)
        alone = [value for value in self.answer() if value in self.render_kw["exclusive"]]
        if alone and len(self.answer()) > 1:
            label = self.offered[alone[0]]
            raise ValidationError(f"Select “{label}” on its own, or take it away")

    def pre_validate(self, form: Any) -> None:
        """`post_validate` says what is not offered any more."""


class EachChoiceField(Field):
    """One choice for each value chosen earlier: name-value boxes.

    The answer for a value that is no longer chosen stays, for when it is chosen again.
    """

    each: Sequence[Option] = ()
    options: Sequence[Option] = ()
    saved: Mapping[str, str] = {}

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ARG002 - WTForms' own
        self.process_errors = []
        self.data = self.saved = dict(data or {})
        if formdata:
            self.data = {
                key[len(self.name) + 1 :]: formdata[key]
                for key in formdata
                if key.startswith(f"{self.name}-")
            }

    def answer(self) -> Any:
        known = {option.value for option in self.options}
        values_asked = [option.value for option in self.each]
        others = {key: value for key, value in self.saved.items() if key not in values_asked}
        return others | {key: self.data[key] for key in values_asked if self.data.get(key) in known}
