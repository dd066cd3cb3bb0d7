"""Faults in what an edition declares by id: meanings, routing rules, a group’s own limits."""

from __future__ import annotations

from eia_app.domain.checked_tables import FaultList
from eia_app.domain.questionnaire.check_conditions import check_condition, check_values
from eia_app.domain.questionnaire.check_linked_questions import faults_of_shared
from eia_app.domain.questionnaire.model import Edition, SectionKind

NEEDED = ("title", "effect", "negative")
OF_EFFECT = ("positive", "negative", "neutral", "unknown")
OF_PROPOSAL = frozenset(
    [
        "title",
        "service",
        "summary",
        "affected",
        "affected_exact",
        "affected_estimate",
        "decision_body",
        "decision_body_other",
        "decision_date",
        "screening_reason",
        "outcome",
        "weigh",
        "residual",
        "review_date",
        "lead_role",
        "kind",
        "combined",
        "cumulative",
        "consultation_dates",
        "consultation_from",
        "consultation_to",
        "outcome_why",
        "justification",
        "aim_eliminate",
        "aim_advance",
        "aim_foster",
    ]
)
OF_GROUP = frozenset(
    {
        *("effect", "severity", "likelihood", "explanation", "mitigation"),
        *("known", "cited", "told", "aims_touched", "loss"),
    }
)
OF_ACTION = frozenset(
    [
        "action_issue",
        "action_text",
        "action_owner",
        "action_outcome",
        "action_measure",
        "action_due",
        "action_until",
        "action_groups",
        "action_status",
    ]
)
OF_ENGAGEMENT = frozenset({"engaged_who", "engaged_said", "engaged_did"})
OF_LISTS = frozenset({"gap", "no_action", "no_engagement"})
OF_EVIDENCE = frozenset(
    [
        "evidence_fact",
        "evidence_kind",
        "evidence_source",
        "evidence_date",
        "evidence_tells",
        "evidence_stale_after",
    ]
)
KINDS = {
    **dict.fromkeys(OF_PROPOSAL, SectionKind.QUESTIONS),
    **dict.fromkeys(OF_GROUP, SectionKind.EACH_GROUP),
    **dict.fromkeys(OF_ACTION | OF_ENGAGEMENT | OF_EVIDENCE | OF_LISTS, SectionKind.LIST),
}
SHARED = frozenset({"explanation_shared", "known_shared", "cited_shared"})
VALUES = {
    **dict.fromkeys(OF_EFFECT, "effect"),
    "serious": "severity",
    "budget": "kind",
    "by_officer": "decision_body",
    "outcome_continue": "outcome",
    "outcome_justify": "outcome",
    "action_over": "action_status",
    "evidence_of_area": "evidence_kind",
    "evidence_of_staff": "evidence_kind",
}
LOOKED_AT = {SectionKind.QUESTIONS, SectionKind.ALL_GROUPS}  # by rules of routing
LISTS = frozenset({"actions", "engagement", "evidence", "gaps", "options"})


def check_routing(edition: Edition, main: str, faults: FaultList) -> None:
    """Check that the sections that decide are there, and that rules look at none after them."""
    deciding = edition.routing.decided_by
    for id_ in deciding:
        if id_ not in edition.by_id:
            faults.add(main, f"routing: section “{id_}” does not exist")
    order = [section.id for section in edition.sections]
    known = [order.index(id_) for id_ in deciding if id_ in order]
    if len(known) < len(deciding):
        return
    until = edition.sections[: max(known) + 1]
    questions = {
        q.id: q for section in until if section.kind in LOOKED_AT for q in section.questions
    }
    for rule in (*edition.routing.full, *edition.routing.major):
        check_condition(rule, f"{main} [routing]", questions, frozenset(), faults)


def check_meanings(edition: Edition, main: str, faults: FaultList) -> None:
    for name in NEEDED:
        if name not in edition.meaning:
            faults.add(main, f"meaning: “{name}” is missing")
    for name in edition.meaning:
        _check_meaning(edition, name, f"{main} meaning {name}", faults)


def _check_meaning(edition: Edition, name: str, where: str, faults: FaultList) -> None:
    id_ = edition.means(name)
    if name in VALUES:
        question = edition.questions.get(edition.means(VALUES[name]))
        if question is not None:
            check_values(edition.values_meaning(name), question, where, faults)
    elif name in LISTS:
        section = edition.by_id.get(id_)
        if section is None or section.kind is not SectionKind.LIST:
            faults.add(where, f"there is no list “{id_}”")
    elif name in SHARED:
        for fault in faults_of_shared(edition, name):
            faults.add(where, fault)
    elif name == "action_followed":
        for followed_id in edition.values_meaning(name):
            _check_question(edition, followed_id, SectionKind.LIST, where, faults)
    elif name not in KINDS:
        faults.add(where, "is not a meaning we know")
    else:
        _check_question(edition, id_, KINDS[name], where, faults)


def _check_question(
    edition: Edition, id_: str, kind: SectionKind, where: str, faults: FaultList
) -> None:
    if id_ not in edition.questions:
        faults.add(where, f"there is no question “{id_}”")
    elif not _asks_as(edition.section_of[id_].kind, kind):
        faults.add(where, f"“{id_}” is not in a section of kind {kind}")


def _asks_as(asked_in: SectionKind, kind: SectionKind) -> bool:
    """Return whether a kind of section asks as often as another: once, or about each group."""
    return asked_in is kind or (asked_in.is_of_groups and kind.is_of_groups)
