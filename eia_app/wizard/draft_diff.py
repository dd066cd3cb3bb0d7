"""Compares the unsaved draft of a page with its saved answers."""

from __future__ import annotations

from typing import Any

from eia_app.domain.questionnaire.model import Question
from eia_app.wizard.fields import unread
from eia_app.wizard.form import PageForm, Posted
from eia_app.wizard.row_fields import ChooseRowsField, text_name

EMPTIED = "Nothing: you took the answer away."
EMPTY = (None, "")


def differences(saved: PageForm, written: Posted) -> list[tuple[str, str]]:
    """Return the questions whose answer differs, with the text that was written, in words.

    A question that the edition of the draft did not ask does not count as emptied.
    """
    form = PageForm(
        saved.journey,
        saved.choices,
        saved.task,
        saved.questions,
        saved.saved,
        written,
        prefix=saved.prefix,
    )
    questions = form.journey.shown_among(form.task, form.questions, form.values())
    names = {shown.id: shown.ask for shown in form.show_flat()}
    return [
        (names[question.id], _words(form, question))
        for question in questions
        if _content(form, question) != _content(saved, question)
        and not (_is_of_another_edition(saved, written) and _content(form, question) == EMPTY)
    ]


def unasked(saved: PageForm, written: Posted) -> list[str]:
    """Return the sentences for questions that only the draft’s edition asks on this page."""
    if not _is_of_another_edition(saved, written):
        return []
    question_ids = {question.id for question in saved.questions}
    question_ids |= {text_name(question.id) for question in saved.questions}
    return [
        text
        for name, text in written
        if name.rpartition(".")[2] not in question_ids and " " in text.strip()
    ]


def _is_of_another_edition(saved: PageForm, written: Posted) -> bool:
    edition_name = f"eia/{saved.journey.edition.id}"
    return any(name == "edition" and value != edition_name for name, value in written)


def _content(form: PageForm, question: Question) -> tuple[Any, str]:
    """Return the answer, and the text of the boxes if it cannot be read as an answer."""
    bound: Any = form.form[question.id]
    answer = bound.answer()
    return (None, unread(bound)) if answer in (None, [], {}) else (answer, "")


def _words(form: PageForm, question: Question) -> str:
    answer, text = _content(form, question)
    bound: Any = form.form[question.id]
    if isinstance(bound, ChooseRowsField) and bound.written:
        selected = [value for value in answer if value != bound.written_id]
        return ", ".join([*form.choices.text(question, selected), bound.written])
    return ", ".join(form.choices.text(question, answer)) or text or EMPTIED
