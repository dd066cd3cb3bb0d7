"""Remarks of a round: where they may stand, who may change them and until when; private notes."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, Invalid, NotAllowed, NotFound, Stale
from eia_app.domain.review.review import CommentKind, Place
from eia_app.domain.workflow.states import Action
from eia_app.services.assessment.loading import Opened
from eia_app.services.review import comments, discussion
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Reviewer
from tests.factories import NOW
from tests.reviews import SUMMARY, WORSE, Reviewing


def texts(opened: Opened) -> list[str]:
    return [each.text for each in discussion.of_round(opened).comments]


def test_a_remark_belongs_to_the_open_round_and_to_its_place(
    reviewing: Reviewing, champion: Person
) -> None:
    opened = reviewing.of(champion)
    place = Place("effects", "age", "effect")
    made = reviewing.remark(opened, champion, "  Who says so?  ", place, CommentKind.QUESTION)
    (found,) = discussion.of_round(opened).comments
    assert (found.id, found.text, found.kind) == (made.id, "Who says so?", CommentKind.QUESTION)
    assert discussion.place_of(found) == place
    assert found.person_id == champion.id


def test_a_remark_may_be_about_the_whole_a_section_a_group_or_a_row(
    reviewing: Reviewing, champion: Person
) -> None:
    opened = reviewing.of(champion, **WORSE)
    row = next(id_ for id_, each in opened.rows.items() if each.section == "action_plan")
    places = [Place(), Place("proposal"), Place("effects", "age"), Place("action_plan", row=row)]
    for place in reversed(places):
        reviewing.remark(opened, champion, "A remark", place)
    found = [discussion.place_of(each) for each in discussion.of_round(opened).comments]
    assert found == places


@pytest.mark.parametrize(
    "place",
    [
        Place("no_such"),
        Place("proposal", question="no_such"),
        Place("proposal", "age", "summary"),
        Place("evidence", row=UUID(int=7)),
        Place("quick_check", question="title"),
    ],
)
def test_a_remark_about_what_was_not_asked_is_refused(
    reviewing: Reviewing, champion: Person, place: Place
) -> None:
    with pytest.raises(NotFound):
        reviewing.remark(reviewing.of(champion), champion, "A remark", place)


def test_a_remark_without_words_is_refused(reviewing: Reviewing, champion: Person) -> None:
    with pytest.raises(Invalid) as refused:
        reviewing.remark(reviewing.of(champion), champion, " \n ")
    assert refused.value.errors == {"text": "Enter your remark"}


def test_pressing_twice_adds_one_remark(reviewing: Reviewing, champion: Person) -> None:
    opened, id_ = reviewing.of(champion), uuid4()
    for text in ("Once", "Once"):
        comments.add(
            opened, SUMMARY, CommentKind.PRAISE, text, by=champion, now=reviewing.now(), id_=id_
        )
    assert texts(opened) == ["Once"]


def test_going_back_to_a_remark_that_was_saved_and_saving_other_words_loses_none(
    reviewing: Reviewing, champion: Person
) -> None:
    opened, id_ = reviewing.of(champion), uuid4()

    def save(text: str) -> None:
        now, kind = reviewing.now(), CommentKind.PRAISE
        comments.add(opened, SUMMARY, kind, text, by=champion, now=now, id_=id_)

    save("At first")
    save("On second thoughts")
    assert texts(opened) == ["On second thoughts"]
    made = comments.find(opened, id_, by=champion)
    comments.remove(opened, made, by=champion, now=reviewing.now())
    save("On third thoughts")
    assert texts(opened) == ["On third thoughts"]


def test_the_id_of_a_remark_of_somebody_else_adds_nothing_and_shows_nothing(
    reviewing: Reviewing, champion: Person, equality_lead: Person
) -> None:
    opened = reviewing.of(champion)
    theirs = reviewing.remark(opened, equality_lead, "Theirs")
    with pytest.raises(NotFound):
        comments.add(
            opened,
            SUMMARY,
            CommentKind.PRAISE,
            "Mine",
            by=champion,
            now=reviewing.now(),
            id_=theirs.id,
        )
    assert texts(opened) == ["Theirs"]


def test_only_who_reviews_it_and_the_equality_lead_may_remark(
    reviewing: Reviewing, champion: Person, equality_lead: Person, lead: Person
) -> None:
    opened = reviewing.of()
    for person in (champion, lead):  # the champion has not claimed it
        with pytest.raises(Denied):
            reviewing.remark(opened, person)
    reviewing.remark(opened, equality_lead, "From the equality lead")
    assert texts(opened) == ["From the equality lead"]


def test_who_stood_aside_may_not_remark_any_more(reviewing: Reviewing, champion: Person) -> None:
    opened = reviewing.of(champion)
    made = reviewing.remark(opened, champion)
    opened.assessment.reviewers[0].recused_at = reviewing.now()
    with pytest.raises(Denied):
        reviewing.remark(opened, champion)
    with pytest.raises(Denied):
        comments.remove(opened, made, by=champion, now=reviewing.now())


def test_a_remark_is_changed_and_says_since_when(reviewing: Reviewing, champion: Person) -> None:
    opened = reviewing.of(champion)
    made = reviewing.remark(opened, champion, "First words")
    at, changed = made.at, reviewing.now()
    comments.edit(
        opened, made, CommentKind.MUST_ADDRESS, "Better", by=champion, now=changed, seen=1
    )
    assert (made.kind, made.text) == (CommentKind.MUST_ADDRESS, "Better")
    assert (made.at, made.edited_at) == (at, changed)


def test_saving_a_remark_as_it_was_changes_nothing(reviewing: Reviewing, champion: Person) -> None:
    opened = reviewing.of(champion)
    made = reviewing.remark(opened, champion, "As it was")
    comments.edit(opened, made, made.kind, "As it was", by=champion, now=reviewing.now(), seen=0)
    assert (made.edited_at, made.revision) == (None, 1)


def test_two_windows_of_one_person_are_told_of_each_other_with_both_texts(
    reviewing: Reviewing, champion: Person
) -> None:
    opened = reviewing.of(champion)
    made = reviewing.remark(opened, champion, "First")
    kind = made.kind
    comments.edit(opened, made, kind, "In one window", by=champion, now=reviewing.now(), seen=1)
    with pytest.raises(Stale) as stale:
        comments.edit(opened, made, kind, "In another", by=champion, now=reviewing.now(), seen=1)
    (clash,) = stale.value.clashes
    assert (clash.theirs, clash.yours, stale.value.revision) == ("In one window", "In another", 2)
    comments.edit(opened, made, kind, "In another", by=champion, now=reviewing.now(), seen=2)
    assert made.text == "In another"


def test_what_is_removed_is_kept_and_not_shown(reviewing: Reviewing, champion: Person) -> None:
    opened = reviewing.of(champion)
    made, when = reviewing.remark(opened, champion, "A slip"), reviewing.now()
    comments.remove(opened, made, by=champion, now=when)
    assert texts(opened) == []
    assert (made.text, made.removed_at) == ("A slip", when)
    with pytest.raises(NotFound):
        comments.find(opened, made.id, by=champion)


def test_a_remark_of_somebody_else_or_of_another_assessment_is_not_found(
    reviewing: Reviewing, champion: Person, equality_lead: Person
) -> None:
    opened, other = reviewing.of(champion), reviewing.of(champion)
    made = reviewing.remark(opened, champion)
    for where, who in ((opened, equality_lead), (other, champion)):
        with pytest.raises(NotFound):
            comments.find(where, made.id, by=who)
    with pytest.raises(NotFound):
        comments.find(opened, uuid4(), by=champion)
    assert comments.find(opened, made.id, by=champion) is made


@pytest.mark.parametrize("action", [Action.COMPLETE_REVIEW, Action.REQUEST_CHANGES])
def test_nothing_is_said_or_changed_in_a_closed_round(
    reviewing: Reviewing, champion: Person, action: Action
) -> None:
    opened = reviewing.of(champion)
    made = reviewing.remark(opened, champion, "Said in time")
    reviewing.close(opened, action)
    with pytest.raises(Denied):
        reviewing.remark(opened, champion, "Too late")
    with pytest.raises((Denied, NotAllowed)):
        comments.edit(opened, made, made.kind, "Too late", by=champion, now=reviewing.now(), seen=1)
    assert texts(opened) == ["Said in time"]


def test_a_remark_of_an_earlier_round_is_not_changed_in_the_next(
    reviewing: Reviewing, champion: Person
) -> None:
    opened = reviewing.of(champion)
    made = reviewing.remark(opened, champion, "In round one")
    reviewing.close(opened, Action.REQUEST_CHANGES)
    reviewing.makers.step(opened, Action.RESUBMIT)
    with pytest.raises(NotAllowed):
        comments.edit(opened, made, made.kind, "New", by=champion, now=reviewing.now(), seen=1)
    with pytest.raises(NotAllowed):
        comments.remove(opened, made, by=champion, now=reviewing.now())
    assert [each.text for each in discussion.of_round(opened, 1).comments] == ["In round one"]
    assert texts(opened) == []


def test_notes_are_kept_for_each_person_alone(
    reviewing: Reviewing, champion: Person, equality_lead: Person, session: Session
) -> None:
    opened = reviewing.of(champion)
    comments.save_note(opened, " Ask about the bus ", by=champion, now=NOW)
    comments.save_note(opened, "Ask about the bus, and the fare", by=champion, now=NOW)
    session.expire_all()
    mine = comments.note_of(session, opened.assessment, champion)
    assert mine is not None
    assert (mine.text, mine.at) == ("Ask about the bus, and the fare", NOW)
    assert comments.note_of(session, opened.assessment, equality_lead) is None


def test_whoever_may_not_read_the_discussion_keeps_no_notes(
    reviewing: Reviewing, champion: Person, stranger: Person
) -> None:
    opened = reviewing.of()
    opened.assessment.reviewers.append(
        Reviewer(person_id=champion.id, person=champion, recused_at=NOW)
    )
    for person in (champion, stranger):
        with pytest.raises(Denied):
            comments.save_note(opened, "A note", by=person, now=NOW)
