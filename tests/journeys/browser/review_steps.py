"""Steps of a review that people take at their browsers, by the words on the page."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from eia_app.domain.roles import Role
from eia_app.services.people import people
from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.server import CHAMPION, Actor

if TYPE_CHECKING:
    from playwright.sync_api import Locator

SECOND_CHAMPION = Actor("Morgan Bell", "Change Champion, leisure", (Role.CHAMPION,))
THIRD_CHAMPION = Actor("Sam Adeyemi", "Change Champion, finance", (Role.CHAMPION,))
SAME_SERVICE_CHAMPION = Actor("Toni Walsh", "Change Champion, families", (Role.CHAMPION,))
CHAMPIONS = (CHAMPION, SECOND_CHAMPION, THIRD_CHAMPION)
OTHER_SERVICE = "Community services"


def add_people(builder: AssessmentBuilder, *actors: Actor, service: str = OTHER_SERVICE) -> None:
    """Add these people to the service, unless they are in it already."""
    with builder.writing() as session:
        for actor in actors:
            if people.by_email(session, actor.email) is None:
                people.add(
                    session,
                    email=actor.email,
                    name=actor.name,
                    job_title=actor.job_title,
                    service=service,
                    roles=actor.roles,
                    by="tests",
                    tells=False,
                    now=datetime.now(UTC),
                )


def assessment_path(id_: UUID, page: str = "") -> str:
    return f"/assessments/{id_}/{page}"


def page_contains(walker: PageWalker, words: str) -> bool:
    """Return whether the main part of the page has these words."""
    return words in " ".join(walker.page.get_by_role("main").inner_text().split())


def with_hidden_text(walker: PageWalker, role: Literal["link", "button"], words: str) -> Locator:
    """Return the links or buttons with these words, including words for screen readers only."""
    pattern = re.compile(rf"^\s*{re.escape(words)}\s*$")
    return walker.page.get_by_role(role).filter(has_text=pattern)


def choose(walker: PageWalker, name: str) -> None:
    walker.page.get_by_role("radio", name=name, exact=True).check()


def fill_in(walker: PageWalker, label: str, text: str) -> None:
    walker.page.get_by_label(label, exact=True).fill(text)


def claim(walker: PageWalker, id_: UUID) -> None:
    walker.open(assessment_path(id_, "review"))
    walker.press_first(walker.page.get_by_role("button", name="Claim this review"))


def fill_in_comment(walker: PageWalker, id_: UUID, about: str, kind: str, text: str) -> None:
    """Fill in a comment without saving it. `about` is the words of the link to the form."""
    walker.open(assessment_path(id_, "review"))
    walker.press_first(with_hidden_text(walker, "link", about))
    choose(walker, kind)
    fill_in(walker, "Your remark", text)


def add_comment(walker: PageWalker, id_: UUID, about: str, kind: str, text: str) -> None:
    fill_in_comment(walker, id_, about, kind, text)
    walker.press("Save")


def give_opinion(walker: PageWalker, id_: UUID, recommendation: str, why: str = "") -> None:
    walker.open(assessment_path(id_, "review"))
    walker.press("Give your opinion")
    choose(walker, recommendation)
    fill_in(walker, "Why?", why)
    walker.press("Give your opinion")


def close_round(walker: PageWalker, id_: UUID, outcome: str, why: str = "") -> None:
    """Close the round as the equality lead. The caller checks the page that follows."""
    walker.open(assessment_path(id_, "close-review"))
    choose(walker, outcome)
    fill_in(walker, "Why?", why)
    walker.press("Confirm")


def add_condition(walker: PageWalker, id_: UUID, text: str, by: str, day: str) -> None:
    """Add a condition. `day` is day, month and year with spaces, such as “1 5 2027”."""
    walker.open(assessment_path(id_, "close-review"))
    walker.press("Add a condition")
    fill_in(walker, "What must be done?", text)
    fill_in(walker, "By whom, by role?", by)
    for label, part in zip(("Day", "Month", "Year"), day.split(), strict=True):
        fill_in(walker, label, part)
    fill_in(walker, "How will it be known that it is done?", "The number is published")
    walker.press("Save")


def reply(walker: PageWalker, kind: str, reason: str) -> None:
    """Reply to the comment that is open."""
    choose(walker, kind)
    fill_in(walker, "Because", reason)
    walker.press("Save and continue")


def submit(walker: PageWalker, id_: UUID, button: str = "Submit") -> None:
    walker.open(assessment_path(id_))
    walker.press("Check answers and submit")
    walker.press("Continue to submit")
    walker.press(button)
    walker.expect_done()


def sign_declaration(walker: PageWalker) -> None:
    """Declare and sign on the page that is open. The caller checks the page that follows."""
    walker.page.get_by_role("checkbox", name="I make this declaration", exact=True).check()
    walker.press("Sign off")
