"""An assessment made again from its committee paper, by one command."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete

from eia_app.attachments.refused_types import MARKUP
from eia_app.attachments.virus_scan import SILENT
from eia_app.domain.snapshot.snapshot import canonical
from eia_app.reports.jobs.report_job import Job, render_report
from eia_app.reports.pdf.embedded_record import NOT_OURS, record_in
from eia_app.services.transfer.export import FORMAT
from eia_app.storage.engine import Sessions, open_engine
from eia_app.storage.models.people import Person
from tests.cli.test_cli import Eia, references, refused, runner
from tests.reports import make_reports
from tests.reports.pdf.test_embedded_record import changed, with_another_reference

LEAD = "nia.new@example.org"


@pytest.fixture
def new(new_database: Callable[[], str]) -> Eia:
    """A council that has nothing but one person."""
    eia = runner(new_database())
    eia("migrate")
    assert eia("person", "add", LEAD, "--name", "Nia New").exit_code == 0
    return eia


@pytest.fixture(scope="module")
def paper(demonstration: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a published case, as it went to a committee."""
    eia = runner(demonstration())
    reference = references(eia, "--state", "decided")[0]
    file = tmp_path_factory.mktemp("paper") / "report.pdf"
    assert eia("report", reference, "--output", str(file)).exit_code == 0
    return file


def answers(pdf: bytes) -> str:
    """What the record inside a report says of every question but the ones that name a person."""
    text = json.dumps(record_in(pdf)["parts"], sort_keys=True)
    return re.sub(r'"text": \[[^]]*\], "type": "person", "value": (null|"[^"]*")', "", text)


def test_a_report_becomes_a_draft_whose_report_says_the_same(
    new: Eia, paper: Path, tmp_path: Path
) -> None:
    record = record_in(paper.read_bytes())
    reference, title, version = (record[key] for key in ("reference", "title", "version"))
    assert new("import", str(paper), "--lead", LEAD).stdout == (
        f"{reference} “{title}” was rebuilt from its report as a draft of version {version + 1},"
        " led by Nia New: its answers, lists and actions are back; its history, contributors,"
        " reminders, files, review and sign-off are not.\n"
    )
    file = tmp_path / "again.pdf"
    new("report", reference, "--output", str(file))
    assert answers(file.read_bytes()) == answers(paper.read_bytes())
    (listed,) = json.loads(new("list", "--format", "json").stdout)
    assert (listed["state"], listed["version"], listed["lead"]) == ("draft", version + 1, LEAD)


def test_it_is_refused_in_a_sentence(new: Eia, paper: Path) -> None:
    content = paper.read_bytes()
    refused(
        new("import", "-", given=content),
        "Say who is to lead what is rebuilt from a report: --lead EMAIL.",
        code=2,
    )
    refused(
        new("import", "-", "--lead", "no@example.org", given=content),
        "There is nobody here with the email address no@example.org who may lead it.",
    )
    refused(new("import", "-", "--lead", LEAD, given=b"%PDF-1.7 another"), NOT_OURS)
    refused(
        new("import", "-", "--lead", LEAD, given=changed(content, with_another_reference)),
        "The record inside this PDF does not match its hash, so nothing was imported.",
    )
    assert references(new) == []


def test_the_report_of_practice_is_refused(new: Eia) -> None:
    record = {**make_reports.full(), "reference": "PRACTICE-001", "practice": True}
    content = render_report(Job(canonical(record), make_reports.DRAFT, created=make_reports.NOW))
    refused(
        new("import", "-", "--lead", LEAD, given=content),
        "This report was written for practice and is no assessment, so nothing was imported.",
    )
    assert references(new) == []


def test_an_exported_assessment_needs_nobody_to_lead_it(new: Eia) -> None:
    refused(
        new("import", "-", "--lead", LEAD, given="{}"),
        "An exported assessment keeps its lead: leave out --lead.",
        code=2,
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\xff\xfe{\x00}\x00",
        b"[" * 200_000,
        b'{"format": "eia-assessment/3", "assessment": {"title": "\\ud800"}}',
        b'{"format": "eia-assessment/3", "assessment": {"revision": 1' + b"0" * 5000 + b"}}",
        b'{"format": "eia-assessment/3", "answers": ["' + b"a" * 20_000_000 + b'"]}',
        b'{"format": "eia-assessment/3", "answers": 1e999}',
    ],
    ids=["nothing", "a mark", "UTF-16", "nested", "half a pair", "digits", "20 MB", "infinite"],
)
def test_what_is_no_assessment_ends_in_one_sentence(new: Eia, content: bytes) -> None:
    ended = new("import", "-", given=content)
    assert ended.exit_code == 1
    assert len(ended.stderr.strip().splitlines()) == 1
    assert ended.stderr.strip().endswith(".")


def exported(content: bytes) -> str:
    """As much of an exported assessment as is read before anything is stored."""
    digest = hashlib.sha256(content).hexdigest()
    return json.dumps(
        {
            "format": FORMAT,
            "attachments": [{"name": "survey.txt", "sha256": digest}],
            "file_contents": [{"sha256": digest, "content": b64encode(content).decode()}],
        }
    )


def test_an_attached_file_is_inspected_like_one_that_is_sent(new: Eia) -> None:
    said = "In attachments 1, “survey.txt” cannot be kept. "
    hostile = exported(b"<script>alert(1)</script>")
    refused(new("import", "-", given=hostile), f"{said}{MARKUP}.")
    plain = new("import", "-", given=exported(b"1,513"), EIA_CLAMD="127.0.0.1:9")
    refused(plain, f"{said}{SILENT}.")


def test_while_it_is_inspected_others_save(
    new_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, saved = new_database(), []
    eia = runner(url)
    eia("migrate")

    def meanwhile(*_: object) -> None:
        engine = open_engine(url)
        with Sessions(engine).to_write.begin() as session:
            session.execute(delete(Person))
            saved.append(True)
        engine.dispose()

    monkeypatch.setattr("eia_app.services.transfer.attachments.inspect_kept", meanwhile)
    ended = eia("import", "-", given=exported(b"1,513"))
    assert (saved, ended.exit_code) == ([True], 1)
    assert "is missing or is not known" in ended.stderr
