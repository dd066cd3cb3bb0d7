"""Six people at once in the review of an assessment: from submitting it to the decision."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.browser.review_steps import (
    CHAMPIONS,
    SECOND_CHAMPION,
    THIRD_CHAMPION,
    add_comment,
    add_condition,
    add_people,
    assessment_path,
    choose,
    claim,
    close_round,
    fill_in,
    give_opinion,
    page_contains,
    reply,
    sign_declaration,
    submit,
    with_hidden_text,
)
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.conftest import Opener
from tests.journeys.missing_pdf_text import normalised, text_of_pages
from tests.journeys.server import EQUALITY_LEAD, HEAD_OF_SERVICE, LEAD, REPORT_AUTHOR

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MEANS = "What does this mean for disabled people?"
OFFER = "Say what happens when the one offer does not suit somebody."
COUNT = "Nobody can see who is on the register. Count it, or say who will."
WORDS = "Say in a line what band B is."
ABUSE = "Clear and right for people who flee from abuse."
WHY = "Say what one offer means for disabled applicants, and who counts the register."
ADDED = "Their list of homes is shorter, so refusing an offer risks more."
NOT_COUNTED = "Nobody has counted the register yet, and we do not want to guess."
CONDITION = "Count the adapted homes that are let in a year"


@pytest.fixture(autouse=True)
def champions(builder: AssessmentBuilder) -> None:
    add_people(builder, SECOND_CHAMPION, THIRD_CHAMPION)


def test_two_rounds_of_review_lead_to_signature_decision_and_a_report_that_has_it_all(
    as_person: Opener, builder: AssessmentBuilder, tmp_path: Path
) -> None:
    lead, equality_lead, head, clerk = map(
        as_person, (LEAD, EQUALITY_LEAD, HEAD_OF_SERVICE, REPORT_AUTHOR)
    )
    champions = first, second, third = [as_person(champion_actor) for champion_actor in CHAMPIONS]
    id_ = builder.build("05")
    submit(lead, id_)
    assert lead.state == "In review"
    _review(first, second, third, id_)
    close_round(equality_lead, id_, "Changes needed", WHY)
    assert equality_lead.state == "Changes requested"
    _answer(lead, id_)
    assert lead.state == "In review"
    _read_again(first, second, id_)
    for champion in champions:
        give_opinion(champion, id_, "Support with conditions", "If the homes are counted.")
    assert page_contains(third, "3 of 3 opinions are in.")
    add_condition(equality_lead, id_, CONDITION, "Housing Options Manager", "1 5 2027")
    close_round(equality_lead, id_, "Agreed with conditions")
    assert equality_lead.state == "Awaiting sign-off"
    sha256 = _sign(head, id_)
    assert head.state == "Signed off"
    _decide(clerk, id_)
    assert clerk.state == "Decided"
    _verify(clerk, sha256)
    plain = _words(clerk, id_, "Download the report", tmp_path)
    assert normalised(CONDITION) in plain
    assert normalised(OFFER) not in plain
    whole = _words(lead, id_, "Download it with what was said in review", tmp_path)
    for text in (OFFER, ADDED, COUNT, NOT_COUNTED, WORDS, CONDITION, WHY):
        assert normalised(text) in whole


def _review(first: PageWalker, second: PageWalker, third: PageWalker, id_: UUID) -> None:
    """Three champions claim it, remark, and give opinions: the others’ are seen after one’s own."""
    first.open("/queue?service=Housing+options%2C+Community+Services")
    first.press_first(with_hidden_text(first, "button", "Claim Housing Allocations Policy review"))
    for champion in (second, third):
        claim(champion, id_)
    assert {walker.heading for walker in (first, second, third)} == {"Read and remark"}
    add_comment(first, id_, f"Comment on this: {MEANS}", "Must address", OFFER)
    add_comment(first, id_, "Comment on all of this: Sex", "Praise", ABUSE)
    add_comment(second, id_, "Comment on all of this: What is known", "Must address", COUNT)
    add_comment(third, id_, "Comment on the whole assessment", "Suggestion", WORDS)
    give_opinion(first, id_, "Changes needed", "The one offer.")
    assert page_contains(first, "1 of 3 opinions are in.")
    second.open(assessment_path(id_, "review/opinions"))
    assert page_contains(second, "The others are shown when you have given yours.")
    assert not page_contains(second, "The one offer.")
    give_opinion(second, id_, "Changes needed", "The register.")
    assert page_contains(second, "The one offer.")
    give_opinion(third, id_, "Support")


def _answer(lead: PageWalker, id_: UUID) -> None:
    """The lead reads the remarks above the fields, changes one section, answers and submits."""
    lead.open(assessment_path(id_))
    tasks = lead.page.get_by_role("listitem").filter(has_text="Changes needed")
    assert [task_text.split("\t")[0] for task_text in tasks.all_inner_texts()] == [
        "What you know",
        "Disability",
    ]
    lead.open(assessment_path(id_, "sections/effects/groups/age/effects"))
    assert lead.heading == "This section is locked"
    lead.open(assessment_path(id_))
    lead.follow("Disability")
    assert page_contains(lead, OFFER)
    box = lead.page.get_by_label(MEANS)
    box.fill(f"{box.input_value()}\n\n{ADDED}")
    lead.press("Save and continue")
    lead.open(assessment_path(id_, "steps/resubmit"))
    assert page_contains(lead, "Answer these remarks first")
    lead.open(assessment_path(id_))
    lead.press("Answer the remarks")
    reply(lead, "I did not change it", NOT_COUNTED)
    reply(lead, "I changed it", ADDED)
    assert page_contains(lead, "2 of 2 remarks to address are answered.")
    submit(lead, id_, "Submit again")


def _read_again(first: PageWalker, second: PageWalker, id_: UUID) -> None:
    """Each champion sees what changed in the sections that they remarked on, and the answers."""
    first.open(assessment_path(id_))
    first.follow("What changed since it was reviewed")
    assert page_contains(first, f"Added: {ADDED} End of added.")
    second.open(assessment_path(id_, "changes"))
    assert page_contains(second, NOT_COUNTED)
    assert not page_contains(second, ADDED)


def _sign(head: PageWalker, id_: UUID) -> str:
    """The Head of Service reads how the review ended, and signs; the hash that was shown."""
    head.open(assessment_path(id_))
    head.press("Sign off")
    assert page_contains(head, "Support with conditions: 3")
    assert page_contains(head, f"{CONDITION} (Housing Options Manager, by 1 May 2027)")
    assert page_contains(head, NOT_COUNTED)
    sha256 = head.page.get_by_role("code").inner_text()
    sign_declaration(head)
    return sha256


def _decide(clerk: PageWalker, id_: UUID) -> None:
    """After the meeting, the report author records what was decided."""
    clerk.open(assessment_path(id_))
    clerk.press("Record the decision")
    fill_in(clerk, "Who decided?", "Cabinet")
    for label, part in (("Day", "6"), ("Month", "2"), ("Year", "2019")):
        fill_in(clerk, label, part)
    choose(clerk, "Agreed with changes")
    clerk.press("Record the decision")
    clerk.expect_done()


def _verify(walker: PageWalker, sha256: str) -> None:
    walker.open("/verify")
    fill_in(walker, "Hash", sha256[:10])
    walker.press("Check")
    assert walker.heading == "This is the signed-off version"
    assert page_contains(walker, sha256)


def _words(walker: PageWalker, id_: UUID, name: str, to: Path) -> str:
    """The words of a report, downloaded from the assessment’s page, squeezed."""
    walker.open(assessment_path(id_))
    pdf = walker.download(name, to, when_ready="Download the report")
    return normalised(" ".join(text_of_pages(pdf.read_bytes())))
