"""What somebody wrote into a page and did not save, beside what is saved."""

from __future__ import annotations

from typing import Any

from eia_app.domain.questionnaire import Question
from eia_app.wizard.fields import DateField, NumberField
from eia_app.wizard.page import PageForm, Posted

EMPTIED = "Nothing: you took the answer away."


def differences(saved: PageForm, written: Posted) -> list[tuple[str, str]]:
    """The questions whose answer differs, with what was written, in words."""
    form = PageForm(saved.journey, saved.choices, saved.task, saved.questions, saved.saved, written)
    asked = form.journey.shown_among(form.task, form.questions, form.values())
    names = {each.id: each.ask for each in form.show_flat()}
    return [
        (names[question.id], _words(form, question))
        for question in asked
        if _content(form, question) != _content(saved, question)
    ]


def _content(form: PageForm, question: Question) -> tuple[Any, str]:
    """The answer, and what stands in the boxes where that is not one."""
    bound: Any = form.form[question.id]
    answer = bound.answer()
    return (None, _unread(bound)) if answer in (None, [], {}) else (answer, "")


def _unread(bound: Any) -> str:
    if isinstance(bound, DateField):
        return " ".join(bound.parts).strip()
    return str(bound.data or "").strip() if isinstance(bound, NumberField) else ""


def _words(form: PageForm, question: Question) -> str:
    answer, unread = _content(form, question)
    return ", ".join(form.choices.text(question, answer)) or unread or EMPTIED
