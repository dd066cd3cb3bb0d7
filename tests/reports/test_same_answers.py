"""The page, the PDF, the Word file and the JSON carry the same answers; the short documents too."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from io import BytesIO
from typing import Any, get_args

import docx
import pytest
from docx.oxml.ns import qn
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.exceptions import UndefinedError

from eia_app import resources
from eia_app.domain.attachments.file_types import in_words
from eia_app.domain.snapshot.snapshot import Json
from eia_app.reports import json_format
from eia_app.reports.blocks import Block, Document, Effect, Line, Table
from eia_app.reports.content.answers import is_printed
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents import paragraph, summary
from eia_app.reports.documents.full_report import build
from eia_app.reports.documents.paragraph import AIMS
from eia_app.reports.pdf import report
from eia_app.reports.text.rich_text import clean
from eia_app.reports.word import render as word_render
from tests.reports import make_reports, reading
from tests.reports.text_of_answers import leaves, of_document

Case = tuple[Json, ReportStatus]


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
    """The blocks as the page shows them, without its tags and its drawings."""
    drawn = str(_blocks_of_page().blocks(document.blocks))
    made = re.sub(r"<svg.*?</svg>", "", drawn, flags=re.DOTALL)
    return squeezed(html.unescape(re.sub(r"<[^>]*>", " ", made)))


def in_word(document: Document) -> str:
    """Every paragraph of the body, in tables and links too."""
    context = docx.Document(BytesIO(word_render.render(document, created=make_reports.NOW)))
    body: Any = context.element.body
    return squeezed(" ".join(each.text or "" for each in body.iter(qn("w:t"))))


def answers(record: Mapping[str, Any]) -> Iterator[str]:
    """Every answer that a report prints, wherever it was given."""
    for part in record["parts"]:
        for section in part["sections"]:
            asked = [*section.get("questions", ()), *filter(None, [section.get("instead")])]
            for each in (*section.get("groups", ()), *section.get("rows", ())):
                asked += each["questions"]
            for question in filter(is_printed, asked):
                yield from question["text"]
            for row in section.get("rows", ()):
                yield from map(in_words, row.get("files", ()))


@LONG
def test_the_page_and_word_say_everything_in_the_same_order(case: Case) -> None:
    document = build(*case)
    assert found_in_order(list(leaves(document.blocks)), in_html(document)) == ""
    assert found_in_order(of_document(document), in_word(document)) == ""


@pytest.mark.slow
@LONG
def test_all_four_have_every_answer(case: Case) -> None:
    record, standing = case
    document = build(record, standing)
    made = report.render(document, created=make_reports.NOW)
    formats = {
        "page": in_html(document),
        "Word": in_word(document),
        "PDF": reading.words(made),
        "JSON": squeezed(
            " ".join(answers(json.loads(json_format.render(record, standing))["record"]))
        ),
    }
    for name, whole in formats.items():
        missing = [text for text in answers(record) if squeezed(text) not in whole]
        if name == "PDF":
            missing = [text for text in missing if not _in_parts(text, made)]
        assert missing == [], name


def _in_parts(text: str, made: bytes) -> bool:
    """Whether it is there in parts, on two pages or over several lines of a cell."""
    whole = squeezed(" ".join(reading.pages(made)))
    words = [squeezed(word) for word in text.split()]
    return all(each in whole for each in words)


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


def glance(document: Document) -> dict[str, tuple[str, ...]]:
    """The table of the full report: each group with its effect and how serious and likely it is."""
    table = next((b for b in document.blocks if isinstance(b, Table) and not b.is_wide), None)
    rows = table.rows if table else ()
    return {_words(row[0]): tuple(_words(cell) for cell in row[1:]) for row in rows}


def _words(cell: Line | Effect) -> str:
    return cell.words if isinstance(cell, Effect) else cell.text


def groups_with(document: Document, word_: str) -> list[str]:
    return [title for title, (effect, *_) in glance(document).items() if word_ in effect.lower()]


@EVERY
@pytest.mark.parametrize("limit", [1, 100, 150, 300])
def test_the_paragraph_contradicts_nothing(case: Case, limit: int) -> None:
    document, said = build(*case), paragraph.write(*case, limit).text
    if document.is_screening:
        assert "screening" in said
        assert "worse off" not in said
        return
    numbers = {
        "negative": r"(\d+) groups? would be worse off",
        "positive": r"positive for (\d+) group",
        "not known": r"not known for (\d+) group",
        "not yet considered": r"still to be considered for (\d+) group",
        "no effect": r"No effect is expected on (\d+) group",
    }
    for effect, pattern in numbers.items():
        counted = re.search(pattern, said)
        wanted = len(groups_with(document, effect))
        assert int(counted[1]) if counted else (effect == "no effect" or not wanted)
        assert not counted or int(counted[1]) == wanted
    assert _conclusion(document) in said
    for title, (_, severity, *_) in glance(document).items():
        levels = re.findall(rf"{title} \((\w+) severity", said)
        assert levels in ([], [severity.lower()])


def _conclusion(document: Document) -> str:
    texts = list(leaves(document.blocks))
    label = texts[texts.index("What is recommended") + 1]
    conclusion = re.sub(r"^\d\. ", "", label)
    return conclusion[:1].lower() + conclusion[1:]


@EVERY
@pytest.mark.parametrize("room", summary.ROOMS)
def test_the_summary_contradicts_nothing(case: Case, room: summary.PageLimits) -> None:
    document, short = build(*case), summary.build(*case, room)
    assert (short.title, short.reference, short.status, short.short_hash) == (
        *(document.title, document.reference, document.status, document.short_hash),
    )
    if document.is_screening:
        assert "not an Equality Impact Assessment" in short.label
        return
    whole = glance(document)
    worse = glance(short)
    assert set(worse) == set(groups_with(document, "negative"))
    assert all(whole[title] == cells for title, cells in worse.items())
    texts = list(leaves(short.blocks))
    assert _conclusion(document) in " ".join(texts).lower()
    assert AIMS in texts


@EVERY
def test_the_summary_and_the_paragraph_say_the_same_of_the_duty(case: Case) -> None:
    texts = list(leaves(summary.build(*case).blocks))
    assert (AIMS in texts) == (AIMS in paragraph.write(*case).text)
