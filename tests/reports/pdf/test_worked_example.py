"""The report of the worked example: whole, accessible, and never to be taken for a real one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from eia_app import resources
from eia_app.domain.snapshot import snapshot
from eia_app.domain.workflow.states import State
from eia_app.reports.content.status import EXAMPLE, ReportStatus
from eia_app.reports.documents.full_report import build
from eia_app.reports.jobs.formats import Format
from eia_app.reports.jobs.renderers import write
from eia_app.reports.jobs.report_job import Job, key_of, read, written
from eia_app.storage.forms.folder import Forms
from tests.judges import verapdf
from tests.reports import make_reports, reading

STANDING = ReportStatus(State.DRAFT, is_example=True)
TOLD = datetime(2026, 11, 9, 12, tzinfo=UTC)


@cache
def record() -> snapshot.Json:
    found = Forms(resources.forms(), "hart").example("eia/2026-1")
    assert found is not None
    return found.snapshot


@cache
def pdf() -> bytes:
    return write(Format.REPORT, record(), STANDING, created=TOLD)


def test_every_page_says_that_it_is_made_up_and_has_no_reference_of_ours() -> None:
    pages = reading.pages(pdf())
    assert [text for text in pages if EXAMPLE not in text] == []
    assert [text for text in pages if "MADE-UP EXAMPLE · version 1" not in text] == []
    assert "Not for attachment to council papers" in pages[0]
    assert not any("DRAFT" in text for text in pages)


def test_its_sign_off_says_that_nobody_can_sign_it() -> None:
    assert "so nobody can sign it" in " ".join(" ".join(reading.pages(pdf())).split())


@pytest.mark.parametrize("kind", [Format.SUMMARY, Format.WORD])
def test_no_other_format_could_lose_the_mark(kind: Format) -> None:
    assert build(record(), STANDING).mark == EXAMPLE
    made = write(kind, record(), STANDING, created=TOLD)
    if kind is Format.SUMMARY:
        assert all(EXAMPLE in text for text in reading.pages(made))


def test_no_record_is_inside_so_that_nobody_can_import_it_as_a_draft() -> None:
    with pikepdf.open(BytesIO(pdf())) as found:
        assert len(found.attachments) == 0


@pytest.mark.slow
def test_it_passes_the_judges_of_both_standards() -> None:
    verdicts = verapdf.judge_all({"example": pdf()})
    assert {key: each.failed for key, each in verdicts.items() if not each.passes} == {}


def test_a_job_tells_the_press_that_it_is_an_example() -> None:
    job = Job(snapshot.canonical(record()), STANDING, created=TOLD)
    assert read(written(job)) == job


def test_what_was_kept_of_other_reports_is_still_found() -> None:
    assert "is_example" not in json.loads(written(Job("{}", make_reports.DRAFT, created=TOLD)))[1]
    assert key_of("", make_reports.DRAFT) != key_of("", STANDING)
