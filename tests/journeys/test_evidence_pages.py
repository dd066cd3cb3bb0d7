"""The page that copies a fact out of the library is in order, asked and refused."""

from __future__ import annotations

import pytest

from tests.journeys.browser.page_checker import PageChecker
from tests.journeys.builders.assessment_builder import TO_DECIDED, AssessmentBuilder
from tests.journeys.conftest import Opener
from tests.journeys.server import LEAD
from tests.judges.nu import Nu

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_page_that_copies_a_fact_is_in_order_and_leads_to_the_copy(
    as_person: Opener, builder: AssessmentBuilder, nu: Nu
) -> None:
    builder.build("01", *TO_DECIDED)
    builder.build(until="gaps")
    lead = as_person(LEAD)
    checker = PageChecker(lead.page, nu)
    lead.open("/evidence")
    lead.press_first(lead.page.get_by_role("main").get_by_role("link").filter(has_text="Use"))
    checker.check("use a fact")
    lead.press("Copy it")
    assert lead.errors == ["Select which assessment it is for"]
    checker.check("use a fact, refused")
    assert checker.all_problems() == []
    lead.page.get_by_role("radio").first.check()
    lead.press("Copy it")
    assert lead.page.get_by_label("What is the fact?").input_value()
