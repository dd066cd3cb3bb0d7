"""A table comes as it was downloaded, or as a spreadsheet saved it: read, or named."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from eia_app.domain.errors import BadFile
from eia_app.storage.forms import table_files
from eia_app.storage.forms.table_files import read_table

LINES = [
    ["date", "geography", "geography code", "Ethnic group: White; measures: Value"],
    ["2021", "Ynys Môn", "W06000001", "5"],
    ["2021", "St Helens, Knowsley", "E08000013", "6"],
]
COMMAS = "\r\n".join(
    ",".join(f'"{cell}"' if "," in cell else cell for cell in cells) for cells in LINES
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_each_usual_encoding_and_separator_is_read(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    quoted = "\n".join(separator.join(f'"{cell}"' for cell in cells) for cells in LINES)
    mark = "\N{BYTE ORDER MARK}" if encoding in {"utf-16-le", "utf-16-be"} else ""
    path = tmp_path / "table.csv"
    path.write_bytes((mark + quoted).encode(encoding))
    assert read_table(path) == LINES


def test_names_with_commas_in_a_file_with_semicolons_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("date;geography;Asian, Asian British;Black, Caribbean\n2021;Hart;1;2\n")
    assert read_table(path)[0] == ["date", "geography", "Asian, Asian British", "Black, Caribbean"]


UNPACK = (
    "census2021-ts038.zip is a zip: unpack it, and give the files in it that end in -ltla.csv and"
    " -ctry.csv."
)


def packed(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(name, COMMAS)
    return path


def test_what_is_no_table_is_named(tmp_path: Path) -> None:
    zipped = packed(tmp_path / "census2021-ts038.zip", "census2021-ts038-ltla.csv")
    workbook = packed(tmp_path / "ts038.csv", "[Content_Types].xml", "xl/workbook.xml")
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    for path, sentence in (
        (zipped, UNPACK),
        (workbook, "ts038.csv is a spreadsheet: save it as CSV, and give that."),
        (
            picture,
            "picture.csv is not text in UTF-8, UTF-16 or Windows-1252: save it as CSV UTF-8.",
        ),
    ):
        with pytest.raises(BadFile) as refused:
            read_table(path)
        assert str(refused.value) == sentence


def test_an_empty_file_has_no_lines(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.touch()
    assert read_table(path) == []


def test_a_file_that_is_far_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_files, "LARGEST", 10)
    path = tmp_path / "large.csv"
    path.write_text(COMMAS, encoding="utf-8")
    with pytest.raises(BadFile, match="is larger than 100 MB"):
        read_table(path)
