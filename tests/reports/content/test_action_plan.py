"""The action plan across the page, the chart of effects, and the numbers of paragraphs."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import cast

import pikepdf

from eia_app.domain.questionnaire.answers import Row
from eia_app.reports.blocks import Bar, Bullets, Card, Facts, Heading, Line, Paragraph, Table
from eia_app.reports.documents.full_report import build
from eia_app.reports.pdf import report
from tests.judges import verapdf
from tests.reports import make_reports, reading

MANY = 40
LONG = "Write to every holder in large print, then ask whether they could read it. " * 8


@cache
def long_plan() -> bytes:
    rows = [
        Row(f"a{number}", {"action_text": LONG, "action_outcome": f"Outcome {number}. {LONG}"})
        for number in range(1, MANY + 1)
    ]
    record = make_reports.full({}, action_plan=rows)
    return report.render(
        build(record, make_reports.signed(record)), created=make_reports.NOW, record=record
    )


def tables() -> list[Table]:
    record = make_reports.full()
    blocks = build(record, make_reports.DRAFT).blocks
    return [block for block in blocks if isinstance(block, Table)]


def test_the_plan_has_the_columns_that_councillors_know() -> None:
    plan = tables()[1]
    assert plan.is_wide
    assert plan.header[1:] == ("Outcome", "Action", "How measured", "By whom", "When", "Status")
    assert plan.rows[1][0] == Line("2", to="row-a2")
    assert plan.rows[1][2] == Line("Waive the fee on low incomes")


def test_the_headings_over_the_plan_go_with_it_to_its_page() -> None:
    record = make_reports.full()
    headings = [b for b in build(record, make_reports.DRAFT).blocks if isinstance(b, Heading)]
    assert [each.text for each in headings if each.is_wide] == ["Action plan"]


def test_an_action_or_two_are_cards_with_everything_and_need_no_page_across() -> None:
    rows = [Row("a1", {"action_text": "Change every car park sign"}), Row("a2", {})]
    blocks = build(make_reports.full({}, action_plan=rows), make_reports.DRAFT).blocks
    assert not any(block.is_wide for block in blocks if isinstance(block, Heading | Table))
    cards = [b for b in blocks if isinstance(b, Card) and b.heading.id in {"row-a1", "row-a2"}]
    assert cards[0].heading.text == "Action 1: Change every car park sign"
    for card in cards:
        facts = [fact for block in card.blocks if isinstance(block, Facts) for fact in block.facts]
        said = {card.heading.text.partition(" ")[0], *(fact.term for fact in facts)}
        assert said >= {"Outcome", "Action", "How measured", "By whom", "When", "Status"}


def test_what_does_not_fit_in_a_cell_is_in_full_below() -> None:
    rows = [Row("a1", {"action_text": "w" * 5000}), *make_reports.ROWS["action_plan"][1:]]
    record = make_reports.full({}, action_plan=rows)
    blocks = build(record, make_reports.DRAFT).blocks
    plan = next(b for b in blocks if isinstance(b, Table) and b.is_wide)
    assert plan.rows[0][2] == Line("w" * 360 + " …")
    card = next(b for b in blocks if isinstance(b, Card) and b.heading.id == "row-a1")
    facts = [fact for block in card.blocks if isinstance(block, Facts) for fact in block.facts]
    found = {fact.term: fact.blocks for fact in facts}
    assert found["Action"] == (Paragraph(Line("w" * 5000)),)
    assert "Status" not in found


def test_a_plan_of_many_pages_is_read_as_one_table() -> None:
    with pikepdf.open(BytesIO(long_plan())) as found:
        tags = reading.tags(found)
        wide = [page for page in found.pages if page.mediabox[2] > page.mediabox[3]]
        plan = [tag for tag in tags if tag.name == "/Table"][-1].element
        below = [tag for tag in tags if plan.objgen in _above(tag.element)]
        names = [tag.name for tag in below]
        known = {str(tag.element.ID) for tag in below if tag.name == "/TH"}
        heard = {str(h) for tag in below if tag.name == "/TD" for h in tag.element.A.Headers}
    assert len(wide) > 5
    assert [tag.name for tag in tags].count("/Table") == 2
    assert (names.count("/TR"), names.count("/THead")) == (MANY + 1, 1)
    assert heard <= known


def _above(element: pikepdf.Dictionary) -> set[tuple[int, int]]:
    found = set()
    while "/P" in element:
        element = cast(pikepdf.Dictionary, element.P)
        found.add(element.objgen)
    return found


def test_the_judge_finds_no_fault_in_a_long_plan() -> None:
    verdicts = verapdf.judge_all({"plan": long_plan()})
    assert {key: [str(f) for f in each.failed] for key, each in verdicts.items()} == {
        ("plan", flavour): [] for flavour in verapdf.BOTH
    }


def test_the_chart_draws_who_is_worse_and_who_is_better_off() -> None:
    assert tables()[0].chart == (
        Bar("Disability", 2 / 3, better=True, words="Medium"),
        Bar("Carers", 1 / 3, better=False, words="Low"),
        Bar("Armed forces community", 0, better=True, words=""),
    )


def test_the_chart_says_in_words_what_it_shows() -> None:
    with pikepdf.open(BytesIO(long_plan())) as found:
        said = [str(tag.element.Alt) for tag in reading.tags(found) if tag.name == "/Figure"]
    assert len(said) == 1
    assert " ".join(said[0].split()) == (
        "Chart of the groups whose lives are likely to change. Worse off: Disability (medium),"
        " Carers (low). Better off: Disability, Armed forces community. The table that follows"
        " says the same."
    )


def test_paragraphs_are_numbered_through_the_whole_report() -> None:
    record = make_reports.full()
    numbers: list[str] = []
    for block in build(record, make_reports.DRAFT).blocks:
        match block:
            case Facts():
                numbers += [fact.para for fact in block.facts]
            case Card():
                numbers.append(block.heading.para)
            case Heading() | Paragraph():
                numbers.append(block.para)
            case Bullets():
                continue
            case _:
                numbers += [getattr(each, "para", "") for each in getattr(block, "blocks", ())]
    given = [number for number in numbers if number]
    assert given == [str(number) for number in range(1, len(given) + 1)]
    assert len(given) > 100
