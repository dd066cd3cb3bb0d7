"""What stands below a long answer is what is read out; on paper no address covers the words."""

from __future__ import annotations

import pytest

from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.browser.review_steps import assessment_path
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.conftest import Opener
from tests.journeys.server import LEAD

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = "sections/proposal/in-short"


def type_words(lead: PageWalker, number: int) -> None:
    lead.page.locator("#summary").fill(" ".join(["word"] * number))
    lead.page.locator("#summary").focus()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "99 words left of about 100. It is a guide, not a limit."),
        (99, "1 word left of about 100. It is a guide, not a limit."),
        (100, "0 words left of about 100. It is a guide, not a limit."),
        (130, "30 words over about 100. It is a guide, not a limit."),
    ],
)
def test_words_are_counted_the_same_for_eyes_and_ears(
    number: int, said: str, as_person: Opener, builder: AssessmentBuilder
) -> None:
    lead = as_person(LEAD)
    lead.open(assessment_path(builder.build(until="quick_check"), PAGE))
    type_words(lead, number)
    field = lead.page.locator(".govuk-form-group", has=lead.page.locator("#summary"))
    status = field.locator(".govuk-character-count__status")
    assert status.inner_text() == said
    assert status.is_visible()
    assert "error" not in f"{status.get_attribute('class')}"
    assert "error" not in f"{lead.page.locator('#summary').get_attribute('class')}"
    spoken = field.locator(".govuk-character-count__sr-status:not([aria-hidden])")
    spoken.filter(has_text=said).wait_for(state="attached")
    assert spoken.get_attribute("aria-live") == "polite"


def test_no_address_is_printed_behind_a_link(as_person: Opener, builder: AssessmentBuilder) -> None:
    lead = as_person(LEAD)
    lead.open(assessment_path(builder.build(until="quick_check")))
    lead.page.emulate_media(media="print")
    printed = "links => links.map(link => getComputedStyle(link, '::after').content)"
    contents = set(lead.page.locator("a[href]").evaluate_all(printed))
    assert contents == {"none"}
