"""What was written into a page and not saved, beside what is saved."""

from __future__ import annotations

import pytest

from eia_app.wizard.draft_diff import EMPTIED, differences
from tests.wizard.conftest import MakePage

SAVED = {"service": "Parking", "staff": "no", "starts": "2026-09-30", "cost": 25000}
AS_SAVED = {
    "seen": "3",
    "service": "Parking",
    "staff": "no",
    "starts-day": "30",
    "starts-month": "9",
    "starts-year": "2026",
    "cost": "25,000",
}


def of(make_page: MakePage, **written: str) -> dict[str, str]:
    form = make_page("proposal", "details", **SAVED)
    posted = [(name.replace("__", "-"), value) for name, value in written.items()]
    return dict(differences(form, list({**AS_SAVED, **dict(posted)}.items())))


def test_what_says_the_same_as_is_saved_differs_in_nothing(make_page: MakePage) -> None:
    assert of(make_page) == {}
    assert of(make_page, cost=" 25000") == {}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"service": "Housing"}, "Housing"),
        ({"staff": "yes"}, "Yes"),
        ({"starts__day": "1"}, "1 September 2026"),
        ({"starts__day": "31"}, "31 9 2026"),
        ({"cost": "0"}, "0"),
        ({"cost": "a lot"}, "a lot"),
        ({"cost": ""}, EMPTIED),
    ],
)
def test_what_differs_is_said_in_words_even_what_is_not_an_answer_yet(
    make_page: MakePage, written: dict[str, str], words: str
) -> None:
    assert list(of(make_page, **written).values()) == [words]


def test_what_an_answer_hides_is_left_out(make_page: MakePage) -> None:
    assert of(make_page, service_other="Not asked") == {}
    assert "Asked" in of(make_page, service="another", service_other="Asked").values()
