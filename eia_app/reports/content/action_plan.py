"""The action plan: who does what, to what end, and by when, in three columns."""

from __future__ import annotations

from eia_app.domain.questionnaire.model import AnswerType
from eia_app.reports.blocks import Line, Paragraph, Table
from eia_app.reports.content.key_facts import ActionFacts, KeyFacts
from eia_app.reports.content.snapshot_reader import is_printed, label, row_id, typed
from eia_app.reports.content.tables import Cell, answered, cell, row, words
from eia_app.reports.text.sentences import lead_in, number_of

COLUMNS = (
    *("action_text", "action_groups", "action_issue", "action_outcome", "action_measure"),
    *("action_until", "action_owner", "action_due"),
)
NOT_BEGUN = "not_started"  # of an action of which there is nothing to tell yet
HEADER = ("Action, and for whom", "Outcome, and how it is measured", "Who, and by when")
WIDTHS = (66, 0, 38)


def table(facts: KeyFacts) -> Table:
    """Return the plan: each answer about each action, except that it has not begun."""
    caption = f"{number_of(len(facts.actions), 'action', 'actions')}: what will be done."
    rows = [
        row(
            row_id(action.row["id"]),
            _description(action),
            _outcome(facts, action),
            _owner_and_date(action),
        )
        for action in facts.actions
    ]
    return Table(caption, HEADER, tuple(rows), WIDTHS)


def _description(action: ActionFacts) -> Cell:
    number = Line(action.number, strong=True)
    first, *others = answered(action.text)
    if isinstance(first, Paragraph):
        blocks: Cell = (Paragraph(number, first.lines), *others)
    else:
        blocks = (Paragraph(number), first, *others)
    whom = ": ".join(filter(None, (action.groups, action.issue)))
    return blocks + cell(whom)


def _outcome(facts: KeyFacts, action: ActionFacts) -> Cell:
    measured = f"Measured by: {action.measure}" if action.measure.strip() else ""
    until = f"Goes on: {action.until}" if action.until.strip() else ""
    return answered(action.outcome) + cell(measured) + cell(until) + _others(facts, action)


def _owner_and_date(action: ActionFacts) -> Cell:
    return words(action.owner or "Nobody named") + words(action.due or "No date")


def _others(facts: KeyFacts, action: ActionFacts) -> Cell:
    """Return the answers of no column, such as the cost and, once it has begun, the progress."""
    columns = {facts.reader.means(name) for name in COLUMNS}
    return tuple(
        block
        for question in action.row["questions"]
        if question["text"]
        and question["id"] not in columns
        and is_printed(question)
        and not (question["type"] == AnswerType.CHOOSE_ONE and question["value"] == NOT_BEGUN)
        for block in cell(f"{lead_in(label(question))} {typed(question)}")
    )
