"""People of a review at their browsers: each says by the words on the page what they think."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from eia_app.domain.roles import Role
from eia_app.services.people import people
from tests.journeys.browser.page_walker import Walker
from tests.journeys.builders.assessment_builder import Shelf
from tests.journeys.server import CHAMPION, Actor

if TYPE_CHECKING:
    from playwright.sync_api import Locator

SECOND = Actor("Morgan Bell", "Change Champion, leisure", (Role.CHAMPION,))
THIRD = Actor("Sam Adeyemi", "Change Champion, finance", (Role.CHAMPION,))
WITHIN = Actor("Toni Walsh", "Change Champion, families", (Role.CHAMPION,))
CHAMPIONS = (CHAMPION, SECOND, THIRD)
OUTSIDE = "Community services"


def invite_in(shelf: Shelf, *actors: Actor, service: str = OUTSIDE) -> None:
    """Add those of these people who are not in the service yet."""
    with shelf.writing() as session:
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


def at(id_: UUID, page: str = "") -> str:
    return f"/assessments/{id_}/{page}"


def says(walker: Walker, words: str) -> bool:
    """Whether the page says this, in its main part."""
    return words in " ".join(walker.page.get_by_role("main").inner_text().split())


def with_hidden(walker: Walker, role: Literal["link", "button"], words: str) -> Locator:
    """Links or buttons with these words, of which some are only for a screen reader."""
    exactly = re.compile(rf"^\s*{re.escape(words)}\s*$")
    return walker.page.get_by_role(role).filter(has_text=exactly)


def choose(walker: Walker, name: str) -> None:
    walker.page.get_by_role("radio", name=name, exact=True).check()


def write(walker: Walker, label: str, text: str) -> None:
    walker.page.get_by_label(label, exact=True).fill(text)


def claim(walker: Walker, id_: UUID) -> None:
    walker.open(at(id_, "review"))
    walker.press_first(walker.page.get_by_role("button", name="Claim this review"))


def begin_remark(walker: Walker, id_: UUID, about: str, kind: str, text: str) -> None:
    """Everything but the saving. `about` is the words of the link beside the place."""
    walker.open(at(id_, "review"))
    walker.press_first(with_hidden(walker, "link", about))
    choose(walker, kind)
    write(walker, "Your remark", text)


def remark(walker: Walker, id_: UUID, about: str, kind: str, text: str) -> None:
    begin_remark(walker, id_, about, kind, text)
    walker.press("Save")


def give_opinion(walker: Walker, id_: UUID, recommendation: str, why: str = "") -> None:
    walker.open(at(id_, "review"))
    walker.press("Give your opinion")
    choose(walker, recommendation)
    write(walker, "Why?", why)
    walker.press("Give your opinion")


def close(walker: Walker, id_: UUID, outcome: str, why: str = "") -> None:
    """The equality lead’s page, and its button. What it says then is for the story to look at."""
    walker.open(at(id_, "close-review"))
    choose(walker, outcome)
    write(walker, "Why?", why)
    walker.press("Confirm")


def add_condition(walker: Walker, id_: UUID, text: str, by: str, day: str) -> None:
    """`day` is written as the boxes want it: “1 5 2027”."""
    walker.open(at(id_, "close-review"))
    walker.press("Add a condition")
    write(walker, "What must be done?", text)
    write(walker, "By whom, by role?", by)
    for label, part in zip(("Day", "Month", "Year"), day.split(), strict=True):
        write(walker, label, part)
    write(walker, "How will it be known that it is done?", "The number is published")
    walker.press("Save")


def reply(walker: Walker, did: str, because: str) -> None:
    """Answer the remark that is open."""
    choose(walker, did)
    write(walker, "Because", because)
    walker.press("Save and continue")


def submit(walker: Walker, id_: UUID, button: str = "Submit") -> None:
    walker.open(at(id_))
    walker.press("Check answers and submit")
    walker.press("Continue to submit")
    walker.press(button)
    walker.expect_done()


def declare(walker: Walker) -> None:
    """Sign, on the page that is open; what it says then is for the story to look at."""
    walker.page.get_by_role("checkbox", name="I make this declaration", exact=True).check()
    walker.press("Sign off")
