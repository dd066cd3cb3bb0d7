"""A pack of figures: read, and every fault said with its file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eia_app.resources import forms as our_forms
from eia_app.storage.forms.datasets import Packs, read_packs
from eia_app.storage.forms.folder import Forms

MAIN = """
publisher   = "ONS"
title       = "Census 2021"
period      = "Census Day, 21 March 2021"
licence     = "Contains ONS data"
stale_after = "2033-12-31"

[[measure]]
id     = "sex"
table  = "TS008"
title  = "Sex"
groups = ["age"]
people = "residents"

[[measure]]
id     = "identity"
title  = "Identity"
groups = ["disability"]
people = "residents"
large_areas_only = true
"""
HEAD = "measure,area_code,area,category,value,of,percent"
LINES = ["sex,E07000089,Hart,Female,506,1000,", "sex,E07000089,Hart,Male,494,1000,"]


@pytest.fixture
def pack(tmp_path: Path) -> Any:
    """`pack(lines, main)` writes a pack into a folder, and reads it."""

    def write(lines: list[str] = LINES, main: str = MAIN, head: str = HEAD) -> Packs:
        folder = tmp_path / "evidence"
        folder.mkdir(exist_ok=True)
        (folder / "census.toml").write_text(main, encoding="utf-8")
        (folder / "census.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
        return read_packs(tmp_path, {"age", "disability"})

    return write


def test_a_pack_that_is_in_order_is_read(pack: Any) -> None:
    read = pack()
    assert read.faults == ()
    sex, identity = read.measures
    assert sex.areas["E07000089"].figures["Male"].words == "49.4%"
    assert sex.full_source == "ONS, Census 2021, table TS008. Contains ONS data."
    assert identity.areas == {}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("sax,E07000089,Hart,Female,1,2,", "there is no measure “sax”"),
        ("sex,Hart,Hart,Female,1,2,", "“Hart” is not the code of an area, such as E07000089"),
        ("sex,E07000089,,Female,1,2,", "“area” is empty"),
        ("sex,E07000089,Hart,,1,2,", "“category” is empty"),
        ("sex,E07000089,Hart,Female,x,2,", "“value” is not a number: “x”"),
        ("sex,E07000089,Hart,Female,-1,2,", "“value” is not a number: “-1”"),
        ("sex,E07000089,Hart,Female,1_0,20,", "“value” is not a number: “1_0”"),
        ("sex,E07000089,Hart,Female,٣,20,", "“value” is not a number: “٣”"),
        ("sex,E07000089,Hart,Female,3,20.5,", "“of” is not a whole number: “20.5”"),
        ("sex,E07000089,Hart,Female,3,2,", "“value” is more than “of”: 3 of 2"),
        ("sex,E07000089,Hart,Female,3,,", "needs “value” and “of”, or “percent”"),
        ("sex,E07000089,Hart,Female,,,101", "“percent” is more than 100: 101"),
        ("sex,E07000089,Hart,Female,1", "has 5 cells, not 7"),
        (
            "identity,E01000001,A street,Different,,,0.3",
            "identity must not be given for an area smaller than a local authority: E01000001",
        ),
    ],
)
def test_a_line_that_is_wrong_is_named_with_its_number(pack: Any, line: str, fault: str) -> None:
    assert f"evidence/census.csv line 2: {fault}" in pack([line]).faults


def test_every_fault_is_said_at_once(pack: Any) -> None:
    lines = [*LINES, LINES[0], "sex,E07000089,Harts,Other,1,2,", "sex,E92000001,England,Male,1,2,"]
    nobody = "there is no group “nobody” in any edition or council"
    assert pack(lines, MAIN.replace('"disability"', '"nobody"')).faults == (
        "evidence/census.csv line 4: Hart has “Female” already",
        "evidence/census.csv line 5: E07000089 is called both “Hart” and “Harts”",
        "evidence/census.csv: measure sex: England has no figure for “Female”",
        f"evidence/census.toml measure identity: {nobody}",
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title  = "Sex"', "", "measure sex: “title” is missing"),
        (
            'id     = "sex"',
            'id     = "Sex "',
            "measure Sex : “id” must be small letters, digits, - and _; it is “Sex ”",
        ),
        (
            "2033-12-31",
            "soon",
            "“stale_after” must be a date such as 2033-12-31, in quotes; it is “soon”",
        ),
        (
            'people = "residents"',
            'kind = "pie"',
            "“kind” must be one of share, number; it is “pie”",
        ),
        ("licence", "license", "“license” is not a key we know"),
        ('id     = "identity"', 'id     = "sex"', "“measure” has “sex” 2 times"),
    ],
)
def test_a_table_that_is_wrong_is_named(pack: Any, old: str, new: str, fault: str) -> None:
    found = pack(main=MAIN.replace(old, new, 1)).faults
    assert any(fault in each for each in found), found


def test_other_columns_are_refused(pack: Any) -> None:
    (fault,) = pack(head="area,value").faults
    assert fault.startswith("evidence/census.csv line 1: the columns must be measure, area_code")


def test_one_file_without_the_other_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence/alone.csv").write_text(HEAD, encoding="utf-8")
    assert read_packs(tmp_path).faults == ("evidence/alone.toml: the file is missing",)


def test_a_pack_with_faults_does_not_take_the_others_with_it(pack: Any, tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence/bad.toml").write_text("=", encoding="utf-8")
    assert [measure.id for measure in pack().measures] == ["sex", "identity"]


def test_the_folder_of_forms_says_the_faults_of_its_packs(tiny_folder: Path) -> None:
    (tiny_folder / "evidence").mkdir()
    (tiny_folder / "evidence/bad.toml").write_text("=", encoding="utf-8")
    found = Forms(tiny_folder, "testing").faults()
    assert [fault.partition(":")[0] for fault in found] == [
        "evidence/bad.toml",
        "evidence/bad.csv",
    ]


OURS = {
    "age": ["19.2%", "18.6%"],
    "disability": ["12.9%", "17.3%"],
    "gender-identity": ["0.27%", "0.55%"],
    "sex": ["50.6%", "51.0%"],
}


@pytest.mark.parametrize("id_", OURS)
def test_our_own_figures_are_those_that_were_published(id_: str) -> None:
    measure = next(each for each in read_packs(our_forms()).measures if each.id == id_)
    found = measure.of_area("E07000089")
    assert found is not None
    here, there = found.lines[0].here, found.lines[0].there
    assert [here.words, there.words if there else ""] == OURS[id_]


def test_all_our_councils_have_figures() -> None:
    filled = [each for each in read_packs(our_forms()).measures if each.areas]
    assert len(filled) == 13
    for each in filled:
        assert {"E07000089", "E07000084", "E07000092"} <= each.areas.keys()
