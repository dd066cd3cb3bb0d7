"""The field of a choose_rows: rows of lists, options beside them, and a box that writes a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from wtforms.utils import unset_value

from eia_app.domain.questionnaire.answers import chosen, is_bare, too_long_or_out_of_range
from eia_app.domain.questionnaire.linked_questions import WrittenRow, lists_of
from eia_app.domain.questionnaire.model import Option, Question
from eia_app.domain.text.clean import clean, tidy
from eia_app.wizard.choice_fields import ChooseManyField

if TYPE_CHECKING:
    from eia_app.wizard.form import PageForm


def text_name(field_name: str) -> str:
    """Return the name of the box in which a row is written, by that of its field."""
    return f"{field_name}-new"


class ChooseRowsField(ChooseManyField):
    """Rows that are selected, with the text of one more where the question `writes` one.

    The new row has its id before it is saved, in a hidden field: the same page sent twice adds one.
    """

    options: Sequence[Option] = ()  # those that are no rows
    names: Mapping[str, str] = {}  # the name of every row, by its id
    text = ""
    new_id = ""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        if self.render_kw.get("writes"):
            self.text = clean(formdata.get(self.text_name, "")) if formdata else ""
            self.new_id = _id_or_new(formdata.get(self.id_name, "") if formdata else "")

    @property
    def text_name(self) -> str:
        return text_name(self.name)

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
        values, beside = super().answer(), {option.value for option in self.options}
        new = [self.written_id] if self.written else []
        rows = [value for value in values if value not in {*beside, *new}]
        return [*rows, *new, *(value for value in values if value in beside)]

    def written_row(self, question: Question) -> WrittenRow:
        return WrittenRow(UUID(self.written_id), question.writes, self.written)


def offered_on(form: PageForm, question: Question) -> list[Option]:
    """Return the options of a question: of groups, those that the row of the form may cover.

    Of rows, not those of a list that is only written to, but for those that are selected, which can
    be taken away again; and none of a list that is not asked for, as they would not count.
    """
    offered = form.choices.options(question, form.group)
    if question.covers:
        coverage = form.journey.coverage(form.task.section.id)
        free = coverage.free_for(form.row_id) if coverage else ()
        return [option for option in offered if option.value in free]
    hidden: set[str] = set()
    for list_id in lists_of(form.choices.edition, question):
        rows = {row.id for row in form.choices.answers.rows.get(list_id, ())}
        if form.journey.task(list_id) is None:
            hidden |= rows
        elif list_id not in question.rows_of:
            hidden |= rows - chosen(form.saved.get(question.id))
    return [option for option in offered if option.value not in hidden]


def written_on(form: PageForm) -> Iterator[tuple[str, WrittenRow]]:
    """Yield the texts of a page that become rows of other lists, by the ids of their questions."""
    for question in form.journey.shown_among(form.task, form.questions, form.values()):
        bound: Any = form.form[question.id]
        if isinstance(bound, ChooseRowsField) and bound.written:
            yield question.id, bound.written_row(question)


def problems_of_written(form: PageForm, *, required: bool) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with texts that become rows, as the lists that get them ask for them."""
    for id_, row in written_on(form):
        question = form.journey.edition.questions[row.question]
        if required and question.refuse_bare and is_bare(row.text):
            yield id_, question.refuse_bare
        elif message := too_long_or_out_of_range(question, row.text):
            yield id_, message


def _id_or_new(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid4())
