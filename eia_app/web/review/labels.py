"""The labels of comments, recommendations and outcomes, and the colours of their tags."""

from __future__ import annotations

from typing import NamedTuple

from eia_app.domain.review.checklist import Mark
from eia_app.domain.review.review import CommentKind, Outcome, Recommendation


class Words(NamedTuple):
    name: str
    colour: str
    explained: str = ""


KINDS: dict[CommentKind, Words] = {
    CommentKind.MUST_ADDRESS: Words(
        "Must address", "red", "The author has to answer this before it can go on."
    ),
    CommentKind.SUGGESTION: Words(
        "Suggestion", "blue", "It would be better with this; the author decides."
    ),
    CommentKind.QUESTION: Words("Question", "yellow", "You want to understand something."),
    CommentKind.PRAISE: Words("Praise", "green", "This is good, and others could learn from it."),
}
RECOMMENDATIONS: dict[Recommendation, Words] = {
    Recommendation.SUPPORT: Words("Support", "green", "It can go on as it is."),
    Recommendation.SUPPORT_WITH_CONDITIONS: Words(
        "Support with conditions", "yellow", "It can go on if something is done. Say what."
    ),
    Recommendation.CHANGES_NEEDED: Words(
        "Changes needed", "orange", "It should go back to its author first. Say what for."
    ),
    Recommendation.CANNOT_SAY: Words(
        "Cannot say", "grey", "You lack the time, the facts or the knowledge. Say which."
    ),
}
OUTCOMES: dict[Outcome, Words] = {
    Outcome.AGREED: Words("Agreed", "green"),
    Outcome.AGREED_WITH_CONDITIONS: Words("Agreed with conditions", "yellow"),
    Outcome.CHANGES_NEEDED: Words("Changes needed", "orange"),
}
MARKS: dict[Mark, str] = {Mark.YES: "Yes", Mark.PARTLY: "Partly", Mark.NO: "No"}
