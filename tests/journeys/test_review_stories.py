"""Six people at once in the review of an assessment: from submitting it to the decision."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from tests.journeys.browser.page_walker import Walker
from tests.journeys.browser.review_steps import (
    CHAMPIONS,
    SECOND,
    THIRD,
    add_condition,
    at,
    choose,
    claim,
    close,
    declare,
    give_opinion,
    invite_in,
    remark,
    reply,
    says,
    submit,
    with_hidden,
    write,
)
from tests.journeys.builders.assessment_builder import Shelf
from tests.journeys.conftest import Opener
from tests.journeys.missing_pdf_text import squeezed, text_of
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
def champions(shelf: Shelf) -> None:
    invite_in(shelf, SECOND, THIRD)


def test_two_rounds_of_review_lead_to_signature_decision_and_a_report_that_has_it_all(
    as_person: Opener, shelf: Shelf, tmp_path: Path
) -> None:
    lead, equality_lead, head, clerk = map(
        as_person, (LEAD, EQUALITY_LEAD, HEAD_OF_SERVICE, REPORT_AUTHOR)
    )
    champions = first, second, third = [as_person(each) for each in CHAMPIONS]
    id_ = shelf.put("05")
    submit(lead, id_)
    assert lead.state == "In review"
    _review(first, second, third, id_)
    close(equality_lead, id_, "Changes needed", WHY)
    assert equality_lead.state == "Changes requested"
    _answer(lead, id_)
    assert lead.state == "In review"
    _read_again(first, second, id_)
    for champion in champions:
        give_opinion(champion, id_, "Support with conditions", "If the homes are counted.")
    assert says(third, "3 of 3 opinions are in.")
    add_condition(equality_lead, id_, CONDITION, "Housing Options Manager", "1 5 2027")
    close(equality_lead, id_, "Agreed with conditions")
    assert equality_lead.state == "Awaiting sign-off"
    sha256 = _sign(head, id_)
    assert head.state == "Signed off"
    _decide(clerk, id_)
    assert clerk.state == "Decided"
    _verify(clerk, sha256)
    plain = _words(clerk, id_, "Download the report", tmp_path)
    assert squeezed(CONDITION) in plain
    assert squeezed(OFFER) not in plain
    whole = _words(lead, id_, "Download it with what was said in review", tmp_path)
    for said in (OFFER, ADDED, COUNT, NOT_COUNTED, WORDS, CONDITION, WHY):
        assert squeezed(said) in whole


def _review(first: Walker, second: Walker, third: Walker, id_: UUID) -> None:
    """Three champions claim it, remark, and give opinions: the others’ are seen after one’s own."""
    first.open("/queue?service=Housing+options%2C+Community+Services")
    first.press_first(with_hidden(first, "button", "Claim Housing Allocations Policy review"))
    for champion in (second, third):
        claim(champion, id_)
    assert {each.heading for each in (first, second, third)} == {"Read and remark"}
    remark(first, id_, f"Comment on this: {MEANS}", "Must address", OFFER)
    remark(first, id_, "Comment on all of this: Sex", "Praise", ABUSE)
    remark(second, id_, "Comment on all of this: What is known", "Must address", COUNT)
    remark(third, id_, "Comment on the whole assessment", "Suggestion", WORDS)
    give_opinion(first, id_, "Changes needed", "The one offer.")
    assert says(first, "1 of 3 opinions are in.")
    second.open(at(id_, "review/opinions"))
    assert says(second, "The others are shown when you have given yours.")
    assert not says(second, "The one offer.")
    give_opinion(second, id_, "Changes needed", "The register.")
    assert says(second, "The one offer.")
    give_opinion(third, id_, "Support")


def _answer(lead: Walker, id_: UUID) -> None:
    """The lead reads the remarks above the fields, changes one section, answers and submits."""
    lead.open(at(id_))
    tasks = lead.page.get_by_role("listitem").filter(has_text="Changes needed")
    assert [each.split("\t")[0] for each in tasks.all_inner_texts()] == [
        "What you know",
        "Disability",
    ]
    lead.open(at(id_, "sections/effects/groups/age/effects"))
    assert lead.heading == "This section is locked"
    lead.open(at(id_))
    lead.follow("Disability")
    assert says(lead, OFFER)
    box = lead.page.get_by_label(MEANS)
    box.fill(f"{box.input_value()}\n\n{ADDED}")
    lead.press("Save and continue")
    lead.open(at(id_, "steps/resubmit"))
    assert says(lead, "Answer these remarks first")
    lead.open(at(id_))
    lead.press("Answer the remarks")
    reply(lead, "I did not change it", NOT_COUNTED)
    reply(lead, "I changed it", ADDED)
    assert says(lead, "2 of 2 remarks to address are answered.")
    submit(lead, id_, "Submit again")


def _read_again(first: Walker, second: Walker, id_: UUID) -> None:
    """Each champion sees what changed in the sections that they remarked on, and the answers."""
    first.open(at(id_))
    first.follow("What changed since it was reviewed")
    assert says(first, f"Added: {ADDED} End of added.")
    second.open(at(id_, "changes"))
    assert says(second, NOT_COUNTED)
    assert not says(second, ADDED)


def _sign(head: Walker, id_: UUID) -> str:
    """The Head of Service reads how the review ended, and signs; the hash that was shown."""
    head.open(at(id_))
    head.press("Sign off")
    assert says(head, "Support with conditions: 3")
    assert says(head, f"{CONDITION} (Housing Options Manager, by 1 May 2027)")
    assert says(head, NOT_COUNTED)
    sha256 = head.page.get_by_role("code").inner_text()
    declare(head)
    return sha256


def _decide(clerk: Walker, id_: UUID) -> None:
    """After the meeting, the report author records what was decided."""
    clerk.open(at(id_))
    clerk.press("Record the decision")
    write(clerk, "Who decided?", "Cabinet")
    for label, part in (("Day", "6"), ("Month", "2"), ("Year", "2019")):
        write(clerk, label, part)
    choose(clerk, "Agreed with changes")
    clerk.press("Record the decision")
    clerk.expect_done()


def _verify(walker: Walker, sha256: str) -> None:
    walker.open("/verify")
    write(walker, "Hash", sha256[:10])
    walker.press("Check")
    assert walker.heading == "This is the signed-off version"
    assert says(walker, sha256)


def _words(walker: Walker, id_: UUID, name: str, to: Path) -> str:
    """The words of a report, downloaded from the assessment’s page, squeezed."""
    walker.open(at(id_))
    pdf = walker.download(name, to, when_ready="Download the report")
    return squeezed(" ".join(text_of(pdf.read_bytes())))
