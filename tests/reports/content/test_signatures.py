"""The page that says who signed and what was decided, also where little of it was recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from eia_app.reports.blocks import Block, Heading, Line, Paragraph
from eia_app.reports.content.status import Outcome
from eia_app.reports.documents.full_report import build
from tests.reports import make_reports
from tests.reports.text_of_answers import leaves

NOT_RECORDED = Paragraph(Line("No details of the decision were recorded.", muted=True))


def decision_of(outcome: Outcome) -> list[Block]:
    """What stands under “The decision”."""
    record = make_reports.full()
    document = build(record, replace(make_reports.signed(record), decision=outcome))
    blocks = list(document.blocks)
    headings = [n for n, block in enumerate(blocks) if isinstance(block, Heading)]
    start = next(n for n in headings if getattr(blocks[n], "text", "") == "The decision")
    return blocks[start + 1 : next(n for n in headings if n > start)]


def test_a_decision_is_told_by_what_was_recorded_of_it() -> None:
    cabinet = Outcome("Cabinet", date(2026, 4, 2), "Agreed as proposed")
    assert list(leaves(decision_of(cabinet))) == [
        "Decided by",
        "Cabinet",
        "Date",
        "2 April 2026",
        "Decision",
        "Agreed as proposed",
    ]


def test_a_decision_without_details_is_a_sentence_and_not_an_empty_list() -> None:
    for outcome in (Outcome("", None, ""), Outcome(" ", None, "\x07", "\n")):
        assert decision_of(outcome) == [NOT_RECORDED]
