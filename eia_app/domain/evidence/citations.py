"""Evidence as rows of its list: what a cited figure fills in, and which rows are out of date."""

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
    edition: Edition, found: AtHand, categories: Iterable[str], threshold: int
) -> dict[str, Any]:
    """The answers of a new row by question id, as far as the edition declares their meaning."""
    measure = found.measure
    said = {
        "fact": found.fact(categories, threshold),
        "kind": edition.means("evidence_of_area"),
        "source": measure.full_source,
        "date": measure.period,
        "stale_after": measure.stale_after.isoformat() if measure.stale_after else "",
    }
    return _of_edition(edition, said)


def copied(edition: Edition, of: Edition, values: Mapping[str, Any]) -> dict[str, Any]:
    """A row of another assessment for one of this edition: the fact, not what it was taken for."""
    return _of_edition(edition, {name: values.get(of.means(f"evidence_{name}")) for name in COPIED})


def _of_edition(edition: Edition, said: Mapping[str, Any]) -> dict[str, Any]:
    named = {edition.means(f"evidence_{name}"): value for name, value in said.items()}
    return {question: value for question, value in named.items() if question and value}


def citing(edition: Edition, section: str) -> Question | None:
    """The question of a section for each group in which evidence is cited, if it has one."""
    found = edition.by_id[section]
    if found.kind is not SectionKind.EACH_GROUP:
        return None
    of = edition.means("evidence")
    rows = (q for q in found.questions if q.type is AnswerType.CHOOSE_ROWS and of in q.rows_of)
    return next(rows, None) if of else None


def is_old(edition: Edition, values: Mapping[str, Any], today: date) -> bool:
    """Whether a row of evidence may be out of date, by its own date or its period."""

    def said(name: str) -> str:
        return str(values.get(edition.means(f"evidence_{name}")) or "")

    years = years_good(" ".join(said(name) for name in ("fact", "source", "date")))
    until, period = end_of(said("stale_after")), end_of(said("date"))
    return is_stale(period, today, stale_after=until, years=years)


def old_rows(edition: Edition, section: str, rows: Iterable[Row], today: date) -> set[str]:
    """The ids of the rows of a list of evidence that may be out of date."""
    if section != edition.means("evidence"):
        return set()
    return {row.id for row in rows if is_old(edition, row.values, today)}
