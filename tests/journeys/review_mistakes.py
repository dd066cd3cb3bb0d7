"""What people get wrong in a review, and what the page says to it."""

from __future__ import annotations

from tests.journeys.page_mistakes import Mistake, at_place, choosing, dated, pressing
from tests.journeys.server import CHAMPION, COLLEAGUE, EQUALITY_LEAD, HEAD_OF_SERVICE, LEAD

REVIEW_MISTAKES = (
    Mistake(
        "too few opinions and no reason",
        at_place(EQUALITY_LEAD, "opinion given", "close-review"),
        choosing("Agreed", pressing("Confirm")),
        "1 of 3 opinions are in. Enter why you close the round now",
    ),
    Mistake(
        "conditions that are none",
        at_place(EQUALITY_LEAD, "opinion given", "close-review"),
        choosing("Agreed with conditions", pressing("Confirm", **{"Why?": "Soon"})),
        "Add at least one condition, or agree without conditions",
    ),
    Mistake(
        "more time until a day that is over",
        at_place(EQUALITY_LEAD, "in review", "reviewers/extend"),
        dated("When are opinions wanted instead?", "Give more time", "1", "2", "2020"),
        "Enter a reason",
    ),
    Mistake(
        "a reviewer accepted for no reason",
        at_place(EQUALITY_LEAD, "in review", "reviewers/{champion}/accept"),
        pressing("Accept"),
        "Enter why it is acceptable",
    ),
    Mistake(
        "an answer to a colleague without a reason",
        at_place(COLLEAGUE, "reviewed", "invitations/{invitation}"),
        choosing("Cannot say", pressing("Give your opinion")),
        "Enter why, so that the author knows what to do",
    ),
    Mistake(
        "a remark that was emptied",
        at_place(CHAMPION, "reviewed", "review/comments/{comment}"),
        pressing("Save", Your_remark=""),
        "Enter your remark",
    ),
    Mistake(
        "an answer to a remark without words",
        at_place(LEAD, "sent back", "remarks/{comment}/reply"),
        choosing("I changed it", pressing("Save and continue")),
        "Enter what you changed, or why you did not",
    ),
    Mistake(
        "a version with conditions that is not declared",
        at_place(HEAD_OF_SERVICE, "agreed", "steps/sign-off"),
        pressing("Sign off"),
        "Confirm the declaration to sign off",
    ),
)
