"""What a file may be called, and what it is called once it is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eia_app.attachments.file_names import (
    LONGEST_NAME,
    check_name,
    free_name,
    safe_name,
    type_from_name,
)
from eia_app.attachments.refused_types import ADVICE, BAD_END, HIDDEN_PROGRAM, PROGRAM
from eia_app.attachments.refused_types import RUNS as RUN
from eia_app.attachments.sniffing import types_of
from eia_app.domain.attachments.file_types import ENDINGS, WANTED, FileType
from eia_app.domain.errors import Unfit
from tests.attachments import making_files


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("survey.pdf", "survey.docx", "is a Word file, but its name ends in “.pdf”"),
        ("survey.docx", "survey.pdf", "is a PDF file, but its name ends in “.docx”"),
        ("survey.csv", "survey.xlsx", "is an Excel file, but its name ends in “.csv”"),
        ("survey.png", "survey.txt", "is a text file, but its name ends in “.png”"),
        ("survey", "survey.odt", "is an OpenDocument text file, but its name has no ending"),
    ],
)
def test_a_name_that_does_not_agree_with_the_content_is_refused(
    name: str, content: str, said: str
) -> None:
    with pytest.raises(Unfit, match=said):
        type_from_name(name, types_of(making_files.GOOD[content]))


RUNS = (
    *("exe", "py", "url", "chm", "lnk", "iso", "vhd", "vhdx", "img", "hta", "js", "vbs", "ps1"),
    *("scr", "jar", "msi", "bat", "cmd", "com", "reg", "scf", "settingcontent-ms"),
)


@pytest.mark.parametrize("ending", RUNS)
@pytest.mark.parametrize(
    "name", ["survey.{}", "survey.pdf.{}", "survey.{}.", "survey.{} ", "A.{}. ."]
)
def test_the_name_of_what_runs_on_a_computer_is_refused(name: str, ending: str) -> None:
    with pytest.raises(Unfit, match=r"can run on a computer|is only a link|is a web page"):
        check_name(name.format(ending.upper()))


@pytest.mark.parametrize("ending", sorted(ADVICE))
def test_of_what_people_have_instead_it_is_said_what_it_is_and_what_to_do(ending: str) -> None:
    with pytest.raises(Unfit) as refused:
        check_name(f"survey.{ending.upper()}")
    said = str(refused.value)
    assert said == ADVICE[ending]
    assert said.startswith("The selected ")
    assert any(do in said for do in ("save", "print", "export", "attach", "choose"))
    assert not said.endswith(".")
    assert len(said) < 160


def test_no_ending_is_both_taken_and_refused() -> None:
    assert not ENDINGS.keys() & (ADVICE.keys() | RUN)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("survey.tiff2", WANTED),
        ("survey.pdf.", BAD_END),
        ("survey.pdf ", BAD_END),
        ("survey.pdf\u200b.", BAD_END),
        ("survey.exe.pdf", HIDDEN_PROGRAM.format("exe")),
        ("survey.docx.vbs .pdf", HIDDEN_PROGRAM.format("vbs")),
        ("invoice\u202efdp.exe.pdf", HIDDEN_PROGRAM.format("exe")),
        ("invoice\u202efdp.exe", PROGRAM.format("exe")),
    ],
)
def test_a_name_that_would_mislead_is_refused(name: str, said: str) -> None:
    with pytest.raises(Unfit) as refused:
        check_name(name)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    "name",
    [
        "Survey of blue badge holders 2025.PDF",
        "Report v1.2.docx",
        "example.com.pdf",
        "plan.sh.pdf",
        "C:\\Users\\me.exe\\survey.pdf",
        "survey",
        ".pdf",
        "Dr. A. Price – notes.txt",
    ],
)
def test_an_ordinary_name_is_no_reason_to_refuse(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("Survey of blue badge holders 2025.PDF", "Survey of blue badge holders 2025.pdf"),
        ("C:\\Users\\me\\survey.pdf", "survey.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\x00b\r\nc\td.pdf", "abcd.pdf"),
        ("invoice\u202efdp.exe.pdf", "invoicefdp.exe.pdf"),
        ('a "quoted" <name>: x?.pdf', "a -quoted- -name-- x-.pdf"),
        ("  . hidden ..pdf", "hidden.pdf"),
        (".pdf", "file.pdf"),
        ("Арабский اردو 한국어 é.pdf", "Арабский اردو 한국어 é.pdf"),
        ("میخواهم\u200cنامه.pdf", "میخواهم\u200cنامه.pdf"),
        ("photo.JPEG", "photo.pdf"),
    ],
)
def test_a_name_is_readable_and_harmless(raw: str, safe: str) -> None:
    assert safe_name(raw, FileType.PDF) == safe


@given(raw=st.text(max_size=400), type_=st.sampled_from(FileType))
def test_no_name_is_too_long_or_leads_anywhere(raw: str, type_: FileType) -> None:
    name = safe_name(raw, type_)
    assert 0 < len(name) <= LONGEST_NAME
    assert name.endswith(f".{type_}")
    assert not {"/", "\\", "\n", "\x00", "\u202e", '"'} & {*name}
    assert not name.startswith(".")
    assert safe_name(name, type_) == name


def test_a_number_after_a_long_name_makes_it_no_longer() -> None:
    name = safe_name("x" * 200, FileType.PDF)
    other = free_name(name, [name])
    assert (len(other), other[-8:]) == (LONGEST_NAME, " (2).pdf")
    assert safe_name(other, FileType.PDF) == other
