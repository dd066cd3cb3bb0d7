"""What people get wrong in a review, and what the page says to it."""

from __future__ import annotations

from tests.journeys.page_mistakes import Mistake, choose_option, enter_date, page_of, press_button
from tests.journeys.server import CHAMPION, COLLEAGUE, EQUALITY_LEAD, HEAD_OF_SERVICE, LEAD

REVIEW_MISTAKES = (
    Mistake(
        "too few opinions and no reason",
        page_of(EQUALITY_LEAD, "opinion given", "close-review"),
        choose_option("Agreed", press_button("Confirm")),
        "1 of 3 opinions are in. Enter why you close the round now",
    ),
    Mistake(
        "conditions that are none",
        page_of(EQUALITY_LEAD, "opinion given", "close-review"),
        choose_option("Agreed with conditions", press_button("Confirm", **{"Why?": "Soon"})),
        "Add at least one condition, or agree without conditions",
    ),
    Mistake(
        "more time until a day that is over",
        page_of(EQUALITY_LEAD, "in review", "reviewers/extend"),
        enter_date("When are opinions wanted instead?", "Give more time", "1", "2", "2020"),
        "Enter a reason",
    ),
    Mistake(
        "a reviewer accepted for no reason",
        page_of(EQUALITY_LEAD, "in review", "reviewers/{champion}/accept"),
        press_button("Accept"),
        "Enter why it is acceptable",
    ),
    Mistake(
        "an answer to a colleague without a reason",
        page_of(COLLEAGUE, "reviewed", "invitations/{invitation}"),
        choose_option("Cannot say", press_button("Give your opinion")),
        "Enter why, so that the author knows what to do",
    ),
    Mistake(
        "a remark that was emptied",
        page_of(CHAMPION, "reviewed", "review/comments/{comment}"),
        press_button("Save", Your_remark=""),
        "Enter your remark",
    ),
    Mistake(
        "an answer to a remark without words",
        page_of(LEAD, "sent back", "remarks/{comment}/reply"),
        choose_option("I changed it", press_button("Save and continue")),
        "Enter what you changed, or why you did not",
    ),
    Mistake(
        "a version with conditions that is not declared",
        page_of(HEAD_OF_SERVICE, "agreed", "steps/sign-off"),
        press_button("Sign off"),
        "Confirm the declaration to sign off",
    ),
)
