"""Remarks of a round: where they may stand, who may change them and until when; private notes."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, Invalid, NotAllowed, NotFound, Stale
from eia_app.domain.review.review import CommentKind, Location
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import comments, discussion
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Reviewer
from tests.factories import NOW
from tests.reviews import SUMMARY, WORSE, ReviewFactory


def texts(context: AssessmentContext) -> list[str]:
    return [each.text for each in discussion.of_round(context).comments]


def test_a_remark_belongs_to_the_open_round_and_to_its_place(
    review_factory: ReviewFactory, champion: Person
) -> None:
    context = review_factory.claimed_by(champion)
    place = Location("effects", "age", "effect")
    made = review_factory.add_comment(
        context, champion, "  Who says so?  ", place, CommentKind.QUESTION
    )
    (found,) = discussion.of_round(context).comments
    assert (found.id, found.text, found.kind) == (made.id, "Who says so?", CommentKind.QUESTION)
    assert discussion.place_of(found) == place
    assert found.person_id == champion.id


def test_a_remark_may_be_about_the_whole_a_section_a_group_or_a_row(
    review_factory: ReviewFactory, champion: Person
) -> None:
    context = review_factory.claimed_by(champion, **WORSE)
    row = next(id_ for id_, each in context.rows.items() if each.section == "action_plan")
    places = [
        Location(),
        Location("proposal"),
        Location("effects", "age"),
        Location("action_plan", row=row),
    ]
    for place in reversed(places):
        review_factory.add_comment(context, champion, "A remark", place)
    found = [discussion.place_of(each) for each in discussion.of_round(context).comments]
    assert found == places


@pytest.mark.parametrize(
    "place",
    [
        Location("no_such"),
        Location("proposal", question="no_such"),
        Location("proposal", "age", "summary"),
        Location("evidence", row=UUID(int=7)),
        Location("quick_check", question="title"),
    ],
)
def test_a_remark_about_what_was_not_asked_is_refused(
    review_factory: ReviewFactory, champion: Person, place: Location
) -> None:
    with pytest.raises(NotFound):
        review_factory.add_comment(review_factory.claimed_by(champion), champion, "A remark", place)


def test_a_remark_without_words_is_refused(review_factory: ReviewFactory, champion: Person) -> None:
    with pytest.raises(Invalid) as refused:
        review_factory.add_comment(review_factory.claimed_by(champion), champion, " \n ")
    assert refused.value.errors == {"text": "Enter your remark"}


def test_pressing_twice_adds_one_remark(review_factory: ReviewFactory, champion: Person) -> None:
    context, id_ = review_factory.claimed_by(champion), uuid4()
    for text in ("Once", "Once"):
        comments.add(
            context,
            SUMMARY,
            CommentKind.PRAISE,
            text,
            by=champion,
            now=review_factory.now(),
            id_=id_,
        )
    assert texts(context) == ["Once"]


def test_going_back_to_a_remark_that_was_saved_and_saving_other_words_loses_none(
    review_factory: ReviewFactory, champion: Person
) -> None:
    context, id_ = review_factory.claimed_by(champion), uuid4()

    def save(text: str) -> None:
        now, kind = review_factory.now(), CommentKind.PRAISE
        comments.add(context, SUMMARY, kind, text, by=champion, now=now, id_=id_)

    save("At first")
    save("On second thoughts")
    assert texts(context) == ["On second thoughts"]
    made = comments.find(context, id_, by=champion)
    comments.remove(context, made, by=champion, now=review_factory.now())
    save("On third thoughts")
    assert texts(context) == ["On third thoughts"]


def test_the_id_of_a_remark_of_somebody_else_adds_nothing_and_shows_nothing(
    review_factory: ReviewFactory, champion: Person, equality_lead: Person
) -> None:
    context = review_factory.claimed_by(champion)
    theirs = review_factory.add_comment(context, equality_lead, "Theirs")
    with pytest.raises(NotFound):
        comments.add(
            context,
            SUMMARY,
            CommentKind.PRAISE,
            "Mine",
            by=champion,
            now=review_factory.now(),
            id_=theirs.id,
        )
    assert texts(context) == ["Theirs"]


def test_only_who_reviews_it_and_the_equality_lead_may_remark(
    review_factory: ReviewFactory, champion: Person, equality_lead: Person, lead: Person
) -> None:
    context = review_factory.claimed_by()
    for person in (champion, lead):  # the champion has not claimed it
        with pytest.raises(Denied):
            review_factory.add_comment(context, person)
    review_factory.add_comment(context, equality_lead, "From the equality lead")
    assert texts(context) == ["From the equality lead"]


def test_who_stood_aside_may_not_remark_any_more(
    review_factory: ReviewFactory, champion: Person
) -> None:
    context = review_factory.claimed_by(champion)
    made = review_factory.add_comment(context, champion)
    context.assessment.reviewers[0].recused_at = review_factory.now()
    with pytest.raises(Denied):
        review_factory.add_comment(context, champion)
    with pytest.raises(Denied):
        comments.remove(context, made, by=champion, now=review_factory.now())


def test_a_remark_is_changed_and_says_since_when(
    review_factory: ReviewFactory, champion: Person
) -> None:
    context = review_factory.claimed_by(champion)
    made = review_factory.add_comment(context, champion, "First words")
    at, changed = made.at, review_factory.now()
    comments.edit(
        context, made, CommentKind.MUST_ADDRESS, "Better", by=champion, now=changed, seen=1
    )
    assert (made.kind, made.text) == (CommentKind.MUST_ADDRESS, "Better")
    assert (made.at, made.edited_at) == (at, changed)


def test_saving_a_remark_as_it_was_changes_nothing(
    review_factory: ReviewFactory, champion: Person
) -> None:
    context = review_factory.claimed_by(champion)
    made = review_factory.add_comment(context, champion, "As it was")
    comments.edit(
        context, made, made.kind, "As it was", by=champion, now=review_factory.now(), seen=0
    )
    assert (made.edited_at, made.revision) == (None, 1)


def test_two_windows_of_one_person_are_told_of_each_other_with_both_texts(
    review_factory: ReviewFactory, champion: Person
) -> None:
    context = review_factory.claimed_by(champion)
    made = review_factory.add_comment(context, champion, "First")
    kind = made.kind
    comments.edit(
        context, made, kind, "In one window", by=champion, now=review_factory.now(), seen=1
    )
    with pytest.raises(Stale) as stale:
        comments.edit(
            context, made, kind, "In another", by=champion, now=review_factory.now(), seen=1
        )
    (clash,) = stale.value.clashes
    assert (clash.theirs, clash.yours, stale.value.revision) == ("In one window", "In another", 2)
    comments.edit(context, made, kind, "In another", by=champion, now=review_factory.now(), seen=2)
    assert made.text == "In another"


def test_what_is_removed_is_kept_and_not_shown(
    review_factory: ReviewFactory, champion: Person
) -> None:
    context = review_factory.claimed_by(champion)
    made, when = review_factory.add_comment(context, champion, "A slip"), review_factory.now()
    comments.remove(context, made, by=champion, now=when)
    assert texts(context) == []
    assert (made.text, made.removed_at) == ("A slip", when)
    with pytest.raises(NotFound):
        comments.find(context, made.id, by=champion)


def test_a_remark_of_somebody_else_or_of_another_assessment_is_not_found(
    review_factory: ReviewFactory, champion: Person, equality_lead: Person
) -> None:
    context, other = review_factory.claimed_by(champion), review_factory.claimed_by(champion)
    made = review_factory.add_comment(context, champion)
    for where, who in ((context, equality_lead), (other, champion)):
        with pytest.raises(NotFound):
            comments.find(where, made.id, by=who)
    with pytest.raises(NotFound):
        comments.find(context, uuid4(), by=champion)
    assert comments.find(context, made.id, by=champion) is made


@pytest.mark.parametrize("action", [Transition.COMPLETE_REVIEW, Transition.REQUEST_CHANGES])
def test_nothing_is_said_or_changed_in_a_closed_round(
    review_factory: ReviewFactory, champion: Person, action: Transition
) -> None:
    context = review_factory.claimed_by(champion)
    made = review_factory.add_comment(context, champion, "Said in time")
    review_factory.close(context, action)
    with pytest.raises(NotAllowed):
        review_factory.add_comment(context, champion, "Too late")
    with pytest.raises(NotAllowed):
        comments.edit(
            context, made, made.kind, "Too late", by=champion, now=review_factory.now(), seen=1
        )
    assert texts(context) == ["Said in time"]


def test_a_remark_of_an_earlier_round_is_not_changed_in_the_next(
    review_factory: ReviewFactory, champion: Person
) -> None:
    context = review_factory.claimed_by(champion)
    made = review_factory.add_comment(context, champion, "In round one")
    review_factory.close(context, Transition.REQUEST_CHANGES)
    review_factory.makers.step(context, Transition.RESUBMIT)
    with pytest.raises(NotAllowed):
        comments.edit(
            context, made, made.kind, "New", by=champion, now=review_factory.now(), seen=1
        )
    with pytest.raises(NotAllowed):
        comments.remove(context, made, by=champion, now=review_factory.now())
    assert [each.text for each in discussion.of_round(context, 1).comments] == ["In round one"]
    assert texts(context) == []


def test_notes_are_kept_for_each_person_alone(
    review_factory: ReviewFactory, champion: Person, equality_lead: Person, session: Session
) -> None:
    context = review_factory.claimed_by(champion)
    comments.save_note(context, " Ask about the bus ", by=champion, now=NOW)
    comments.save_note(context, "Ask about the bus, and the fare", by=champion, now=NOW)
    session.expire_all()
    mine = comments.note_of(session, context.assessment, champion)
    assert mine is not None
    assert (mine.text, mine.at) == ("Ask about the bus, and the fare", NOW)
    assert comments.note_of(session, context.assessment, equality_lead) is None


def test_whoever_may_not_read_the_discussion_keeps_no_notes(
    review_factory: ReviewFactory, champion: Person, stranger: Person
) -> None:
    context = review_factory.claimed_by()
    context.assessment.reviewers.append(
        Reviewer(person_id=champion.id, person=champion, recused_at=NOW)
    )
    for person in (champion, stranger):
        with pytest.raises(Denied):
            comments.save_note(context, "A note", by=person, now=NOW)
