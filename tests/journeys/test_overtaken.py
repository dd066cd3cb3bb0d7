"""Somebody was quicker: whoever comes too late is told in a sentence, and no text is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import expect

from eia_app.domain.workflow.states import Transition
from tests.journeys.browser.page_checker import PageChecker
from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.browser.review_steps import (
    assessment_path,
    choose,
    close_round,
    fill_in,
    page_contains,
    sign_declaration,
    submit,
)
from tests.journeys.builders.assessment_builder import TO_SIGN, AssessmentBuilder
from tests.journeys.builders.in_review import build_in_review
from tests.journeys.builders.review_rounds import build_sent_back
from tests.journeys.conftest import Opener
from tests.journeys.server import CHAMPION, EQUALITY_LEAD, HEAD_OF_SERVICE, LEAD, Server, prepare
from tests.judges.nu import Nu
from tests.judges.postgres import Cluster

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOO_LATE = "This has changed since you opened it"
TEXT = "Typed over half an hour, with “quotes” & an <example>."
AGE = "sections/effects/groups/age/effects"
MEANS = "What does this mean for people of different ages?"
SENT_BACK = "Say what parents do on the other two days."


def is_told_and_has_the_text_back(walker: PageWalker) -> bool:
    """The page says that it is too late; the text is on it, and among what was not saved."""
    is_too_late = walker.heading == TOO_LATE and page_contains(walker, TEXT)
    walker.follow("what you wrote and did not save")
    return is_too_late and page_contains(walker, TEXT)


def test_a_page_that_is_open_from_the_draft_cannot_change_what_was_submitted_meanwhile(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    late, lead = as_person(LEAD), as_person(LEAD)
    id_ = builder.build("15")
    late.open(assessment_path(id_, AGE))
    late.page.get_by_label(MEANS).fill(TEXT)
    submit(lead, id_)
    late.press("Save and continue")
    assert is_told_and_has_the_text_back(late)


def test_a_page_that_is_open_from_the_draft_cannot_change_a_section_that_was_not_sent_back(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    late, equality_lead = as_person(LEAD), as_person(EQUALITY_LEAD)
    id_ = builder.build("15")
    late.open(assessment_path(id_, AGE))
    late.page.get_by_label(MEANS).fill(TEXT)
    builder.take_step(id_, Transition.SUBMIT)
    equality_lead.open(assessment_path(id_, "close-review"))
    choose(equality_lead, "Changes needed")
    equality_lead.page.get_by_role("checkbox", name="What the proposal is", exact=True).check()
    fill_in(equality_lead, "Why?", SENT_BACK)
    equality_lead.press("Confirm")
    assert equality_lead.state == "Changes requested"
    late.press("Save and continue")
    assert is_told_and_has_the_text_back(late)


def test_an_answer_to_a_remark_that_is_open_while_it_is_submitted_again_comes_too_late(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    late = as_person(LEAD)
    id_ = build_sent_back(builder)
    comment = builder.placeholder_ids["{comment}"]
    late.open(assessment_path(id_, f"remarks/{comment}/reply"))
    choose(late, "I changed it")
    fill_in(late, "Because", TEXT)
    _answer_and_resubmit(as_person(LEAD), id_)
    late.press("Save and continue")
    assert is_told_and_has_the_text_back(late)


def _answer_and_resubmit(lead: PageWalker, id_: UUID) -> None:
    lead.open(assessment_path(id_))
    lead.press("Answer the remarks")
    choose(lead, "I did not change it")
    fill_in(lead, "Because", "It is said on page 2.")
    lead.press("Save and continue")
    submit(lead, id_, "Submit again")


def test_an_opinion_that_is_open_while_the_round_closes_comes_too_late_on_a_page_in_order(
    as_person: Opener, builder: AssessmentBuilder, nu: Nu
) -> None:
    champion, equality_lead = as_person(CHAMPION), as_person(EQUALITY_LEAD)
    checker = PageChecker(champion.page, nu)
    id_ = build_in_review(builder)
    champion.open(assessment_path(id_, "review/opinion"))
    choose(champion, "Cannot say")
    fill_in(champion, "Why?", TEXT)
    close_round(equality_lead, id_, "Agreed", "The papers go out tomorrow.")
    champion.press("Give your opinion")
    checker.check("too late")
    assert checker.all_problems() == []
    assert is_told_and_has_the_text_back(champion)


def test_what_the_equality_lead_writes_while_a_colleague_closes_the_round_is_not_lost(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    late, equality_lead = as_person(EQUALITY_LEAD), as_person(EQUALITY_LEAD)
    id_ = build_in_review(builder)
    late.open(assessment_path(id_, "close-review"))
    choose(late, "Agreed")
    fill_in(late, "Why?", TEXT)
    close_round(equality_lead, id_, "Changes needed", SENT_BACK)
    late.press("Confirm")
    assert is_told_and_has_the_text_back(late)


def test_a_review_that_was_closed_meanwhile_cannot_be_claimed(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    champion = as_person(CHAMPION)
    id_ = builder.build("15", Transition.SUBMIT)
    champion.open(assessment_path(id_, "review"))
    builder.take_step(id_, Transition.COMPLETE_REVIEW)
    champion.press_first(champion.page.get_by_role("button", name="Claim this review"))
    assert champion.heading == TOO_LATE
    assert page_contains(champion, "This cannot be done while the assessment is awaiting sign off.")


def test_a_version_that_was_declined_meanwhile_cannot_be_signed(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    head, other = as_person(HEAD_OF_SERVICE), as_person(HEAD_OF_SERVICE)
    id_ = builder.build("15", *TO_SIGN)
    head.open(assessment_path(id_, "steps/sign-off"))
    _ready_to_decline(other, id_)
    other.press("Decline to sign")
    sign_declaration(head)
    assert head.heading == TOO_LATE
    head.open(assessment_path(id_, "history"))
    assert not page_contains(head, "Signed off")


def test_a_reopened_version_cannot_be_decided_on_by_the_page_that_is_still_open(
    as_person: Opener, builder: AssessmentBuilder
) -> None:
    clerk, lead = as_person(EQUALITY_LEAD), as_person(LEAD)
    id_ = builder.build("15", *TO_SIGN, Transition.SIGN_OFF)
    clerk.open(assessment_path(id_, "steps/record-decision"))
    fill_in(clerk, "Who decided?", TEXT)
    for label, part in (("Day", "4"), ("Month", "3"), ("Year", "2027")):
        fill_in(clerk, label, part)
    choose(clerk, "Agreed as proposed")
    lead.open(assessment_path(id_, "steps/reopen"))
    fill_in(lead, "Why?", "The plan has changed.")
    lead.press("Reopen as a new version")
    clerk.press("Record the decision")
    assert is_told_and_has_the_text_back(clerk)


@pytest.fixture(params=["sqlite", "postgresql"])
def own_server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A service of one test, with two processes, on each kind of database."""
    url = f"sqlite:///{tmp_path / 'eia.sqlite'}"
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        url = cluster.new_database()
    server = Server(url, tmp_path, {"EIA_WORKERS": "2"})
    prepare(url)
    server.start()
    yield server
    server.stop()
    assert not server.faults, server.log


@pytest.fixture
def own_builder(own_server: Server) -> Iterator[AssessmentBuilder]:
    builder = AssessmentBuilder(own_server.database_url)
    yield builder
    builder.close()


def test_signing_and_declining_at_one_moment_have_one_winner_and_the_other_is_told(
    own_server: Server, own_builder: AssessmentBuilder, as_person: Opener
) -> None:
    id_ = own_builder.build("15", *TO_SIGN)
    signer, decliner = (as_person(HEAD_OF_SERVICE, at=own_server) for _ in range(2))
    signer.open(assessment_path(id_, "steps/sign-off"))
    signer.page.get_by_role("checkbox", name="I make this declaration", exact=True).check()
    _ready_to_decline(decliner, id_)
    for walker, button in ((signer, "Sign off"), (decliner, "Decline to sign")):
        walker.button(button).click(no_wait_after=True)
    for walker, before in ((signer, "Sign off this"), (decliner, "Decline to sign off")):
        expect(walker.page.get_by_role("heading", level=1)).not_to_contain_text(before)
    are_too_late = [walker.heading == TOO_LATE for walker in (signer, decliner)]
    assert sorted(are_too_late) == [False, True]
    lead = as_person(LEAD, at=own_server)
    lead.open(assessment_path(id_))
    assert lead.state == ("Changes requested" if are_too_late[0] else "Signed off")


def _ready_to_decline(head: PageWalker, id_: UUID) -> None:
    head.open(assessment_path(id_, "steps/decline"))
    head.page.get_by_role("checkbox", name="What the proposal is", exact=True).check()
    fill_in(head, "Why?", SENT_BACK)
