"""What may be attached: by what is in a file, and then by what it is called."""

from __future__ import annotations

import os
import time
import zlib
from contextlib import suppress
from dataclasses import replace

import pytest
from eia_app.domain.files.contents import types_of
from eia_app.domain.files.names import LONGEST_NAME, agreed, free_name, safe_name
from hypothesis import given
from hypothesis import strategies as st

from eia_app.domain.errors import Unfit
from eia_app.domain.file_types import (
    ENDINGS,
    KINDS,
    WANTED,
    FileType,
    in_words,
    sections_with_files,
    size_in_words,
)
from eia_app.domain.files import contents, office, pdf
from eia_app.domain.questionnaire import Edition
from tests import attached

JS = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
OBJECTS = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"
BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", contents.EMPTY),
    "blanks": (b"  \r\n\t", contents.EMPTY),
    "a program": (b"MZ\x90\x00\x03" + bytes(60), WANTED),
    "what looks like nothing": (os.urandom(9_000), WANTED),
    "a page": (b"\n <!DOCTYPE html><p>Hello", contents.MARKUP),
    "a page in another encoding": ("<html>Hello".encode("utf-16"), contents.MARKUP),
    "a drawing": (b'<?xml version="1.0"?><svg onload="x()"/>', contents.MARKUP),
    "a page after some words": (b"Dear all,\n<script>alert(1)</script>", contents.MARKUP),
    "rich text": (rb"{\rtf1 {\object}}", WANTED),
    "a GIF": (b"GIF89a" + bytes(20), WANTED),
    "a WebP": (b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(20), WANTED),
    "an older or locked Word file": (contents.OLDER_OFFICE + bytes(500), contents.OLDER),
    "an archive": (attached.archive({"a.txt": b"a"}), office.ARCHIVE),
    "slides": (attached.office("application/vnd.presentation"), WANTED),
    "half an archive": (attached.word({"a": os.urandom(900)})[:600], office.DAMAGED),
    "an archive with a changed part": (
        attached.archive({"mimetype": b"A" * 9}).replace(b"mimetype", b"mimetypf", 1),
        office.DAMAGED,
    ),
    "macros": (attached.word({"word/vbaProject.bin": b"x"}), office.MACROS),
    "macros by their type": (
        attached.office("application/vnd.ms-excel.sheet.macroEnabled"),
        office.MACROS,
    ),
    "old macros of a spreadsheet": (attached.excel({"xl/macrosheets/s.xml": b""}), office.MACROS),
    "macros of LibreOffice": (
        attached.open_document("text", {"Basic/Standard/Module1.xml": b""}),
        office.MACROS,
    ),
    "a document with macros inside": (
        attached.word({"word/embeddings/a.docm": b"x"}),
        office.MACROS,
    ),
    "a spreadsheet with macros inside": (
        attached.word({"word/embeddings/a.xlsx": attached.excel({"xl/vbaProject.bin": b""})}),
        office.MACROS,
    ),
    "a program inside": (attached.word({"word/embeddings/a.exe": b"MZ"}), office.INSIDE),
    "an object inside": (attached.word({"word/embeddings/oleObject1.bin": b""}), office.INSIDE),
    "an archive inside": (
        attached.word({"word/media/a.png": attached.archive({"a": b"a"})}),
        office.INSIDE,
    ),
    "archives in archives in archives": (
        attached.word({"a": attached.word({"a": attached.word()})}),
        office.INSIDE,
    ),
    "a password on OpenDocument": (
        attached.open_document("text", {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
        office.PASSWORD,
    ),
    "too many parts": (
        attached.word({f"{number}": b"" for number in range(office.MOST_ENTRIES)}),
        office.TOO_MUCH,
    ),
    "far more than it seems": (
        attached.word({"a": bytes(office.MOST_UNPACKED // 2), "b": bytes(60 * 1024 * 1024)}),
        office.TOO_MUCH,
    ),
    "half a PDF": (attached.pdf()[:40], office.DAMAGED),
    "a PDF with a password": (attached.pdf(b"2 0 obj<</Encrypt 5 0 R>>"), pdf.LOCKED),
    "a script": (attached.pdf(JS), pdf.SCRIPT),
    "a script under another spelling": (attached.pdf(b"<</S/Java#53cript/JS()>>"), pdf.SCRIPT),
    "a packed script": (attached.pdf(attached.stream(JS, OBJECTS)), pdf.SCRIPT),
    "a script packed under another spelling": (
        attached.pdf(attached.stream(JS, OBJECTS.replace(b"Obj", b"#4fbj"))),
        pdf.SCRIPT,
    ),
    "a form with scripts": (attached.pdf(b"<</XFA 9 0 R>>"), pdf.SCRIPT),
    "a program to start": (attached.pdf(b"<</S/Launch/F(calc.exe)>>"), pdf.LAUNCH),
    "files in a PDF": (attached.pdf(b"<</Names<</EmbeddedFiles 4 0 R>>>>"), pdf.INSIDE),
    "a file in a PDF": (attached.pdf(b"<</Type/Filespec/EF <</F 4 0 R>>>>"), pdf.INSIDE),
    "objects packed in an unusual way": (
        attached.pdf(attached.stream(JS, b"/Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]")),
        pdf.UNUSUAL,
    ),
    "objects packed with a difference": (
        attached.pdf(attached.stream(JS, OBJECTS + b"/DecodeParms<</Predictor 12>>")),
        pdf.UNUSUAL,
    ),
    "damaged objects": (
        attached.pdf(b"7 0 obj<<" + OBJECTS + b">>\nstream\nxxxx\nendstream"),
        office.DAMAGED,
    ),
    "objects without an end": (
        attached.pdf(b"7 0 obj<<" + OBJECTS + b">>\nstream\n" + zlib.compress(JS)[:9]),
        office.DAMAGED,
    ),
    "objects that are cut off": (
        attached.pdf(
            b"7 0 obj<<" + OBJECTS + b">>\nstream\n" + zlib.compress(b"(a)" * 99)[:9] + b"endstream"
        ),
        office.DAMAGED,
    ),
    "objects far larger than they seem": (
        attached.pdf(attached.stream(bytes(pdf.MOST_UNPACKED + 1), OBJECTS)),
        pdf.TOO_MUCH,
    ),
    "no end of streams": (attached.pdf(b"stream\n" * (pdf.MOST_STREAMS + 1)), pdf.TOO_MUCH),
}


@pytest.mark.parametrize("name", BAD)
def test_what_may_not_be_attached_is_refused_with_what_to_do(name: str) -> None:
    content, message = BAD[name]
    with pytest.raises(Unfit) as refused:
        types_of(content)
    assert str(refused.value) == message


def test_an_encrypted_archive_is_refused() -> None:
    content = bytearray(attached.word())
    for begins in (b"PK\x03\x04", b"PK\x01\x02"):
        content[content.index(begins) + (6 if begins == b"PK\x03\x04" else 8)] |= 1
    with pytest.raises(Unfit, match="has a password"):
        types_of(bytes(content))


@pytest.mark.parametrize("name", attached.GOOD)
def test_every_kind_is_known_by_what_is_in_it(name: str) -> None:
    ending = name.rpartition(".")[2]
    assert agreed(name, types_of(attached.GOOD[name])) is ENDINGS[ending]


@pytest.mark.parametrize(
    "content",
    [
        attached.word({"word/embeddings/chart.xlsx": attached.excel()}),
        attached.pdf(attached.stream(b"1 0 <</Type/Page>>", OBJECTS)),
        attached.pdf(attached.stream(b"BT (/JavaScript) Tj ET")),
        attached.pdf(b"(a word such as /JavaScripting or /Launcher)"),
    ],
)
def test_what_only_looks_suspicious_is_taken(content: bytes) -> None:
    assert types_of(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_may_be_in_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    text = "Café,£5\r\n<5,“fewer than 5”\r\n"
    assert types_of(text.encode(encoding)) == (FileType.TEXT, FileType.CSV)


@pytest.mark.parametrize(
    "content",
    [
        attached.pdf(b"7 0 obj<<" + OBJECTS + b">>\nstream\n" * 300_000),
        attached.pdf(b"#41" * 3_000_000),
        attached.pdf(b"obj " * 2_500_000),
        b"PK\x03\x04" + b"PK\x01\x02" * 2_000_000,
        b"<" * 10_000_000,
        b" \n" * 5_000_000 + b"a",
    ],
    ids=["streams", "escapes", "objects", "entries", "brackets", "blanks"],
)
def test_looking_into_a_hostile_file_does_not_take_long(content: bytes) -> None:
    began = time.process_time()
    with suppress(Unfit):
        types_of(content)
    assert time.process_time() - began < 5


@given(content=st.binary(max_size=300), begins=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-"]))
def test_whatever_is_sent_is_known_or_refused_and_never_a_fault(
    content: bytes, begins: bytes
) -> None:
    with suppress(Unfit):
        assert types_of(begins + content)


# Names


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
        agreed(name, types_of(attached.GOOD[content]))


@pytest.mark.parametrize("name", ["survey.exe", "survey.pdf.exe", "page.html", "drawing.svg"])
def test_another_ending_is_none_that_we_take(name: str) -> None:
    with pytest.raises(Unfit) as refused:
        agreed(name, (FileType.TEXT, FileType.CSV))
    assert str(refused.value) == WANTED


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


# Words


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 byte"),
        (900, "900 bytes"),
        (240 * 1024, "240 KB"),
        (1024 * 1024, "1 MB"),
        (1_600_000, "1.5 MB"),
    ],
)
def test_a_size_is_said_in_words(size: int, words: str) -> None:
    assert size_in_words(size) == words


def test_a_file_is_said_in_words() -> None:
    file = {"name": "survey.pdf", "type": "pdf", "size": 245_760, "sha256": "0" * 64}
    assert in_words(file) == "survey.pdf (PDF, 240 KB)"


def test_every_type_has_words_and_an_ending_of_its_own() -> None:
    assert set(KINDS) == set(FileType)
    assert all(type_.value in kind.endings for type_, kind in KINDS.items())


def test_lists_take_files_by_what_the_edition_says_they_mean(edition: Edition) -> None:
    assert sections_with_files(edition) == {"evidence"}
    without = {key: value for key, value in edition.meaning.items() if key != "evidence"}
    assert sections_with_files(replace(edition, meaning=without)) == frozenset()
    assert sections_with_files(replace(edition, meaning={"evidence": "proposal"})) == frozenset()
