"""What a file is, by what is in it."""

from __future__ import annotations

import os
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eia_app.attachments import office_scan, sniffing
from eia_app.attachments.file_names import type_from_name
from eia_app.attachments.office_xml import DAMAGED
from eia_app.attachments.refused_types import ADVICE, ARCHIVE, MARKUP, PROGRAM, RECORDING
from eia_app.attachments.sniffing import types_of
from eia_app.domain.attachments.file_types import ENDINGS, MB, WANTED, FileType
from eia_app.domain.errors import Unfit
from tests.attachments import making_files
from tests.attachments.ole_files import ole

JUNK = bytes(60)
IN_CIRCLES = bytearray(ole({"WordDocument": b"x", "VBA/dir": b"y"}))
for start, end in ((859, 868), (730, 731), (1_163, 1_177)):  # its folders lead back to themselves
    del IN_CIRCLES[start:end]
BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", sniffing.EMPTY),
    "blanks": (b"  \r\n\t", sniffing.EMPTY),
    "a program": (b"MZ\x90\x00\x03" + JUNK, PROGRAM.format("exe")),
    "a script of a shell": (b"#!/bin/sh\nrm -r /", PROGRAM.format("sh")),
    "what looks like nothing": (os.urandom(9_000) + b"\0", WANTED),
    "a page": (b"\n <!DOCTYPE html><p>Hello", MARKUP),
    "a page in another encoding": ("<html>Hello".encode("utf-16"), MARKUP),
    "a drawing": (b'<?xml version="1.0"?><svg onload="x()"/>', MARKUP),
    "a page after some words": (b"Dear all,\n<script>alert(1)</script>", MARKUP),
    "a table that starts a program": (b"Name,Age\n=cmd|' /C calc'!A0,5\n", sniffing.FORMULA),
    "a table that starts it in quotes": (b"\"+MSEXCEL|'x'!A0\";5", sniffing.FORMULA),
    "rich text": (rb"{\rtf1 {\object}}", ADVICE["rtf"]),
    "a GIF": (b"GIF89a" + JUNK, ADVICE["gif"]),
    "a WebP": (b"RIFF\x10\x00\x00\x00WEBPVP8 " + JUNK, ADVICE["webp"]),
    "a photo of an iPhone": (b"\0\0\0\x18ftypheic" + JUNK, ADVICE["heic"]),
    "a film": (b"\0\0\0\x18ftypisom" + JUNK, RECORDING),
    "an email of Outlook": (ole({"__properties_version1.0": b"x"}), ADVICE["msg"]),
    "an older Word file": (ole({"WordDocument": b"x", "1Table": b"y"}), ADVICE["doc"]),
    "an older Excel file": (ole({"Workbook": b"x"}), ADVICE["xls"]),
    "an Excel file that is older still": (ole({"Book": b"x"}), ADVICE["xls"]),
    "older slides": (ole({"PowerPoint Document": b"x"}), ADVICE["ppt"]),
    "a locked Word file": (
        ole({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}),
        office_scan.LOCKED,
    ),
    "something else of Office": (ole({"Contents": b"x"}), sniffing.OLDER),
    "a damaged older file": (office_scan.OLE + bytes(500), sniffing.OLDER),
    "an older file with a folder inside itself": (bytes(IN_CIRCLES), sniffing.OLDER),
    "an archive": (making_files.archive({"a.txt": b"a"}), ARCHIVE),
    "another archive": (b"7z\xbc\xaf\x27\x1c" + JUNK, ARCHIVE),
    "half an archive": (making_files.word({"a": os.urandom(900)})[:600], DAMAGED),
    "an archive with a changed part": (
        making_files.archive({"mimetype": b"A" * 9}).replace(b"mimetype", b"mimetypf", 1),
        DAMAGED,
    ),
    "an archive inside": (
        making_files.word({"word/media/a.png": making_files.archive({"a": b"a"})}),
        office_scan.INSIDE,
    ),
    "archives in archives in archives": (
        making_files.word({"a": making_files.word({"a": making_files.word()})}),
        office_scan.INSIDE,
    ),
    "an archive behind another": (making_files.archive({"a": b"a"}) + making_files.word(), DAMAGED),
    "a password on OpenDocument": (
        making_files.open_document(
            "text", {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}
        ),
        office_scan.LOCKED,
    ),
    "too many parts": (
        making_files.word({f"{number}": b"" for number in range(office_scan.MOST_ENTRIES)}),
        office_scan.TOO_MUCH,
    ),
    "far more than it seems": (
        making_files.word({"a": bytes(office_scan.MOST_UNPACKED // 2), "b": bytes(60 * MB)}),
        office_scan.TOO_MUCH,
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_may_not_be_attached_is_refused_with_what_to_do(name: str) -> None:
    content, message = BAD[name]
    with pytest.raises(Unfit) as refused:
        types_of(content)
    assert str(refused.value) == message


def test_an_encrypted_archive_is_refused() -> None:
    content = bytearray(making_files.word())
    for begins in (b"PK\x03\x04", b"PK\x01\x02"):
        content[content.index(begins) + (6 if begins == b"PK\x03\x04" else 8)] |= 1
    with pytest.raises(Unfit, match="has a password"):
        types_of(bytes(content))


@pytest.mark.parametrize("name", making_files.GOOD)
def test_every_kind_is_known_by_what_is_in_it(name: str) -> None:
    ending = name.rpartition(".")[2]
    assert type_from_name(name, types_of(making_files.GOOD[name])) is ENDINGS[ending]


def test_two_parts_of_one_name_are_refused() -> None:
    """Programs differ in which of them they open."""
    content = making_files.word({"twice.xml": b"<a/>", "twicf.xml": b"<b/>"})
    for same in (b"twice", b"TWICE"):
        with pytest.raises(Unfit, match="damaged"):
            types_of(content.replace(b"twicf", same))


@pytest.mark.parametrize(
    "text",
    ["- Yes | No\n- Don’t know | Perhaps!", "=SUM(A1:A9),-5,+44 1252,@hart", "a|'b'!c", "+|x"],
)
def test_a_list_or_an_ordinary_formula_starts_no_program(text: str) -> None:
    assert types_of(text.encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_may_be_in_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    text = "Café,£5\r\n<5,“fewer than 5”\r\n"
    assert types_of(text.encode(encoding)) == (FileType.TEXT, FileType.CSV)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + b"1 0 obj<</Type/ObjStm>>stream\n" * 300_000 + b"%%EOF",
        b"%PDF-1.7\n1 0 obj" + b"[" * 5_000_000 + b"%%EOF",
        b"%PDF-1.7\n" + b"1 0 obj\n" * 1_000_000 + b"%%EOF",
        b"PK\x03\x04" + b"PK\x01\x02" * 2_000_000,
        b"<" * 10_000_000,
        b"=a(" * 3_000_000,
        b" \n" * 5_000_000 + b"a",
    ],
    ids=["streams", "arrays", "objects", "entries", "brackets", "formulas", "blanks"],
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
