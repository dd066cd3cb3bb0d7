"""What people get wrong on pages, and what the page says to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.page_catalogue import PageCase
from tests.journeys.server import (
    ADMINISTRATOR,
    CHAMPION,
    COLLEAGUE,
    EQUALITY_LEAD,
    HEAD_OF_SERVICE,
    LEAD,
    Actor,
)


@dataclass(frozen=True)
class Mistake:
    """A mistake that `make` makes on a page; the next page contains the text `says`."""

    name: str
    page: PageCase
    make: Callable[[PageWalker], None]
    says: str


def press_button(button: str, **written: str) -> Callable[[PageWalker], None]:
    """Write into boxes by their labels (with _ for a space), then press."""

    def make(walker: PageWalker) -> None:
        for label, text in written.items():
            walker.page.get_by_label(label.replace("_", " ")).first.fill(text)
        walker.press(button)

    return make


def choose_option(option: str, then: Callable[[PageWalker], None]) -> Callable[[PageWalker], None]:
    def make(walker: PageWalker) -> None:
        walker.page.get_by_label(option, exact=True).check()
        then(walker)

    return make


def enter_date(
    legend: str, button: str, day: str, month: str, year: str
) -> Callable[[PageWalker], None]:
    def make(walker: PageWalker) -> None:
        boxes = walker.page.get_by_role("group", name=legend)
        for label, text in (("Day", day), ("Month", month), ("Year", year)):
            boxes.get_by_label(label).fill(text)
        walker.press(button)

    return make


def page_of(who: Actor | None, example: str, path: str) -> PageCase:
    return PageCase("", who, path, example)


SAVE = "Save and continue"
START = PageCase("", LEAD, "/assessments/start")
SIGN_IN = PageCase("", None, "/sign-in")
MISTAKES = (
    Mistake("no title", START, press_button(SAVE), "Enter what the proposal is called"),
    Mistake(
        "a title that is too long",
        START,
        press_button(SAVE, What_is_the_proposal_called="x" * 251),
        "Use 250 characters or fewer",
    ),
    Mistake("nothing to sign in with", SIGN_IN, press_button("Sign in"), "Enter your password"),
    Mistake(
        "a wrong password",
        SIGN_IN,
        press_button("Sign in", Email_address="nobody@example.org", Password="wrong"),
        "do not match",
    ),
    Mistake(
        "no colleague",
        page_of(LEAD, "complete", "people/add"),
        press_button("Add"),
        "Enter your colleague’s work email address",
    ),
    Mistake(
        "a colleague nobody knows",
        page_of(LEAD, "complete", "people/add"),
        press_button("Add", Their_work_email_address="nobody@example.org"),
        "There is nobody with this email address",
    ),
    Mistake(
        "a person without a name",
        PageCase("", ADMINISTRATOR, "/people/add"),
        press_button("Add person"),
        "Enter their name",
    ),
    Mistake(
        "a person who is here already",
        PageCase("", ADMINISTRATOR, "/people/add"),
        press_button("Add person", Name="Cam", Work_email_address=COLLEAGUE.email),
        "There is already a person with this email address",
    ),
    Mistake(
        "an email address that is none",
        PageCase("", ADMINISTRATOR, "/people/add"),
        press_button("Add person", Name="Cam", Work_email_address="cam at work"),
        "Enter an email address in the right form",
    ),
    Mistake(
        "no route",
        page_of(EQUALITY_LEAD, "complete", "change-route"),
        press_button("Set this route"),
        "Select which route it should take",
    ),
    Mistake(
        "no sections to change",
        page_of(EQUALITY_LEAD, "in review", "close-review"),
        choose_option("Changes needed", press_button("Confirm", **{"Why?": "Too little is known"})),
        "Select the sections that need changes",
    ),
    Mistake(
        "actions that are not finished",
        page_of(EQUALITY_LEAD, "decided", "steps/close"),
        press_button("Close"),
        "Finish these first",
    ),
    Mistake(
        "no declaration",
        page_of(HEAD_OF_SERVICE, "to sign", "steps/sign-off"),
        press_button("Sign off"),
        "Confirm the declaration to sign off",
    ),
    Mistake(
        "no reason to decline",
        page_of(HEAD_OF_SERVICE, "to sign", "steps/decline"),
        press_button("Decline to sign"),
        "Enter a reason",
    ),
    Mistake(
        "no reason to reopen",
        page_of(LEAD, "signed", "steps/reopen"),
        press_button("Reopen as a new version"),
        "Enter a reason",
    ),
    Mistake(
        "no reason to withdraw",
        page_of(LEAD, "complete", "steps/withdraw"),
        press_button("Withdraw"),
        "Enter a reason",
    ),
    Mistake(
        "a decision on no real day",
        page_of(LEAD, "signed", "steps/record-decision"),
        enter_date("When was it decided?", "Record the decision", "31", "2", "2027"),
        "Enter a real date",
    ),
    Mistake(
        "a number in words",
        page_of(LEAD, "complete", "sections/people-and-places/people"),
        choose_option("Yes, exactly", press_button(SAVE, How_many_people_exactly="lots")),
        "must be a whole number",
    ),
    Mistake(
        "no real day",
        page_of(LEAD, "complete", "sections/decision/decision"),
        enter_date("When will the decision be made?", SAVE, "31", "2", "2027"),
        "must be a real date",
    ),
    Mistake(
        "a text that is too long",
        page_of(LEAD, "complete", "sections/proposal/what-it-is"),
        press_button(SAVE, What_is_the_proposal_called="x" * 251),
        "it is 1 too long",
    ),
    Mistake(
        "an answer that says nothing",
        page_of(LEAD, "complete", "sections/what-changes/what-changes"),
        press_button(SAVE, What_will_be_different_for_people="N/A"),
        "Enter what people have today",
    ),
    Mistake(
        "an address that is none",
        page_of(LEAD, "complete", "lists/linked/{row}"),
        press_button(SAVE, Where_can_people_read_it="www.example"),
        "must start with https:// or http://",
    ),
    Mistake(
        "a page that has gone to somebody else",
        page_of(LEAD, "to sign", "steps/withdraw"),
        lambda walker: walker.open("/assessments/not-an-id/"),
        "If you typed the address",
    ),
    Mistake(
        "a remark of no kind",
        page_of(CHAMPION, "reviewed", "review/comments/new?section=effects&group=age"),
        press_button("Save", Your_remark="Say more"),
        "Select what kind of remark it is",
    ),
    Mistake(
        "an opinion without a reason",
        page_of(CHAMPION, "reviewed", "review/opinion"),
        choose_option("Cannot say", press_button("Give your opinion")),
        "Enter why, so that the author knows what to do",
    ),
    Mistake(
        "a colleague whom nobody knows",
        page_of(CHAMPION, "reviewed", "invitations/new"),
        enter_date("By when do you need it?", "Ask them", "31", "2", "2027"),
        "Select a section",
    ),
    Mistake(
        "a round that ends in no way",
        page_of(EQUALITY_LEAD, "with a condition", "close-review"),
        press_button("Confirm"),
        "Select how this round ends",
    ),
    Mistake(
        "a round referred up to nobody",
        page_of(EQUALITY_LEAD, "with a condition", "close-review"),
        choose_option(
            "Refer up: the round stays open", press_button("Confirm", Why="Too big for us")
        ),
        "Enter to whom you refer it, by role",
    ),
    Mistake(
        "a condition without words",
        page_of(EQUALITY_LEAD, "with a condition", "close-review/conditions/{condition}"),
        press_button("Save", What_must_be_done=""),
        "Enter what must be done",
    ),
    Mistake(
        "an answer of no kind",
        page_of(LEAD, "sent back", "remarks/{comment}/reply"),
        press_button("Save and continue", Because="We named them"),
        "Select what you did about it",
    ),
    Mistake(
        "more time until no real day",
        page_of(EQUALITY_LEAD, "in review", "reviewers/extend"),
        enter_date("When are opinions wanted instead?", "Give more time", "31", "2", "2027"),
        "Enter a real date",
    ),
    Mistake(
        "a reviewer accepted without a reason",
        page_of(EQUALITY_LEAD, "in review", "reviewers/{champion}/accept"),
        press_button("Accept"),
        "Enter why it is acceptable",
    ),
)
