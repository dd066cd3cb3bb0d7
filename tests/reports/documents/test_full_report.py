"""What is in a document, and in which order, whatever it is written in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from eia_app.domain.questionnaire.answers import Key, Row, Value
from eia_app.domain.workflow.states import State
from eia_app.reports.blocks import (
    Block,
    Bullets,
    Callout,
    Card,
    Document,
    Fact,
    Facts,
    Heading,
    Line,
    Paragraph,
    Table,
    Verdict,
)
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents.full_report import build
from tests.reports import make_reports


def full_document() -> Document:
    record = make_reports.full()
    return build(record, make_reports.signed(record))


def every(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        match block:
            case Callout() | Card():
                yield from every(block.blocks)
            case Facts():
                yield from (inner for fact in block.facts for inner in every(fact.blocks))


def lines(document: Document) -> list[str]:
    found = []
    for block in every(document.blocks):
        match block:
            case Paragraph():
                found.append(block.line.text)
            case Bullets():
                found += [line.text for line in block.lines]
    return found


def facts(document: Document) -> list[Fact]:
    return [f for block in every(document.blocks) if isinstance(block, Facts) for f in block.facts]


def after(document: Document, heading: str) -> Block:
    at = [getattr(block, "text", "") for block in document.blocks].index(heading)
    return document.blocks[at + 1]


def test_what_councillors_should_weigh_comes_first() -> None:
    document = full_document()
    assert document.contents[0].text == "What councillors should weigh"
    assert after(document, "What councillors should weigh") == Callout(
        (
            Paragraph(Line("Some holders lose three free hours.")),
            Paragraph(Line("The new permit helps those who need it.")),
        )
    )


def test_what_stands_at_the_front_is_not_printed_again_but_pointed_to() -> None:
    document = full_document()
    assert lines(document).count("The new permit helps those who need it.") == 1
    assert "See section 1, What councillors should weigh" in lines(document)


def test_the_contents_number_every_part_section_and_group_once() -> None:
    contents = full_document().contents
    numbers = [heading.number for heading in contents]
    assert numbers[:5] == ["1", "2", "2.1", "2.2", "2.3"]
    assert len({heading.id for heading in contents}) == len(contents)
    assert contents[-1].text == "Sign-off"


def test_every_link_leads_to_a_heading_of_the_document() -> None:
    blocks = list(every(full_document().blocks))
    found = {b.id for b in blocks if isinstance(b, Heading)}
    found |= {b.heading.id for b in blocks if isinstance(b, Card)}
    links = {b.line.to for b in blocks if isinstance(b, Paragraph)}
    links |= {line.to for b in blocks if isinstance(b, Bullets) for line in b.lines}
    links |= {
        r[0].to for b in blocks if isinstance(b, Table) for r in b.rows if hasattr(r[0], "to")
    }
    assert links - {""} - found == set()


def test_the_table_shows_each_group_with_its_effect_in_words() -> None:
    table = next(b for b in full_document().blocks if isinstance(b, Table))
    rows = {
        row[0].text: [getattr(cell, "words", getattr(cell, "text", "")) for cell in row[1:]]
        for row in table.rows
        if isinstance(row[0], Line)
    }
    assert rows["Disability"] == ["Positive and negative", "Medium", "High"]
    assert rows["Carers"] == ["Negative", "Low", "High"]
    assert rows["Armed forces community"] == ["Positive", "Not asked", "Not asked"]
    assert rows["Race"] == ["Not known", "Not asked", "Not asked"]


def test_a_group_that_nobody_has_considered_says_so() -> None:
    document = build(make_reports.unfinished(), make_reports.DRAFT)
    verdicts = [b.effect.words for b in document.blocks if isinstance(b, Verdict)]
    assert verdicts[0] == "Not yet considered"
    assert verdicts.count("Not yet considered") == len(verdicts) - 4


def test_a_question_without_an_answer_says_no_answer_given() -> None:
    found = {
        fact.term: fact.blocks
        for fact in facts(build(make_reports.unfinished(), make_reports.DRAFT))
    }
    assert found["What will be different for people compared with today"] == (
        Paragraph(Line("No answer given", muted=True)),
    )


def test_a_row_is_a_card_with_its_name_and_its_number() -> None:
    cards = [block for block in full_document().blocks if isinstance(block, Card)]
    names = [card.heading.text for card in cards]
    assert names[:2] == ["Option 1: Do nothing", "Option 2: Two levels of concession"]
    assert "Piece of evidence 2" in names  # its fact is too long for a heading
    assert "Action 2: Waive the fee on low incomes" in names


def test_a_group_cites_evidence_by_a_link_to_its_card() -> None:
    cited = [b for b in every(full_document().blocks) if isinstance(b, Bullets)]
    line = Line("Piece of evidence 1: 25,000 residents hold a badge", to="row-e1")
    assert Bullets((line,)) in cited


def test_an_empty_list_prints_the_reason_that_was_given_instead() -> None:
    reason = "Nobody could be asked before the summer."
    record = make_reports.full({(None, "no_engage_reason"): reason}, engagement=[])
    assert reason in lines(build(record, make_reports.DRAFT))


def test_who_gets_the_reminders_is_never_printed() -> None:
    row = Row("a1", {"action_text": "Change the signs", "action_assignee": "secret-person"})
    record = make_reports.full({}, action_plan=[row])
    document = build(record, make_reports.DRAFT)
    assert "Who will get the reminders?" not in {fact.term for fact in facts(document)}
    assert "secret-person" not in lines(document)


def test_a_screening_never_calls_itself_an_assessment() -> None:
    record = make_reports.screening({(None, "q_reason"): "The boiler is replaced like for like."})
    document = build(record, make_reports.signed(record))
    assert document.label == "Screening, not an Equality Impact Assessment"
    assert document.cover.label == document.label
    assert document.contents[0].text == "Why no full assessment is needed"
    assert document.cover.groups == ()


def test_the_cover_says_what_matters_at_a_glance() -> None:
    cover = full_document().cover
    found = {
        fact.term: [b.line.text for b in fact.blocks if isinstance(b, Paragraph)]
        for fact in cover.facts
    }
    assert found["Reference"] == ["EIA-2026-014"]
    assert found["Decision by"] == ["Cabinet"]
    assert found["Decision date"] == ["2 April 2026"]
    assert found["Sign-off"] == ["Head of Place, 9 March 2026"]
    assert cover.why == "This goes to the Change Champions because:"
    assert [line.text for line in cover.reasons] == [
        "it would affect many people",
        "it is a key decision",
    ]
    assert [effect.words for effect, _ in cover.groups][:3] == [
        "Negative",
        "Positive and negative",
        "Positive",
    ]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.DRAFT, "Draft, not signed off"),
        (State.IN_REVIEW, "Draft, not signed off: in review"),
        (State.WITHDRAWN, "Draft, not signed off: withdrawn"),
    ],
)
def test_whatever_is_not_signed_is_a_draft(state: State, words: str) -> None:
    standing = ReportStatus(state)
    assert standing.is_draft
    assert standing.words == words


def test_names_are_printed_only_where_the_council_says_so() -> None:
    record = make_reports.full()
    assert not any("Ada Price" in line for line in lines(build(record, make_reports.DRAFT)))
    named = {**record, "council": {**record["council"], "names_in_reports": True}}
    assert any("Ada Price" in line for line in lines(build(named, make_reports.DRAFT)))


def test_the_cover_names_who_decides_where_it_is_nobody_of_the_list() -> None:
    values: dict[Key, Value] = {
        (None, "decision_body"): "other",
        (None, "decision_body_other"): "Joint committee",
    }
    cover = build(make_reports.full(values), make_reports.DRAFT).cover
    decides = next(fact for fact in cover.facts if fact.term == "Decision by")
    said = [block.line.text for block in decides.blocks if isinstance(block, Paragraph)]
    assert said == ["Joint committee"]


def card(*facts: tuple[str, str]) -> Card:
    found = tuple(Fact(term, (Paragraph(Line(text)),)) for term, text in facts)
    return Card(Heading(3, "Action 1"), (Facts(found),))


def test_a_card_of_a_dozen_lines_stays_on_one_page_and_a_longer_one_may_break() -> None:
    assert card(*[("When", "In May")] * 12).is_short
    assert not card(*[("When", "In May")] * 13).is_short
    assert not card(("What will be done", "Write to every holder in large print. " * 26)).is_short
    assert not card(("What", "short"), *[("A question of some thirty letters", "Yes")] * 6).is_short


def test_a_list_in_a_card_counts_line_by_line() -> None:
    bullets = Bullets(tuple(Line("Disability") for _ in range(13)))
    assert not Card(Heading(3, "Action 1"), (Facts((Fact("Groups", (bullets,)),)),)).is_short


def test_the_files_of_a_row_are_named_after_its_facts() -> None:
    one = build(make_reports.with_files("survey.pdf"), make_reports.DRAFT)
    two = build(make_reports.with_files("survey.pdf", "site.jpg"), make_reports.DRAFT)
    assert [f.blocks for f in facts(one) if f.term == "Files attached"] == [
        (Paragraph(Line("survey.pdf (PDF, 240 KB)")),)
    ]
    both = Bullets((Line("survey.pdf (PDF, 240 KB)"), Line("site.jpg (JPEG, 240 KB)")))
    assert [f.blocks for f in facts(two) if f.term == "Files attached"] == [(both,)]
    assert "Files attached" not in {f.term for f in facts(full_document())}
