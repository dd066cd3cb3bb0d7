"""Texts of a page that may identify somebody, and dates that are doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from eia_app.domain.coach.failing_checks import run_check
from eia_app.domain.questionnaire import small_numbers
from eia_app.domain.questionnaire.choices import long_date
from eia_app.domain.questionnaire.model import WRITTEN
from eia_app.domain.text import personal_data
from eia_app.domain.text.conversions import day
from eia_app.domain.workflow.likely_dates import doubt_about_decision
from eia_app.wizard.form import PageForm
from eia_app.wizard.shown_question import Shown


@dataclass(frozen=True)
class PointedOut:
    """Something to look at again: what it is, and the question that it was written into."""

    ask: str
    href: str
    words: str


def personal_details(form: PageForm, known: Iterable[str]) -> list[PointedOut]:
    """Return texts that look like a detail of one person, without those that are saved already.

    `known` are the council’s own addresses and numbers.
    """
    return run_check("personal details", lambda: _personal_details(form, list(known)))


def _personal_details(form: PageForm, known: list[str]) -> Iterator[PointedOut]:
    for shown, text in _said(form):
        if shown.question.type in WRITTEN:
            for find in _new(text, str(form.saved.get(shown.id) or ""), known):
                words = f"“{find.text}” looks like {find.detail}"
                yield PointedOut(shown.ask, f"#{shown.first_id}", words)


def _new(text: str, saved: str, known: list[str]) -> list[personal_data.Find]:
    before = set(personal_data.finds(saved, known))
    return [find for find in personal_data.finds(text, known) if find not in before]


def small_counts(form: PageForm) -> list[PointedOut]:
    """Return small numbers in the texts, but for those that are saved already."""
    return run_check("small numbers", lambda: _small_counts(form))


def _small_counts(form: PageForm) -> Iterator[PointedOut]:
    threshold = form.choices.small_number
    for shown, text in _said(form):
        if shown.question.type in WRITTEN:
            before = small_numbers.notices(str(form.saved.get(shown.id) or ""), threshold)
            for notice in small_numbers.notices(text, threshold):
                if notice not in before:
                    yield PointedOut(shown.ask, f"#{shown.first_id}", notice)


def masked_counts(form: PageForm) -> list[PointedOut]:
    """Return the counts of people that are masked, as others may give them away."""
    return run_check("masked counts", lambda: _masked_counts(form))


def _masked_counts(form: PageForm) -> Iterator[PointedOut]:
    for shown, text in _said(form):
        if shown.question.counts_people and small_numbers.masked(text):
            yield PointedOut(shown.ask, f"#{shown.first_id}", small_numbers.WORKED_OUT)


def doubtful_dates(form: PageForm, today: date) -> list[PointedOut]:
    """Return the date of the decision where it is likely to be mistyped, and not saved already."""
    return run_check("doubtful dates", lambda: _doubtful_dates(form, today))


def _doubtful_dates(form: PageForm, today: date) -> Iterator[PointedOut]:
    decision_date = form.journey.edition.means("decision_date")
    for shown in form.show_flat():
        entered = shown.field.answer() if shown.id == decision_date else None
        decided_on = day(entered)
        if decided_on and entered != form.saved.get(shown.id):
            doubt = doubt_about_decision(decided_on, today)
            if doubt:
                words = f"{long_date(str(entered))} {doubt}"
                yield PointedOut(shown.ask, f"#{shown.first_id}", words)


def _said(form: PageForm) -> Iterator[tuple[Shown, str]]:
    """Yield the questions that are asked now and were answered in words, not by a choice."""
    values = form.values()
    asked_ids = {q.id for q in form.journey.shown_among(form.task, form.questions, values)}
    for shown in form.show_flat():
        text = values[shown.id]
        written = shown.question.type in WRITTEN or shown.question.counts_people
        if shown.id in asked_ids and written and isinstance(text, str):
            yield shown, text
        elif shown.id in asked_ids and shown.question.writes and shown.field.written:
            yield shown, shown.field.written


def mark_of(warnings: Iterable[PointedOut]) -> str:
    """Return a short hash of the warnings, which a form sends back once they were seen."""
    text = "\n".join(sorted(f"{warning.href} {warning.words}" for warning in warnings))
    return sha256(text.encode()).hexdigest()[:16]
