"""Real cases, and made-up ones that nobody would wish for, from sign-in to a signed-off PDF."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from eia_app import resources
from tests.journeys import run_case
from tests.journeys.browser.page_walker import Stopped
from tests.journeys.builders.example_assessments import SCREENED_OUT_CASE
from tests.journeys.case_journey import CaseJourney
from tests.journeys.server import Server, prepare

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SENTENCE = "The café’s step-free door at 12–14 High Street matters to “everyone” and isn't wide. "
LONG = "".join(f"{number}. {SENTENCE}" for number in range(1, 46))  # more than 4,000 characters
ODD: Mapping[str, Any] = {
    "title": "🌳 Parks & <b>play</b>: “who's in?” – a résumé of the 2027/28 offer",
    "description": f"{LONG}\n\n- first point\n- second point\n\n{'Donaudampfschifffahrt' * 4}",
    "affected": "Everyone: 1.2 million people 🙂",
    "date": "soon",
    "evidence": [{"source": "Survey 🗳", "finding": LONG}, "A text where a table should be"],
    "engagement": [{"who": "Żółć friends", "how": "By video", "what_they_said": LONG}],
    "characteristics": {
        "age": {"impact": "catastrophic-ish", "severity": "off the scale", "explanation": "日本語"},
        "disability": {"impact": "MIXED (mostly negative)", "severity": "High", "note": LONG},
        "race": {"impact": "none", "explanation": "n/a"},
        "sex": "only a text",
        "martians": {"impact": "positive", "explanation": "They would be better off."},
        "carers": {"impact": "", "severity": "", "explanation": ""},
    },
    "actions": [
        {"action": "Do it", "due": "2030-02-31", "status": "cancelled: no money"},
        {"issue": "Only an issue"},
        {"issue": "x" * 1_500, "action": "none", "owner_role": "n/a", "due": "ongoing"},
    ],
    "conclusion": "Stop.",
    "monitoring": "none",
    "a_key_of_tomorrow": {"deep": ["list", {"of": "things"}]},
}


@pytest.fixture
def take_case(
    open_page: Callable[..., Page], server: Server, tmp_path: Path
) -> Callable[..., CaseJourney]:
    """Return a function that takes a case all the way and checks its PDF."""

    def take(case: Mapping[str, Any], *, at: Server | None = None, **context: Any) -> CaseJourney:
        story = CaseJourney(open_page(**context), (at or server).url, case)
        pdf = story.run(tmp_path)
        assert run_case.pdf_faults(case, pdf) == []
        assert story.progress[-2].endswith("it is now “Signed off”.")
        return story

    return take


def read(cases: Path, number: str) -> dict[str, Any]:
    (path,) = cases.glob(f"{number}-*.json")
    case: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return case


def says(story: CaseJourney, words: str) -> bool:
    return any(words in line for line in story.progress)


def test_case_01_goes_from_sign_in_to_a_signed_report_with_every_word(
    take_case: Callable[..., CaseJourney], cases: Path
) -> None:
    story = take_case(read(cases, "01"))
    assert says(story, "it goes to the Change Champions")
    assert says(story, "closed the review: it is now “Awaiting sign-off”")
    assert story.made_up == []


def test_case_05_goes_the_same_way_without_javascript(
    take_case: Callable[..., CaseJourney], cases: Path
) -> None:
    assert take_case(read(cases, "05"), javascript=False).made_up == []


def test_case_15_goes_the_same_way_at_320_pixels(
    take_case: Callable[..., CaseJourney], cases: Path
) -> None:
    assert take_case(read(cases, "15"), width=320).made_up == []


def test_case_16_was_screened_out_and_the_equality_lead_lets_that_stand(
    take_case: Callable[..., CaseJourney], cases: Path
) -> None:
    story = take_case(read(cases, "16"))
    assert says(story, "set another route: “You do not need a full EIA”")
    assert says(story, "Submitted: it is now “Awaiting sign-off”")
    assert story.made_up == []


def test_case_12_goes_the_same_way_on_postgresql(
    take_case: Callable[..., CaseJourney], cases: Path, postgres: Any, tmp_path: Path
) -> None:
    server = Server(postgres.new_database(), tmp_path)
    prepare(server.database_url)
    server.start()
    try:
        assert take_case(read(cases, "12"), at=server).made_up == []
    finally:
        server.stop()
    assert not server.faults, server.log


def test_case_07_whose_sums_disagree_goes_the_same_way(
    take_case: Callable[..., CaseJourney], cases: Path
) -> None:
    assert take_case(read(cases, "07")).made_up == []


def test_an_odd_case_with_long_texts_emoji_and_unknown_words_loses_none_of_them(
    take_case: Callable[..., CaseJourney],
) -> None:
    take_case(ODD)


def test_an_empty_case_is_taken_to_a_signed_report(take_case: Callable[..., CaseJourney]) -> None:
    take_case({})


def test_questions_without_an_answer_in_the_case_are_answered_from_its_text_and_reported(
    take_case: Callable[..., CaseJourney], tmp_path: Path
) -> None:
    forms = shutil.copytree(resources.forms(), tmp_path / "forms")
    team = forms / "eia" / "2026-1" / "sections" / "03-team.toml"
    team.write_text(team.read_text(encoding="utf-8") + NEW_QUESTIONS, encoding="utf-8")
    server = Server(f"sqlite:///{tmp_path / 'eia.sqlite'}", tmp_path, {"EIA_FORMS_DIR": str(forms)})
    prepare(server.database_url)
    server.start()
    try:
        story = take_case(SCREENED_OUT_CASE, at=server)
    finally:
        server.stop()
    assert [line.partition(":")[0] for line in story.made_up] == [
        *("A new text?", "A new long text?", "A new number?", "A new date?"),
        *("A new link?", "A new choice?", "A new set of choices?", "And which?"),
    ]


def test_it_says_where_it_stopped(server: Server, open_page: Callable[..., Page]) -> None:
    story = CaseJourney(open_page(), server.url, SCREENED_OUT_CASE)
    story.start()
    with pytest.raises(Stopped) as stopped:
        story.submit()
    text = str(stopped.value)
    assert "it cannot be submitted; tasks: What the proposal is (In progress)" in text
    assert f"Page      {SCREENED_OUT_CASE['title']} – " in text
    assert f"Address   {server.url}/assessments/" in text


NEW_QUESTIONS = """
[[question]]
id       = "new_text"
ask      = "A new text?"
type     = "text"
required = "Enter a new text"

[[question]]
id       = "new_long"
ask      = "A new long text?"
type     = "long"
required = "Enter a new long text"

[[question]]
id       = "new_number"
ask      = "A new number?"
type     = "number"
required = "Enter a new number"
bad      = "The new number must be a number"

[[question]]
id       = "new_date"
ask      = "A new date?"
type     = "date"
required = "Enter a new date"
bad      = "The new date must be a real date, such as 27 3 2027"

[[question]]
id       = "new_link"
ask      = "A new link?"
type     = "link"
required = "Enter a new link"
bad      = "The new link must start with https:// or http://"

[[question]]
id       = "new_one"
ask      = "A new choice?"
type     = "choose_one"
options  = [{ value = "this", label = "This" }, { value = "other", label = "Something else" }]
required = "Select a new choice"

[[question]]
id       = "new_many"
ask      = "A new set of choices?"
type     = "choose_many"
options  = [{ value = "this", label = "This" }, { value = "none", label = "None of these" }]
required = "Select new choices"

[[question]]
id         = "new_reveal"
ask        = "And which?"
type       = "text"
required   = "Enter which"
shown_when = { question = "new_one", is = "other" }
"""
