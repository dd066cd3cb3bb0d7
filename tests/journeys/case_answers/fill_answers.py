"""Answer our questions from a case file (tests/cases), so that each of its words has a place.

`fill_answers(case)` knows questions by id and takes their labels from the edition, so that a
browser can be driven by what it shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from eia_app import resources
from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.model import Edition
from eia_app.domain.questionnaire.parse_edition import edition_from
from eia_app.storage.forms.folder import Forms
from tests.journeys.case_answers.answer_sheet import AnswerSheet, CaseAnswers
from tests.journeys.case_answers.case_text import (
    Case,
    first_date,
    first_sentences,
    largest_people_count,
    matches,
)
from tests.journeys.case_answers.conclusion import fill_aims, fill_combined_effects, fill_conclusion
from tests.journeys.case_answers.group_effects import (
    Effect,
    effect_in_words,
    effects_of,
    fill_groups,
    worst_severity,
)
from tests.journeys.case_answers.list_rows import NOT_SAID, fill_lists, value_by_sign
from tests.journeys.case_answers.screening import fill_screening, was_screened_out

SHIPPED_FORMS = Forms(resources.forms(), "hart")
DECIDED_BY_DEFAULT = date(2027, 3, 31)
KINDS = {
    "budget_saving": "budget saving|savings?\\b",
    "fees": "charges?\\b|charging|fees?\\b|tariff",
    "grants": "grants?\\b",
    "workforce": "restructur|redundan",
    "procurement": "commission|procure|contract",
    "strategy": "strategy",
    "ended_service": "closure|closing",
    "digital": "digital|online service",
}
TRIGGERS = {
    "closes_moves_cuts": (
        "close[sd]?\\b|closure|closing|winding up|withdraw|relocat|cuts?\\b(?! off)"
        "|reductions?\\b(?! act)"
    ),
    "new_or_raised_charge": "charges?\\b|charging|fees?\\b|tariff",
    "eligibility_change": "eligib|qualif|allocations? policy|who may join|residence test",
    "staff_at_risk": "redundan|job loss|restructur|vacant posts",
    "key_decision": "key decision",
    "public_concern": "petition|protest|objection|complained|complaint|opposition|confus",
    "budget_saving": "saving|budget",
    "known_inequality": "inequalit|deprivation|disadvantage|under-represented",
}
STAFF = TRIGGERS["staff_at_risk"] + "|workforce|employees"
OTHERS = "commission|provider|contract|leisure trust|organisations"
EVERYONE = (
    "every(?:one|body| resident| household)|all (?:residents|households)|whole (?:area|borough)"
)
DEPTH_BY_SEVERITY = {"": "small", "low": "small", "medium": "moderate", "high": "serious"}


def fill_answers(case: Mapping[str, Any], forms: Forms | None = None) -> CaseAnswers:
    """Return the answers to a case, for the newest edition and council of `forms` (or Hart)."""
    forms = forms or SHIPPED_FORMS
    edition = _newest(forms)
    case_file = Case(case)
    title = (
        case_file.text("title")
        or first_sentences(case_file.text("description"), 12)
        or "Untitled proposal"
    )
    sheet = AnswerSheet(edition, forms.council, title)
    effects, others = effects_of(case_file, sheet.groups)
    _fill_proposal(sheet, case_file)
    _fill_quick_check(sheet, case_file, effects, others)
    sheet.filled.title = str(sheet.get("title"))
    conclusion = case_file.text("conclusion")
    if was_screened_out(conclusion) and sheet.filled.honest_route is not Route.SCREENING:
        sheet.filled.override = conclusion
    if sheet.filled.journey.route is Route.SCREENING:
        fill_screening(sheet, case_file, effects, others)
    else:
        _fill_full(sheet, case_file, effects, others)
    sheet.say("purpose", *case_file.rest())
    return sheet.finish()


@cache
def _newest(forms: Forms) -> Edition:
    return edition_from(forms.newest, forms.tables(forms.newest))


def _main_text(case: Case) -> str:
    keys = ("title", "topic", "description", "conclusion")
    return " ".join(case.text(key) for key in keys)


def _fill_proposal(sheet: AnswerSheet, case: Case) -> None:
    description, words = case.text("description"), _main_text(case)
    sheet.short("title", sheet.filled.title)
    sheet.put(
        "kind",
        value_by_sign(f"{case.text('title')} {case.text('topic')}", KINDS, "changed_service"),
    )
    signs = {"staff": STAFF, "partners": OTHERS}
    sheet.put(
        "affects_who",
        ["residents", *(value for value, sign in signs.items() if matches(words, sign))],
    )
    sheet.say("summary", first_sentences(description, 100) or sheet.filled.title)
    sheet.say("purpose", description or NOT_SAID)
    affected = case.text("affected")
    number = largest_people_count(affected)
    sheet.put("affected_known", "not_known" if number is None else "estimate")
    if number is not None:
        sheet.put("affected_estimate", number)
    sheet.say("affected", affected or NOT_SAID)
    _fill_service(sheet, case.text("service"))
    sheet.put("lead_role", "Project lead")
    sheet.say("contributors", *_provenance(case))


def _fill_service(sheet: AnswerSheet, service: str) -> None:
    known = {name.lower(): name for name in sheet.filled.council.lists["services"]}
    sheet.put("service", known.get(service.lower(), "other"))
    if service.lower() not in known:
        sheet.short("service_other", service or NOT_SAID)
    sheet.put("directorate", "not_sure")
    sheet.put("portfolio", "not_sure")
    sheet.put("wards", ["whole_area"])


def _provenance(case: Case) -> list[str]:
    """Return lines that say who published the form, and how it was read."""
    keys_by_label = {
        "Published by": "council",
        "About": "topic",
        "Dated": "date",
        "Signed off by": "sign_off_role",
        "How much of it could be read": "reachable_text",
        "How it was graded": "severity_note",
        "Read at": "source",
    }
    lines = [f"{words}: {case.text(key)}" for words, key in keys_by_label.items() if case.text(key)]
    return ["Nobody else: this is an assessment that another council has published.", *lines]


def _fill_quick_check(
    sheet: AnswerSheet, case: Case, effects: Mapping[str, Effect], others: list[Effect]
) -> None:
    """Answer the quick check from the file: each effect that it names is ticked."""
    touched = {id_: effect for id_, effect in effects.items() if not effect.is_neutral}
    ticked = [group.id for group in sheet.groups if group.id in touched]
    nobody = "none" if effects else "not_sure"
    sheet.put("q_people", "yes")
    sheet.put("q_groups", list(ticked) or [nobody])
    if ticked:
        sheet.put("q_direction", {id_: touched[id_].direction for id_ in ticked})
    sheet.put("q_scale", _scale(case.text("affected")))
    everything = [*effects.values(), *others]
    sheet.put("q_depth", DEPTH_BY_SEVERITY[worst_severity(everything)])
    words = _main_text(case)
    signs = [value for value, sign in TRIGGERS.items() if matches(words, sign)]
    sheet.put("q_trigger", signs or ["none"])
    relations = [effect for effect in others if "relations" in effect.key.lower()]
    sheet.put("aim_eliminate_check", "none")
    sheet.put("aim_advance_check", _help_or_harm(list(effects.values())))
    sheet.put("aim_foster_check", _help_or_harm(relations))
    sheet.put("ask_review", "no")


def _scale(affected: str) -> str:
    if matches(affected, EVERYONE):
        return "everyone"
    number = largest_people_count(affected)
    if number is None:
        return "not_known"
    return "many" if number >= 1000 else "some" if number >= 100 else "few"


def _help_or_harm(effects: list[Effect]) -> str:
    """Return harm if anyone is worse off, as the page asks; else help, if there is any."""
    harm = worst_severity(effects)
    if harm:
        return f"{harm}_harm"
    return "low_help" if any(effect.is_good for effect in effects) else "none"


def _fill_full(
    sheet: AnswerSheet, case: Case, effects: Mapping[str, Effect], others: list[Effect]
) -> None:
    decided = decision_day(case)
    later = first_date(case.text("monitoring"))
    review = later if later and later > decided else decided + timedelta(days=365)
    fill_lists(sheet, case, effects, review)
    _fill_change(sheet, case, decided)
    fill_groups(sheet, case, effects)
    fill_combined_effects(
        sheet, case, effects, [effect_in_words(effect) for effect in others], STAFF
    )
    fill_aims(sheet, effects, others)
    fill_conclusion(sheet, case, effects, review)


def decision_day(case: Case) -> date:
    """Return the day in the words about the decision, or in the date of the form."""
    body, dated = case.text("decision_body"), case.text("date")
    day = first_date(body, exact=True) or first_date(dated) or first_date(body)
    return day or DECIDED_BY_DEFAULT


def _fill_change(sheet: AnswerSheet, case: Case, decided: date) -> None:
    """Answer what changes, who decides and when, and what the evidence changed."""
    description, body = case.text("description"), case.text("decision_body")
    first, *more = description.split("\n\n")
    if more:
        sheet.put("purpose", first)
    sheet.say("what_changes", *(more or ["The change is what the aim of the proposal says it is."]))
    others = matches(description, OTHERS)
    sheet.put("delivered_by_others", "yes" if others else "no")
    if others:
        sheet.say("others_duty", f"{NOT_SAID} Ask for it in the agreement with them.")
    known = {name.lower(): name for name in sheet.filled.council.lists["committees"]}
    sheet.put("decision_body", known.get(body.lower(), "other"))
    if body.lower() not in known:
        sheet.short("decision_body_other", body or NOT_SAID)
    sheet.put("decision_date", decided.isoformat())
    sheet.put("previous_eia", "not_known")
    sheet.say("influence", "The evidence is weighed in the conclusion of this assessment.")
