"""What a page’s text may give away about somebody, pointed out beside the question it is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from eia_app.domain.coach.failing_checks import run_check
from eia_app.domain.questionnaire import small_numbers
from eia_app.domain.questionnaire.model import WRITTEN
from eia_app.domain.text import personal_data
from eia_app.wizard.form import PageForm
from eia_app.wizard.shown import Shown


@dataclass(frozen=True)
class PointedOut:
    """Something to look at again: what it is, and the question that it was written into."""

    ask: str
    href: str
    words: str


def personal_details(form: PageForm, known: Iterable[str]) -> list[PointedOut]:
    """What looks like a detail of one person, and was not in what is saved already.

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
    """Numbers in the text that could point to somebody: to think about, and never refused."""
    return run_check("small numbers", lambda: _small_counts(form))


def _small_counts(form: PageForm) -> Iterator[PointedOut]:
    for shown, text in _said(form):
        for notice in _notices(shown, text, form.choices.small_number):
            yield PointedOut(shown.ask, f"#{shown.first_id}", notice)


def _notices(shown: Shown, text: str, threshold: int) -> tuple[str, ...]:
    """Of a masked count, that others may give it away; of other text, its own small counts."""
    if shown.question.counts_people:
        return (small_numbers.WORKED_OUT,) if small_numbers.masked(text) else ()
    return small_numbers.notices(text, threshold)


def _said(form: PageForm) -> Iterator[tuple[Shown, str]]:
    """The questions that are asked now and were answered in words, not by a choice."""
    values = form.values()
    asked = {q.id for q in form.journey.shown_among(form.task, form.questions, values)}
    for shown in form.show_flat():
        text = values[shown.id]
        written = shown.question.type in WRITTEN or shown.question.counts_people
        if shown.id in asked and written and isinstance(text, str):
            yield shown, text


def mark_of(found: Iterable[PointedOut]) -> str:
    """Says in a few letters what was pointed out: who has seen it sends this back."""
    text = "\n".join(sorted(f"{each.href} {each.words}" for each in found))
    return sha256(text.encode()).hexdigest()[:16]
