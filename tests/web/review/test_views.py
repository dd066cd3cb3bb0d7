"""Reading to review over HTTP: one page with everything, for whoever is independent."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.review.review import CommentKind, Location
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.coach import findings
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers, add_person
from tests.judges.page_tree import text_of
from tests.reviews import PRIVATE, SUMMARY, WORSE, ReviewFactory
from tests.web.conftest import Visit
from tests.web.visitor import PageResponse, Visitor, select_statements

TEXT = "First line,\r\nsecond line with “marks” & <tags>"
STORED = TEXT.replace("\r\n", "\n")
At = Callable[..., str]


def remark_texts(shown: PageResponse) -> list[str]:
    return [text_of(each) for each in shown.tree.of_class("eia-remark")]


def test_the_whole_assessment_is_on_one_page_in_its_own_order(
    as_champion: Visitor, champion: Person, review_factory: ReviewFactory, at: At
) -> None:
    shown = as_champion.get(at(review_factory.claimed_by(champion, **WORSE), "review"))
    titles = [text_of(each) for each in shown.tree.every("h2", "h3", "h4")]
    order = ["Contents", "About", "The proposal", "Quick check", "Facts", "Evidence", "Age"]
    assert [title for title in titles if title in order] == order
    asked = [text_of(each) for each in shown.tree.every("dt")]
    assert "What is the effect on disabled people?" in asked
    assert "What will be done?" in asked
    assert "Checklist (0 of" in shown.text


def test_what_the_coach_noticed_stands_beside_what_it_is_about_until_the_round_closes(
    as_champion: Visitor, champion: Person, review_factory: ReviewFactory, at: At
) -> None:
    context = review_factory.claimed_by(champion, **WORSE)
    noticed = {each.finding.sentence for each in findings.list_all(context, now=NOW)}
    shown = as_champion.get(at(context, "review"))
    texts = [text_of(each) for each in shown.tree.of_class("eia-coached")]
    assert noticed
    assert all(any(sentence in text for text in texts) for sentence in noticed)
    review_factory.close(context, Transition.REQUEST_CHANGES)
    assert as_champion.get(at(context, "review")).tree.of_class("eia-coached") == []


def test_what_was_submitted_is_read_and_not_what_was_changed_since(
    as_champion: Visitor, champion: Person, review_factory: ReviewFactory, at: At
) -> None:
    context = review_factory.claimed_by(champion)
    review_factory.close(context, Transition.REQUEST_CHANGES)
    save_answers(
        context, "proposal", None, {"summary": "New words"}, by=review_factory.makers.lead, now=NOW
    )
    assert "New words" not in as_champion.get(at(context, "review")).text


def test_evidence_stands_beside_the_claim_that_cites_it(
    as_champion: Visitor,
    champion: Person,
    review_factory: ReviewFactory,
    make_assessment: Makers,
    at: At,
) -> None:
    context = make_assessment(State.DRAFT, route=None, blank=True)
    row, by = uuid4(), make_assessment.lead
    answers = {**make_assessment.usual, "q_depth": "serious", "q_trigger": ["closes"]}
    values = {"fact": "Twelve people use it", "kind": "figures"}
    for id_ in (row, uuid4()):
        save_row(context, "evidence", id_, values, by=by, now=make_assessment.clock())
    make_assessment.answer_everything(context, {**answers, "known": [str(row)]})
    save_answers(
        context, "effects", "age", {"known": [str(row)]}, by=by, now=make_assessment.clock()
    )
    make_assessment.step(context, Transition.SUBMIT)
    review_factory.claim(context, champion)
    shown = as_champion.get(at(context, "review"))
    (cited,) = shown.tree.every("details")
    assert "Twelve people use it" in text_of(cited)
    assert cited in list(shown.tree.ids["at-effects-age-known"].iter())


def test_a_reviewer_of_the_same_service_is_told_why_and_sees_nothing_said(
    as_champion: Visitor,
    champion: Person,
    equality_lead: Person,
    review_factory: ReviewFactory,
    at: At,
) -> None:
    context = review_factory.claimed_by()
    review_factory.add_comment(context, equality_lead, PRIVATE)
    champion.service = context.assessment.service
    for path in ("review", "review/comments", "review/opinions", "review/opinion", "review/note"):
        shown = as_champion.get(at(context, path), expect=403)
        assert shown.title == "You cannot review this assessment"
        assert "You work in the same service." in shown.text
        assert PRIVATE not in shown.text


def test_who_stood_aside_sees_nothing_of_the_discussion(
    as_champion: Visitor,
    champion: Person,
    equality_lead: Person,
    review_factory: ReviewFactory,
    at: At,
) -> None:
    context = review_factory.claimed_by(champion)
    review_factory.add_comment(context, equality_lead, PRIVATE)
    context.assessment.reviewers[0].recused_at = NOW
    shown = as_champion.get(at(context, "review"), expect=403)
    assert "You said that you should not review this assessment." in shown.text


def test_the_author_reads_remarks_at_once_and_adds_none(
    as_lead: Visitor, champion: Person, review_factory: ReviewFactory, at: At
) -> None:
    context = review_factory.claimed_by(champion)
    review_factory.add_comment(context, champion, "Which year is this from?")
    shown = as_lead.get(at(context, "review"))
    assert "Which year is this from?" in shown.text
    assert [href for href in shown.links if "comments/new" in href or "/opinion?" in href] == []
    as_lead.get(at(context, "review/comments/new"), expect=403)
    as_lead.get(at(context, "review/opinion"), expect=403)


def test_an_earlier_round_is_read_as_it_was(
    as_champion: Visitor, champion: Person, review_factory: ReviewFactory, at: At
) -> None:
    context = review_factory.claimed_by(champion)
    review_factory.add_comment(context, champion, "In round one")
    review_factory.close(context, Transition.REQUEST_CHANGES)
    review_factory.makers.step(context, Transition.RESUBMIT)
    assert "In round one" not in as_champion.get(at(context, "review")).text
    first = as_champion.get(at(context, "review?round=1"))
    assert "In round one" in first.text
    assert [href for href in first.links if "comments/new" in href] == []
    for path in ("review?round=9", "review/comments?round=0", "review/opinions?round=3"):
        as_champion.get(at(context, path), expect=404)


def test_an_assessment_that_never_came_to_review_has_no_review(
    as_equality_lead: Visitor, make_assessment: Makers, at: At
) -> None:
    as_equality_lead.get(at(make_assessment(), "review"), expect=404)


@pytest.mark.parametrize("path", ["review", "review/comments"])
def test_reading_asks_the_database_as_often_with_three_remarks_as_with_one(
    path: str,
    as_champion: Visitor,
    champion: Person,
    session: Session,
    review_factory: ReviewFactory,
    at: At,
) -> None:
    other = add_person(session, "Olu Other", Role.CHAMPION)
    context = review_factory.claimed_by(champion, other)
    review_factory.add_comment(context, champion)
    one = len(select_statements(as_champion.get(at(context, path))))
    review_factory.add_comment(context, other, "Another", Location())
    review_factory.add_comment(context, champion, "More", SUMMARY, CommentKind.MUST_ADDRESS)
    shown = as_champion.get(at(context, path))
    assert (len(remark_texts(shown)), len(select_statements(shown))) == (3, one)
    assert one <= 20


def test_the_assessment_leads_each_reader_into_its_review(
    visit: Visit, champion: Person, stranger: Person, review_factory: ReviewFactory, at: At
) -> None:
    context = review_factory.claimed_by(champion)
    asked = review_factory.invite(context, stranger, champion)
    ways = {
        champion: ("Read and remark", "review"),
        review_factory.makers.lead: ("Read the review", "review"),
        stranger: ("Your opinion is asked", f"invitations/{asked.id}"),
    }
    for person, (words, path) in ways.items():
        shown = visit(person).get(at(context))
        assert shown.link(words) == at(context, path)
    assert "Read the review" not in visit(stranger).get(at(context)).text


def test_an_assessment_that_was_not_reviewed_leads_into_no_review(
    as_lead: Visitor, make_assessment: Makers, at: At
) -> None:
    for state in (State.DRAFT, State.AWAITING_SIGN_OFF):
        assert "Review" not in as_lead.get(at(make_assessment(state))).text
