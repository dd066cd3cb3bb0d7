"""Checks that an imported file's answers can be answers to its edition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eia_app.domain.errors import BadFile
from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.answers import fits, is_offered, too_long_or_out_of_range
from eia_app.domain.questionnaire.model import Edition, Group, SectionKind
from eia_app.domain.text.clean import is_blank
from eia_app.domain.workflow.states import Transition

Rows = Mapping[str, list[dict[str, Any]]]


def check_assessment(whole: Mapping[str, Any]) -> None:
    """Raise BadFile for an assessment that no form would have made."""
    _check_local_groups(whole["local_groups"])
    if is_blank(whole["title"]):
        raise BadFile("In the assessment, “title” is empty.")
    override = whole["override"]
    texts = (override or {}).get
    if override and not (texts("route") in set(Route) and isinstance(texts("reason"), str)):
        raise BadFile("In the assessment, “override” cannot be read.")
    if not all(isinstance(reason, str) for reason in whole["route_reasons"]):
        raise BadFile("In the assessment, “route_reasons” cannot be read.")


def _check_local_groups(raw: Any) -> None:
    """Raise BadFile unless these are groups as an assessment keeps them."""
    try:
        groups = [Group(**group) for group in raw]
    except TypeError:
        raise BadFile("In the assessment, “local_groups” cannot be read.") from None
    for group in groups:
        if not all(isinstance(text, str) for text in (group.id, group.title, group.people)):
            raise BadFile("In the assessment, “local_groups” cannot be read.")


def check_answers(edition: Edition, parts: Rows) -> None:
    """Raise BadFile for a section or question that the edition has not, or an unfit value.

    What was replaced or removed before the assessment came to this edition answered another one.
    """
    events = parts.get("events", ())
    came = any(event["action"] is Transition.CARRY_OVER for event in events)
    for name in ("answers", *(() if came else ("replaced_values",))):
        for row in parts[name]:
            values = {row["question"]: row["value"]}
            _check(edition, name, row["section"], values, was=_was(name, row))
    for name in ("rows", "actions"):
        for row in parts[name]:
            if not isinstance(row["values"], dict):
                raise BadFile(f"In the file, a row of {name} has no table of values.")
            if came and row["removed_at"]:
                continue
            _check(edition, name, row["section"], row["values"], was=_was(name, row))
            if edition.by_id[row["section"]].kind is not SectionKind.LIST:
                raise BadFile(f"In {name}, “{row['section']}” is not a list.")
    for row in parts["sections"]:
        _check(edition, "sections", row["section"], {})


REFERENCES = {  # what names a row of another part: part and column, and whose id it is
    ("sign_offs", "snapshot_id"): "snapshots",
    ("rounds", "snapshot_id"): "snapshots",
    ("edited_paragraphs", "snapshot_id"): "snapshots",
    ("opinions", "round_id"): "rounds",
    ("comments", "round_id"): "rounds",
    ("invitations", "round_id"): "rounds",
    ("conditions", "round_id"): "rounds",
    ("conditions", "action_id"): "actions",
    ("replies", "comment_id"): "comments",
    ("attachments", "row_id"): "rows",
}


def check_references(parts: Rows) -> None:
    """Raise BadFile where a row belongs to something that the file has not.

    The database would let it belong to what another assessment has.
    """
    for (name, column), other in REFERENCES.items():
        known = {row["id"] for row in parts[other]} | {None}
        if any(row[column] not in known for row in parts[name]):
            key = column if column == "action_id" else column.removesuffix("_id")
            raise BadFile(f"In {name}, “{key}” names something that is not in the file.")


def _was(name: str, row: Mapping[str, Any]) -> bool:
    """Return whether a value answered another edition, or is no answer any more."""
    return bool(name == "replaced_values" or row.get("carried") or row.get("removed_at"))


def _check(
    edition: Edition, where: str, section: str, values: Mapping[str, Any], *, was: bool = False
) -> None:
    if section not in edition.by_id:
        raise BadFile(f"In {where}, the edition has no section “{section}”.")
    for id_, value in values.items():
        question = edition.questions.get(id_)
        if question is None:
            raise BadFile(f"In {where}, the edition has no question “{id_}”.")
        if value is None:
            continue
        if not fits(question.type, value) or not (was or is_offered(question, value)):
            raise BadFile(f"In {where}, the answer to “{id_}” cannot be read.")
        wrong = "" if was else too_long_or_out_of_range(question, value)
        if wrong:
            raise BadFile(f"In {where}, the answer to “{id_}” is past its limits. {wrong}.")
