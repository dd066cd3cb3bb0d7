"""Tables as they are published: every shape of Census 2021 that is needed, and what is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eia_app.domain.errors import BadFile
from eia_app.domain.evidence.bulk_csv import Bulk, count, read_bulk
from eia_app.domain.evidence.census_tables import tables_about
from tests.domain.evidence.census_headers import BY_CODE, PUBLISHED, Published

HART, WINCHESTER = "E07000089", "E07000094"
AREA = ["Lower tier local authorities Code", "Lower tier local authorities"]
each_table = pytest.mark.parametrize("table", PUBLISHED, ids=[each.code for each in PUBLISHED])


def line(table: Published, code: str, name: str, times: int) -> list[str]:
    return ["2021", name, code, *map(str, table.counts(times))]


def read(table: Published) -> Bulk:
    lines = [table.header(), line(table, HART, "Hart", 10), line(table, WINCHESTER, "W", 30)]
    return read_bulk(lines, {HART, WINCHESTER})


@each_table
def test_each_table_of_nomis_is_read_at_both_its_levels(table: Published) -> None:
    bulk = read(table)
    assert (bulk.title, bulk.people, bulk.date) == (table.variable, table.people, "2021")
    columns = [(column, column.name.strip()) for column in table.columns]
    assert bulk.broad == [name for column, name in columns if column.depth == 0]
    assert bulk.detailed == [name for column, name in columns if not column.has_parts]


@each_table
def test_nobody_is_counted_twice_and_nobody_is_lost(table: Published) -> None:
    bulk = read(table)
    for code, times in ((HART, 10), (WINCHESTER, 30)):
        area = bulk.areas[code]
        assert area.total == table.counts(times)[0]
        for level in (bulk.broad, bulk.detailed):
            assert sum(area.counts[category] for category in level) == area.total


@each_table
def test_each_table_of_the_ons_is_read(table: Published) -> None:
    leaves = [column.name for column in table.columns if not column.has_parts]
    of = f"{table.variable} ({len(leaves)} categories)"
    lines = [[*AREA, f"{of} Code", of, "Observation"], [HART, "Hart", "-8", "Does not apply", "7"]]
    lines += [[HART, "Hart", str(n), leaf, str(n)] for n, leaf in enumerate(leaves, 1)]
    bulk = read_bulk(lines, {HART})
    assert bulk.title == table.variable
    assert bulk.broad == bulk.detailed == [leaf.strip() for leaf in leaves]
    assert bulk.areas[HART].total == sum(range(len(leaves) + 1))


@each_table
def test_what_a_table_is_about_is_known_by_its_code(table: Published) -> None:
    assert table.code in tables_about(table.variable)


def test_a_variable_is_never_known_by_its_beginning() -> None:
    assert tables_about("Age") == {"ts007", "ts007a"}
    assert tables_about("Age of arrival in the UK") == {"ts018"}
    assert tables_about("Ages") == tables_about("Religion of parents") == frozenset()


def test_a_part_that_is_published_without_a_space_is_a_part() -> None:
    head = ["date", "geography", "geography code", "Position: Total", "Position: Resident"]
    head += ["Position: Resident:Male", "Position: Resident:Female", "Position: Staff"]
    bulk = read_bulk([head, ["2021", "Hart", HART, "10", "7", "3", "4", "3"]], {HART})
    assert bulk.broad == ["Resident", "Staff"]
    assert bulk.detailed == ["Resident: Male", "Resident: Female", "Staff"]


def test_all_other_is_not_everybody() -> None:
    head = [
        "date",
        "geography",
        "geography code",
        "Religion: All other religions",
        "Religion: None",
    ]
    bulk = read_bulk([head, ["2021", "Hart", HART, "10", "30"]], {HART})
    assert bulk.categories == ["All other religions", "None"]
    assert bulk.areas[HART].total == 40


@pytest.mark.parametrize(("cell", "number"), [("0", 0), (" 25000 ", 25000), ("25,000", 25000)])
def test_a_count_is_a_whole_number(cell: str, number: int) -> None:
    assert count(cell, 2) == number


@pytest.mark.parametrize(
    "cell",
    ["-5", "1_000", "1.5", "", "+3", "1e3", "1,00", "25.000", "25 000", "٣", "²", "c", "9" * 5000],
)
def test_nothing_else_is_a_count(cell: str) -> None:
    with pytest.raises(BadFile, match=r"line 2 has “.*” where a whole number belongs") as refused:
        count(cell, 2)
    assert len(str(refused.value)) < 100


@given(st.text())
def test_whatever_stands_in_a_cell_it_is_a_count_or_refused(cell: str) -> None:
    with suppress(BadFile):
        assert count(cell, 2) >= 0


SEX = BY_CODE["ts008"]
FEMALE = [HART, "Hart", "1", "Female", "5"]
LONG = [*AREA, "Sex (2 categories) Code", "Sex (2 categories)", "Observation"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            [SEX.header(), *[line(SEX, HART, "Hart", 1)] * 2],
            "line 3 has Hart (E07000089) again",
        ),
        ([LONG, FEMALE, FEMALE], "line 3 has “Female” of Hart (E07000089) again"),
        ([LONG, FEMALE[:4]], "line 2 has 4 cells, not 5"),
        (
            [LONG, FEMALE, [WINCHESTER, "W", "2", "Male", "5"]],
            "W has not the categories of the other areas",
        ),
        ([[*SEX.header(), "Sex: Male"]], "it has the column “Male” twice"),
        (
            [BY_CODE["ts030"].header(), ["2021", "Hart", HART, "100", *["50"] * 9]],
            "its categories add up to more than the total of Hart",
        ),
        (
            [["date", "geography", "geography code", "Sex: Male; Age: 5"]],
            "it crosses two questions",
        ),
    ],
)
def test_what_cannot_be_right_is_refused(lines: list[list[str]], sentence: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_bulk(lines, {HART, WINCHESTER})
    assert str(refused.value).startswith(sentence)
