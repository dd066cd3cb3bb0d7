"""A page on which all rows of a list are written: one form for each row, and two for the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eia_app.domain.guidance.parse_guidance import QuestionHelp
from eia_app.domain.guidance.worked_example import ExampleAnswer
from eia_app.wizard.form import NO_EXAMPLE, NO_HELP, PageForm, Posted
from eia_app.wizard.shown_question import Shown, flat

ROW = "row"  # the field that names the id of each row of the page, in their order
SEEN = "seen"  # after a row’s prefix, the field with the revision that the page shows


def prefix_of(row_id: UUID) -> str:
    """Return how the names of a row’s fields begin."""
    return f"{row_id}."


def anchor_of_row(row_id: UUID | str) -> str:
    """Return the id of a row’s fieldset."""
    return f"row-{row_id}"


def posted_ids(posted: Posted) -> list[UUID]:
    """Return the ids of the rows of a page that was posted, each once, in its order."""
    return list(dict.fromkeys(filter(None, (as_id(text) for name, text in posted if name == ROW))))


def as_id(text: str) -> UUID | None:
    """Return the id that a text is; None for any other text."""
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass
class RowForm:
    """One row of the page. `seen` is the revision that the page shows of it (0 = a new row)."""

    id: UUID
    form: PageForm
    seen: int
    is_saved: bool
    is_carried: bool = False
    is_removed: bool = False  # by somebody else, while this person wrote

    @property
    def anchor(self) -> str:
        return anchor_of_row(self.id)

    @property
    def is_written(self) -> bool:
        """Return whether there is anything to save: an empty row that was never saved is none."""
        return self.seen > 0 or not self.form.is_blank


@dataclass
class RowsForm:
    """The forms of a page: of what the list itself is asked, of its rows, and `instead` of rows."""

    one: str  # what a row is called
    above: PageForm
    rows: list[RowForm]
    instead: PageForm

    @property
    def forms(self) -> list[PageForm]:
        return [self.above, *(row.form for row in self.rows), self.instead]

    @property
    def written(self) -> list[RowForm]:
        return [row for row in self.rows if row.is_written]

    def row(self, row_id: UUID | None) -> RowForm | None:
        return next((row for row in self.rows if row.id == row_id), None)

    def name(self, row: RowForm) -> str:
        """Return what a row is called on the page, such as “Fact 2”."""
        return f"{self.one[:1].upper()}{self.one[1:]} {self.rows.index(row) + 1}"

    def check(self, *, required: bool, without: UUID | None = None) -> bool:
        """Fill the errors of the forms. The row `without` is to be taken away: it has none.

        What is asked instead of rows is required only where no row is written.
        """
        self.above.check(required=required)
        for row in self.written:
            if row.id != without:
                row.form.check(required=required)
        self.instead.check(required=required and not self.written)
        return not any(form.errors for form in self.forms)

    def own_values(self) -> dict[str, Any]:
        """Return the answers of the list itself."""
        return {**self.above.savable(), **self.instead.savable()}

    def summary(self) -> list[dict[str, str]]:
        """Return the errors for the summary; those of a row begin with what it is called."""
        rows = [
            {**error, "text": f"{self.name(row)}: {error['text']}"}
            for row in self.rows
            for error in row.form.summary()
        ]
        return [*self.above.summary(), *rows, *self.instead.summary()]

    def first_control(self, row: RowForm) -> str:
        """Return the id of the first control of a row."""
        return row.form.show()[0].first_id

    def control(self, row: RowForm, question: str) -> str:
        """Return the id of the control of a question of a row, or of its first one."""
        shown = (shown.first_id for shown in row.form.show_flat() if shown.id == question)
        return next(shown, self.first_control(row))

    def show_rows(
        self,
        helps: Mapping[str, QuestionHelp] = NO_HELP,
        examples: Mapping[str, ExampleAnswer] = NO_EXAMPLE,
    ) -> Iterator[tuple[RowForm, Sequence[Shown]]]:
        """Yield each row with its questions. Help and hints stand with the first row alone."""
        first: dict[str, Shown] = {}
        for row in self.rows:
            questions = row.form.show(*(() if first else (helps, examples)))
            for shown in flat(questions):
                shown.first = first.get(shown.id)
            first = first or {shown.id: shown for shown in flat(questions)}
            yield row, questions
