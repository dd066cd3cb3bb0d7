"""The date by which an assessment is to be looked at again, on its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from eia_app.domain.calendar import local_date
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.web.http.app_class import Service
from tests.factories import Makers
from tests.review_dates import forms_with_review_date, signed_off_with_review_date
from tests.web.visitor import Visitor

pytestmark = pytest.mark.clock

At = Callable[..., str]
TODAY = local_date(datetime.now(UTC))
LATE, NEAR, FAR = (TODAY + timedelta(days=days) for days in (-200, 0, 200))
BUTTON = "Assess it again"


@pytest.fixture
def sign_off_with_review_date(
    app: Service, make_assessment: Makers, tiny_folder: Path
) -> Callable[[date], AssessmentContext]:
    """A signed-off assessment that is to be looked at again by a day."""
    forms = make_assessment.forms = forms_with_review_date(tiny_folder)
    app.extensions["eia"] = replace(app.parts, forms=forms)
    return lambda day: signed_off_with_review_date(make_assessment, day)


SignOff = Callable[[date], AssessmentContext]


@pytest.mark.parametrize(
    ("day", "words", "buttons"),
    [
        (LATE, "It was to be looked at again by", 2),
        (NEAR, "It is to be looked at again by", 2),
        (FAR, "It is to be looked at again by", 1),
    ],
)
def test_the_page_says_when_and_offers_it_when_it_is_time(
    day: date,
    words: str,
    buttons: int,
    as_lead: Visitor,
    sign_off_with_review_date: SignOff,
    at: At,
) -> None:
    page = as_lead.get(at(sign_off_with_review_date(day)))
    assert words in page.text
    assert ("late" in page.text) is (day < TODAY)
    assert page.text.count(BUTTON) == buttons


def test_once_it_was_assessed_again_nothing_is_said_of_the_date(
    as_lead: Visitor, sign_off_with_review_date: SignOff, at: At
) -> None:
    context = sign_off_with_review_date(LATE)
    as_lead.get(at(context, "again"))
    as_lead.send()
    page = as_lead.get(at(context))
    assert "to be looked at again by" not in page.text
    assert page.text.count(BUTTON) == 1


def test_who_may_not_assess_it_again_reads_the_date_and_has_no_button(
    as_head_of_service: Visitor, sign_off_with_review_date: SignOff, at: At
) -> None:
    page = as_head_of_service.get(at(sign_off_with_review_date(LATE)))
    assert "It was to be looked at again by" in page.text
    assert BUTTON not in page.text
