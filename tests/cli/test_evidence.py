"""A council makes a pack of figures from a table as it was published."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from eia_app import resources
from eia_app.storage.forms.datasets import read_packs
from eia_app.storage.forms.folder import Forms
from tests.cli.test_cli import Eia, refused, runner
from tests.domain.evidence.census_headers import BY_CODE, PUBLISHED, Published

NOMIS = """date,geography,geography code,Disability: Total: All usual residents,\
Disability: Disabled under the Equality Act,\
Disability: Disabled under the Equality Act: Limited a lot,\
Disability: Disabled under the Equality Act: Limited a little,Disability: Not disabled
2021,Winchester,E07000094,1000,150,60,90,850
2021,Hart,E07000089,2000,200,80,120,1800
"""
ENGLAND = """"date","geography","geography code","Disability: Total: All usual residents; \
measures: Value","Disability: Disabled under the Equality Act; measures: Value",\
"Disability: Disabled under the Equality Act: Limited a lot; measures: Value",\
"Disability: Disabled under the Equality Act: Limited a little; measures: Value",\
"Disability: Not disabled; measures: Value"
"2021","England","E92000001","10000","1700","700","1000","8300"
"""
ONS = """Lower tier local authorities Code,Lower tier local authorities,\
Household size (3 categories) Code,Household size (3 categories),Observation
E07000094,Winchester,-8,Does not apply,0
E07000094,Winchester,1,1 person,30
E07000094,Winchester,2,2 or more people,70
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A council’s own folder of forms, for Winchester."""
    folder = Path(shutil.copytree(resources.forms(), tmp_path / "own"))
    profile = folder / "councils/hart.toml"
    text = profile.read_text(encoding="utf-8").replace("E07000089", "E07000094")
    profile.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def eia(own: Path) -> Eia:
    plain = runner("sqlite://")
    return lambda *words, **settings: plain(*words, **{"EIA_FORMS_DIR": str(own), **settings})


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str], str]:
    def write(text: str, name: str = "census2021-ts038-ltla.csv") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_a_table_of_nomis_becomes_a_pack_beside_england(eia: Eia, own: Path, file: Any) -> None:
    files = [file(NOMIS), file(ENGLAND, "census2021-ts038-ctry.csv")]
    done = eia("evidence", "import", *files)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        (
            f"Disability under the Equality Act, for Winchester, England, is in"
            f" {own}/evidence/ts038.toml and ts038.csv."
        ),
        "It is shown for disability. Run eia check-forms, then restart the service.",
    ]
    assert Forms(own, "hart").faults() == []
    broad, detailed = (m for m in read_packs(own).measures if m.id.startswith("ts038"))
    found = broad.of_area("E07000094")
    assert found is not None
    assert found.fact([], 5) == (
        "Disability under the Equality Act. Disabled under the Equality Act: 15.0% of residents in"
        " Winchester (150 of 1,000), 17.0% in England; Not disabled: 85.0% of residents in"
        " Winchester (850 of 1,000), 83.0% in England."
    )
    assert found.measure.caution.startswith("Not adjusted for age")
    assert list(detailed.areas["E07000094"].figures) == [
        "Disabled under the Equality Act: Limited a lot",
        "Disabled under the Equality Act: Limited a little",
        "Not disabled",
    ]


def test_a_table_of_ons_without_england_says_what_is_lacking(
    eia: Eia, own: Path, file: Any
) -> None:
    done = eia("evidence", "import", file(ONS, "TS017-2021.csv"), "--group", "low_income")
    assert done.stdout.startswith("Household size, for Winchester, is in")
    assert done.stdout.endswith("give the file of countries too, to compare with it.\n")
    (measure,) = (m for m in read_packs(own).measures if m.id == "ts017")
    figures = measure.areas["E07000094"].figures
    assert [(f.category, f.words) for f in figures.values()] == [
        ("1 person", "30.0%"),
        ("2 or more people", "70.0%"),
    ]


def test_a_pack_that_is_there_is_not_replaced_by_accident(eia: Eia, own: Path, file: Any) -> None:
    eia("evidence", "import", file(NOMIS))
    again = eia("evidence", "import", file(NOMIS))
    refused(again, f"There is a pack ts038 in {own}/evidence already: --replace replaces it.")
    assert eia("evidence", "import", file(NOMIS), "--replace").exit_code == 0


def published(code: str, *areas: str) -> str:
    """The file of a table of the Census, as published, with made-up counts."""
    table = BY_CODE[code]
    with StringIO(newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.header())
        for number, area in enumerate(areas, 1):
            writer.writerow(["2021", f"Area {number}", area, *table.counts(number * 100)])
        return file.getvalue()


@pytest.mark.parametrize("table", PUBLISHED, ids=[each.code for each in PUBLISHED])
def test_each_table_becomes_a_pack_in_which_shares_add_up(
    eia: Eia, own: Path, file: Any, table: Published
) -> None:
    name = f"census2021-{table.code}-ltla.csv"
    given = file(published(table.code, "E07000094", "E92000001"), name)
    done = eia("evidence", "import", given, "--group", "race", "--replace")
    assert (done.exit_code, done.stderr) == (0, "")
    assert Forms(own, "hart").faults() == []
    text = (own / f"evidence/{table.code}.toml").read_text(encoding="utf-8")
    assert "Added up from small areas" not in text
    made = [m for m in read_packs(own).measures if m.table == table.code.upper() and m.areas]
    mine = [measure for measure in made if measure.id.startswith(table.code)]
    assert [m.id for m in mine] in ([table.code], [table.code, f"{table.code}-detailed"])
    for measure in mine:
        figures = measure.areas["E07000094"].figures.values()
        assert sum(figure.percent for figure in figures) == pytest.approx(100)


def test_the_age_of_arrival_is_not_age(eia: Eia, own: Path, file: Any) -> None:
    text = published("ts018", "E07000094")
    refused(
        eia("evidence", "import", file(text, "census2021-ts018-ltla.csv")),
        "Say which group ts018 is about, such as --group disability.",
    )
    refused(
        eia("evidence", "import", file(text, "census2021-ts007-ltla.csv")),
        "census2021-ts007-ltla.csv is about “Age of arrival in the UK”, which is table TS018: name"
        " it as it was published.",
    )
    assert not list(own.glob("evidence/ts*"))


def test_another_table_about_the_same_has_its_caution_and_its_own_title(
    eia: Eia, own: Path, file: Any
) -> None:
    given = file(published("ts070", "E07000094"), "census2021-ts070-ltla.csv")
    assert eia("evidence", "import", given).exit_code == 0
    (measure,) = (m for m in read_packs(own).measures if m.id == "ts070")
    assert (measure.table, measure.title) == ("TS070", "Gender identity")
    assert measure.groups == ("gender_reassignment",)
    assert measure.large_areas_only
    assert measure.caution.startswith("Read this before you use it.")


def test_proportions_are_not_taken_for_numbers(eia: Eia, file: Any) -> None:
    head = "date,geography,geography code,Disability: Not disabled under the Equality Act\n"
    given = file(f"{head}2021,Winchester,E07000094,84.2\n", "census2021-ts038asp-ltla.csv")
    refused(
        eia("evidence", "import", given),
        "census2021-ts038asp-ltla.csv cannot be read: line 2 has “84.2” where a whole number"
        " belongs.",
    )


def test_an_area_is_given_once(eia: Eia, file: Any) -> None:
    files = [file(NOMIS), file(NOMIS, "census2021-ts038-utla.csv")]
    refused(
        eia("evidence", "import", *files),
        "census2021-ts038-utla.csv has Winchester again: give each area once.",
    )
    other = file(published("ts030", "E92000001"), "census2021-ts038-ctry.csv")
    refused(
        eia("evidence", "import", files[0], other),
        "census2021-ts038-ctry.csv is about “Religion”, which is table TS030 or TS031: name it as"
        " it was published.",
    )


GENDER = NOMIS.replace("Disability: ", "Gender identity: ").replace("E07000094", "E01022576")


@pytest.mark.parametrize(
    ("text", "name", "more", "sentence"),
    [
        (
            "a,b,c\n1,2,3\n",
            "ts038.csv",
            (),
            ("ts038.csv cannot be read: its columns are neither those of a Nomis bulk file (date,"
            " geography, geography code, …) nor those of an ONS table (area code, area, category"
            " code, category, Observation)."),
        ),
        ("", "ts038.csv", (), None),
        (NOMIS, "mine.csv", (), ("Name the files as they were published, such as"
         " census2021-ts038-ltla.csv.")),
        (NOMIS.replace("Winchester,E07000094", "Elsewhere,E07000001"), "ts038.csv", (),
         "There is no area E07000094 in ts038.csv."),
        (NOMIS.replace("150,60", "many,60"), "ts038.csv", (),
         "ts038.csv cannot be read: line 2 has “many” where a whole number belongs."),
        (NOMIS.replace(",850\n", "\n"), "ts038.csv", (),
         "ts038.csv cannot be read: line 2 has 7 cells, not 8."),
        (NOMIS.replace(",850\n", ",1850\n"), "ts038.csv", (),
         "ts038.csv cannot be read: its categories add up to more than the total of Winchester."),
        (NOMIS.replace("Disability: Not", "Sex: Female; Disability: Not"), "ts038.csv", (),
         "ts038.csv cannot be read: it crosses two questions: take a table about one."),
        (NOMIS.replace("date,geography", "date,geography").replace(
            "code,Disability: Total", "code,Rural Urban,Disability: Total"), "ts038.csv", (),
         "ts038.csv cannot be read: it is of 2011 or older: this reads tables of Census 2021."),
        (ONS, "ts017.csv", (), "Say which group ts017 is about, such as --group disability."),
        (GENDER, "ts070.csv", ("--area", "E01022576"),
         "Gender identity must not be used for an area as small as E01022576."),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_a_sentence(
    eia: Eia, own: Path, file: Any, text: str, name: str, more: tuple[str, ...], sentence: str
) -> None:
    done = eia("evidence", "import", file(text, name), *more)
    if sentence:
        refused(done, sentence)
    assert (done.exit_code, done.stdout) == (1, "")
    assert not list(own.glob("evidence/ts*"))


def test_our_own_packs_are_not_written_over(
    tmp_path: Path, eia: Eia, file: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "PACKAGE", tmp_path)
    done = eia("evidence", "import", file(NOMIS))
    assert done.stderr.startswith("The next upgrade would replace")
    assert eia("evidence", "import", file(NOMIS), "--output", str(tmp_path / "x")).exit_code == 0


def test_check_forms_says_what_is_wrong_with_a_pack(eia: Eia, own: Path) -> None:
    figures = own / "evidence/census-2021.csv"
    figures.write_text(
        figures.read_text(encoding="utf-8").replace("19086", "1908x"), encoding="utf-8"
    )
    done = eia("check-forms")
    assert "evidence/census-2021.csv line 2: “value” is not a number: “1908x”" in done.stderr
    assert done.exit_code == 1
