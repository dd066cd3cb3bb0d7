"""Figures at hand: how they read, what is cited, and when they are too old."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from eia_app.domain.evidence.indicators import (
    ENGLAND,
    Area,
    AtHand,
    Figure,
    Kind,
    Measure,
    at_hand,
    is_stale,
    years_good,
)
from eia_app.domain.evidence.periods import end_of

HART = "E07000089"


def area(code: str, name: str, **counts: int) -> Area:
    of = sum(counts.values())
    return Area(code, name, {key: Figure(key, value, of) for key, value in counts.items()})


SEX = Measure(
    id="sex",
    table="TS008",
    title="Sex",
    groups=("sex",),
    people="residents",
    kind=Kind.SHARE,
    source="ONS, Census 2021",
    period="Census Day, 21 March 2021",
    licence="Contains ONS data",
    areas={
        HART: area(HART, "Hart", Female=506, Male=494),
        ENGLAND: area(ENGLAND, "England", Female=51, Male=49),
    },
)


def of_hart(measure: Measure) -> AtHand:
    found = measure.of_area(HART)
    assert found is not None
    return found


def test_a_share_is_said_with_its_count_its_whole_and_that_of_england() -> None:
    assert of_hart(SEX).fact(["Female"], 5) == (
        "Sex. Female: 50.6% of residents in Hart (506 of 1,000), 51.0% in England."
    )


def test_several_categories_are_cited_in_one_fact_and_none_means_all() -> None:
    both = (
        "Sex. Female: 50.6% of residents in Hart (506 of 1,000), 51.0% in England; "
        "Male: 49.4% of residents in Hart (494 of 1,000), 49.0% in England."
    )
    assert of_hart(SEX).fact(["Male", "Female"], 5) == both
    assert of_hart(SEX).fact([], 5) == both


def test_a_caution_of_a_measure_follows_its_figure() -> None:
    measure = replace(SEX, cite_caution="Not a precise estimate.")
    assert of_hart(measure).fact(["Male"], 5).endswith("in England. Not a precise estimate.")


def test_a_count_under_the_threshold_of_the_council_is_masked() -> None:
    measure = replace(SEX, areas={HART: area(HART, "Hart", Few=7, Many=993)})
    assert of_hart(measure).fact(["Few"], 5) == "Sex. Few: 0.7% of residents in Hart (7 of 1,000)."
    assert of_hart(measure).fact(["Few"], 10) == (
        "Sex. Few: 0.7% of residents in Hart (fewer than 10 of 1,000)."
    )


def test_a_rank_is_a_share_of_nothing() -> None:
    figures = {"Rank": Figure("Rank", 296)}
    measure = replace(SEX, kind=Kind.NUMBER, people="", areas={HART: Area(HART, "Hart", figures)})
    assert of_hart(measure).fact([], 5) == "Sex. Rank: 296 in Hart."
    assert of_hart(measure).total == ""


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Figure("a", 1, 8), "12.5%"),
        (Figure("a", 0, 8), "0.0%"),
        (Figure("a", 1, 99_999), "under 0.1%"),
        (Figure("a", shown="0.27"), "0.27%"),
        (Figure("a", 5.914), "5.914"),
    ],
)
def test_a_figure_in_words(figure: Figure, words: str) -> None:
    assert figure.words == words


def test_a_percentage_without_a_count_never_gives_one() -> None:
    assert Figure("a", shown="0.27", of=80_326).count(5) == ""


def test_only_the_area_of_the_council_is_at_hand() -> None:
    found, empty = at_hand([SEX], "sex", "E07000084")
    assert (found, empty) == ([], [SEX])
    found, empty = at_hand([SEX], "age", HART)
    assert (found, empty) == ([], [])


def test_a_table_in_two_packs_is_shown_from_the_last_that_has_the_area() -> None:
    newer = replace(SEX, id="ts008", source="ONS, Census 2031")
    elsewhere = replace(SEX, id="other", areas={ENGLAND: SEX.areas[ENGLAND]})
    found, empty = at_hand([SEX, newer, elsewhere], "sex", HART)
    assert ([each.measure.id for each in found], empty) == (["ts008"], [])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Census Day, 21 March 2021", date(2021, 3, 21)),
        ("April 2024 to March 2025", date(2025, 3, 31)),
        ("2024/25", date(2025, 3, 31)),
        ("2019 – 2023", date(2023, 12, 31)),
        ("Published on 2026-02-01", date(2026, 2, 1)),
        ("Sept 2022", date(2022, 9, 30)),
        ("31 February 2022", None),
        ("last year, not dated", None),
        ("", None),
    ],
)
def test_the_last_day_that_a_period_mentions(text: str, day: date | None) -> None:
    assert end_of(text) == day


def test_evidence_is_stale_three_years_after_its_period_or_after_its_own_date() -> None:
    day = date(2023, 6, 30)
    assert not is_stale(day, date(2026, 6, 30))
    assert is_stale(day, date(2026, 7, 1))
    assert not is_stale(day, date(2030, 1, 1), stale_after=date(2033, 12, 31))
    assert is_stale(date(2026, 1, 1), date(2026, 6, 1), stale_after=date(2026, 5, 31))
    assert not is_stale(None, date(2026, 6, 1))


def test_a_census_is_good_for_longer() -> None:
    assert [years_good("Census 2021, table TS038"), years_good("Our survey")] == [12, 3]
