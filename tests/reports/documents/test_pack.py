"""A pack: several reports as one file, as accessible as each of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from eia_app.domain.errors import BadFile
from eia_app.domain.snapshot.snapshot import Json, canonical
from eia_app.reports.content.redaction import public
from eia_app.reports.documents.pack import IN_REPORT, NOT_ASKED, Member, entry
from eia_app.reports.errors import ReportFailed
from eia_app.reports.file_names import pack_name
from eia_app.reports.jobs.formats import Format
from eia_app.reports.jobs.report_job import Job, PackJob, read, render_report, scale, written
from eia_app.reports.pdf import pack
from eia_app.reports.pdf.embedded_record import SEVERAL, record_in
from tests.judges import verapdf
from tests.reports import make_reports, reading

TITLE, ON = "Cabinet", date(2026, 4, 2)
TOLD: list[int] = []


@cache
def records() -> tuple[Json, Json]:
    other = json.loads(canonical(make_reports.screening()))
    return make_reports.full(), {**other, "reference": "EIA-2026-015", "version": 1}


def member(record: Json) -> Member:
    return Member(record, make_reports.signed(record), make_reports.NOW)


@cache
def full() -> bytes:
    """A major assessment and a screening."""
    members = [member(record) for record in records()]
    return pack.render(TITLE, ON, members, summaries=False, on_progress=TOLD.append)


@cache
def summaries() -> bytes:
    members = [member(record) for record in records()]
    return pack.render(TITLE, ON, members, summaries=True, on_progress=lambda _: None)


EVERY = pytest.mark.parametrize("make", [full, summaries])


@EVERY
def test_the_pack_has_one_title_and_no_heading_level_is_skipped(make: Any) -> None:
    with pikepdf.open(BytesIO(make())) as found:
        levels = reading.headings(found)
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(b - a <= 1 for a, b in pairwise(levels))


@EVERY
def test_every_text_is_tagged_and_every_header_cell_has_its_scope(make: Any) -> None:
    with pikepdf.open(BytesIO(make())) as found:
        assert reading.stray_text(found) == []
        tags = reading.tags(found)
        scopes = [str(tag.element.A.Scope) for tag in tags if tag.name == "/TH"]
    assert scopes[:8] == ["/Column"] * 6 + ["/Row"] * 2


def test_each_page_names_its_own_report_and_its_place_in_the_pack() -> None:
    pages = reading.pages(full())
    names = ("Cabinet · 2 April 2026", "EIA-2026-014 · version 3", "EIA-2026-015 · version 1")
    found = [next(name for name in names if name in text) for text in pages]
    assert list(dict.fromkeys(found)) == list(names)
    assert found == sorted(found, key=names.index)
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text


def test_all_the_bookmarks_hang_from_the_title_of_the_pack() -> None:
    with pikepdf.open(BytesIO(full())) as found, found.open_outline() as outline:
        (top,) = outline.root
        titles = [item.title for item in top.children]
        parts = [item.title for item in top.children[1].children]
    assert top.title == TITLE
    assert titles == ["The assessments side by side", "Blue Badge parking", "Replacing a boiler"]
    assert parts[0] == "What would change"
    assert "1 Who would be worse off" in parts


def test_every_link_goes_somewhere_and_to_the_report_that_it_stands_in() -> None:
    with pikepdf.open(BytesIO(full())) as found:
        names = [str(name) for name in found.Root.Names.Dests.Names[::2]]
        places = [
            str(note.Dest)
            for page in found.pages
            for note in page.get("/Annots", ())
            if "/Dest" in note
        ]
    assert len(names) == len(set(names))
    assert {"r1-worse", "r2-sign-off", "r1-title", "r2-title"} <= set(names)
    assert set(places) <= set(names)


def test_the_table_at_the_front_says_of_each_what_matters() -> None:
    first, second = (entry(member(record)) for record in records())
    assert first.effects == (
        "Worse off: Disability (medium) and Carers (low)",
        "Not known: 12 of the 15 groups",
        "Better off: Armed forces community",
    )
    assert first.left == "Holders without a listed allowance will pay."
    assert first.conclusion.startswith("Continue although some people will be worse off")
    assert (second.effects, second.left) == ((NOT_ASKED,), NOT_ASKED)
    assert second.route == "Screening, not an Equality Impact Assessment"
    assert first.left in reading.pages(full())[1]


def test_what_remains_is_cut_only_between_sentences() -> None:
    long = make_reports.full({(None, "residual"): "Some will pay. " + "And so on it goes. " * 30})
    left = entry(member(long)).left
    assert left.startswith("Some will pay. And so on it goes.")
    assert left.endswith(f". {IN_REPORT}")
    assert entry(member(make_reports.full({(None, "residual"): "word " * 200}))).left == IN_REPORT


def test_each_record_is_inside_and_none_is_taken_for_the_pack() -> None:
    with pikepdf.open(BytesIO(full())) as found:
        inside = {str(file.UF): json.loads(file.EF.F.read_bytes()) for file in found.Root.AF}
    first, second = records()
    assert inside == {
        "EIA-2026-014-v3.json": public(first),
        "EIA-2026-015-v1.json": public(second),
    }
    with pytest.raises(BadFile) as refused:
        record_in(full())
    assert str(refused.value) == SEVERAL


def test_it_says_how_many_reports_are_laid_out_and_never_all_before_the_end() -> None:
    full()
    assert TOLD == [1]


@pytest.mark.slow
def test_the_judge_finds_no_fault() -> None:
    verdicts = verapdf.judge_all({"full": full(), "summaries": summaries()})
    assert {key: [str(f) for f in verdict.failed] for key, verdict in verdicts.items()} == {
        (name, flavour): [] for name in ("full", "summaries") for flavour in verapdf.BOTH
    }
    assert all(verdict.passes for verdict in verdicts.values())


def job(*, summaries: bool = True) -> PackJob:
    kind = Format.SUMMARY if summaries else Format.REPORT
    return PackJob(
        TITLE,
        ON,
        tuple(Job(canonical(r), make_reports.signed(r), make_reports.NOW, kind) for r in records()),
        summaries,
    )


def test_a_pack_survives_the_way_to_the_other_process_which_makes_the_same_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("eia_app.reports.jobs.report_job.LOOK_AGAIN", 0.2)
    told: list[int] = []
    assert read(written(job())) == job()
    assert render_report(job(), told.append, seconds=60) == summaries()
    assert told[0] == 0
    assert told == sorted(told)


def test_a_pack_is_named_by_all_that_is_in_it() -> None:
    others = [
        replace(job(), title="Council"),
        replace(job(), on=date(2026, 4, 3)),
        replace(job(), members=job().members[::-1]),
        job(summaries=False),
    ]
    assert job().key == job().key
    assert len({job().key, *(each.key for each in others)}) == 5


def test_a_pack_that_takes_too_long_is_ended() -> None:
    with pytest.raises(ReportFailed, match="not made within 0 seconds"):
        render_report(job(), seconds=0.05)


def test_the_bounds_grow_with_the_number_of_reports() -> None:
    assert [scale(n) for n in (1, 5, 12)] == [1, 2, 3.75]


def test_the_file_is_called_as_committee_systems_call_theirs() -> None:
    assert pack_name(ON, "Cabinet") == "EIA-pack-2026-04-02-cabinet.pdf"
    assert pack_name(ON, "…") == "EIA-pack-2026-04-02.pdf"
