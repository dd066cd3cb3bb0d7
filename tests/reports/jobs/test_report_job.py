"""A report is made in a process of its own, which cannot harm the one that asked."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from eia_app.domain.snapshot.snapshot import canonical
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents import full_report
from eia_app.reports.errors import RenderingStopped, ReportFailed
from eia_app.reports.jobs import __main__ as process
from eia_app.reports.jobs import renderers
from eia_app.reports.jobs.formats import OF_AN_ASSESSMENT, Format
from eia_app.reports.jobs.report_job import REFUSED, Job, key_of, read, render_report, written
from eia_app.reports.pdf import report
from tests.reports import make_reports


def job(status: ReportStatus | None = None) -> Job:
    record = make_reports.screening()
    return Job(canonical(record), status or make_reports.signed(record), make_reports.NOW)


def test_a_job_survives_the_way_to_the_other_process() -> None:
    assert read(written(job())) == job()
    assert read(written(job(make_reports.DRAFT))) == job(make_reports.DRAFT)


def test_the_other_process_makes_the_same_file_as_this_one() -> None:
    record = make_reports.screening()
    status = make_reports.signed(record)
    here = report.render(full_report.build(record, status), created=make_reports.NOW, record=record)
    assert render_report(job()) == here


@pytest.mark.parametrize("kind", [Format.SUMMARY, Format.WORD])
def test_so_are_the_other_files(kind: Format) -> None:
    other = replace(job(), kind=kind)
    assert read(written(other)) == other
    made = renderers.write(kind, make_reports.screening(), other.status, created=make_reports.NOW)
    assert (
        render_report(other)[:4] == made[:4] == (b"PK\x03\x04" if kind is Format.WORD else b"%PDF")
    )


def test_a_report_is_named_by_its_record_and_where_it_stands() -> None:
    signed = job()
    assert signed.key == job().key
    assert signed.key != job(make_reports.DRAFT).key
    assert len({replace(signed, kind=kind).key for kind in OF_AN_ASSESSMENT}) == len(
        OF_AN_ASSESSMENT
    )
    assert key_of("another record", signed.status) != signed.key


def test_what_takes_too_long_is_ended_and_may_be_tried_again() -> None:
    with pytest.raises(RenderingStopped, match="not made within 0 seconds"):
        render_report(job(), seconds=0.05)


def children() -> list[int]:
    """The processes that this one has started and that still run."""
    tasks = Path("/proc/self/task").iterdir()
    return [int(pid) for task in tasks for pid in (task / "children").read_text().split()]


def test_a_process_that_is_killed_says_nothing_of_the_report_so_it_may_be_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("eia_app.reports.jobs.report_job.LOOK_AGAIN", 0.1)
    before = set(children())

    def look(_: int) -> None:
        for pid in set(children()) - before:
            os.kill(pid, signal.SIGKILL)

    with pytest.raises(RenderingStopped) as stopped:
        render_report(job(), look)
    assert "stopped from outside" in stopped.value.faults[0]


def test_a_process_ends_when_nobody_waits_for_its_file_any_more() -> None:
    starter = (
        "import subprocess, sys, time\n"
        "wait = 'from eia_app.reports.jobs.__main__ import stand_back; stand_back(); import time;"
        " print(0, flush=True); time.sleep(60)'\n"
        "child = subprocess.Popen([sys.executable, '-c', wait], stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE) as asked_by:
        assert asked_by.stdout is not None
        child = Path("/proc", asked_by.stdout.readline().decode().strip())
        assert child.exists()
        asked_by.kill()
    end = time.monotonic() + 20
    while child.exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert not child.exists() or "State:\tZ" in (child / "status").read_text()


def test_a_report_with_an_emoji_gives_the_same_bytes_at_any_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = make_reports.screening()
    record["title"] = "Bins 🗑 and 👩🏽‍🦽 access"
    wanted = Job(canonical(record), make_reports.signed(record), make_reports.NOW)
    first = render_report(wanted)
    time.sleep(1.1)  # the font of an emoji says in whole seconds when it was made smaller
    assert render_report(wanted) == first


def test_a_process_that_dies_is_a_report_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eia_app.reports.jobs.report_job.written", lambda _: "not a job")
    with pytest.raises(ReportFailed) as failed:
        render_report(job())
    assert failed.value.faults == ("It ended with 1.",)


def test_the_process_gets_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []

    def start(*_: object, env: dict[str, str], **__: object) -> None:
        seen.append(env)
        raise ReportFailed("Enough seen.")

    monkeypatch.setenv("EIA_SECRET_KEY", "secret")
    monkeypatch.setattr("eia_app.reports.jobs.report_job.Popen", start)
    with pytest.raises(ReportFailed, match="Enough seen"):
        render_report(job())
    assert not [name for each in seen for name in each if name.startswith("EIA_")]


def test_the_process_has_bounds_and_says_what_it_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bounds: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", bounds.__setitem__)
    monkeypatch.setattr(sys, "stdin", StringIO(written(job())))

    def fail(*_: object, **__: object) -> bytes:
        raise ReportFailed("It did not pass.", ["PDFUA1-1: no title"])

    monkeypatch.setattr(report, "render", fail)
    assert process.main() == REFUSED
    assert '"PDFUA1-1: no title"' in capsys.readouterr().err
    assert bounds.keys() == {resource.RLIMIT_AS, resource.RLIMIT_CPU}


def test_an_address_to_check_at_is_printed_and_leaves_the_names_of_other_reports_alone() -> None:
    plain = job()
    known = replace(plain, status=replace(plain.status, base_url="https://eia.example.org/"))
    assert "base_url" not in written(plain)
    assert read(written(known)) == known
    assert known.key != plain.key
    assert known.status.check_at.startswith("https://eia.example.org/verify/")
    assert plain.status.check_at == ""
    assert replace(known.status, signed=None).check_at == ""
