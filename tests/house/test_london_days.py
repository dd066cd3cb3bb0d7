"""Days are London’s: only domain/calendar.py may turn a moment into a day or a time of day.

`at.date()` of a moment in UTC is the day before, for an hour of every summer night. What does the
same in other words is forbidden too: the first ten characters of a moment, a moment in a format
with `%`, a day of this machine’s clock, a date made by the database.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Date

import eia_app
from eia_app.domain.calendar import last_at, local_date, local_time
from eia_app.domain.questionnaire.choices import long_date
from eia_app.resources import templates
from eia_app.storage.base import Base, UtcDateTime
from eia_app.storage.models import assessment  # noqa: F401 - its tables

CODE = Path(eia_app.__file__).parent
FILES = [path for path in sorted(CODE.rglob("*.py")) if path.name != "calendar.py"]
# What is allowed, by file: the code, and why it is no moment in UTC that becomes a day.
ALLOWED = {
    ("cli/report.py", "meets_on.date()"),  # what click read from “2026-07-08”: no moment
    ("domain/questionnaire/choices.py", "f'{date_read:%B %Y}'"),  # a day
    ("web/templating/labels.py", "f'{local:%M}'"),  # London’s time, from domain/calendar.py
    ("cli/assessments.py", "f'{local_date(assessment.changed_at):%Y-%m-%d}'"),
    ("cli/notify.py", "f'{local_time(notice.at):%Y-%m-%d %H:%M}'"),
    (
        "reports/pdf/report.py",
        "moment.strftime('%Y-%m-%dT%H:%M:%SZ')",
    ),  # metadata of a file, in UTC
    ("reports/pdf/pack.py", "moment.strftime('%Y-%m-%dT%H:%M:%SZ')"),
}
CLOCK = {"today", "utcnow", "utcfromtimestamp", "localtime", "ctime", "gmtime"}
PARTS = {"year", "month", "day", "hour", "minute", "weekday", "isoweekday", "isocalendar"}
IN_SQL = {"date", "strftime", "date_trunc", "date_part", "to_char", "current_date", "now"}
COLUMNS = {
    kind: {
        column.name
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, kind)
    }
    for kind in (Date, UtcDateTime)
}


def is_moment(node: ast.expr) -> bool:
    """Whether a name is one that moments have: `now`, `at`, `each.taken_at`."""
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in {"now", "at", "moment", "when"} or name.endswith("_at")


def is_cut(node: ast.Subscript) -> bool:
    """Whether this takes the first ten characters of anything but a hash."""
    upper = getattr(node.slice, "upper", None)
    cut = isinstance(upper, ast.Constant) and upper.value == 10
    return cut and not re.search(r"sha256|hexdigest", ast.unparse(node.value))


def is_bad_call(node: ast.Call) -> bool:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    argument_count = len(node.args) + len(node.keywords)
    return (
        (name in {"date", "timetz", "astimezone"} and bool(owner) and not argument_count)
        or (name in CLOCK and owner in {"date", "datetime", "time"})
        or (name == "now" and owner == "datetime" and not argument_count)
        or (name == "fromtimestamp" and argument_count < 2)
        or (name == "combine" and owner == "datetime" and argument_count < 3)
        or name in {"ZoneInfo", "strftime", "extract"}
        or (name in IN_SQL and owner == "func")
        or (
            name == "cast"
            and any(ast.unparse(argument) in {"Date", "Date()"} for argument in node.args)
        )
    )


def is_mixed(node: ast.Compare) -> bool:
    """Whether a column of days is compared with one of moments."""
    names = {
        attribute.attr
        for attribute in (node.left, *node.comparators)
        if isinstance(attribute, ast.Attribute)
    }
    return bool(names & COLUMNS[Date]) and bool(names & (COLUMNS[UtcDateTime] - COLUMNS[Date]))


def is_fault(node: ast.AST) -> bool:
    match node:
        case ast.Call():
            return is_bad_call(node)
        case ast.Subscript():
            return is_cut(node)
        case ast.Attribute():
            return node.attr in PARTS and is_moment(node.value)
        case ast.FormattedValue():
            return node.format_spec is not None and "%" in ast.unparse(node.format_spec)
        case ast.Compare():
            return is_mixed(node)
        case ast.Constant():
            return node.value == "Europe/London"
    return False


def source_of(node: ast.AST) -> str:
    return (
        ast.unparse(ast.JoinedStr([node]))
        if isinstance(node, ast.FormattedValue)
        else ast.unparse(node)
    )


def faults(path: Path) -> Iterator[tuple[str, str]]:
    name = path.relative_to(CODE).as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if is_fault(node):
            yield name, source_of(node)


def test_only_the_calendar_turns_a_moment_into_a_day() -> None:
    all_faults = [fault for path in FILES for fault in faults(path)]
    assert sorted(set(all_faults) - ALLOWED) == []
    assert set(all_faults) >= ALLOWED  # what nobody does any more need not be allowed


def test_no_template_turns_a_moment_into_a_day() -> None:
    text = {path: path.read_text(encoding="utf-8") for path in templates().rglob("*.html")}
    pattern = re.compile(r"strftime|\.date\(|(?:_at|\bat)\.(?:year|month|day|hour)")
    assert [str(path) for path in text if pattern.search(text[path])] == []


@pytest.mark.parametrize(
    "code",
    [
        "at.date()",
        "(now + week).date()",
        "date.today()",
        "datetime.now()",
        "datetime.utcnow()",
        "datetime.fromtimestamp(1)",
        "datetime.combine(day, time(12))",
        "at.astimezone()",
        "ZoneInfo('Europe/Paris')",
        "now.year",
        "it.started_at.day",
        "at.isoformat()[:10]",
        "said['started'][:10]",
        "f'{at:%d %B}'",
        "at.strftime('%d')",
        "func.date(Event.at)",
        "cast(Event.at, Date)",
        "Round.due < Opinion.given_at",
    ],
)
def test_the_test_knows_what_is_forbidden(code: str) -> None:
    assert any(map(is_fault, ast.walk(ast.parse(code))))


@pytest.mark.parametrize(
    "code",
    [
        "local_date(now)",
        "datetime.now(UTC)",
        "view.date('decision_date')",
        "datetime.combine(day, time(12), UTC)",
        "day.year",
        "text.hexdigest()[:10]",
        "Round.due < today.day",
        "Opinion.given_at > Opinion.started_at",
    ],
)
def test_the_test_lets_pass_what_is_right(code: str) -> None:
    assert not any(map(is_fault, ast.walk(ast.parse(code))))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 7, 22, 59, tzinfo=UTC), date(2026, 7, 7)),
        (datetime(2026, 7, 7, 23, 30, tzinfo=UTC), date(2026, 7, 8)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_the_day_of_a_moment_is_the_day_in_london(moment: datetime, day: date) -> None:
    assert local_date(moment) == day
    assert long_date(moment.isoformat()) == long_date(day.isoformat())


def test_a_moment_without_a_zone_has_no_day() -> None:
    naive = datetime(2026, 7, 7, 23, 30)  # noqa: DTZ001 - what must be refused
    with pytest.raises(ValueError, match="no time zone"):
        local_date(naive)
    assert long_date(naive.isoformat()) == naive.isoformat()


# Two days around each change of the clocks, in steps of a minute.
NEAR_A_CHANGE = st.builds(
    lambda start, minutes: start + timedelta(minutes=minutes),
    st.sampled_from([datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)]),
    st.integers(0, 3 * 24 * 60),
)


@given(NEAR_A_CHANGE, st.integers(0, 23))
def test_every_hour_comes_once_a_day_and_not_in_the_future(now: datetime, hour: int) -> None:
    came = last_at(hour, now)
    assert came <= now
    assert last_at(hour, came) == came
    assert now - came <= timedelta(hours=25)
    assert local_date(now) - local_date(came) <= timedelta(days=1)
    # In spring one o’clock is skipped: the hour after stands for it.
    assert local_time(came).hour == hour or (hour, local_time(came).hour) == (1, 2)
    before = last_at(hour, came - timedelta(minutes=1))
    assert local_date(came) - local_date(before) == timedelta(days=1)
