"""What somebody wrote into a page and did not save, beside what is saved."""

from __future__ import annotations

from typing import Any

from eia_app.domain.questionnaire.model import Question
from eia_app.wizard.fields import unread
from eia_app.wizard.form import PageForm, Posted

EMPTIED = "Nothing: you took the answer away."
EMPTY = (None, "")


def differences(saved: PageForm, written: Posted) -> list[tuple[str, str]]:
    """The questions whose answer differs, with what was written, in words.

    What another edition did not ask on this page was not emptied by whoever wrote there.
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
    asked = form.journey.shown_among(form.task, form.questions, form.values())
    names = {each.id: each.ask for each in form.show_flat()}
    return [
        (names[question.id], _words(form, question))
        for question in asked
        if _content(form, question) != _content(saved, question)
        and not (_is_of_another_edition(saved, written) and _content(form, question) == EMPTY)
    ]


def unasked(saved: PageForm, written: Posted) -> list[str]:
    """The sentences written for what another edition asked on this page, and this one does not."""
    if not _is_of_another_edition(saved, written):
        return []
    asked = {question.id for question in saved.questions}
    return [
        text
        for name, text in written
        if name.rpartition(".")[2] not in asked and " " in text.strip()
    ]


def _is_of_another_edition(saved: PageForm, written: Posted) -> bool:
    mine = f"eia/{saved.journey.edition.id}"
    return any(name == "edition" and value != mine for name, value in written)


def _content(form: PageForm, question: Question) -> tuple[Any, str]:
    """The answer, and what stands in the boxes where that is not one."""
    bound: Any = form.form[question.id]
    answer = bound.answer()
    return (None, unread(bound)) if answer in (None, [], {}) else (answer, "")


def _words(form: PageForm, question: Question) -> str:
    answer, text = _content(form, question)
    return ", ".join(form.choices.text(question, answer)) or text or EMPTIED
