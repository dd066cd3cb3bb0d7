"""The annex that a report has when it is asked for: what was said in review, round by round.

It is made from the record that services/review/record.py describes, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from eia_app.domain.questionnaire.choices import long_date
from eia_app.domain.review.review import CommentKind, Outcome, Recommendation, ReplyKind
from eia_app.reports.blocks import Block, Heading, Line, Paragraph, Row, Table, TableRow
from eia_app.reports.content.review_outcome import OUTCOMES, RECOMMENDED
from eia_app.reports.content.snapshot_reader import Json
from eia_app.reports.content.tables import Cell, cell, words
from eia_app.reports.text.heading_numbers import Outline
from eia_app.reports.text.rich_text import one_line, written

NOTHING = Line("No round of review has ended.", muted=True)
NO_REASON = Line("No reason was given.", muted=True)
NO_REPLY = Line("Not answered", muted=True)
KINDS = {
    CommentKind.MUST_ADDRESS: "Must address",
    CommentKind.SUGGESTION: "Suggestion",
    CommentKind.QUESTION: "Question",
    CommentKind.PRAISE: "Praise",
}
REPLIED = {ReplyKind.CHANGED: "Changed", ReplyKind.NOT_CHANGED: "Not changed"}


def block(review: Json, outline: Outline) -> list[Block]:
    """Return the part with every round that has ended."""
    title = f"Annex: review by the {one_line(review['group'])}"
    blocks: list[Block] = [outline.part(title, "annex")]
    for round_ in review["rounds"]:
        blocks += _round(round_, outline)
    return blocks if review["rounds"] else [*blocks, Paragraph(NOTHING)]


def _round(round_: Json, outline: Outline) -> Iterator[Block]:
    number, outcome = round_["number"], OUTCOMES[Outcome(round_["outcome"])]
    yield outline.section(f"Round {number}: {outcome}", f"annex-{number}")
    for term, text in _about(round_).items():
        if text:
            yield Row(Heading(3, term, is_label=True), tuple(written(text)))
    opinions = [
        TableRow((words(one_line(o["by"])), words(_recommended(o)), _reason(o["reason"])))
        for o in round_["opinions"]
    ]
    opinions += [
        TableRow(
            (
                words(f"A colleague who was asked, {one_line(invited['by'])}"),
                words(_recommended(invited)),
                cell(invited["question"]) + _reason(invited["reason"]),
            )
        )
        for invited in round_["invited"]
    ]
    comments = tuple(map(_comment, round_["comments"]))
    conditions = tuple(map(_condition, round_["conditions"]))
    for caption, header, rows, widths in (
        ("Opinions", ("Who", "Recommends", "Why"), tuple(opinions), (46, 40, 0)),
        (
            "Remarks, and what became of them",
            ("About, and by whom", "Remark", "Answer"),
            comments,
            (46, 0, 56),
        ),
        (
            "Conditions",
            ("What must be done", "By whom and when", "How it will be known"),
            conditions,
            (0, 44, 48),
        ),
    ):
        if rows:
            yield Table(f"{caption}.", header, rows, widths)


def _about(round_: Json) -> dict[str, str]:
    closed = (long_date(round_["closed_at"] or ""), one_line(round_["closed_by"] or ""))
    return {
        "About": f"version {round_['version']}, SHA-256 {round_['snapshot'][:12]}",
        "Opened": long_date(round_["opened_at"]),
        "Closed": ", ".join(filter(None, closed)),
        "Referred up to": one_line(round_["referred_to"]),
        "Opinions": f"{len(round_['opinions'])} of {round_['quorum']} needed",
        "Why it ended so": round_["note"],
    }


def _comment(comment: Json) -> TableRow:
    reply = comment["reply"]
    kind = f"{KINDS[CommentKind(comment['kind'])]}: {one_line(comment['about'])}"
    answer = (
        words(REPLIED[ReplyKind(reply["kind"])], strong=True) + cell(reply["text"])
        if reply
        else (Paragraph(NO_REPLY),)
    )
    return TableRow((words(kind) + words(one_line(comment["by"])), cell(comment["text"]), answer))


def _condition(condition: Json) -> TableRow:
    who = words(one_line(condition["owner"])) + words(long_date(condition["due"]))
    return TableRow((cell(condition["text"]), who, cell(condition["measure"])))


def _reason(text: str) -> Cell:
    return cell(text, empty=NO_REASON)


def _recommended(opinion: Json) -> str:
    recommendation = opinion["recommendation"]
    return RECOMMENDED[Recommendation(recommendation)] if recommendation else "no recommendation"
