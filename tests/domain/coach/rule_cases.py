"""For each rule of the coach: the least that it must notice, and what it must leave alone."""

from __future__ import annotations

from collections.abc import Mapping

from eia_app.domain.coach.text_analysis import fingerprints
from tests.domain.coach.coached_cases import MAJOR, Case, case

LONG = "Older people who pay in cash would have to travel two miles further to the next office."
HARD = (
    "About 240 people over 75 would lose the only bus that takes them to the surgery, and most of"
    " them have no car and nobody who could drive them there."
)
AS_FOR_ALL = "The council will write to everybody before anything changes and answer their calls."
WORSE = {"age__effect": ["negative"], "age__severity": "high", "age__explanation": HARD}
FOR_AGE = {"action_groups": ["age"], "action_text": "Keep the Tuesday bus"}
OPTION, OTHER = {"option_name": "Close it"}, {"option_name": "Keep it open"}
CLAIM = "It also helps to advance equality of opportunity for married people at work."
NOT_SO = "The duty to advance equality of opportunity does not cover this characteristic."
SCHEME = "The grant scheme, at 200,000 pounds, would fall by {} per cent, which is 30,000 pounds."


def effect_on_age(effect: str, explanation: str, **more: str | list[str]) -> Case:
    answers = {f"age__{question}": value for question, value in more.items()}
    return case(age__effect=[effect], age__explanation=explanation, **answers)


def same_explanation(*groups: str, text: str = AS_FOR_ALL) -> Case:
    answers = {f"{group}__effect": ["neutral"] for group in groups}
    return case(**answers, **{f"{group}__explanation": text for group in groups})


def action_for_age(**values: str) -> Case:
    return case({"action_plan": [{**FOR_AGE, "action_status": "not_started", **values}]})


def evidence(**values: str) -> Case:
    row = {"fact": "12.9% are disabled", "source": "A survey", **values}
    return case({"evidence": [row, {"fact": "Another"}]})


def engagement(**values: str) -> Case:
    return case({"engagement": [{"engaged_who": "The Over 55s Forum", **values}]})


NOTICED: Mapping[str, Case] = {
    "serious_unanswered": case(**WORSE),
    "continue_despite_serious": case(**WORSE, outcome="continue"),
    "justify_without_options": case({"options": [OPTION]}, outcome="justify"),
    "decision_passed": case(decision_date="2026-03-06"),
    "decision_too_near": case(decision_date="2026-03-24"),
    "late_consultation": case(
        consultation_run="yes",
        consultation_note="From 1 June to 12 July 2026.",
        decision_date="2026-07-01",
    ),
    "few_facts": case(no_evidence_reason="We could find nothing at all about it, and will ask."),
    "stale_evidence": evidence(evidence_date="April 2019 to March 2020"),
    "nobody_asked": case(no_engage_reason="There was no time."),
    "nothing_changed": engagement(you_did="Their comments were noted."),
    "negative_without_action": case(age__effect=["negative"], age__severity="low"),
    "serious_unexplained": case(**{**WORSE, "age__explanation": "They would lose their bus."}),
    "no_evidence": effect_on_age("neutral", LONG),
    "thin_reason": effect_on_age("neutral", "Age makes no odds here."),
    "stock_phrase": effect_on_age(
        "neutral", "The policy applies equally to all residents of the district."
    ),
    "unknown_without_plan": effect_on_age("not_known", LONG, mitigation="We will look into it."),
    "same_text": same_explanation("age", "sex", "race"),
    "copied_text": case(
        age__effect=["neutral"], age__explanation=LONG, copied=frozenset(fingerprints(LONG))
    ),
    "marriage_law": case(
        marriage_civil_partnership__effect=["positive"],
        marriage_civil_partnership__explanation=CLAIM,
    ),
    "thin_combined": case(
        age__effect=["negative"], sex__effect=["negative"], intersect="Older women."
    ),
    "thin_cumulative": case(**MAJOR, cumulative="The bus fares."),
    "continue_despite_unknown": case(age__effect=["not_known"], outcome="continue"),
    "thin_justification": case(outcome="justify", outcome_justify="The council needs the money."),
    "action_without_owner": action_for_age(action_owner="tbc"),
    "action_without_measure": action_for_age(action_measure="Not stated"),
    "action_ongoing": action_for_age(action_until="Ongoing"),
    "action_overdue": action_for_age(action_due="2026-03-06"),
    "percentage": case(summary=SCHEME.format(10)),
    "total": case(summary="There were 90 replies in all: 40 online, 35 on paper and 20 by phone."),
    "gap_without_action": case({"gaps": [{"gap": "We do not record whether users are carers"}]}),
    "undated_evidence": evidence(evidence_date="Not known"),
    "initials": case(summary="The JSNA shows it."),
    "personal_details": case(summary="Ask jo.bloggs@example.com for the list."),
    "small_number": case(purpose="Two staff (one disabled, one on maternity leave) work there."),
    "decision_far_off": case(decision_date="2127-02-15"),
    "review_date": case(decision_date="2026-06-01", review_date="2026-05-01"),
    "visits_as_people": case(
        affected_known="estimate", affected_estimate=41000, affected="41,000 visits a year."
    ),
    "too_many_words": case(summary="word " * 126),
}
LEFT_ALONE: Mapping[str, Case] = {
    "serious_unanswered": case({"action_plan": [FOR_AGE]}, **WORSE),
    "continue_despite_serious": case(**WORSE, outcome="adjust"),
    "justify_without_options": case({"options": [OPTION, OTHER]}, outcome="justify"),
    "decision_passed": case(decision_date="2026-03-09"),
    "decision_too_near": case(decision_date="2026-03-25"),
    "late_consultation": case(
        consultation_run="yes",
        consultation_note="From 1 June to 12 July 2026.",
        decision_date="2026-07-12",
    ),
    "few_facts": case({"evidence": [{"fact": "One"}, {"fact": "Two"}]}),
    "stale_evidence": evidence(evidence_date="Census Day, 21 March 2021", source="The Census"),
    "nobody_asked": engagement(you_did=LONG),
    "nothing_changed": engagement(you_did="We kept the Tuesday bus, which they use most."),
    "negative_without_action": case({"action_plan": [FOR_AGE]}, age__effect=["negative"]),
    "serious_unexplained": case(**WORSE),
    "no_evidence": effect_on_age(
        "neutral", LONG, know="Every user was counted in March: ages are mixed."
    ),
    "thin_reason": effect_on_age("neutral", LONG),
    "stock_phrase": effect_on_age(
        "neutral", f"It applies equally to all, but see here. {HARD} {HARD}"
    ),
    "unknown_without_plan": effect_on_age(
        "not_known", LONG, mitigation="The manager will ask every user in April and write it down."
    ),
    "same_text": same_explanation("age", "sex"),
    "copied_text": case(
        age__effect=["neutral"], age__explanation=LONG, copied=frozenset(fingerprints(HARD))
    ),
    "marriage_law": case(
        marriage_civil_partnership__effect=["positive"],
        marriage_civil_partnership__explanation=NOT_SO,
    ),
    "thin_combined": case(age__effect=["negative"], sex__effect=["negative"], intersect=LONG),
    "thin_cumulative": case(**MAJOR, cumulative=LONG),
    "continue_despite_unknown": case(age__effect=["neutral"], outcome="continue"),
    "thin_justification": case(outcome="justify", outcome_justify=HARD),
    "action_without_owner": action_for_age(action_owner="Transport manager"),
    "action_without_measure": action_for_age(action_measure="200 people use it each week"),
    "action_ongoing": action_for_age(action_until="Ongoing, looked at every 6 months until 2028"),
    "action_overdue": action_for_age(action_due="2026-03-06", action_status="done"),
    "percentage": case(summary=SCHEME.format(15)),
    "total": case(summary="There were 95 replies in all: 40 online, 35 on paper and 20 by phone."),
    "gap_without_action": case(
        {
            "gaps": [{"gap": "We do not record whether users are carers"}],
            "action_plan": [{"action_issue": "Users are not asked whether they are carers"}],
        }
    ),
    "undated_evidence": evidence(evidence_date="March 2026"),
    "initials": case(
        summary="The joint strategic needs assessment (JSNA) shows it. The NHS helps."
    ),
    "personal_details": case(summary="Ask equality@example.org or parking.team@example.com."),
    "small_number": case(purpose="Two cleaners open one disabled toilet; 1 in 5 are disabled."),
    "decision_far_off": case(decision_date="2029-03-09"),
    "review_date": case(decision_date="2026-06-01", review_date="2029-06-01"),
    "visits_as_people": case(
        affected_known="estimate", affected_estimate=2000, affected="41,000 visits a year."
    ),
    "too_many_words": case(summary="word " * 125),
}
