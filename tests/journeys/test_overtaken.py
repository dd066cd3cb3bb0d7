"""Somebody was quicker: whoever comes too late is told in a sentence, and no text is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import expect

from eia_app.domain.workflow.states import Transition
from tests.journeys.browser.page_checker import Looker
from tests.journeys.browser.page_walker import Walker
from tests.journeys.browser.review_steps import at, choose, close, declare, says, submit, write
from tests.journeys.builders.assessment_builder import TO_SIGN, Shelf
from tests.journeys.builders.in_review import put_reviewed
from tests.journeys.builders.review_rounds import put_sent_back
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


def is_told_and_has_the_text_back(walker: Walker) -> bool:
    """The page says that it is too late; the text is on it, and among what was not saved."""
    told = walker.heading == TOO_LATE and says(walker, TEXT)
    walker.follow("what you wrote and did not save")
    return told and says(walker, TEXT)


def test_a_page_that_is_open_from_the_draft_cannot_change_what_was_submitted_meanwhile(
    as_person: Opener, shelf: Shelf
) -> None:
    late, lead = as_person(LEAD), as_person(LEAD)
    id_ = shelf.put("15")
    late.open(at(id_, AGE))
    late.page.get_by_label(MEANS).fill(TEXT)
    submit(lead, id_)
    late.press("Save and continue")
    assert is_told_and_has_the_text_back(late)


def test_a_page_that_is_open_from_the_draft_cannot_change_a_section_that_was_not_sent_back(
    as_person: Opener, shelf: Shelf
) -> None:
    late, equality_lead = as_person(LEAD), as_person(EQUALITY_LEAD)
    id_ = shelf.put("15")
    late.open(at(id_, AGE))
    late.page.get_by_label(MEANS).fill(TEXT)
    shelf.take(id_, Transition.SUBMIT)
    equality_lead.open(at(id_, "close-review"))
    choose(equality_lead, "Changes needed")
    equality_lead.page.get_by_role("checkbox", name="What the proposal is", exact=True).check()
    write(equality_lead, "Why?", SENT_BACK)
    equality_lead.press("Confirm")
    assert equality_lead.state == "Changes requested"
    late.press("Save and continue")
    assert is_told_and_has_the_text_back(late)


def test_an_answer_to_a_remark_that_is_open_while_it_is_submitted_again_comes_too_late(
    as_person: Opener, shelf: Shelf
) -> None:
    late = as_person(LEAD)
    id_ = put_sent_back(shelf)
    comment = shelf.said["{comment}"]
    late.open(at(id_, f"remarks/{comment}/reply"))
    choose(late, "I changed it")
    write(late, "Because", TEXT)
    _answer_and_resubmit(as_person(LEAD), id_)
    late.press("Save and continue")
    assert is_told_and_has_the_text_back(late)


def _answer_and_resubmit(lead: Walker, id_: UUID) -> None:
    lead.open(at(id_))
    lead.press("Answer the remarks")
    choose(lead, "I did not change it")
    write(lead, "Because", "It is said on page 2.")
    lead.press("Save and continue")
    submit(lead, id_, "Submit again")


def test_an_opinion_that_is_open_while_the_round_closes_comes_too_late_on_a_page_in_order(
    as_person: Opener, shelf: Shelf, nu: Nu
) -> None:
    champion, equality_lead = as_person(CHAMPION), as_person(EQUALITY_LEAD)
    looker = Looker(champion.page, nu)
    id_ = put_reviewed(shelf)
    champion.open(at(id_, "review/opinion"))
    choose(champion, "Cannot say")
    write(champion, "Why?", TEXT)
    close(equality_lead, id_, "Agreed", "The papers go out tomorrow.")
    champion.press("Give your opinion")
    looker.look("too late")
    assert looker.verdict() == []
    assert is_told_and_has_the_text_back(champion)


def test_what_the_equality_lead_writes_while_a_colleague_closes_the_round_is_not_lost(
    as_person: Opener, shelf: Shelf
) -> None:
    late, equality_lead = as_person(EQUALITY_LEAD), as_person(EQUALITY_LEAD)
    id_ = put_reviewed(shelf)
    late.open(at(id_, "close-review"))
    choose(late, "Agreed")
    write(late, "Why?", TEXT)
    close(equality_lead, id_, "Changes needed", SENT_BACK)
    late.press("Confirm")
    assert is_told_and_has_the_text_back(late)


def test_a_review_that_was_closed_meanwhile_cannot_be_claimed(
    as_person: Opener, shelf: Shelf
) -> None:
    champion = as_person(CHAMPION)
    id_ = shelf.put("15", Transition.SUBMIT)
    champion.open(at(id_, "review"))
    shelf.take(id_, Transition.COMPLETE_REVIEW)
    champion.press_first(champion.page.get_by_role("button", name="Claim this review"))
    assert champion.heading == TOO_LATE
    assert says(champion, "This cannot be done while the assessment is awaiting sign off.")


def test_a_version_that_was_declined_meanwhile_cannot_be_signed(
    as_person: Opener, shelf: Shelf
) -> None:
    head, other = as_person(HEAD_OF_SERVICE), as_person(HEAD_OF_SERVICE)
    id_ = shelf.put("15", *TO_SIGN)
    head.open(at(id_, "steps/sign-off"))
    _ready_to_decline(other, id_)
    other.press("Decline to sign")
    declare(head)
    assert head.heading == TOO_LATE
    head.open(at(id_, "history"))
    assert not says(head, "Signed off")


def test_a_reopened_version_cannot_be_decided_on_by_the_page_that_is_still_open(
    as_person: Opener, shelf: Shelf
) -> None:
    clerk, lead = as_person(EQUALITY_LEAD), as_person(LEAD)
    id_ = shelf.put("15", *TO_SIGN, Transition.SIGN_OFF)
    clerk.open(at(id_, "steps/record-decision"))
    write(clerk, "Who decided?", TEXT)
    for label, part in (("Day", "4"), ("Month", "3"), ("Year", "2027")):
        write(clerk, label, part)
    choose(clerk, "Agreed as proposed")
    lead.open(at(id_, "steps/reopen"))
    write(lead, "Why?", "The plan has changed.")
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
def own_shelf(own_server: Server) -> Iterator[Shelf]:
    shelf = Shelf(own_server.database_url)
    yield shelf
    shelf.close()


def test_signing_and_declining_at_one_moment_have_one_winner_and_the_other_is_told(
    own_server: Server, own_shelf: Shelf, as_person: Opener
) -> None:
    id_ = own_shelf.put("15", *TO_SIGN)
    signer, decliner = (as_person(HEAD_OF_SERVICE, at=own_server) for _ in range(2))
    signer.open(at(id_, "steps/sign-off"))
    signer.page.get_by_role("checkbox", name="I make this declaration", exact=True).check()
    _ready_to_decline(decliner, id_)
    for walker, button in ((signer, "Sign off"), (decliner, "Decline to sign")):
        walker.button(button).click(no_wait_after=True)
    for walker, before in ((signer, "Sign off this"), (decliner, "Decline to sign off")):
        expect(walker.page.get_by_role("heading", level=1)).not_to_contain_text(before)
    told = [walker.heading == TOO_LATE for walker in (signer, decliner)]
    assert sorted(told) == [False, True]
    lead = as_person(LEAD, at=own_server)
    lead.open(at(id_))
    assert lead.state == ("Changes requested" if told[0] else "Signed off")


def _ready_to_decline(head: Walker, id_: UUID) -> None:
    head.open(at(id_, "steps/decline"))
    head.page.get_by_role("checkbox", name="What the proposal is", exact=True).check()
    write(head, "Why?", SENT_BACK)
