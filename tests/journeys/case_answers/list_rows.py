"""Add the rows of lists: evidence, gaps, engagement, options, linked work, actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from tests.journeys.case_answers.answer_sheet import AnswerSheet
from tests.journeys.case_answers.case_text import (
    Case,
    Item,
    first_date,
    first_sentences,
    matches,
    remaining_texts,
    split_at_limit,
)
from tests.journeys.case_answers.group_effects import Effect

NOT_SAID = "The published form does not say."
KINDS = {  # signs of each kind of evidence, first match wins
    "feedback": "survey|complain|comment|consultation|replies|petition|feedback",
    "staff": "staff|workforce|employee",
    "local": "census|population|deprivation|area",
    "service": "register|record|contract|monitoring|users?|customers?|council|case",
    "research": "research|national|study|studies|statistic|guidance|report",
}
STATUSES = {
    "cancelled": "cancel|drop|abandon",
    "done": "done|complete|finished|achieved|closed",
    "in_progress": "progress|ongoing|on-going|underway|under way|existing|started|current",
}
EVIDENCE = ("source", "finding")
ENGAGED = ("who", "how", "when", "what_they_said")
ACTION = ("issue", "action", "owner_role", "measure", "due", "status")


def fill_lists(sheet: AnswerSheet, case: Case, effects: Mapping[str, Effect], review: date) -> None:
    fill_evidence(sheet, case)
    fill_gaps(sheet, case)
    fill_engagement(sheet, case)
    _fill_options(sheet, case)
    _fill_linked(sheet, case)
    _fill_actions(sheet, case, effects, review)


def value_by_sign(words: str, signs: Mapping[str, str], otherwise: str) -> str:
    return next((value for value, sign in signs.items() if matches(words, sign)), otherwise)


def fill_evidence(sheet: AnswerSheet, case: Case) -> None:
    """Add each finding and who is affected; without a finding, say why there is none."""
    findings = case.items("evidence", "finding")
    if not findings:
        sheet.say("no_evidence_reason", "The published form quotes no evidence. Get some first.")
        return
    affected = {"source": "The published form: who is affected", "finding": case.text("affected")}
    context = {
        "source": "The published form",
        "finding": first_sentences(case.text("description"), 60),
    }
    title = {"source": "The published form", "finding": sheet.filled.title}
    extra = [item for item in (affected, context, title) if item["finding"]]
    for item in [*findings, *extra[:1]]:
        _evidence_row(sheet, item)


def _evidence_row(sheet: AnswerSheet, item: Item) -> None:
    source, finding = item.get("source", ""), item.get("finding", "")
    when = first_date(f"{source} {finding}")
    row = {
        "fact": finding or source or NOT_SAID,
        "evidence_kind": value_by_sign(f"{source} {finding}", KINDS, "other"),
        "source": source or NOT_SAID,
        "evidence_date": f"{when:%Y}" if when else "Not known",
        "what_it_tells": "\n\n".join(
            (
                "It is one of the facts behind the effects on each group.",
                *remaining_texts(item, EVIDENCE),
            )
        ),
    }
    sheet.row("evidence", row)


def fill_gaps(sheet: AnswerSheet, case: Case) -> None:
    questions = case.texts("open_questions")
    for question in questions:
        answer = "Ask the service, and write the answer down at the next review."
        sheet.row("gaps", {"gap": question, "gap_action": answer})
    if not questions:
        sheet.say("no_gaps_reason", "The published form was read through and left nothing open.")


def fill_engagement(sheet: AnswerSheet, case: Case) -> None:
    items = case.items("engagement", "what_they_said")
    for item in items:
        row = {
            "engaged_who": item.get("who") or NOT_SAID,
            "engaged_how": item.get("how") or NOT_SAID,
            "engaged_when": item.get("when") or NOT_SAID,
            "they_said": item.get("what_they_said") or NOT_SAID,
            "you_did": "\n\n".join(
                (
                    "It was weighed in the conclusion of this assessment.",
                    *remaining_texts(item, ENGAGED),
                )
            ),
        }
        sheet.row("engagement", row)
    if not items:
        sheet.say("no_engage_reason", "The published form records no engagement with anyone.")


def _fill_options(sheet: AnswerSheet, case: Case) -> None:
    """Add the proposal, and leaving things as they are, as the two options."""
    sheet.row(
        "options",
        {
            "option_name": sheet.filled.title,
            "option_effect": "Its effects are set out for each group in this assessment.",
            "option_kept": "kept",
            "option_why": case.text("conclusion") or NOT_SAID,
        },
    )
    sheet.row(
        "options",
        {
            "option_name": "Leave things as they are",
            "option_effect": "Neither the good nor the bad effects set out here would happen.",
            "option_kept": "rejected",
            "option_why": "It would not meet the aim of the proposal.",
        },
    )


def _fill_linked(sheet: AnswerSheet, case: Case) -> None:
    kinds = [("eia", case.text("source"))]
    kinds += [("report", text) for text in case.texts("related_sources")]
    for kind, text in kinds:
        if text:
            parts = urlsplit(text)
            link = text if parts.scheme in {"http", "https"} and parts.netloc else ""
            row = {"linked_name": text, "linked_kind": kind, "linked_link": link}
            sheet.row("linked", row)


def _fill_actions(
    sheet: AnswerSheet, case: Case, effects: Mapping[str, Effect], review: date
) -> None:
    items = case.items("actions", "action")
    worse_off = [group.id for group in sheet.groups if _is_bad(effects.get(group.id))]
    for item in items:
        row = _action(item, review)
        sheet.row("action_plan", {**row, "action_groups": worse_off or ["everyone"]})
    if not items:
        sheet.say(
            "no_action_reason",
            "The published form has no action plan: what is missing is listed as gaps instead.",
        )


def _is_bad(effect: Effect | None) -> bool:
    return effect is not None and effect.is_bad


def _action(item: Item, review: date) -> dict[str, str]:
    status = value_by_sign(item.get("status", ""), STATUSES, "not_started")
    due = item.get("due", "")
    until, more = split_at_limit(due, 250)
    row = {
        "action_issue": item.get("issue") or NOT_SAID,
        "action_text": item.get("action") or item.get("issue") or NOT_SAID,
        "action_outcome": "The effect or gap that it deals with is smaller.",
        "action_measure": item.get("measure") or NOT_SAID,
        "action_owner": item.get("owner_role") or NOT_SAID,
        "action_due": (first_date(due) or review).isoformat(),
        "action_until": until,
        "action_status": status,
        "action_progress": "\n\n".join(
            filter(
                None,
                (
                    f"Status in the published form: {item['status']}" if item.get("status") else "",
                    more,
                    *remaining_texts(item, ACTION),
                ),
            )
        ),
    }
    if status == "cancelled":
        row["action_cancelled_why"] = f"The published form says: {item['status']}"
    return row
