"""What crosses pages is one element in the tag tree, and what follows it is another."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest

from eia_app.reports.documents import full_report
from eia_app.reports.pdf import html_to_pdf
from eia_app.reports.pdf.html_to_pdf import postprocess_pdf, words
from tests.judges import verapdf
from tests.reports import extreme, make_reports, reading

# WeasyPrint leaves its colour profile open for a moment.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")
LONG = "A sentence that is as long as sentences of reports are. " * 12
START = '<html lang="en"><head><title>Lists</title></head><body><h1>Lists</h1>'


def tags(pdf: bytes) -> list[str]:
    with pikepdf.open(BytesIO(pdf)) as context:
        return [tag.name.removeprefix("/") for tag in reading.tags(context)]


@pytest.mark.parametrize("kind", ["ul", "ol"])
def test_a_list_over_pages_is_one_and_so_is_each_of_its_items(kind: str) -> None:
    items = "".join(f"<li>{number}: {LONG}</li>" for number in range(24))
    made = postprocess_pdf(f"{START}<{kind}>{items}</{kind}><{kind}><li>Another</li></{kind}>")
    assert len(reading.pages(made)) > 3
    found = tags(made)
    assert [found.count(name) for name in ("L", "LI", "LBody", "Lbl")] == [2, 25, 25, 25]


def test_what_is_around_it_and_in_it_is_one_as_well() -> None:
    inner = f"<ul>{f'<li><p>{LONG}</p><p>{LONG}</p></li>' * 20}</ul>"
    made = postprocess_pdf(
        f"{START}<section><div><ul><li><p>One</p>{inner}</li></ul></div></section>"
    )
    assert len(reading.pages(made)) > 3
    found = tags(made)
    assert [found.count(name) for name in ("Sect", "Div", "L", "P")] == [1, 1, 2, 41]
    with pikepdf.open(BytesIO(made)) as context:
        assert reading.stray_text(context) == []


def test_a_paragraph_over_pages_is_one() -> None:
    made = postprocess_pdf(f"{START}<p>{LONG * 12}</p><p>{LONG}</p>")
    assert len(reading.pages(made)) > 1
    assert tags(made).count("P") == 2


def test_nothing_of_how_it_is_joined_is_left_in_the_file() -> None:
    made = postprocess_pdf(f"{START}<ul>{f'<li>{LONG}</li>' * 24}</ul>")
    with pikepdf.open(BytesIO(made)) as context:
        marked = [each for each in context.objects if isinstance(each, pikepdf.Dictionary)]
        assert [each for each in marked if "/EiaOf" in each] == []


@pytest.mark.slow
def test_a_long_report_has_as_many_lists_as_its_page_and_passes_the_judge() -> None:
    record = extreme.record(1500, 20, 20)
    built = full_report.build(record, make_reports.signed(record))
    page = words(
        "report/report.html",
        document=built,
        created="2026-04-02T12:00:00Z",
    )
    made = html_to_pdf.postprocess_pdf(page)
    assert tags(made).count("L") == len(re.findall("<[uod]l[ >]", page))
    verdicts = verapdf.judge_all({"report": made})
    assert [str(fault) for verdict in verdicts.values() for fault in verdict.failed] == []
