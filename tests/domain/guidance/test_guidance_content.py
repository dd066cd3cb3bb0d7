"""What the guide that we ship must have: help where people stumble, and prompts for each group."""

from __future__ import annotations

import re

import pytest

from eia_app.domain.coach.rules.reasons import STOCK
from eia_app.domain.guidance.parse_guidance import Guidance, Prompts
from eia_app.domain.questionnaire.model import Edition
from eia_app.domain.questionnaire.parse_edition import edition_from
from eia_app.storage.forms.folder import Forms

NAME = "eia/2026-1"
COUNCILS = ("hart", "basingstoke-and-deane")
# Where people stumble: each of these needs a good and a weak answer.
STUMBLED_OVER = """
    summary purpose affected q_groups q_reason what_changes option_effect option_why fact
    source what_it_tells gap gap_action influence engaged_who they_said you_did
    no_engage_reason not_engaged_detail access effect severity likelihood know told
    explanation mitigation intersect cumulative workforce aim_eliminate_why aim_advance_why
    aim_foster_why reasonable_adjustments action_text action_outcome action_measure
    action_owner outcome outcome_adjust outcome_justify outcome_why residual weigh
    monitor_how early_review
"""
ABOUT = ("park", "pool", "hous", "website", "save", "at risk", "grant", "bin")
# A kind of proposal, a service, and groups for which there is something of its own to look for.
OFTEN = (
    ("", "Waste and recycling",
     "age disability pregnancy_maternity race low_income carers rural digital_exclusion"),
    ("", "Development management", "age disability race religion_belief sex"),
    ("procurement", "",
     "age disability marriage_civil_partnership race sex low_income digital_exclusion"),
)  # fmt: skip
OF_COUNTIES = {"highway", "transport"}  # services that no district has
JUSTIFY = "Continue although some people will be worse off"
TOPICS = [
    "the_duty",
    "severity_and_likelihood",
    "four_conclusions",
    "consultation",
    "small_numbers",
]


@pytest.fixture(scope="module")
def guide(forms: Forms) -> Guidance:
    return forms.guidance(NAME)


@pytest.fixture(scope="module")
def shipped(forms: Forms) -> Edition:
    return edition_from(NAME, forms.tables(NAME))


def test_every_question_has_a_hint_of_one_sentence(shipped: Edition) -> None:
    hints = {question.id: question.hint for question in shipped.questions.values()}
    assert [id_ for id_, hint in hints.items() if not hint.endswith((".", ".”"))] == []
    assert [id_ for id_, hint in hints.items() if re.search(r"[.?!] [A-Z]", hint)] == []


@pytest.mark.parametrize("question", STUMBLED_OVER.split())
def test_where_people_stumble_there_is_why_a_good_answer_and_a_weak_one(
    question: str, guide: Guidance
) -> None:
    found = guide.questions[question]
    for text in (found.why, found.good, found.weak):
        assert text
    assert found.good != found.weak


def test_why_we_ask_is_short(guide: Guidance) -> None:
    long = {id_: len(each.why.split()) for id_, each in guide.questions.items()}
    assert {id_: number for id_, number in long.items() if number > 60} == {}


def test_no_example_is_there_twice(guide: Guidance) -> None:
    texts = [text for each in guide.questions.values() for text in (each.good, each.weak) if text]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("about", ABOUT)
def test_examples_are_about_different_kinds_of_proposal(about: str, guide: Guidance) -> None:
    assert any(about in each.good.lower() for each in guide.questions.values())


def test_no_good_answer_has_a_phrase_that_the_coach_would_notice(guide: Guidance) -> None:
    good = " ".join(each.good.lower() for each in guide.questions.values())
    assert [phrase for phrase in STOCK if phrase in good] == []


@pytest.mark.parametrize("council", COUNCILS)
def test_every_group_of_a_council_has_all_its_parts(
    council: str, forms: Forms, shipped: Edition, guide: Guidance
) -> None:
    for group in (*shipped.groups, *Forms(forms.folder, council).council.groups):
        found = guide.groups[group.id]
        assert (bool(found.who), bool(found.evidence), bool(found.ask)) == (True, True, True)
        assert any(prompts.for_any for prompts in found.look)


@pytest.mark.parametrize(("kind", "service", "groups"), OFTEN)
def test_what_councils_change_often_has_prompts_of_its_own(
    kind: str, service: str, groups: str, guide: Guidance
) -> None:
    found = {
        id_
        for id_, group in guide.groups.items()
        if any(prompts.fits(kind, service) for prompts in group.look)
    }
    assert set(groups.split()) <= found


def test_words_for_services_are_in_the_name_of_one_that_a_council_has(
    forms: Forms, guide: Guidance
) -> None:
    names = [
        service
        for council in COUNCILS
        for service in Forms(forms.folder, council).council.lists["services"]
    ]
    look = [prompts for group in guide.groups.values() for prompts in group.look]
    words = {word for each in look for word in each.services}
    alone = (Prompts("", "", services=(word,)) for word in sorted(words))
    unknown = [each for each in alone if not any(each.fits("", name) for name in names)]
    assert {word for each in unknown for word in each.services} == OF_COUNTIES


def test_a_car_park_is_not_asked_what_a_park_or_a_pool_is_asked(guide: Guidance) -> None:
    found = guide.groups["disability"].closest("changed_service", "Parking")
    assert [each.title for each in found] == ["Parking, roads and getting about", "In any proposal"]


def test_each_protected_characteristic_names_its_section_of_the_act(
    shipped: Edition, guide: Guidance
) -> None:
    for group in shipped.groups:
        assert "Equality Act 2010, section" in guide.groups[group.id].who


def test_only_the_first_aim_is_claimed_for_marriage_and_civil_partnership(guide: Guidance) -> None:
    found = guide.groups["marriage_civil_partnership"]
    assert "only the first aim counts" in found.who
    assert "section 149(7)" in found.who
    assert "section 149(7)" in guide.questions["aims_touched"].why


def test_law_that_is_easily_misstated_is_said_with_its_limits(guide: Guidance) -> None:
    """Lawyers look for these: what counts for how long, and what nothing can justify."""
    pregnancy, sex = guide.groups["pregnancy_maternity"].who, guide.groups["sex"].who
    assert "the last 26 weeks, breastfeeding included" in pregnancy
    assert "section 13(6)" in pregnancy
    assert ("biological sex" in sex, "[2025] UKSC 16" in sex) == (True, True)
    single_sex = guide.groups["gender_reassignment"].look
    assert any("[2025] UKSC 16" in each.text for each in single_sex)
    justify = dict(guide.topics["four_conclusions"].parts)["3. " + JUSTIFY]
    assert ("section 13(2)" in justify, "hardly ever" in justify) == (True, False)
    assert "due regard to the principles" in guide.groups["armed_forces"].who


def test_the_topics_are_there_and_the_duty_is_cited_by_subsection(guide: Guidance) -> None:
    assert list(guide.topics) == TOPICS
    duty = guide.topics["the_duty"]
    said = " ".join([duty.lead, *(text for _, text in duty.parts)])
    for cited in ("149(1)(a)", "149(1)(b)", "149(1)(c)", "149(3)", "149(4)", "149(5)", "149(6)"):
        assert cited in said
    for source in ("149(7)", "[2008] EWHC 3158 (Admin)", "[2013] EWCA Civ 1345"):
        assert source in said
    assert [title[:2] for title, _ in guide.topics["four_conclusions"].parts] == [
        "1.",
        "2.",
        "3.",
        "4.",
    ]


def test_the_guide_is_read_once_in_a_process(forms: Forms) -> None:
    assert forms.guidance(NAME) is Forms(forms.folder, "hart").guidance(NAME)
    assert forms.guidance("eia/1999-1") == Guidance({}, {}, {})
