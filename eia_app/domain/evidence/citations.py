"""Evidence as rows of its list: the answers from a cited figure, and the rows out of date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from eia_app.domain.evidence.indicators import AtHand, is_stale, years_good
from eia_app.domain.evidence.periods import end_of
from eia_app.domain.questionnaire.answers import Row
from eia_app.domain.questionnaire.model import AnswerType, Edition, Question, SectionKind

COPIED = ("fact", "kind", "source", "date", "stale_after")  # what a reused row takes with it


def values_of(
    edition: Edition, figures: AtHand, categories: Iterable[str], threshold: int
) -> dict[str, Any]:
    """Return the answers of a new row by question id, as far as the edition declares meanings."""
    measure = figures.measure
    values_by_name = {
        "fact": figures.fact(categories, threshold),
        "kind": edition.means("evidence_of_area"),
        "source": measure.full_source,
        "date": measure.period,
        "stale_after": measure.stale_after.isoformat() if measure.stale_after else "",
    }
    return _of_edition(edition, values_by_name)


def copied(edition: Edition, source: Edition, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of another assessment for this edition: the fact, not its conclusions."""
    return _of_edition(
        edition, {name: values.get(source.means(f"evidence_{name}")) for name in COPIED}
    )


def _of_edition(edition: Edition, values_by_name: Mapping[str, Any]) -> dict[str, Any]:
    named = {edition.means(f"evidence_{name}"): value for name, value in values_by_name.items()}
    return {question: value for question, value in named.items() if question and value}


def citing(edition: Edition, section_id: str) -> Question | None:
    """Return the question of a section for each group in which evidence is cited, if any."""
    section = edition.by_id[section_id]
    if section.kind is not SectionKind.EACH_GROUP:
        return None
    evidence_list = edition.means("evidence")
    rows = (
        q
        for q in section.questions
        if q.type is AnswerType.CHOOSE_ROWS and evidence_list in q.rows_of
    )
    return next(rows, None) if evidence_list else None


def is_old(edition: Edition, values: Mapping[str, Any], today: date) -> bool:
    """Return whether a row of evidence may be out of date, by its own date or its period."""

    def text_of(name: str) -> str:
        return str(values.get(edition.means(f"evidence_{name}")) or "")

    years = years_good(" ".join(text_of(name) for name in ("fact", "source", "date")))
    until, period = end_of(text_of("stale_after")), end_of(text_of("date"))
    return is_stale(period, today, stale_after=until, years=years)


def old_rows(edition: Edition, section: str, rows: Iterable[Row], today: date) -> set[str]:
    """Return the ids of the rows of a list of evidence that may be out of date."""
    if section != edition.means("evidence"):
        return set()
    return {row.id for row in rows if is_old(edition, row.values, today)}
