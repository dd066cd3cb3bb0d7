"""The forms of “For you”."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, RadioField
from wtforms.validators import DataRequired, NumberRange, Optional

from eia_app.domain.notifications.kinds import DeliveryFrequency, NoticeKind
from eia_app.domain.notifications.messages import WORDS
from eia_app.web.http.unsaved_text import RestorableForm
from eia_app.wizard.fields import Choice

MOST = 2**31 - 1  # the largest number of a notice that a database can hold
WAYS = {
    DeliveryFrequency.AT_ONCE: "At once",
    DeliveryFrequency.DAILY: "Once a day, all in one email",
    DeliveryFrequency.NEVER: "Not by email",
}


class ReadForm(FlaskForm):
    """`notice` is the one to open; without it, all are marked read up to `newest`."""

    notice = IntegerField(validators=[Optional(), NumberRange(0, MOST)])
    newest = IntegerField(validators=[Optional(), NumberRange(0, MOST)])


class ChoicesForm(RestorableForm):
    """A choice for each kind of notice that can concern the person."""

    def choices(self) -> Iterator[Field]:
        return (field for field in self if field.name in set(NoticeKind))


def choices_form(ways: Mapping[NoticeKind, DeliveryFrequency]) -> Any:
    """Return a form with a field for each of these kinds, filled with the present choices."""
    fields = {kind.value: _field(kind) for kind in ways}
    made = type("MadeChoicesForm", (ChoicesForm,), fields)
    return made(data={kind.value: way.value for kind, way in ways.items()})


def _field(kind: NoticeKind) -> RadioField:
    return RadioField(
        WORDS[kind].choice,
        choices=[Choice(way.value, label) for way, label in WAYS.items()],
        validators=[DataRequired("Select how you want to be told")],
    )
