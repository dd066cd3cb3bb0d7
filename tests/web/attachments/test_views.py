"""Files over HTTP: attached, downloaded, removed, and refused in words with nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.config import BadSetting, settings_from
from eia_app.storage.models.attachments import Attachment
from eia_app.storage.models.people import Person
from tests.attachments import making_files
from tests.factories import Makers
from tests.web.file_uploads import new_files_page, upload, uploaded_file
from tests.web.visitor import Visitor

MB = 1024 * 1024


@pytest.fixture
def page(make_assessment: Makers, lead: Person) -> str:
    return new_files_page(make_assessment(), lead)


def stored(session: Session) -> list[str]:
    return list(session.scalars(select(Attachment.name).order_by(Attachment.at)))


def test_a_file_is_attached_and_is_there_with_its_type_and_size(
    as_lead: Visitor, page: str
) -> None:
    empty = as_lead.get(page)
    assert (empty.title, "Attach a file" in empty.text, "Attached" in empty.text) == (
        *("Files", True, False),
    )
    upload(as_lead, page, "Survey of blue badge holders 2025.pdf", making_files.pdf())
    shown = as_lead.follow()
    assert shown.banners == ["“Survey of blue badge holders 2025.pdf” is attached."]
    assert "Attached: 1 file" in shown.text
    assert f"PDF, {len(making_files.pdf())} bytes" in shown.text


@pytest.mark.parametrize("name", making_files.GOOD)
def test_every_kind_of_file_is_taken_and_given_back_to_be_saved(
    name: str, as_lead: Visitor, page: str
) -> None:
    upload(as_lead, page, name, making_files.GOOD[name])
    got = as_lead.get(as_lead.follow().link(name.partition(".")[0])).answer
    if not name.endswith(("png", "jpg", "jpeg")):
        assert got.data == making_files.GOOD[name]
    assert got.headers["Content-Disposition"].startswith("attachment; filename=survey.")
    assert got.headers["Content-Length"] == str(len(got.data))
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got.headers["Cache-Control"] == "private, no-store"
    assert got.mimetype != "text/html"


def test_what_the_browser_says_of_its_type_counts_for_nothing(as_lead: Visitor, page: str) -> None:
    form = as_lead.get(page).form("files")
    sent: Any = ("file", uploaded_file(making_files.CSV, "survey.csv", "text/html"))
    as_lead.post(form.action, [*form.fields[:1], sent])
    got = as_lead.get(as_lead.follow().link("survey")).answer
    assert got.headers["Content-Type"] == "text/csv"


def test_a_name_in_any_script_is_given_back_as_it_is(as_lead: Visitor, page: str) -> None:
    upload(as_lead, page, "Ankieta – ‘zażółć’; \u202efdp.csv", making_files.CSV)
    shown = as_lead.follow()
    got = as_lead.get(shown.link("Ankieta")).answer.headers["Content-Disposition"]
    assert got == (
        "attachment; filename=\"Ankieta _ _za____, _; fdp.csv\"; filename*=UTF-8''"
        "Ankieta%20%E2%80%93%20%E2%80%98za%C5%BC%C3%B3%C5%82%C4%87%E2%80%99%3B%20fdp.csv"
    ).replace("____, _", "_____")


def test_a_hostile_name_is_shown_as_text(as_lead: Visitor, page: str) -> None:
    upload(as_lead, page, "<script>alert(1)</script>&amp;.csv", making_files.CSV)
    shown = as_lead.follow()
    assert "<script>alert" not in shown.answer.text
    assert "&amp;amp;.csv" in shown.answer.text


# What is refused

REFUSED: dict[str, tuple[str, bytes, str]] = {
    "nothing chosen": ("", b"", "Select a file"),
    "an empty file": ("survey.csv", b"", "The selected file is empty"),
    "macros": (
        "survey.xlsm",
        making_files.excel(declarations=making_files.MACROS),
        "The selected file has macros in it",
    ),
    "another content": ("survey.pdf", making_files.word(), "The selected file is a Word file, but"),
    "a program": ("survey.exe", b"MZ\x00\x01", "The selected file can run on a computer (.exe)"),
    "a page": ("survey.txt", b"<html>", "The selected file is a web page"),
    "a script": ("a.pdf", making_files.pdf("<</S/JavaScript>>"), "The selected PDF has a script"),
    "too large": ("a.txt", b"a" * (10 * MB + 1), "The selected file must be smaller than 10 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_attached_is_refused_beside_the_field_and_nothing_is_lost(
    name: str, as_lead: Visitor, page: str, session: Session
) -> None:
    called, content, said = REFUSED[name]
    upload(as_lead, page, "first.csv", making_files.CSV)
    shown = upload(as_lead, page, called, content, expect=422)
    assert len(shown.errors) == 1
    assert shown.errors[0].startswith(said)
    assert "Attached: 1 file" in shown.text
    assert stored(session) == ["first.csv"]


def test_the_same_file_twice_is_said_and_not_stored(
    as_lead: Visitor, page: str, session: Session
) -> None:
    upload(as_lead, page, "survey.csv", making_files.CSV)
    shown = upload(as_lead, page, "again.csv", making_files.CSV, expect=422)
    assert shown.errors == ["The selected file is attached here already, as “survey.csv”"]
    assert stored(session) == ["survey.csv"]


def test_a_full_row_has_no_field_for_another(as_lead: Visitor, page: str) -> None:
    for number in range(10):
        upload(as_lead, page, f"{number}.txt", f"Number {number}".encode())
    assert "To attach another, remove one first." in as_lead.get(page).text


def test_what_is_far_too_large_gets_a_page_with_a_way_back(as_lead: Visitor, page: str) -> None:
    upload(as_lead, page, "large.txt", b"a" * (3 * MB))  # more than any other page may send
    shown = upload(as_lead, page, "huge.txt", b"a" * (22 * MB), expect=413)
    assert shown.title == "That is too much to send at once"
    assert "A file can be up to 10 MB. Nothing else was lost." in shown.text
    assert shown.link("Go back to the files") == page


def test_no_other_address_takes_as_much(as_lead: Visitor, page: str) -> None:
    token = as_lead.get(page).form("files").value("csrf_token")
    sent: Any = [("csrf_token", token), ("file", uploaded_file(b"a" * 5 * MB, "a.txt"))]
    as_lead.post(page.removesuffix("/files"), sent, expect=413)


def test_the_limit_is_a_setting(
    as_lead: Visitor, page: str, change_settings: Callable[..., None]
) -> None:
    change_settings(largest_file_mb=1)
    assert "of up to 1 MB" in as_lead.get(page).text
    shown = upload(as_lead, page, "a.txt", b"a" * (MB + 1), expect=422)
    assert shown.errors == ["The selected file must be smaller than 1 MB"]


# Sessions


def test_a_form_of_a_session_that_is_over_asks_for_the_file_again(
    as_lead: Visitor, page: str
) -> None:
    sent: Any = [("csrf_token", "old"), ("file", uploaded_file(making_files.CSV, "a.csv"))]
    as_lead.post(page, sent, expect=303)
    assert as_lead.follow().errors == [
        "Select the file again: this page had been open for too long to send it"
    ]
    upload(as_lead, page, "a.csv", making_files.CSV)


def test_who_is_signed_out_signs_in_and_is_back_at_the_files(
    as_lead: Visitor, page: str, lead: Person, session: Session
) -> None:
    as_lead.get(page)
    as_lead.lose_session()
    sent: Any = [("csrf_token", "old"), ("file", uploaded_file(making_files.CSV, "a.csv"))]
    shown = as_lead.post(page, sent, expect=401)
    assert shown.form("/sign-in").value("kept_path") == page
    assert stored(session) == []


@pytest.mark.parametrize("said", ["0", "51", "-1"])
def test_a_limit_that_makes_no_sense_is_refused_at_the_start(said: str) -> None:
    with pytest.raises(BadSetting, match="EIA_LARGEST_FILE_MB must be 1 to 50"):
        settings_from({"EIA_LARGEST_FILE_MB": said})
