"""The field of a choose_rows: rows of lists, options beside them, and a box that writes a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4, uuid5

from wtforms.utils import unset_value

from eia_app.domain.questionnaire.answers import is_bare, too_long_or_out_of_range
from eia_app.domain.questionnaire.linked_questions import lists_of
from eia_app.domain.questionnaire.model import Option, Question
from eia_app.domain.text.clean import clean, tidy
from eia_app.wizard.choice_fields import ChooseManyField


class ChooseRowsField(ChooseManyField):
    """Rows that are selected, with the text of one more where the question `writes` one.

    The new row has its id before it is saved, in a hidden field: the same page sent twice adds one.
    """

    beside: frozenset[str] = frozenset()  # the values of the options that are no rows
    names: Mapping[str, str] = {}  # the name of every row, by its id
    text = ""
    new_id = ""

    def process(
        self, formdata: Any, data: Any = unset_value, extra_filters: Any = None
    ) -> None:
        super().process(formdata, data, extra_filters)
        if self.render_kw.get("writes"):
            self.text = clean(formdata.get(self.text_name, "")) if formdata else ""
            self.new_id = _id_or_new(formdata.get(self.id_name, "") if formdata else "")

    @property
    def text_name(self) -> str:
        return f"{self.name}-new"

    @property
    def id_name(self) -> str:
        return f"{self.name}-row"

    @property
    def written(self) -> str:
        """The text of the new row; "" for none."""
        return tidy(self.text)

    @property
    def written_id(self) -> str:
        """The id of the new row: another one if the first was saved with another text."""
        name = self.names.get(self.new_id, self.written)
        return self.new_id if name == self.written else str(uuid5(UUID(self.new_id), self.written))

    def answer(self) -> Any:
        """Return the ids of the rows, the new one after them, then what is selected beside them."""
        values = super().answer()
        new = [self.written_id] if self.written else []
        rows = [value for value in values if value not in {*self.beside, *new}]
        return [*rows, *new, *(value for value in values if value in self.beside)]

    def process_offers(self, question: Question, names: Mapping[str, str]) -> None:
        self.beside, self.names = frozenset(o.value for o in question.options), names


def rows_offered(
    edition: Any, question: Question, options: list[Option], rows: Mapping[str, Any], saved: Any
) -> list[Option]:
    """Return the options of a choose_rows without rows of a list that it only writes to.

    Those that are selected stay: they can be taken away again.
    """
    unlisted = {
        row.id
        for list_id in lists_of(edition, question)
        if list_id not in question.rows_of
        for row in rows.get(list_id, ())
    }
    hidden = unlisted - set(saved or ())
    return [option for option in options if option.value not in hidden]


def problem_of_text(asked: Question, text: str, *, required: bool) -> str:
    """Return what is wrong with the text of a new row, whose list asks `asked`; "" for nothing."""
    if required and asked.refuse_bare and is_bare(text):
        return asked.refuse_bare
    return too_long_or_out_of_range(asked, text)


def _id_or_new(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid4())
