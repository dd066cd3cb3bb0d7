"""What people get wrong on pages, and what the page says to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.journeys.browser.page_walker import Walker
from tests.journeys.page_catalogue import Place
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
    """`make` does it on the page of the place; the next page says `says`."""

    name: str
    place: Place
    make: Callable[[Walker], None]
    says: str


def pressing(button: str, **written: str) -> Callable[[Walker], None]:
    """Write into boxes by their labels (with _ for a space), then press."""

    def make(walker: Walker) -> None:
        for label, text in written.items():
            walker.page.get_by_label(label.replace("_", " ")).first.fill(text)
        walker.press(button)

    return make


def choosing(option: str, then: Callable[[Walker], None]) -> Callable[[Walker], None]:
    def make(walker: Walker) -> None:
        walker.page.get_by_label(option, exact=True).check()
        then(walker)

    return make


def dated(legend: str, button: str, day: str, month: str, year: str) -> Callable[[Walker], None]:
    def make(walker: Walker) -> None:
        boxes = walker.page.get_by_role("group", name=legend)
        for label, text in (("Day", day), ("Month", month), ("Year", year)):
            boxes.get_by_label(label).fill(text)
        walker.press(button)

    return make


def at_place(who: Actor | None, of: str, path: str) -> Place:
    return Place("", who, path, of)


SAVE = "Save and continue"
START = Place("", LEAD, "/assessments/start")
SIGN_IN = Place("", None, "/sign-in")
MISTAKES = (
    Mistake("no title", START, pressing(SAVE), "Enter what the proposal is called"),
    Mistake(
        "a title that is too long",
        START,
        pressing(SAVE, What_is_the_proposal_called="x" * 251),
        "Use 250 characters or fewer",
    ),
    Mistake("nothing to sign in with", SIGN_IN, pressing("Sign in"), "Enter your password"),
    Mistake(
        "a wrong password",
        SIGN_IN,
        pressing("Sign in", Email_address="nobody@example.org", Password="wrong"),
        "do not match",
    ),
    Mistake(
        "no colleague",
        at_place(LEAD, "complete", "people/add"),
        pressing("Add"),
        "Enter your colleague’s work email address",
    ),
    Mistake(
        "a colleague nobody knows",
        at_place(LEAD, "complete", "people/add"),
        pressing("Add", Their_work_email_address="nobody@example.org"),
        "There is nobody with this email address",
    ),
    Mistake(
        "a person without a name",
        Place("", ADMINISTRATOR, "/people/add"),
        pressing("Add person"),
        "Enter their name",
    ),
    Mistake(
        "a person who is here already",
        Place("", ADMINISTRATOR, "/people/add"),
        pressing("Add person", Name="Cam", Work_email_address=COLLEAGUE.email),
        "There is already a person with this email address",
    ),
    Mistake(
        "an email address that is none",
        Place("", ADMINISTRATOR, "/people/add"),
        pressing("Add person", Name="Cam", Work_email_address="cam at work"),
        "Enter an email address in the right form",
    ),
    Mistake(
        "no route",
        at_place(EQUALITY_LEAD, "complete", "change-route"),
        pressing("Set this route"),
        "Select which route it should take",
    ),
    Mistake(
        "no sections to change",
        at_place(EQUALITY_LEAD, "in review", "close-review"),
        choosing("Changes needed", pressing("Confirm", **{"Why?": "Too little is known"})),
        "Select the sections that need changes",
    ),
    Mistake(
        "actions that are not finished",
        at_place(EQUALITY_LEAD, "decided", "steps/close"),
        pressing("Close"),
        "Finish these first",
    ),
    Mistake(
        "no declaration",
        at_place(HEAD_OF_SERVICE, "to sign", "steps/sign-off"),
        pressing("Sign off"),
        "Confirm the declaration to sign off",
    ),
    Mistake(
        "no reason to decline",
        at_place(HEAD_OF_SERVICE, "to sign", "steps/decline"),
        pressing("Decline to sign"),
        "Enter a reason",
    ),
    Mistake(
        "no reason to reopen",
        at_place(LEAD, "signed", "steps/reopen"),
        pressing("Reopen as a new version"),
        "Enter a reason",
    ),
    Mistake(
        "no reason to withdraw",
        at_place(LEAD, "complete", "steps/withdraw"),
        pressing("Withdraw"),
        "Enter a reason",
    ),
    Mistake(
        "a decision on no real day",
        at_place(LEAD, "signed", "steps/record-decision"),
        dated("When was it decided?", "Record the decision", "31", "2", "2027"),
        "Enter a real date",
    ),
    Mistake(
        "a number in words",
        at_place(LEAD, "complete", "sections/people-and-places/people"),
        choosing("Yes, exactly", pressing(SAVE, How_many_people_exactly="lots")),
        "must be a whole number",
    ),
    Mistake(
        "no real day",
        at_place(LEAD, "complete", "sections/decision/decision"),
        dated("When will the decision be made?", SAVE, "31", "2", "2027"),
        "must be a real date",
    ),
    Mistake(
        "a text that is too long",
        at_place(LEAD, "complete", "sections/proposal/what-it-is"),
        pressing(SAVE, What_is_the_proposal_called="x" * 251),
        "it is 1 too long",
    ),
    Mistake(
        "an answer that says nothing",
        at_place(LEAD, "complete", "sections/what-changes/what-changes"),
        pressing(SAVE, What_will_be_different_for_people="N/A"),
        "Enter what people have today",
    ),
    Mistake(
        "an address that is none",
        at_place(LEAD, "complete", "lists/linked/{row}"),
        pressing(SAVE, Where_can_people_read_it="www.example"),
        "must start with https:// or http://",
    ),
    Mistake(
        "a page that has gone to somebody else",
        at_place(LEAD, "to sign", "steps/withdraw"),
        lambda walker: walker.open("/assessments/not-an-id/"),
        "If you typed the address",
    ),
    Mistake(
        "a remark of no kind",
        at_place(CHAMPION, "reviewed", "review/comments/new?section=effects&group=age"),
        pressing("Save", Your_remark="Say more"),
        "Select what kind of remark it is",
    ),
    Mistake(
        "an opinion without a reason",
        at_place(CHAMPION, "reviewed", "review/opinion"),
        choosing("Cannot say", pressing("Give your opinion")),
        "Enter why, so that the author knows what to do",
    ),
    Mistake(
        "a colleague whom nobody knows",
        at_place(CHAMPION, "reviewed", "invitations/new"),
        dated("By when do you need it?", "Ask them", "31", "2", "2027"),
        "Select a section",
    ),
    Mistake(
        "a round that ends in no way",
        at_place(EQUALITY_LEAD, "with a condition", "close-review"),
        pressing("Confirm"),
        "Select how this round ends",
    ),
    Mistake(
        "a round referred up to nobody",
        at_place(EQUALITY_LEAD, "with a condition", "close-review"),
        choosing("Refer up: the round stays open", pressing("Confirm", Why="Too big for us")),
        "Enter to whom you refer it, by role",
    ),
    Mistake(
        "a condition without words",
        at_place(EQUALITY_LEAD, "with a condition", "close-review/conditions/{condition}"),
        pressing("Save", What_must_be_done=""),
        "Enter what must be done",
    ),
    Mistake(
        "an answer of no kind",
        at_place(LEAD, "sent back", "remarks/{comment}/reply"),
        pressing("Save and continue", Because="We named them"),
        "Select what you did about it",
    ),
    Mistake(
        "more time until no real day",
        at_place(EQUALITY_LEAD, "in review", "reviewers/extend"),
        dated("When are opinions wanted instead?", "Give more time", "31", "2", "2027"),
        "Enter a real date",
    ),
    Mistake(
        "a reviewer accepted without a reason",
        at_place(EQUALITY_LEAD, "in review", "reviewers/{champion}/accept"),
        pressing("Accept"),
        "Enter why it is acceptable",
    ),
)
