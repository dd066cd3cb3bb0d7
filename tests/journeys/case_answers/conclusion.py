"""Answer the combined effects, the three aims, the conclusion and the monitoring."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.journeys.case_answers.answer_sheet import AnswerSheet, join_words
from tests.journeys.case_answers.case_text import Case, matches, sentences_matching, split_at_limit
from tests.journeys.case_answers.group_effects import Effect, effect_in_words
from tests.journeys.case_answers.list_rows import NOT_SAID, value_by_sign

CONSULTED = "consult|survey"


def fill_combined_effects(
    sheet: AnswerSheet, case: Case, effects: Mapping[str, Effect], others: list[str], staff: str
) -> None:
    nobody = "The published form does not look at people who are in more than one group."
    sheet.say("intersect", *(others or [nobody]))
    changes = "The published form does not look at other changes for the same people."
    sheet.say("cumulative", case.text("cumulative") or changes)
    if "staff" in sheet.get("affects_who"):
        sheet.say("workforce", sentences_matching(case.text("description"), staff) or NOT_SAID)
    _fill_people_not_heard(sheet, case, effects)


def _fill_people_not_heard(sheet: AnswerSheet, case: Case, effects: Mapping[str, Effect]) -> None:
    """Name the groups of whom nothing is known, or else those worse off, as not heard."""
    unknown = [
        group.id
        for group in sheet.groups
        if group.id not in effects or effects[group.id].is_unknown
    ]
    worse_off = [
        group.id for group in sheet.groups if group.id in effects and effects[group.id].is_bad
    ]
    sheet.put("not_engaged", unknown or worse_off or ["all_heard"])
    sheet.say(
        "not_engaged_detail",
        "The published form does not say how they were heard: ask them before the next review.",
    )
    engagement = case.items("engagement", "what_they_said")
    ways = [item["how"] for item in engagement if item.get("how")]
    sheet.say("access", f"The ways to take part were: {join_words(ways)}." if ways else NOT_SAID)
    consulted = matches(" ".join(" ".join(item.values()) for item in engagement), CONSULTED)
    sheet.put("consultation_run", "yes" if consulted else "no")
    if consulted:
        for question in ("early", "information", "time", "weighed"):
            sheet.put(f"gunning_{question}", "yes")
        when = [item["when"] for item in engagement if item.get("when")]
        sheet.say("consultation_note", f"Dates in the published form: {join_words(when)}.")


def _titles(sheet: AnswerSheet, effects: Mapping[str, Effect], *, worse: bool) -> list[str]:
    return [
        group.people
        for group in sheet.groups
        if group.id in effects
        and (effects[group.id].is_bad if worse else effects[group.id].is_good)
    ]


def fill_aims(sheet: AnswerSheet, effects: Mapping[str, Effect], others: list[Effect]) -> None:
    sheet.put("aim_eliminate", "no_effect")
    sheet.say("aim_eliminate_why", "The published form names no discrimination or harassment.")
    better, worse = _titles(sheet, effects, worse=False), _titles(sheet, effects, worse=True)
    sheet.put("aim_advance", _choice(bool(better), bool(worse)))
    sheet.say(
        "aim_advance_why",
        f"It could help {join_words(better)}, and be a risk for {join_words(worse)}:"
        " see their pages.",
    )
    relations = [effect for effect in others if "relations" in effect.key.lower()]
    good, bad = (
        any(effect.is_good for effect in relations),
        any(effect.is_bad for effect in relations),
    )
    sheet.put("aim_foster", _choice(good, bad))
    nothing = "The published form says nothing about good relations between groups."
    sheet.say("aim_foster_why", *([effect_in_words(effect) for effect in relations] or [nothing]))
    sheet.say(
        "reasonable_adjustments",
        "The published form names none besides its actions: they are made whenever they are"
        " needed.",
    )


def _choice(good: bool, bad: bool) -> str:
    if good and bad:
        return "both"
    return "help" if good else "risk" if bad else "no_effect"


def fill_conclusion(
    sheet: AnswerSheet, case: Case, effects: Mapping[str, Effect], review: date
) -> None:
    conclusion = case.text("conclusion")
    worse = _titles(sheet, effects, worse=True)
    outcome = _outcome(conclusion, bool(worse))
    sheet.put("outcome", outcome)
    sheet.say("outcome_why", conclusion or NOT_SAID)
    if outcome == "adjust":
        sheet.say("outcome_adjust", "The changes in the action plan, and what the gaps bring up.")
    if outcome == "justify":
        why = "The aim of the proposal is held to outweigh what some people lose: see below."
        sheet.say("outcome_justify", why)
    left = (
        f"Some effects on {join_words(worse)} would be left." if worse else "None that are known."
    )
    sheet.say("residual", left)
    better = _titles(sheet, effects, worse=False)
    sheet.say(
        "weigh",
        conclusion,
        f"Better off: {join_words(better)}. Worse off: {join_words(worse)}. What is being done is"
        " in the action plan, and what is not known is among the gaps.",
    )
    _fill_monitoring(sheet, case, review)


def _outcome(conclusion: str, someone_loses: bool) -> str:
    signs = {"stop": "stop|withdraw|abandon|rethink", "adjust": "adjust|amend|change|falls short"}
    otherwise = "justify" if someone_loses else "continue"
    return value_by_sign(conclusion, signs, otherwise)


def _fill_monitoring(sheet: AnswerSheet, case: Case, review: date) -> None:
    sheet.say("monitor_how", case.text("monitoring") or NOT_SAID)
    sheet.put("review_date", review.isoformat())
    role = case.text("sign_off_role")
    is_role = role and not matches(role, "not |none|unknown")
    owner, _ = split_at_limit(role, 250)
    sheet.put("review_owner", owner if is_role else "Head of Service")
    sheet.say("early_review", "Complaints, a fall in use by one group, or another change for them.")
