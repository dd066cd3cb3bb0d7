"""A whole case is reviewed, answered, agreed and signed by keyboard alone."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page

from eia_app.domain.workflow.states import Transition
from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.browser.review_steps import assessment_path
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.conftest import Opener
from tests.journeys.server import CHAMPION, EQUALITY_LEAD, HEAD_OF_SERVICE, LEAD
from tests.journeys.test_keyboard import press_enter, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def tick(page: Page, words: str) -> None:
    tab_to(page, words)
    page.keyboard.press("Space")


def type_into(page: Page, words: str, text: str) -> None:
    tab_to(page, words)
    page.keyboard.type(text)


def go(page: Page, words: str) -> None:
    """To a link or a button, and press it."""
    tab_to(page, words)
    press_enter(page)


def choose(page: Page, first: str, steps: int) -> None:
    """In a group of radios, the one so many steps after the first."""
    tab_to(page, first)
    for _ in range(steps):
        page.keyboard.press("ArrowDown")


def test_a_case_is_reviewed_answered_agreed_and_signed_by_keyboard_alone(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    champion, equality_lead, lead, head = map(
        as_person, (CHAMPION, EQUALITY_LEAD, LEAD, HEAD_OF_SERVICE)
    )
    id_ = builder.build("15", Transition.SUBMIT)
    _review(champion, id_)
    equality_lead.open(assessment_path(id_, "close-review"))
    choose(equality_lead.page, "Agreed", 2)
    tick(equality_lead.page, "Who you have asked")
    type_into(equality_lead.page, "Why?", "Ask the children.")
    go(equality_lead.page, "Confirm")
    assert equality_lead.state == "Changes requested"
    _answer(lead, id_)
    assert lead.state == "In review"
    equality_lead.open(assessment_path(id_, "close-review"))
    tick(equality_lead.page, "Agreed")
    type_into(equality_lead.page, "Why?", "It was answered.")
    go(equality_lead.page, "Confirm")
    head.open(assessment_path(id_, "steps/sign-off"))
    tick(head.page, "I make this declaration")
    go(head.page, "Sign off")
    assert head.state == "Signed off"


def _review(champion: PageWalker, id_: UUID) -> None:
    """Claim it, say what must be addressed, and give an opinion."""
    page = champion.page
    champion.open(assessment_path(id_, "review"))
    go(page, "Claim this review")
    tab_to(page, "Go to the text")
    page.keyboard.press("Enter")
    go(page, "Comment on the whole assessment")
    tick(page, "Must address")
    type_into(page, "Your remark", "Who asked the children?")
    go(page, "Save")
    champion.open(assessment_path(id_, "review"))
    go(page, "Give your opinion")
    choose(page, "Support", 2)
    type_into(page, "Why?", "Nobody asked the children.")
    go(page, "Give your opinion")
    assert page.get_by_text("Changes needed", exact=True).is_visible()


def _answer(lead: PageWalker, id_: UUID) -> None:
    """Answer the remark, and submit again."""
    page = lead.page
    lead.open(assessment_path(id_))
    go(page, "Answer the remarks")
    tick(page, "I did not change it")
    type_into(page, "Because", "We asked them in June.")
    go(page, "Save and continue")
    lead.open(assessment_path(id_, "steps/resubmit"))
    go(page, "Submit again")
