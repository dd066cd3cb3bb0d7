"""The “Equality implications” paragraph: what it always says, and how it gets shorter."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from eia_app.domain.questionnaire.answers import Row
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents import paragraph
from eia_app.reports.text.sentences import closed, count, listed, opening, quoted, sentences
from tests.reports import make_reports

SECTION = "section 149 of the Equality Act 2010"
SAID = "Free time at the hospital matters most. We would pay more than before."


def text(record: Any, standing: ReportStatus | None = None, limit: int = 150) -> str:
    return paragraph.write(record, standing or make_reports.signed(record), limit).text


def every_group(**effect: Any) -> dict[Any, Any]:
    edition, council = make_reports.forms()
    groups = (*edition.groups, *council.local_groups)
    return {(g.id, name): value for g in groups for name, value in effect.items()}


def test_it_says_that_the_duty_was_considered_where_and_when() -> None:
    said = text(make_reports.full())
    assert said.startswith(f"The council has considered its duty under {SECTION} in the Equality")
    assert "EIA-2026-014, version 3, signed off on 9 March 2026." in said


def test_a_draft_never_says_that_the_duty_was_considered() -> None:
    said = text(make_reports.unfinished(), make_reports.DRAFT)
    assert said.startswith(f"The council is considering its duty under {SECTION}.")
    assert "a draft that is not signed off" in said
    assert "The effect is still to be considered for 11 groups" in said


def test_it_names_who_is_worse_off_and_how_badly_the_worst_first() -> None:
    record = make_reports.full({("carers", "severity"): "high"})
    said = text(record, limit=400)
    assert (
        "2 groups would be worse off: Carers (high severity, high likelihood) and"
        " Disability (medium severity, high likelihood)." in said
    )
    assert "positive for 2 groups: Disability and Armed forces community." in said
    assert "not known for 12 groups: Age, " in said


@pytest.mark.parametrize(
    ("known", "question", "said"),
    [
        ("exact", "affected_exact", "1,250 people would be affected."),
        ("estimate", "affected_estimate", "About 1,250 people would be affected."),
        ("not_known", "affected_known", "How many people would be affected is not known."),
    ],
)
def test_it_says_how_many_people(known: str, question: str, said: str) -> None:
    values: dict[Any, Any] = {(None, "affected_known"): known}
    if known != "not_known":
        values[None, question] = 1250
    assert said in text(make_reports.full(values))


def test_that_nobody_is_worse_off_is_said_only_when_it_is_known() -> None:
    neutral = make_reports.full({**make_reports.MAJOR, **every_group(effect=["neutral"])})
    assert "No group is expected to be worse off." in text(neutral)
    unknown = make_reports.full({**make_reports.MAJOR, **every_group(effect=["not_known"])})
    assert "No group is known to be worse off so far." in text(unknown)


def test_where_no_effect_is_recorded_none_is_denied() -> None:
    nothing = make_reports.made(
        {**make_reports.MAJOR, ("disability", "effect"): []}, fill=("proposal",)
    )
    assert "worse off" not in text(nothing, make_reports.DRAFT)


def test_one_person_is_one_person() -> None:
    one: dict[Any, Any] = {(None, "affected_known"): "exact", (None, "affected_exact"): 1}
    assert "1 person would be affected." in text(make_reports.full(one))


def test_engagement_is_one_line_in_somebodys_words() -> None:
    row = Row("c1", {"engaged_who": "Badge holders", "they_said": SAID})
    said = text(make_reports.full({}, engagement=[row]), limit=300)
    first = "Badge holders said: “Free time at the hospital matters most.”"
    assert f"1 conversation is recorded. {first}" in said
    assert "We would pay more" not in said


def test_nobody_asked_is_said() -> None:
    record = make_reports.full({(None, "no_engage_reason"): "There is no time."}, engagement=[])
    assert "No engagement is recorded." in text(record)


def test_what_is_done_and_what_is_left_and_the_conclusion() -> None:
    said = text(make_reports.full(), limit=300)
    assert "3 actions are in the action plan, including “Change every car park sign”." in said
    assert "this would be left: “Holders without a listed allowance will pay.”" in said
    assert "Conclusion: continue although some people will be worse off." in said


def test_members_are_told_to_read_a_major_one_with_the_three_aims() -> None:
    said = text(make_reports.full())
    assert said.endswith(paragraph.AIMS)
    for word in ("read", "due regard", "discrimination", "opportunity", "good relations", "149(1)"):
        assert word in paragraph.AIMS


def test_a_standard_one_without_a_serious_effect_has_no_such_order() -> None:
    record = copy.deepcopy(make_reports.full())
    record["route"]["route"] = "standard"
    assert paragraph.AIMS not in text(record)
    serious = copy.deepcopy(make_reports.full({("carers", "severity"): "high"}))
    serious["route"]["route"] = "standard"
    assert paragraph.AIMS in text(serious)


def test_a_screening_has_words_of_its_own() -> None:
    record = make_reports.screening({(None, "q_reason"): "The boiler is replaced like for like."})
    said = text(record)
    assert f"considered its duty under {SECTION} in the equality screening EIA-2026-014" in said
    assert "A screening is not an Equality Impact Assessment." in said
    assert "“The boiler is replaced like for like.”" in said
    assert "Conclusion" not in said


LONG = "Unbroken words that go on and on without an end " * 30
HARD: dict[str, Any] = {
    "every group worse off": make_reports.MAJOR
    | every_group(effect=["negative"], severity="high", likelihood="high"),
    "every group both ways": make_reports.MAJOR
    | every_group(effect=["positive", "negative"], severity="medium", likelihood="low"),
    "long words": make_reports.MAJOR
    | {(None, "residual"): LONG, (None, "affected"): LONG, (None, "title"): LONG[:200]},
}


@pytest.mark.parametrize("values", HARD.values(), ids=HARD)
@pytest.mark.parametrize("standing", [make_reports.DRAFT, None], ids=["draft", "signed"])
def test_the_hardest_fits_in_150_words_and_ends_every_sentence(
    values: Any, standing: ReportStatus | None
) -> None:
    record = make_reports.full(values)
    found = paragraph.write(record, standing or make_reports.signed(record))
    assert found.fits
    assert found.words <= 150
    assert found.text.endswith(paragraph.AIMS)
    assert all(closed(each) == each for each in sentences(found.text))


def test_shorter_is_never_longer_and_keeps_who_is_worse_off() -> None:
    record = make_reports.full()
    lengths = [
        paragraph.write(record, make_reports.DRAFT, n).words for n in (400, 250, 150, 120, 100, 1)
    ]
    assert lengths == sorted(lengths, reverse=True)
    shortest = paragraph.write(record, make_reports.DRAFT, 1)
    assert not shortest.fits
    assert "2 groups would be worse off: Disability and Carers." in shortest.text


def test_many_severe_groups_are_counted_only_at_last() -> None:
    record = make_reports.full(HARD["every group worse off"])
    everyone = len(record["effects"])
    assert f"{everyone} groups would be worse off, {everyone} of them seriously." in text(
        record, limit=1
    )
    assert "Race (high severity, high likelihood)" in text(record, limit=500)


def test_the_same_record_gives_the_same_words() -> None:
    assert text(make_reports.full()) == text(make_reports.full())


def test_a_record_that_says_less_still_has_its_paragraph() -> None:
    """A snapshot of an older edition has fewer meanings."""
    record = copy.deepcopy(make_reports.full())
    for name in ("affected_exact", "engagement", "residual", "outcome", "actions"):
        record["meaning"].pop(name)
    said = text(record)
    assert "worse off: Disability" in said
    assert not [word for word in ("onclusion", "recorded", "left", "action") if word in said]


def test_dates_of_a_draft_are_optional() -> None:
    record = copy.deepcopy(make_reports.full())
    record["dates"] = {"started": None, "submitted": None, "decision": None}
    assert "version 3, a draft that is not signed off." in text(record, make_reports.DRAFT)


def test_sentences_are_found_in_what_people_type() -> None:
    assert sentences("One. Two!\n- three\n\nfour? “Five.” Six") == [
        *("One.", "Two!", "three", "four?", "“Five.”", "Six"),
    ]
    assert sentences("It is 3.5 miles, e.g. to Hook.") == ["It is 3.5 miles, e.g. to Hook."]
    assert opening("One two three. Four five.", 3) == "One two three."
    assert opening("One two three. Four five.", 2) == ""


def test_small_words() -> None:
    assert listed([]) == ""
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert quoted("the “say” of all") == "“the ‘say’ of all”"
    assert count("one  two\nthree") == 3
