"""Whatever file is sent, its sender gets an answer in words, and the service goes on."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.attachments import virus_scan
from eia_app.attachments.inspect_process import UNCHECKED
from eia_app.attachments.refused_types import ADVICE
from eia_app.attachments.sanitize import sanitize_file
from eia_app.storage.models.attachments import Attachment, FileContent
from eia_app.storage.models.people import Person
from tests.attachments import making_files
from tests.attachments.test_mutations import refusal
from tests.attachments.test_virus_scan import EICAR, fake_clamd, scan_for_eicar
from tests.factories import Makers
from tests.web.file_uploads import new_files_page, upload
from tests.web.visitor import Visitor


@pytest.fixture
def page(make_assessment: Makers, lead: Person) -> str:
    return new_files_page(make_assessment(), lead)


def kept(session: Session) -> int:
    counted = [select(func.count()).select_from(table) for table in (Attachment, FileContent)]
    first, second = (session.scalar(each) or 0 for each in counted)
    assert first == second
    return first


def test_a_file_that_breaks_its_process_breaks_nothing_else(
    as_lead: Visitor,
    page: str,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\nkill -SEGV $$\n", encoding="utf-8")
    program.chmod(0o700)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "executable", str(program))
        shown = upload(as_lead, page, "survey.pdf", making_files.pdf(), expect=422)
    assert shown.errors == [UNCHECKED]
    assert kept(session) == 0
    upload(as_lead, page, "survey.pdf", making_files.pdf())
    assert kept(session) == 1


@pytest.mark.parametrize("seed", range(12))
def test_a_file_that_was_changed_at_random_is_kept_or_refused(
    seed: int, as_lead: Visitor, page: str, session: Session
) -> None:
    by_chance = random.Random(seed)  # noqa: S311 - not for secrets
    name, content = by_chance.choice([*making_files.GOOD.items()])
    changed = bytearray(content)
    for _ in range(by_chance.randint(1, 9)):
        changed[by_chance.randrange(len(changed))] = by_chance.randrange(256)
    refused = refusal(sanitize_file, name, bytes(changed))
    shown = upload(as_lead, page, name, bytes(changed), expect=422 if refused else 302)
    assert (shown.errors if refused else []) == ([refused] if refused else [])
    assert kept(session) == (0 if refused else 1)


def test_common_unsupported_file_types_are_refused_with_advice(as_lead: Visitor, page: str) -> None:
    for name in ("Re survey.msg", "IMG_0042.HEIC", "Minutes.doc"):
        shown = upload(as_lead, page, name, b"\0" * 60, expect=422)
        assert shown.errors == [ADVICE[name.rpartition(".")[2].lower()]]


def test_the_virus_scanner_of_the_settings_is_asked(
    as_lead: Visitor, page: str, session: Session, change_settings: Callable[..., None]
) -> None:
    with fake_clamd(scan_for_eicar, times=2) as address:
        change_settings(clamd=address)
        shown = upload(as_lead, page, "survey.txt", b"1,513 " + EICAR, expect=422)
        assert shown.errors == [virus_scan.FOUND]
        assert kept(session) == 0
        upload(as_lead, page, "survey.txt", b"1,513")
    assert kept(session) == 1


def test_while_the_virus_scanner_is_down_nothing_is_kept(
    as_lead: Visitor, page: str, session: Session, change_settings: Callable[..., None]
) -> None:
    change_settings(clamd="127.0.0.1:9")
    shown = upload(as_lead, page, "survey.txt", b"1,513", expect=422)
    assert shown.errors == [virus_scan.SILENT]
    assert kept(session) == 0
