"""The manual of operations says the limits and the times that the code has."""

from __future__ import annotations

import pytest

from eia_app.attachments import image_sanitizer
from eia_app.config import Settings
from eia_app.domain.attachments import file_types
from eia_app.domain.people import changes
from eia_app.domain.snapshot import render_order
from eia_app.services.answers import draft_store
from eia_app.services.people import people, sessions, sign_in_failures
from tests.house.pages import text_of

HOUR = 3600
SAID = {
    "links": f"good for {people.LINK_LASTS.total_seconds() / HOUR:.0f} hours",
    "past sessions": f"browser | {sessions.REMEMBERED.days} days |",
    "a session": f"{sessions.LONGEST.total_seconds() / HOUR:.0f} hours after it began",
    "drafts": f"{draft_store.KEPT_DAYS} days at most",
    "pictures": f"More than {image_sanitizer.MOST_PIXELS // 10**6} million pixels",
    "a file": f"of up to {Settings().largest_file_mb} MB each",
    "an assessment": f"{file_types.MOST_OF_AN_ASSESSMENT // 2**20} MB together",
}
WORDS = {
    "one hour": (render_order.DRAFT_LASTS.total_seconds() == HOUR, "drafts | An hour |"),
    "one day": (sign_in_failures.OF_ACCOUNT.remembered.days == 1, "address | A day |"),
}


@pytest.mark.parametrize("words", SAID.values(), ids=SAID)
def test_a_limit_is_said_as_it_is(words: str) -> None:
    assert words in " ".join(text_of("eia_app/OPERATIONS.md").split())


@pytest.mark.parametrize(("is_so", "words"), WORDS.values(), ids=WORDS)
def test_a_time_is_said_as_it_is(is_so: bool, words: str) -> None:
    assert is_so
    assert words in text_of("eia_app/OPERATIONS.md")


def test_a_request_of_people_lapses_when_the_domain_page_says_so() -> None:
    assert changes.LAPSES_AFTER.days == 7
    assert "A request lapses after seven days" in text_of("eia_app/domain/README.md")
