"""The annex that a report has when it is asked for: what was said in review, round by round.

It is made from the record that services/review_record.py describes, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from eia_app.domain.questionnaire.choices import long_date
from eia_app.domain.review.review import CommentKind, Outcome, Recommendation, ReplyKind
from eia_app.reports.blocks import Block, Card, Fact, Facts, Heading, Line, Paragraph
from eia_app.reports.content.snapshot_reader import Json
from eia_app.reports.text.heading_numbers import Outline
from eia_app.reports.text.rich_text import one_line, written

NOTHING = Line("No round of review has ended.", muted=True)
NO_REASON = Line("No reason was given.", muted=True)
NO_ANSWER = Line("Not answered", muted=True)
OUTCOMES = {
    Outcome.AGREED: "agreed",
    Outcome.AGREED_WITH_CONDITIONS: "agreed with conditions",
    Outcome.CHANGES_NEEDED: "changes needed",
}
RECOMMENDED = {
    Recommendation.SUPPORT: "support",
    Recommendation.SUPPORT_WITH_CONDITIONS: "support with conditions",
    Recommendation.CHANGES_NEEDED: "changes needed",
    Recommendation.CANNOT_SAY: "cannot say",
}
KINDS = {
    CommentKind.MUST_ADDRESS: "Must address",
    CommentKind.SUGGESTION: "Suggestion",
    CommentKind.QUESTION: "Question",
    CommentKind.PRAISE: "Praise",
}
ANSWERED = {ReplyKind.CHANGED: "Changed", ReplyKind.NOT_CHANGED: "Not changed"}


def block(said: Json, outline: Outline) -> list[Block]:
    blocks: list[Block] = [outline.part(f"Annex: review by the {one_line(said['group'])}", "annex")]
    for round_ in said["rounds"]:
        blocks += _round(round_, outline)
    return blocks if said["rounds"] else [*blocks, Paragraph(NOTHING)]


def _round(it: Json, outline: Outline) -> Iterator[Block]:
    number, outcome = it["number"], OUTCOMES[Outcome(it["outcome"])]
    yield outline.section(f"Round {number}: {outcome}", f"annex-{number}")
    yield _about(it)
    for at, opinion in enumerate(it["opinions"], 1):
        title = f"{one_line(opinion['by'])}: {_recommended(opinion)}"
        yield _card(title, f"annex-{number}-opinion-{at}", _reason(opinion["reason"]))
    for at, invited in enumerate(it["invited"], 1):
        title = f"A colleague who was asked, {one_line(invited['by'])}: {_recommended(invited)}"
        asked = Fact("Asked", tuple(written(invited["question"])))
        found = [Facts((asked,), narrow=True), *_reason(invited["reason"])]
        yield _card(title, f"annex-{number}-asked-{at}", found)
    for at, comment in enumerate(it["comments"], 1):
        title = f"{KINDS[CommentKind(comment['kind'])]}: {one_line(comment['about'])}"
        yield _card(title, f"annex-{number}-remark-{at}", _remark(comment))
    for at, condition in enumerate(it["conditions"], 1):
        yield _card(f"Condition {at}", f"annex-{number}-condition-{at}", [_condition(condition)])


def _about(it: Json) -> Facts:
    closed = (long_date(it["closed_at"] or ""), one_line(it["closed_by"] or ""))
    pairs = {
        "About": f"version {it['version']}, SHA-256 {it['snapshot'][:12]}",
        "Opened": long_date(it["opened_at"]),
        "Closed": ", ".join(filter(None, closed)),
        "Referred up to": one_line(it["referred_to"]),
        "Opinions": f"{len(it['opinions'])} of {it['quorum']}",
    }
    facts = [Fact(term, (Paragraph(Line(text)),)) for term, text in pairs.items() if text]
    if it["note"]:
        facts.append(Fact("Why it ended so", tuple(written(it["note"]))))
    return Facts(tuple(facts), narrow=True)


def _remark(it: Json) -> list[Block]:
    reply = it["reply"]
    answer = tuple(written(reply["text"])) if reply else (Paragraph(NO_ANSWER),)
    term = ANSWERED[ReplyKind(reply["kind"])] if reply else "Answer"
    by = Fact("By", (Paragraph(Line(one_line(it["by"]))),))
    said = Fact("Remark", tuple(written(it["text"])))
    return [Facts((by, said, Fact(term, answer)), narrow=True)]


def _condition(it: Json) -> Facts:
    pairs = {
        "What must be done": it["text"],
        "By whom": it["owner"],
        "By when": long_date(it["due"]),
        "How it will be known": it["measure"],
    }
    return Facts(
        tuple(Fact(term, tuple(written(text))) for term, text in pairs.items() if text), narrow=True
    )


def _card(title: str, anchor: str, blocks: list[Block]) -> Card:
    return Card(Heading(4, title, anchor), tuple(blocks))


def _reason(text: str) -> list[Block]:
    return written(text) if text.strip() else [Paragraph(NO_REASON)]


def _recommended(it: Json) -> str:
    said = it["recommendation"]
    return RECOMMENDED[Recommendation(said)] if said else "no recommendation"
