"""The page, the PDF, the Word file and the JSON carry the same answers; the short documents too."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Callable
from functools import cache, partial
from io import BytesIO
from typing import Any, get_args

import docx
import pytest
from docx.oxml.ns import qn
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.exceptions import UndefinedError

from eia_app import resources
from eia_app.domain.snapshot.snapshot import Json
from eia_app.reports import json_format
from eia_app.reports.blocks import Block, Document, Heading, Paragraph, Row
from eia_app.reports.content import front
from eia_app.reports.content.group_effects import THE_GROUP
from eia_app.reports.content.key_facts import KeyFacts
from eia_app.reports.content.losses import loss_of
from eia_app.reports.content.page_limits import ROOMS, PageLimits
from eia_app.reports.content.snapshot_reader import SnapshotReader
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents import paragraph, summary
from eia_app.reports.documents.full_report import build
from eia_app.reports.pdf import report
from eia_app.reports.text.rich_text import clean
from eia_app.reports.word import render as word_render
from tests.reports import make_reports, reading
from tests.reports.said import answers, are_said
from tests.reports.text_of_answers import leaves, of_document, rows_of

Case = tuple[Json, ReportStatus]
SIGNS = ("negative", "unknown", "positive", "neutral")
OTHERS = "Every other group"


def mixed(seed: int) -> Json:
    """Effects thrown over the groups, the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - dice, not secrets
    edition, council = make_reports.forms()
    values: dict[Any, Any] = dict(make_reports.MAJOR)
    for group in (*edition.groups, *council.local_groups):
        chosen = [["positive"], ["negative"], ["neutral"], ["not_known"], ["positive", "negative"]]
        values[group.id, "effect"] = dice.choice(chosen)
        values[group.id, "severity"] = dice.choice(["low", "medium", "high"])
    return make_reports.full(values)


def _drafted(seed: int) -> Case:
    return mixed(seed), make_reports.DRAFT


CASES: dict[str, Callable[[], Case]] = {
    "full": lambda: (record := make_reports.full(), make_reports.signed(record)),
    "with files": lambda: (make_reports.with_files("survey.pdf", "site.jpg"), make_reports.DRAFT),
    "screening": lambda: (record := make_reports.screening(), make_reports.signed(record)),
    "unfinished": lambda: (make_reports.unfinished(), make_reports.DRAFT),
    **{f"mixed {seed}": partial(_drafted, seed) for seed in range(6)},
}
EVERY = pytest.mark.parametrize("case", [each() for each in CASES.values()], ids=CASES)
LONG = pytest.mark.parametrize(
    "case", [CASES[n]() for n in ("full", "with files", "screening", "unfinished")]
)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", clean(text))


def found_in_order(texts: list[str], whole: str) -> str:
    """The first text that does not follow the ones before it, or nothing."""
    at = 0
    for text in texts:
        place = whole.find(squeezed(text), at)
        if place < 0:
            return text
        at = place + len(squeezed(text))
    return ""


@cache
def _blocks_of_page() -> Any:
    loader = FileSystemLoader(resources.templates())
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return environment.get_template("pages/reports/report/blocks.html").module


def in_html(document: Document) -> str:
    """The blocks as the page shows them, without its tags."""
    drawn = str(_blocks_of_page().blocks((*document.front, *document.blocks)))
    return squeezed(html.unescape(re.sub(r"<[^>]*>", " ", drawn)))


def in_word(document: Document) -> str:
    """Every paragraph of the body, in tables and links too."""
    context = docx.Document(BytesIO(word_render.render(document, created=make_reports.NOW)))
    body: Any = context.element.body
    return squeezed(" ".join(each.text or "" for each in body.iter(qn("w:t"))))


@LONG
def test_the_page_and_word_say_everything_in_the_same_order(case: Case) -> None:
    document = build(*case)
    blocks = (*document.front, *document.blocks)
    assert found_in_order(list(leaves(blocks)), in_html(document)) == ""
    assert found_in_order(of_document(document), in_word(document)) == ""


@pytest.mark.slow
@LONG
def test_all_four_have_every_answer(case: Case) -> None:
    record, status = case
    document = build(record, status)
    made = report.render(document, created=make_reports.NOW)
    formats = {
        "page": in_html(document),
        "Word": in_word(document),
        "PDF": reading.words(made),
        "JSON": squeezed(
            " ".join(answers(json.loads(json_format.render(record, status))["record"]))
        ),
    }
    for name, whole in formats.items():
        missing = are_said(answers(record), whole)
        if name == "PDF":
            missing = [text for text in missing if not _in_parts(text, made)]
        assert missing == [], name


def _in_parts(text: str, made: bytes) -> bool:
    """Whether it is there in parts, on two pages or over several lines of a cell."""
    whole = squeezed(" ".join(reading.pages(made)))
    words = [squeezed(word) for word in text.replace(THE_GROUP, "").split()]
    return all(each in whole for each in words)


@LONG
def test_the_effect_on_each_group_is_said_in_words(case: Case) -> None:
    """What `answers` leaves out: levels beside a name, groups under their effect, citations."""
    record, status = case
    document, reader = build(record, status), SnapshotReader(record)
    if document.label.startswith("Screening"):
        return
    texts = list(leaves((*document.front, *document.blocks)))
    whole = "\n".join(texts)
    for effect in record["effects"]:
        if effect["negative"]:
            aside = texts[texts.index(effect["title"]) + 1]
            assert all(words.lower() in aside.lower() for words in effect["words"].values())
        sign = next(s for s in SIGNS if effect[s])
        (line,) = [text for text in _others(document, sign) if effect["title"] in text] or [whole]
        assert effect["title"] in line
    for section in reader.group_sections:
        for group in section["groups"]:
            cited = reader.answer_in(group["questions"], "cited")
            assert not cited or any(text in reader.citations.values() for text in texts)


def _others(document: Document, sign: str) -> list[str]:
    """The lines of “Every other group” with this sign."""
    row = next(b for b in document.front if isinstance(b, Row) and b.heading.text == OTHERS)
    return [
        " ".join(line.text for line in block.lines)
        for block in row.blocks
        if isinstance(block, Paragraph) and block.line.sign == sign
    ]


def test_every_kind_of_block_can_be_drawn_on_the_page() -> None:
    for kind in get_args(Block):
        assert callable(getattr(_blocks_of_page(), kind.kind))


def test_a_kind_of_block_that_nobody_knows_is_an_error() -> None:
    class Strange:
        kind = "strange"

    with pytest.raises(UndefinedError):
        _blocks_of_page().blocks([Strange()])
    document = build(make_reports.screening(), make_reports.DRAFT)
    broken: Any = (*document.blocks, Strange())
    object.__setattr__(document, "blocks", broken)
    with pytest.raises(AssertionError):
        word_render.render(document, created=make_reports.NOW)


def worse_off(document: Document) -> dict[str, str]:
    """Each group that the front says is worse off, with how serious that is."""
    rows = [b for b in document.front if isinstance(b, Row)]
    row = next(row for row in rows if row.heading.text == "Who would be worse off")
    return {b.text: b.aside for b in row.blocks if isinstance(b, Heading)}


@EVERY
@pytest.mark.parametrize("limit", [1, 100, 150, 300])
def test_the_paragraph_contradicts_nothing(case: Case, limit: int) -> None:
    document, said = build(*case), paragraph.write(*case, limit).text
    if document.label.startswith("Screening"):
        assert "screening" in said
        assert "worse off" not in said
        return
    facts = KeyFacts(*case)
    for words, groups in (
        ("not known for", facts.unknown),
        ("still to be considered for", facts.not_considered),
    ):
        counted = re.search(rf"{words} (\d+) group", said)
        assert bool(counted) == bool(groups)
        assert not counted or int(counted[1]) == len(groups)
    assert _recommended(document) in said
    for title, gravity in worse_off(document).items():
        levels = re.findall(rf"{title} \((\w+) severity", said)
        assert levels in ([], [gravity.split(",")[0].split(";")[0].lower()])
    assert any(loss_of(facts.worse[0], most) in said for most in (40, 1)) if facts.worse else True


def _recommended(document: Document) -> str:
    label = next(fact.text for fact in document.facts if fact.term == "Recommended")
    return "No recommendation" if label == "Nothing yet" else label[:1].lower() + label[1:]


@EVERY
def test_the_summary_is_the_front_of_the_report(case: Case) -> None:
    document, short = build(*case), summary.build(*case)
    assert list(leaves(short.front)) == list(leaves(document.front))
    assert (short.title, short.facts, short.status_line) == (
        *(document.title, document.facts, document.status_line),
    )
    assert short.blocks == ()
    if document.label.startswith("Screening"):
        assert "not an Equality Impact Assessment" in short.label


@EVERY
@pytest.mark.parametrize("room", ROOMS)
def test_no_room_is_too_small_for_who_is_worse_off_and_the_others_by_name(
    case: Case, room: PageLimits
) -> None:
    document, short = build(*case), summary.build(*case, room)
    if document.label.startswith("Screening"):
        return
    assert worse_off(short) == worse_off(document)
    for sign in (*SIGNS[1:], "none"):
        assert _others(short, sign) == _others(document, sign)
    assert rows_of(short.front)["Change Champions"] == rows_of(document.front)["Change Champions"]


@EVERY
def test_the_duty_is_on_the_front_and_in_the_paragraph(case: Case) -> None:
    assert front.DUTY in leaves(summary.build(*case).front)
    assert "149" in paragraph.write(*case).text
