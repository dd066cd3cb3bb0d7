"""What was typed or sent is converted in one place, which no text whatever can upset."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import eia_app
from eia_app.domain.text import conversions
from eia_app.domain.text.conversions import Unclear

HOUSE = Path(eia_app.__file__).parent
TAKES_TEXT: list[Callable[[str], object]] = [
    conversions.whole,
    conversions.revision,
    lambda text: conversions.sent_or(text, 7),
    conversions.decimal,
    conversions.day,
    conversions.moment,
    conversions.moment_of,
    conversions.email_address,
    conversions.is_web_address,
    conversions.is_number,
]
ODD = st.sampled_from(
    ["9" * 5000, "1_000", "²", "٣", "1e400", "nan", "inf", "-", "", "2" * 20, "2147483648", "0x1f"]
)
DIGITS = st.text(alphabet="0123456789.,-+ \u00a0\u2009\u202f٣²_eE", max_size=40)
ANY = st.one_of(st.text(), ODD, DIGITS)


@given(ANY)
def test_nothing_that_is_typed_makes_a_conversion_fail(text: str) -> None:
    for convert in TAKES_TEXT:
        convert(text)


@given(ANY, st.booleans())
def test_a_number_is_read_or_asked_about_or_none(text: str, is_whole: bool) -> None:
    try:
        converted = conversions.number(text, is_whole=is_whole)
    except Unclear:
        return
    assert converted is None or conversions.is_number(converted)
    assert not is_whole or converted is None or isinstance(converted, int)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["", ",", *conversions.SPACES]))
def test_a_whole_number_is_read_with_whatever_parts_its_thousands(value: int, mark: str) -> None:
    assert conversions.number(f"{value:,}".replace(",", mark), is_whole=True) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("25 000", 25000),
        ("25\u00a0000", 25000),
        ("25\u2009000", 25000),
        ("1\u202f250\u202f000", 1250000),
        ("25,000.50", 25000.5),
        ("\u200b25000\ufeff", 25000),
        ("\u22125", -5),
        ("٣", 3),
        ("7.0", 7),
        ("0.125", 0.125),
        ("1_000", None),
        ("²", None),
        ("9" * 5000, None),
        ("1e3", None),
        ("five", None),
        ("", None),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, value: float | None) -> None:
    assert conversions.number(typed) == value


@pytest.mark.parametrize(
    "typed", ["25.000,00", "12,34", "1,2", "25.000", "1.250.000", "25 00", "1,250 000", "12,3456"]
)
def test_a_number_of_two_readings_is_asked_about(typed: str) -> None:
    with pytest.raises(Unclear) as asked:
        conversions.number(typed)
    assert str(asked.value) == (
        f"“{typed}” can be read in more than one way: enter it such as 25000 or 25,000, with a"
        " point only before decimals: 7.5"
    )


def test_a_part_is_asked_about_where_a_whole_number_is_wanted() -> None:
    with pytest.raises(Unclear, match=r"“7\.5” is not a whole number: enter one without a decimal"):
        conversions.number("7.5", is_whole=True)
    assert conversions.number("7.5") == 7.5


@pytest.mark.parametrize(
    ("text", "converted"),
    [
        ("2026-03-07", date(2026, 3, 7)),
        ("2026-02-30", None),
        ("20260307", None),
        ("2026-W10-6", None),
        ("２０２６-03-07", None),
        (20260307, None),
        (None, None),
    ],
)
def test_a_day_is_only_what_we_write(text: object, converted: date | None) -> None:
    assert conversions.day(text) == converted


@pytest.mark.parametrize(
    ("text", "converted"),
    [
        ("2026-03-07T10:00:00+00:00", datetime(2026, 3, 7, 10, tzinfo=UTC)),
        ("2026-03-07T10:00:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
    ],
)
def test_a_moment_has_an_offset_and_is_in_utc(text: str, converted: datetime | None) -> None:
    assert conversions.moment(text) == converted


@pytest.mark.parametrize(
    "typed",
    [
        "Pat.O'Brien@Example.org",
        "\u200bpat.o'brien@example.org\ufeff",
        "\u00a0pat.o'brien@example.org\u00a0",
        "Pat O’Brien <pat.o'brien@example.org>",
        "“O’Brien, Pat” <pat.o’brien@example.org>;",
        "pat.o’brien@example.org;",
        "<pat.o'brien@example.org>",
        "mailto:pat.o'brien@example.org",
        "'pat.o'brien@example.org'",
        "pat.o'brien@\u00adexample.org,",
        "pat.o'brien@example.org.\r\n",
    ],
)
def test_an_address_is_found_in_what_mail_programs_put_round_it(typed: str) -> None:
    assert conversions.email_address(typed) == "pat.o'brien@example.org"


@given(st.text())
def test_an_address_is_cleaned_once_and_for_all(text: str) -> None:
    once = conversions.email_address(text)
    assert conversions.email_address(once) == once


def test_two_addresses_never_become_one() -> None:
    assert conversions.email_address("a@b.org; c@d.org") == "a@b.org; c@d.org"
    assert " " in conversions.email_address("a@b.org\nc@d.org")


# No other place converts: each exception is of what no person types or sends.
CONVERTS = {"int", "float", "complex", "Decimal", "date", "datetime", "IntegerField"}
METHODS = {"fromisoformat", "fromtimestamp", "strptime", "utcfromtimestamp"}
ALLOWED = {
    "attachments/virus_scan.py": "the port of a setting, which is checked",
    "cli/serve_sockets.py": "twelve digits at most, which a pattern found",
    "config.py": "the port of a setting, of five digits at most",
    "domain/evidence/census_tables.py": "an age in the name of a category, which a pattern found",
    "domain/text/conversions.py": "the one place",
    "domain/evidence/bulk_csv.py": "the cell of a published table, refused with its line",
    "domain/evidence/periods.py": "two or four digits that a pattern found",
    "domain/questionnaire/offers.py": "three digits that a pattern found; no such day is None",
    "domain/coach/rules/arithmetic.py": "a number, compared with its whole part",
    "reports/content/tables.py": "a share of the width of a page",
    "reports/jobs/status_text.py": "a date that this program wrote for a process of its own",
    "reports/jobs/__main__.py": "a product of our own settings",
    "reports/content/contrast.py": "two hexadecimal digits of a council’s colour, which is checked",
    "reports/pdf/postprocess.py": "the tags of our own PDF",
    "reports/pdf/pack.py": "a page that WeasyPrint counts",
    "reports/jobs/report_job.py": "what our own process wrote",
    "services/workflow/start.py": "a number that our own database gave",
    "services/people/sign_in_failures.py": "the number of an address, which a library has read",
    "storage/forms/folder.py": "the digits in the name of our own folder",
    "web/attachments/views.py": "a setting, which is checked",
    "web/notifications/forms.py": "a field of WTForms, which refuses what is no number",
}


def _calls_of_conversions(tree: ast.AST) -> Iterator[str]:
    """Each call that converts, and each conversion that is handed to another call."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        handed = [*node.args, *(keyword.value for keyword in node.keywords)]
        yield from (n.id for n in (node.func, *handed) if isinstance(n, ast.Name))
        if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            yield node.func.attr


def _conversions_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    is_check = {"isinstance", "_exactly", "_take"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in is_check:
            node.args = []
    return {name for name in _calls_of_conversions(tree) if name in CONVERTS | METHODS}


def test_no_other_place_converts_what_was_typed() -> None:
    places = {
        str(path.relative_to(HOUSE)): sorted(converters)
        for path in HOUSE.rglob("*.py")
        if (converters := _conversions_in(path))
    }
    assert {name: converters for name, converters in places.items() if name not in ALLOWED} == {}
    assert ALLOWED.keys() - places.keys() == set()


@pytest.mark.parametrize(
    "code",
    [
        "int(text)",
        "map(int, parts)",
        "request.args.get('page', type=int)",
        "date(year, 1, 1)",
        "date.fromisoformat(text)",
        "datetime.datetime.strptime(text, form)",
    ],
)
def test_a_conversion_is_seen_however_it_is_written(code: str) -> None:
    assert set(_calls_of_conversions(ast.parse(code))) & (CONVERTS | METHODS)
