"""Each rule of the coach notices the least that it should, and leaves alone what is good."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from time import process_time

import pytest

from eia_app.domain.coach import authorities, rules
from eia_app.domain.coach.registry import MODULES, RULES, findings, findings_in_task
from eia_app.domain.coach.rule import Finding, Severity
from eia_app.domain.coach.suggested_actions import suggestions
from eia_app.domain.review.review import Location
from tests.domain.coach.coached_cases import Case, Coach, case, row_id
from tests.domain.coach.rule_cases import (
    FOR_AGE,
    HARD,
    LEFT_ALONE,
    LONG,
    NOTICED,
    WORSE,
    same_explanation,
)

BY_ID = {rule.id: rule for rule in RULES}
SOURCES = {text for name, text in vars(authorities).items() if name.isupper()}


def findings_of_rule(coach: Coach, example: Case, rule: str) -> list[Finding]:
    return [finding for finding in findings(coach.view(example)) if finding.rule.id == rule]


def sentences_of_rule(coach: Coach, example: Case, rule: str) -> list[str]:
    return [finding.sentence for finding in findings_of_rule(coach, example, rule)]


@pytest.mark.parametrize("cases", [NOTICED, LEFT_ALONE])
def test_every_rule_has_something_to_notice_and_something_to_leave_alone(
    cases: Mapping[str, Case],
) -> None:
    assert set(cases) ^ set(BY_ID) == set(), "in rule_cases.py alone, or among the rules alone"
    assert len(RULES) == len(BY_ID)


def test_the_rules_of_every_module_are_registered() -> None:
    names = {f"{rules.__name__}.{module.name}" for module in pkgutil.iter_modules(rules.__path__)}
    assert {module.__name__ for module in MODULES} == names


@pytest.mark.parametrize("rule", BY_ID)
def test_a_rule_notices_a_bad_example_once_and_where_it_says_it_looks(
    rule: str, coach: Coach
) -> None:
    view = coach.view(NOTICED[rule])
    (only,) = findings_of_rule(coach, NOTICED[rule], rule)
    at_meanings = {view.section(meaning) for meaning in only.rule.at}
    assert only.place.section in at_meanings or not only.rule.at
    assert only.place.section in view.edition.by_id


@pytest.mark.parametrize("rule", BY_ID)
def test_a_rule_leaves_a_good_example_alone(rule: str, coach: Coach) -> None:
    assert sentences_of_rule(coach, LEFT_ALONE[rule], rule) == []


@pytest.mark.parametrize("rule", BY_ID)
def test_the_page_of_a_finding_shows_it_too(rule: str, coach: Coach) -> None:
    (only,) = findings_of_rule(coach, NOTICED[rule], rule)
    task = (only.place.section, only.place.group or None)
    keys = [finding.key for finding in findings_in_task(coach.view(NOTICED[rule]), task)]
    assert only.key in keys


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.id))
def test_every_rule_gives_a_reason_and_names_its_source(rule: object) -> None:
    reason = BY_ID[getattr(rule, "id", "")].reason
    assert reason.source in SOURCES
    assert reason.text.endswith(".")


def test_an_assessment_in_which_nothing_is_answered_is_left_alone(coach: Coach) -> None:
    assert findings(coach.view(case())) == []


def test_an_edition_that_declares_no_meanings_is_left_alone(coach: Coach) -> None:
    bare = replace(coach.edition, meaning={"title": "title", "effect": "effect", "negative": "x"})
    known = {"percentage", "total", "initials", "too_many_words"}
    known |= {"personal_details", "small_number"}  # they look at every text
    for rule, example in NOTICED.items():
        noticed = {
            finding.rule.id for finding in findings(replace(coach, edition=bare).view(example))
        }
        assert noticed <= known, rule


def test_findings_come_with_the_most_serious_first(coach: Coach) -> None:
    both = case({"gaps": [{"gap": "We do not record carers"}]}, **WORSE, decision_date="2026-03-06")
    severities = [finding.severity for finding in findings(coach.view(both))]
    assert severities == sorted(severities, key=list(Severity).index)
    assert {*severities} == {*Severity}


def test_what_the_edition_requires_anyway_is_not_said_twice(coach: Coach) -> None:
    """One fact is refused by the list itself, one option by a major proposal’s list."""
    assert sentences_of_rule(coach, case({"evidence": [{"fact": "One"}]}), "few_facts") == []
    one = case({"options": [{"option_name": "One"}]}, outcome="justify", q_trigger=["key_decision"])
    assert sentences_of_rule(coach, one, "justify_without_options") == []


def test_a_serious_effect_that_nothing_can_be_done_about_may_be_justified(coach: Coach) -> None:
    why = case(**WORSE, no_action_reason="The bridge is unsafe, and no money can make it safe.")
    assert sentences_of_rule(coach, why, "serious_unanswered") == []
    assert len(sentences_of_rule(coach, why, "negative_without_action")) == 1


def test_an_action_for_everyone_is_for_each_group(coach: Coach) -> None:
    everyone = case({"action_plan": [{**FOR_AGE, "action_groups": ["everyone"]}]}, **WORSE)
    assert sentences_of_rule(coach, everyone, "negative_without_action") == []
    assert sentences_of_rule(coach, everyone, "serious_unanswered") == []


def test_near_same_texts_count_as_the_same_though_each_names_its_group(coach: Coach) -> None:
    texts = {
        "age__explanation": "We expect that people of different ages will notice nothing at all.",
        "sex__explanation": "We expect that women and men will notice nothing at all.",
        "disability__explanation": "We expect, that disabled people will notice NOTHING at all!",
    }
    effects = {f"{group}__effect": ["neutral"] for group in ("age", "sex", "disability")}
    (only,) = sentences_of_rule(coach, case(**effects, **texts), "same_text")
    assert only == (
        "Nearly the same is written for 3 groups: Age, Disability and Sex. Say for each what is"
        " true of its people."
    )


def test_the_same_text_is_shown_on_the_page_of_each_of_its_groups(coach: Coach) -> None:
    view = coach.view(same_explanation("age", "sex", "race"))
    pages = [
        group.id for group in view.journey.groups if findings_in_task(view, ("effects", group.id))
    ]
    noticed = {
        finding.rule.id for group in pages for finding in findings_in_task(view, ("effects", group))
    }
    assert {"age", "sex", "race"} <= set(pages)
    assert "same_text" in noticed


def test_the_dates_are_worked_back_from_the_decision(coach: Coach) -> None:
    """Five clear days between papers and meeting, five days to sign and ten of review."""
    major = {"q_trigger": ["key_decision"]}
    near = case(**major, decision_date="2026-04-07")
    (only,) = sentences_of_rule(coach, near, "decision_too_near")
    assert only == (
        "For a decision on 7 April 2026, it has to be in papers published by 30 March 2026, so it"
        " had to be submitted by 6 March 2026. Ask for a later date, or tell the equality lead"
        " today."
    )
    assert (
        sentences_of_rule(coach, case(**major, decision_date="2026-04-08"), "decision_too_near")
        == []
    )


def test_an_officer_decides_without_papers(coach: Coach) -> None:
    officer = case(decision_body="officer", decision_date="2026-03-17")
    assert sentences_of_rule(coach, officer, "decision_too_near") == []


def test_evidence_is_as_old_as_it_was_on_the_day_of_the_decision(coach: Coach) -> None:
    row = {"fact": "A fact", "evidence_date": "2020"}
    old = case({"evidence": [row, row]}, decision_date="2022-01-10")
    assert sentences_of_rule(coach, old, "stale_evidence") == []


def test_a_census_is_not_old_until_the_next_one(coach: Coach) -> None:
    row = {"fact": "A fact", "source": "Census", "evidence_date": "2011"}
    assert len(sentences_of_rule(coach, case({"evidence": [row]}), "stale_evidence")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Of 12,000 households, 3,000 have a bin; use fell by 10 per cent.",
        "Rents rose by 7.7% for 5,200 tenants, with 1,300 in arrears.",
        "The budget of 200,000 pounds falls by 15% to 170,000 pounds.",
        "Fees rise by 5 per cent in 2026 and the 1,250 users were told.",
        "2,573 households in total (2,642 later): 95 in A, 227 in B, 2,198 in C and 53 in D",
        "In 2024/25 a total of 3: two leaflets and 1 film.",
        "Rent: £40\nFood: £35\nTotal: £75",
        "12 March: the total was known",
    ],
)
def test_figures_that_agree_or_claim_nothing_are_left_alone(text: str, coach: Coach) -> None:
    assert sentences_of_rule(coach, case(purpose=text), "percentage") == []
    assert sentences_of_rule(coach, case(purpose=text), "total") == []


@pytest.mark.parametrize(
    "text",
    [
        "A 10% cut to the £1,200,000 budget saves £300,000.",
        "Places would fall by 50 per cent, from 4,000 places to 1,000 places.",
    ],
)
def test_a_part_that_is_not_the_percentage_is_noticed(text: str, coach: Coach) -> None:
    assert len(sentences_of_rule(coach, case(purpose=text), "percentage")) == 1


def test_lines_over_a_total_are_added_up(coach: Coach) -> None:
    lines = "Rent: £40\nFood: £35.50\nTotal: £80"
    assert sentences_of_rule(coach, case(purpose=lines), "total") == [
        "The figures come to 75.5, not to 80. Check these figures."
    ]


def test_initials_are_asked_about_once_and_known_ones_never(coach: Coach) -> None:
    text = "The JSNA and the NHS. See https://example.org/ABC and EIA-2026-014. WE ARE NOT SHOUTING"
    assert sentences_of_rule(coach, case(summary=text, purpose="The JSNA again"), "initials") == [
        "Say what JSNA stands for, the first time that you use it."
    ]


def test_words_with_these_initials_spell_them_out(coach: Coach) -> None:
    spelt = case(summary="The joint strategic needs assessment", purpose="The JSNA says so")
    assert sentences_of_rule(coach, spelt, "initials") == []


def test_a_key_changes_with_the_text_and_with_nothing_else(coach: Coach) -> None:
    def key(**more: str) -> str:
        (only,) = findings_of_rule(coach, case(age__effect=["neutral"], **more), "thin_reason")
        return only.key

    text = {"age__explanation": "Age makes no odds."}
    assert key(**text) == key(**text, purpose="Something else")
    assert key(**text) != key(age__explanation="Age makes no odds at all.")


def test_actions_are_suggested_for_who_is_worse_off_or_not_known_and_for_gaps(coach: Coach) -> None:
    example = case(
        {"gaps": [{"gap": "We do not record whether users are carers"}]},
        age__effect=["negative"],
        age__explanation=HARD,
        sex__effect=["not_known"],
        race__effect=["neutral"],
    )
    suggested = suggestions(coach.view(example))
    assert [(suggestion.id, suggestion.reason) for suggestion in suggested] == [
        ("group-age", "Age: worse off"),
        ("group-sex", "Sex: not known"),
        (f"gap-{row_id('gaps', 1)}", "Gap: We do not record whether users are carers"),
    ]
    assert suggested[0].values == {"action_issue": f"Age: {HARD}", "action_groups": ["age"]}
    assert suggested[2].values == {"action_issue": "We do not record whether users are carers"}


def test_nothing_is_suggested_for_who_has_an_action(coach: Coach) -> None:
    example = case({"action_plan": [FOR_AGE]}, age__effect=["negative"], age__explanation=LONG)
    assert suggestions(coach.view(example)) == []


def test_a_finding_about_a_row_points_to_the_row(coach: Coach) -> None:
    (only,) = findings_of_rule(coach, NOTICED["action_without_owner"], "action_without_owner")
    assert only.place == Location("action_plan", "", "action_owner", row_id("action_plan", 1))


def test_the_day_of_the_decision_has_not_passed(coach: Coach) -> None:
    view = coach.view(case(decision_date="2026-03-09"), date(2026, 3, 10))
    assert [finding.rule.id for finding in findings(view)] == ["decision_passed"]


@pytest.mark.parametrize("unit", ["a", "1", "1,", "A", "AB ", "a.", "total 1 ", "@", "x@", "1 %"])
def test_no_text_keeps_the_coach_busy(unit: str, coach: Coach) -> None:
    """A text at its limit, of the kind that makes a pattern look again and again."""
    view = coach.view(case(purpose="fall total " + unit * (9_900 // len(unit))))
    began = process_time()
    findings(view)
    assert process_time() - began < 1
