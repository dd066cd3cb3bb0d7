"""An assessment at its limits: as long as may be, and as nasty as anybody could type."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from eia_app.domain.questionnaire.answers import Row
from eia_app.domain.questionnaire.model import AnswerType, Question, SectionKind
from eia_app.domain.snapshot.snapshot import Json
from tests.reports import make_reports

USUAL = 160  # characters of an answer in a row
PLAIN = "Some people would have to pay more than before, and a few of them would stop going out. "
ELSEWHERE = "http://127.0.0.1:9/never-fetched"
NASTY = (
    "w" * 5000,
    f"<script src={ELSEWHERE}></script><img src='{ELSEWHERE}' onerror=alert(1)></p><h1>No</h1> ",
    f"<svg onload=alert(1)><image href='{ELSEWHERE}'/></svg> ![a]({ELSEWHERE}) [b](file:///etc/) ",
    "{{ 7 * 7 }} {% include 'report/cover.html' %} ${x} %s # * _ ` \\ &amp; &#0; <!-- --> ]]> ",
    "مرحبا بكم في المجلس، نود أن نعرف رأيكم في هذا الاقتراح. ",
    "ברוכים הבאים אל המועצה ",
    "हिन्दी में लिखा गया उत्तर ",
    "Good 👍🏽, 👨‍👩‍👧 and 🇬🇧, 中文字符 and Ελληνικά ",
    "- one\n- two\n\n* three\n\n\n1. four\r\n\ttabs\x00\x07\u202eodd\ufffe\U0001f9ff\U00012ff0 ",
    '“Quotes” ‘inside’ "quotes" it\'s — – … \u00ad\u200b\u2028\u2029 ',
)


def record(length: int = 4000, actions: int = 200, evidence: int = 300) -> Json:
    """Every text of every group is `length` characters; so is one row of each list, and the others
    are as long as rows are."""
    edition, council = make_reports.forms()
    groups = [group.id for group in (*edition.groups, *council.local_groups)]
    texts = _texts(length)
    values: dict[Any, Any] = dict(make_reports.MAJOR)
    for section in edition.sections:
        if section.kind is SectionKind.LIST:
            continue
        for group in groups if section.kind is SectionKind.EACH_GROUP else [None]:
            written = _written(section.questions, texts)
            values |= {(group, question): text for question, text in written.items()}
    for group in groups:
        values[group, "effect"] = ["positive", "negative"]
        values[group, "severity"] = values[group, "likelihood"] = "high"
        values[group, "know_rows"] = ["e0", "e1"]
    values[None, "title"] = "An unbelievably long title " + "w" * 220
    return make_reports.full(
        values,
        evidence=_rows("evidence", "e", evidence, length),
        action_plan=_rows("action_plan", "a", actions, length),
    )


def _rows(section: str, letter: str, how_many: int, length: int) -> list[Row]:
    edition, _ = make_reports.forms()
    asked, long, usual = edition.by_id[section].row_questions, _texts(length), _texts(USUAL)
    return [Row(f"{letter}{n}", _written(asked, usual if n else long)) for n in range(how_many)]


def _written(asked: tuple[Question, ...], texts: Iterator[str]) -> dict[str, Any]:
    return {
        question.id: next(texts) if question.type is AnswerType.LONG else next(texts)[:250]
        for question in asked
        if question.type in {AnswerType.LONG, AnswerType.TEXT}
    }


def _texts(length: int) -> Iterator[str]:
    """Mostly plain sentences, as people write them; something nasty in every third."""
    for nasty in cycle(NASTY):
        yield from (_of(PLAIN, length), _of(PLAIN, length), _of(nasty, length))


def _of(text: str, length: int) -> str:
    return (text * (length // len(text) + 1))[:length]
