"""The “Equality implications” paragraph: what it always says, and how it gets shorter."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from eia_app.domain.questionnaire.answers import Row
from eia_app.reports.content.status import ReportStatus, ReviewRound
from eia_app.reports.documents import paragraph
from eia_app.reports.text.sentences import closed, count, listed, opening, quoted, sentences
from tests.reports import make_reports

SAID = "Free time at the hospital matters most. We would pay more than before."


def text(record: Any, status: ReportStatus | None = None, limit: int = 150) -> str:
    return paragraph.write(record, status or make_reports.signed(record), limit).text


def every_group(**effect: Any) -> dict[Any, Any]:
    edition, council = make_reports.forms()
    groups = (*edition.groups, *council.local_groups)
    return {(g.id, name): value for g in groups for name, value in effect.items()}


def test_it_begins_with_the_proposal_its_reference_and_what_it_does() -> None:
    said = text(make_reports.full())
    assert said.startswith(
        "Blue Badge parking (EIA-2026-014, version 3, signed off 9 March 2026). One rule for Blue"
        " Badge holders in every council car park."
    )


def test_a_draft_says_that_it_is_not_signed_and_what_is_still_to_be_considered() -> None:
    said = text(make_reports.unfinished(), make_reports.DRAFT)
    assert "(EIA-2026-014, version 3, a draft, not signed off)" in said
    assert "The effect is still to be considered for 11 groups" in said


def test_it_says_who_loses_what_and_how_badly_the_worst_first() -> None:
    loss = "Carers would have to pay for each visit"
    record = make_reports.full({("carers", "severity"): "high", ("carers", "explanation"): loss})
    said = text(record, limit=400)
    assert f"Unpaid carers would be worse off (high severity): “{loss}.” Also worse off: " in said
    assert "Disability (medium severity)" in said
    assert "The effect is not known for 12 groups: Age, " in said


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


def test_what_people_said_is_one_line_in_their_words() -> None:
    row = Row("c1", {"engaged_who": "Badge holders", "they_said": SAID})
    said = text(make_reports.full({}, engagement=[row]), limit=300)
    assert "Badge holders said: “Free time at the hospital matters most.”" in said
    assert "We would pay more" not in said


def test_nobody_asked_is_said() -> None:
    record = make_reports.full({(None, "no_engage_reason"): "There is no time."}, engagement=[])
    assert "Nobody was asked." in text(record)


def test_what_will_be_done_by_whom_and_when_what_is_left_and_the_recommendation() -> None:
    rows = [
        Row(
            "a1",
            {
                "action_text": "Change the signs",
                "action_owner": "Clerk",
                "action_due": "2026-05-01",
            },
        )
    ]
    said = text(make_reports.full({}, action_plan=rows), limit=300)
    assert "To be done: change the signs (Clerk, 1 May 2026)." in said
    assert "Left after that: “Holders without a listed allowance will pay.”" in said
    assert "Recommended: continue although some people will be worse off." in said


def test_what_the_review_came_to_is_always_said() -> None:
    record = make_reports.full()
    alone = (ReviewRound(1, 3, "agreed", date(2026, 3, 1)),)
    said = text(record, replace(make_reports.signed(record), rounds=alone), 1)
    assert "Change Champions: nobody gave an opinion." in said


def test_members_are_told_of_the_duty_and_the_record_is_named() -> None:
    record = make_reports.full()
    assert paragraph.DUTY in text(record, limit=1)
    assert text(record).endswith(f"Record {make_reports.signed(record).short_hash}.")


def test_a_screening_has_words_of_its_own() -> None:
    record = make_reports.screening({(None, "q_reason"): "The boiler is replaced like for like."})
    said = text(record)
    assert "A screening is not an Equality Impact Assessment." in said
    assert "“The boiler is replaced like for like.”" in said
    assert "section 149 of the Equality Act 2010 continues" in said
    assert "Recommended" not in said


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
@pytest.mark.parametrize("status", [make_reports.DRAFT, None], ids=["draft", "signed"])
def test_the_hardest_fits_in_150_words_and_ends_every_sentence(
    values: Any, status: ReportStatus | None
) -> None:
    record = make_reports.full(values)
    found = paragraph.write(record, status or make_reports.signed(record))
    assert found.fits
    assert found.words <= 150
    assert paragraph.DUTY in found.text
    assert all(closed(each) == each for each in sentences(found.text))


def test_shorter_is_never_longer_and_keeps_who_is_worse_off() -> None:
    record = make_reports.full()
    lengths = [
        paragraph.write(record, make_reports.DRAFT, n).words for n in (400, 250, 150, 120, 100, 1)
    ]
    assert lengths == sorted(lengths, reverse=True)
    shortest = paragraph.write(record, make_reports.DRAFT, 1)
    assert not shortest.fits
    assert "Disabled people would be worse off (medium severity)" in shortest.text
    assert "Also worse off: Carers (low severity)." in shortest.text


def test_many_severe_groups_are_counted_only_at_last() -> None:
    record = make_reports.full(HARD["every group worse off"])
    more = len(record["effects"]) - 1
    assert f"{more} more groups lose as well, {more} of them seriously." in text(record, limit=1)
    assert "Race (high severity)" in text(record, limit=500)


def test_the_same_record_gives_the_same_words() -> None:
    assert text(make_reports.full()) == text(make_reports.full())


def test_a_record_that_says_less_still_has_its_paragraph() -> None:
    """A snapshot of an older edition has fewer meanings."""
    record = copy.deepcopy(make_reports.full())
    for name in ("affected_exact", "engagement", "residual", "outcome", "actions"):
        record["meaning"].pop(name)
    said = text(record)
    assert "Disabled people would be worse off" in said
    assert not [word for word in ("Recommended", "recorded", "Left", "done:") if word in said]


def test_dates_of_a_draft_are_optional() -> None:
    record = copy.deepcopy(make_reports.full())
    record["dates"] = {"started": None, "submitted": None, "decision": None}
    assert "version 3, a draft, not signed off)." in text(record, make_reports.DRAFT)


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
