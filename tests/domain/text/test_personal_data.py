"""What looks like one person’s details, and what only looks a little like it."""

from __future__ import annotations

import pytest

from eia_app.domain.text.personal_data import Detail, Find, finds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask jo.bloggs@example.org, please", Find(Detail.EMAIL, "jo.bloggs@example.org")),
        ("Mail jbloggs52@example.com.", Find(Detail.EMAIL, "jbloggs52@example.com")),
        ("Ring 07700 900123 after six", Find(Detail.PHONE, "07700 900123")),
        ("Ring +44 7700 900 123", Find(Detail.PHONE, "+44 7700 900 123")),
        ("(01632) 960 123", Find(Detail.PHONE, "(01632) 960 123")),
        ("020 7946 0123", Find(Detail.PHONE, "020 7946 0123")),
        ("Her number is AB 12 34 56 C", Find(Detail.NATIONAL_INSURANCE, "AB 12 34 56 C")),
        ("AB123456C", Find(Detail.NATIONAL_INSURANCE, "AB123456C")),
    ],
)
def test_a_detail_of_a_person_is_found(text: str, found: Find) -> None:
    assert finds(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "info@example.org, equalities@example.gov.uk, hart.planning@example.gov.uk",
        "customer.services@example.gov.uk and consultations2026@example.gov.uk",
        "0300 123 4567 or 0800 123 456",
        "Between 01/04/2024 and 31/03/2025, 1,250,000 people",
        "01 2024 and 02 2025; table TS038; £07,500,000",
        "EIA-2026-014, E07000089, https://example.org/01632960123",
        "QQ123456 is no number, nor is GB 12 34 56 A",
        "someone@home and a@b",
    ],
)
def test_addresses_of_teams_and_other_numbers_are_left_alone(text: str) -> None:
    assert finds(text) == []


def test_what_is_the_council_s_own_is_left_alone() -> None:
    known = ("Sam.Smith@example.org", "01632 960123", "")
    assert finds("sam.smith@example.org or (01632) 960 123", known) == []


def test_the_same_detail_is_said_once() -> None:
    assert len(finds("jo@example.org and jo@example.org")) == 1
