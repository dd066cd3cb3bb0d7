"""What is offered and guessed, as values."""

from __future__ import annotations

import pytest

from eia_app.domain.questionnaire.offers import guessed, offered

KINDS = dict.fromkeys(("local", "service", "research", "feedback", "staff", "neighbours"))
PERSON = {"job_title": "Parking manager", "service": ""}


@pytest.mark.parametrize(
    ("offer", "day", "expected"),
    [
        ("decided + 1 year", "2027-03-31", "2028-03-31"),
        ("decided + 1 year", "2028-02-29", "2029-02-28"),
        ("decided + 6 months", "2027-08-31", "2028-02-29"),
        ("decided + 2 weeks", "2027-12-25", "2028-01-08"),
        ("decided + 1 day", "2027-12-31", "2028-01-01"),
        ("decided", "2027-12-31", "2027-12-31"),
        ("decided + 1 year", "9999-12-31", None),
        ("decided + 999 weeks", "9999-12-31", None),
        ("decided + 1 year", "soon", None),
        ("decided + 1 year", None, None),
        ("person.job_title", None, "Parking manager"),
        ("person.service", None, None),
        ("person.name", None, None),
    ],
)
def test_an_offer_is_what_the_edition_words(
    offer: str, day: str | None, expected: str | None
) -> None:
    assert offered(offer, {"decided": day}, PERSON) == expected


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Census 2021, ONS table TS038", "local"),
        ("Door counter, Hart District Council", "service"),
        ("Royal Society for Public Health", "research"),
        ("Staff survey 2025", "staff"),
        ("Residents’ survey 2025", "feedback"),
        ("Equality assessment of a neighbouring council", "neighbours"),
        ("Consensus of the team", None),
        ("", None),
    ],
)
def test_a_kind_is_guessed_from_whole_words_of_its_source(source: str, kind: str | None) -> None:
    assert guessed(source, KINDS) == kind


def test_only_what_is_offered_is_guessed() -> None:
    assert guessed("Census 2021", {"service": None}) is None
