"""What is in a document, and in which order, whatever it is written in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from eia_app.domain.questionnaire.answers import Key, Row, Value
from eia_app.domain.workflow.states import State
from eia_app.reports.blocks import Block, Bullets, Document, Heading, Paragraph, Table
from eia_app.reports.blocks import Row as LabelRow
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents.full_report import build
from tests.reports import make_reports
from tests.reports.text_of_answers import cells_of, leaves, rows_of


def full_document() -> Document:
    record = make_reports.full()
    return build(record, make_reports.signed(record))


def every(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        match block:
            case LabelRow():
                yield from every((block.heading, *block.blocks))
            case Table():
                yield from (inner for row in block.rows for cell in row.cells for inner in cell)


def whole(document: Document) -> tuple[Block, ...]:
    return (*document.front, *document.blocks)


def lines(document: Document) -> list[str]:
    return list(leaves(whole(document)))


def table_after(document: Document, heading: str) -> Table:
    blocks = list(document.blocks)
    at = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.text == heading)
    return next(block for block in blocks[at:] if isinstance(block, Table))


def test_the_front_has_what_councillors_must_weigh_in_their_order() -> None:
    assert list(rows_of(full_document().front)) == [
        "What would change",
        "Who would be worse off",
        "Every other group",
        "What will be done",
        "What is left",
        "Recommended",
        "What councillors should weigh",
        "Change Champions",
        "What people said",
        "The three aims",
        "How to check",
    ]


def test_what_stands_whole_at_the_front_is_not_printed_again() -> None:
    document = full_document()
    for said in ("The new permit helps those who need it.", "Holders without a listed allowance"):
        assert sum(said in line for line in lines(document)) == 1


def test_what_is_too_long_for_the_front_is_whole_behind_it_with_a_link() -> None:
    long = "Some people would pay more than before. " * 60
    document = build(make_reports.full({(None, "weigh"): long}), make_reports.DRAFT)
    rows = [block for block in document.front if isinstance(block, LabelRow)]
    (row,) = [row for row in rows if row.heading.text == WEIGH]
    links = [line.to for b in row.blocks if isinstance(b, Paragraph) for line in b.lines if line.to]
    assert links == ["part-end"]
    assert long.strip() in rows_of(document.blocks)[WEIGH]


WEIGH = "What councillors should weigh"


def test_the_contents_number_every_part_section_and_group_once() -> None:
    contents = full_document().contents
    numbers = [heading.number for heading in contents]
    assert numbers[:4] == ["1", "1.1", "1.2", "2"]
    assert len({heading.id for heading in contents}) == len(contents)
    assert [heading.text for heading in contents[:3]] == [
        *("Who would be worse off", "Disability", "Carers"),
    ]
    assert contents[-1].text == "How this was done and signed"


def test_every_link_leads_to_a_heading_or_a_row_of_the_document() -> None:
    document = full_document()
    links = {
        line.to
        for block in every(whole(document))
        if isinstance(block, Paragraph | Bullets)
        for line in block.lines
    }
    assert len(links) > 5
    assert links - {""} - document.anchors == set()


def test_who_is_worse_off_is_said_with_how_serious_and_every_other_group_by_name() -> None:
    rows = rows_of(full_document().front)
    assert rows["Who would be worse off"][:2] == [
        "Disability",
        "Medium, likelihood high; some better off",
    ]
    others = " ".join(rows["Every other group"])
    assert "Not known (12): Age, Gender reassignment, " in others
    assert "Better off (2): local: Armed forces community; in part: Disability." in others


def test_a_group_that_nobody_has_considered_is_named() -> None:
    rows = rows_of(build(make_reports.unfinished(), make_reports.DRAFT).front)
    assert "Not yet looked at (11):" in rows["Every other group"]


def test_what_nobody_answered_is_named_once_and_said_where_it_was_required() -> None:
    draft = build(make_reports.unfinished(), make_reports.DRAFT)
    nothing = build(make_reports.made({}, fill=("none of them",)), make_reports.DRAFT)
    assert rows_of(nothing.front)["What would change"] == ["No answer given"]
    (labels,) = rows_of(draft.blocks)["Not answered yet"]
    assert "What will be different for people compared with today" in labels
    signed = full_document()
    assert "No answer given" not in lines(signed)
    (empty,) = rows_of(signed.blocks)["Left empty"]
    assert "Effect on anyone’s human rights" in empty


def test_a_list_is_a_table_with_numbers_to_cite_its_rows_by() -> None:
    document = full_document()
    assert cells_of(table_after(document, "Options considered"))[0][0].startswith("O1 Do nothing")
    facts = cells_of(table_after(document, "What is known"))
    assert facts[0][0] == "F1 25,000 residents hold a badge"
    assert [row.id for row in table_after(document, "What is known").rows] == ["row-e1", "row-e2"]


def test_what_every_row_of_a_list_says_is_said_once() -> None:
    rows = [Row(f"g{n}", {"gap": f"Gap {n}", "gap_action": "Ask them."}) for n in (1, 2)]
    document = build(make_reports.full({}, gaps=rows), make_reports.DRAFT)
    table = table_after(document, "What is not known")
    assert table.caption == "2 gaps. What will be done to find out, for each: “Ask them.”"
    assert cells_of(table) == [["G1 Gap 1"], ["G2 Gap 2"]]


def test_a_group_cites_evidence_by_links_to_its_row() -> None:
    links = [
        (line.text, line.to)
        for block in every(full_document().blocks)
        if isinstance(block, Paragraph)
        for line in block.lines
    ]
    assert ("F1", "row-e1") in links
    assert ("A1", "row-a1") in links


def test_groups_with_the_same_answers_are_printed_once() -> None:
    groups = ("race", "sex", "age")
    values: dict[Key, Value] = {(g, "explanation"): "Nobody knows yet." for g in groups}
    values |= {(g, "mitigation"): "We will ask." for g in groups}
    document = build(make_reports.full(values), make_reports.DRAFT)
    table = table_after(document, "Not known yet")
    assert ["Age, Race and Sex", "Nobody knows yet.", "We will ask."] in cells_of(table)
    assert "printed once" in table.caption


def test_an_empty_list_prints_the_reason_that_was_given_instead() -> None:
    reason = "Nobody could be asked before the summer."
    record = make_reports.full({(None, "no_engage_reason"): reason}, engagement=[])
    document = build(record, make_reports.DRAFT)
    assert rows_of(document.front)["What people said"] == [f"Nobody was asked. {reason}"]
    assert reason in lines(document)


def test_who_gets_the_reminders_is_never_printed() -> None:
    row = Row("a1", {"action_text": "Change the signs", "action_assignee": "secret-person"})
    document = build(make_reports.full({}, action_plan=[row]), make_reports.DRAFT)
    assert not any("secret-person" in line or "reminders" in line for line in lines(document))


def test_a_screening_never_calls_itself_an_assessment() -> None:
    record = make_reports.screening({(None, "q_reason"): "The boiler is replaced like for like."})
    document = build(record, make_reports.signed(record))
    assert document.label == "Screening, not an Equality Impact Assessment"
    assert rows_of(document.front)["Why no full assessment is needed"] == [
        "The boiler is replaced like for like."
    ]
    assert not any("worse off" in label for label in rows_of(document.front))


def test_the_title_block_says_what_matters_at_a_glance() -> None:
    assert {fact.term: fact.text for fact in full_document().facts} == {
        "Decision": "Cabinet, 2 April 2026",
        "Recommended": "Continue although some people will be worse off",
        "Change Champions": "Has not looked at it yet",
        "People affected": "Not known",
        "Signed off": "Head of Place, 9 March 2026",
        "Reference": "EIA-2026-014, version 3",
    }


def test_a_signed_report_says_the_route_and_why_and_nowhere_that_it_goes_on() -> None:
    said = " ".join(lines(full_document()))
    assert "This goes to" not in said
    assert "because: it would affect many people; it is a key decision." in said


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.DRAFT, "Draft, not signed off"),
        (State.IN_REVIEW, "Draft, not signed off: in review"),
        (State.WITHDRAWN, "Draft, not signed off: withdrawn"),
    ],
)
def test_whatever_is_not_signed_is_a_draft(state: State, words: str) -> None:
    status = ReportStatus(state)
    assert status.is_draft
    assert status.words == words


def test_names_are_printed_only_where_the_council_says_so() -> None:
    record = make_reports.full()
    assert not any("Ada Price" in line for line in lines(build(record, make_reports.DRAFT)))
    named = {**record, "council": {**record["council"], "names_in_reports": True}}
    assert any("Ada Price" in line for line in lines(build(named, make_reports.DRAFT)))


def test_who_decides_is_named_where_it_is_nobody_of_the_list() -> None:
    values: dict[Key, Value] = {
        (None, "decision_body"): "other",
        (None, "decision_body_other"): "Joint committee",
    }
    facts = build(make_reports.full(values), make_reports.DRAFT).facts
    assert facts[0].text == "Joint committee, 2 April 2026"


def test_the_files_of_a_row_are_named_after_its_facts() -> None:
    document = build(make_reports.with_files("survey.pdf", "site.jpg"), make_reports.DRAFT)
    details = cells_of(table_after(document, "What is known"))[0][-1]
    assert details.endswith("survey.pdf (PDF, 240 KB); site.jpg (JPEG, 240 KB)")
    assert not any("KB)" in line for line in lines(full_document()))
