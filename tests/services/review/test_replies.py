"""Replies to remarks, and what of an assessment that was sent back may be changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from eia_app.domain.errors import Denied, Invalid, NotAllowed, NotFound, NotReady, Stale
from eia_app.domain.review.review import Outcome, Place, ReplyKind
from eia_app.domain.workflow.states import Action, State
from eia_app.services.answers.save import LOCKED, remove_row, save_answers, save_row
from eia_app.services.assessment.loading import Opened, open_assessment
from eia_app.services.coach import findings
from eia_app.services.review import replies
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.domain.coach.coached_cases import STANDARD
from tests.factories import NOW, Makers
from tests.services.review import discussions
from tests.services.review.discussions import AGE, MUST, PROPOSAL, QUESTION, WHOLE

LATER = NOW + timedelta(hours=2)
Reopened = Callable[[Opened], Opened]


@pytest.fixture
def opened(make_assessment: Makers, champion: Person) -> Opened:
    made = make_assessment(State.IN_REVIEW)
    discussions.take_on(made, champion)
    return made


def test_every_must_address_is_answered_before_submitting_again_and_nothing_else(
    opened: Opened, champion: Person, lead: Person, make_assessment: Makers
) -> None:
    first = discussions.remark(opened, champion)
    second = discussions.remark(opened, champion, AGE, text="Ask older people")
    discussions.remark(opened, champion, WHOLE, QUESTION, "Is it long?")
    discussions.send_back(make_assessment, opened, ["proposal", ""])
    with pytest.raises(NotReady) as refused:
        discussions.resubmit(opened, lead)
    assert refused.value.missing == (
        "The proposal: What would change? – Say who they are",
        "Age – Ask older people",
    )
    discussions.answer(opened, first, lead)
    with pytest.raises(NotReady):
        discussions.resubmit(opened, lead)
    found = replies.progress(replies.asking(opened))
    assert (found.answered, [each.id for each in found.waiting]) == (1, [second.id])
    discussions.answer(opened, second, lead, ReplyKind.NOT_CHANGED, "Nobody of that age parks here")
    discussions.resubmit(opened, lead)
    assert opened.assessment.state is State.IN_REVIEW
    assert replies.asking(opened) is None


def test_after_a_round_that_agreed_a_declined_assessment_needs_no_answers(
    opened: Opened, champion: Person, lead: Person, make_assessment: Makers
) -> None:
    mine = discussions.remark(opened, champion)
    discussions.agree(make_assessment, opened)
    make_assessment.step(opened, Action.DECLINE)
    discussions.answer(opened, mine, lead)  # it may be answered all the same
    discussions.resubmit(opened, lead)
    assert opened.assessment.state is State.AWAITING_SIGN_OFF


def test_an_answer_says_what_was_done_or_why_not(
    opened: Opened, champion: Person, lead: Person, make_assessment: Makers
) -> None:
    mine = discussions.remark(opened, champion)
    discussions.send_back(make_assessment, opened)
    for kind, said in replies.SAID.items():
        with pytest.raises(Invalid) as refused:
            discussions.answer(opened, mine, lead, kind, " \n")
        assert refused.value.errors == {"text": said}


def test_two_authors_who_answer_one_remark_do_not_overwrite_each_other(
    opened: Opened, champion: Person, lead: Person, make_assessment: Makers
) -> None:
    mine = discussions.remark(opened, champion)
    discussions.send_back(make_assessment, opened)
    discussions.answer(opened, mine, lead, text="First")
    with pytest.raises(Stale) as refused:
        discussions.answer(opened, mine, lead, text="Second")
    (clash,) = refused.value.clashes
    assert (clash.theirs, clash.yours, refused.value.saved_by) == ("First", "Second", "Lee Lead")
    discussions.answer(opened, mine, lead, text="First")  # the same again is no clash
    discussions.answer(opened, mine, lead, text="Second", seen=refused.value.revision)
    assert mine.reply is not None
    assert mine.reply.text == "Second"


def test_only_who_works_on_it_answers_and_only_while_changes_are_made(
    opened: Opened,
    champion: Person,
    equality_lead: Person,
    lead: Person,
    make_assessment: Makers,
) -> None:
    mine = discussions.remark(opened, champion)
    with pytest.raises(NotAllowed):
        discussions.answer(opened, mine, lead)
    discussions.send_back(make_assessment, opened)
    for person in (champion, equality_lead):
        with pytest.raises(Denied):
            discussions.answer(opened, mine, person)
    discussions.answer(opened, mine, lead)
    discussions.resubmit(opened, lead)
    with pytest.raises(NotAllowed):
        discussions.answer(opened, mine, lead)


def test_a_remark_of_another_assessment_or_of_nothing_is_not_there(
    opened: Opened, champion: Person, make_assessment: Makers
) -> None:
    other = make_assessment(State.IN_REVIEW)
    discussions.take_on(other, champion)
    theirs = discussions.remark(other, champion)
    for each in (opened, other):
        discussions.send_back(make_assessment, each)
    for id_ in (theirs.id, uuid4()):
        with pytest.raises(NotFound):
            replies.find(opened, id_)


def test_a_remark_of_an_earlier_round_is_answered_no_more(
    opened: Opened, champion: Person, lead: Person, make_assessment: Makers
) -> None:
    mine = discussions.remark(opened, champion, kind=QUESTION)
    discussions.send_back(make_assessment, opened)
    discussions.resubmit(opened, lead)
    discussions.send_back(make_assessment, opened)
    with pytest.raises(NotAllowed, match="cannot be answered now"):
        replies.find(opened, mine.id)


def test_a_page_shows_the_remarks_about_its_own_questions_and_about_its_task(
    opened: Opened, champion: Person, make_assessment: Makers
) -> None:
    about_question = discussions.remark(opened, champion, PROPOSAL)
    about_task = discussions.remark(opened, champion, Place("proposal"))
    discussions.remark(opened, champion, AGE)
    discussions.send_back(make_assessment, opened)
    task = opened.journey.task("proposal")
    assert task is not None
    basics, details = (task.shown[page] for page in ("basics", "details"))
    found = {each.id for each in replies.about(opened, task, basics)}
    assert found == {about_question.id, about_task.id}
    assert [each.id for each in replies.about(opened, task, details)] == [about_task.id]


# What may be changed


def test_only_what_was_sent_back_can_be_changed(
    opened: Opened, lead: Person, make_assessment: Makers, reopened: Reopened
) -> None:
    discussions.send_back(make_assessment, opened, ["proposal", ""], ["effects", "age"])
    again = reopened(opened)
    for section, group in (("conclusion", None), ("effects", "disability")):
        values = {"outcome": "stop"} if group is None else {"effect": ["positive"]}
        with pytest.raises(NotAllowed, match=LOCKED):
            save_answers(again, section, group, values, by=lead, now=LATER)
    with pytest.raises(NotAllowed, match=LOCKED):
        save_row(again, "evidence", uuid4(), {"fact": "12%"}, by=lead, now=LATER)
    save_answers(again, "proposal", None, {"summary": "Dearer permits"}, by=lead, now=LATER)
    save_answers(again, "effects", "age", {"effect": ["positive"]}, by=lead, now=LATER)
    assert again.answers.get("summary") == "Dearer permits"


def test_saving_a_locked_section_as_it_is_changes_nothing_and_is_no_error(
    opened: Opened, lead: Person, make_assessment: Makers, reopened: Reopened
) -> None:
    discussions.send_back(make_assessment, opened, ["proposal", ""])
    again = reopened(opened)
    same = {"outcome": again.answers.get("outcome")}
    save_answers(again, "conclusion", None, same, by=lead, now=LATER)
    assert again.changes == [("proposal", None)]


def test_a_row_of_a_locked_list_is_neither_changed_nor_taken_away(
    make_assessment: Makers, lead: Person, reopened: Reopened
) -> None:
    opened = make_assessment(State.IN_REVIEW, effect=["negative"], severity="low", likelihood="low")
    discussions.send_back(make_assessment, opened, ["proposal", ""])
    again = reopened(opened)
    (row,) = (row for row in again.rows.values() if row.section == "action_plan")
    changed = {**row.values, "action_text": "Something else"}
    with pytest.raises(NotAllowed, match=LOCKED):
        save_row(again, "action_plan", row.id, changed, by=lead, now=LATER, seen=row.revision)
    with pytest.raises(NotAllowed, match=LOCKED):
        remove_row(again, row.id, by=lead, now=LATER)
    assert row.id in again.rows


def test_a_section_that_a_change_left_incomplete_opens_again(
    opened: Opened, lead: Person, make_assessment: Makers, reopened: Reopened
) -> None:
    discussions.send_back(make_assessment, opened, ["proposal", ""])
    again = reopened(opened)
    save_answers(again, "proposal", None, {"staff": "yes"}, by=lead, now=LATER)
    assert again.journey.missing[0].section == "workforce"
    save_answers(again, "workforce", None, {"workforce_effect": "Two"}, by=lead, now=LATER)
    assert again.journey.is_complete
    assert again.journey.is_locked("workforce")
    discussions.resubmit(again, lead, after=timedelta(hours=3))


def test_when_no_section_is_named_everything_can_be_changed(
    make_assessment: Makers, lead: Person, reopened: Reopened
) -> None:
    opened = reopened(make_assessment(State.CHANGES_REQUESTED))
    save_answers(opened, "conclusion", None, {"outcome": "stop"}, by=lead, now=LATER)
    assert opened.answers.get("outcome") == "stop"


def test_a_round_that_asks_for_changes_and_one_that_agrees_are_both_kept(
    opened: Opened, lead: Person, make_assessment: Makers
) -> None:
    discussions.send_back(make_assessment, opened, ["proposal", ""])
    discussions.resubmit(opened, lead)
    discussions.agree(make_assessment, opened)
    found = [(each.round.number, each.round.outcome) for each in replies.every_round(opened)]
    assert found == [(2, Outcome.AGREED), (1, Outcome.CHANGES_NEEDED)]


def test_only_a_must_address_of_a_round_that_asked_for_changes_blocks(
    opened: Opened, champion: Person, make_assessment: Makers
) -> None:
    discussions.remark(opened, champion, kind=MUST)
    assert replies.progress(replies.asking(opened)).must == ()
    discussions.agree(make_assessment, opened)
    assert replies.progress(replies.asking(opened)).must == ()


def test_what_must_be_put_right_opens_the_sections_in_which_that_is_done(
    make_assessment: Makers, forms: Forms, lead: Person
) -> None:
    make_assessment.forms = forms
    answers = {**STANDARD, "title": "A bus", "effect": ["neutral"], "outcome": "continue"}
    opened = make_assessment.start(answers)
    make_assessment.answer_everything(opened, answers)
    make_assessment.step(opened, Action.SUBMIT)
    make_assessment.step(opened, Action.DECLINE, sections=[["effects", "age"]])
    again = open_assessment(opened.session, forms, opened.assessment.id)
    assert all(again.journey.is_locked(each) for each in ("action_plan", "conclusion"))
    worse = {"effect": ["negative"], "severity": "high", "likelihood": "high"}
    more = {"explanation": "Older people pay", "mitigation": "A lower fare"}
    save_answers(again, "effects", "age", {**worse, **more}, by=lead, now=LATER)
    assert findings.must_fix(again, now=LATER)
    open_ = [each for each in ("action_plan", "conclusion") if not again.journey.is_locked(each)]
    assert open_ == ["action_plan", "conclusion"]
    assert again.journey.is_locked("evidence")
    save_answers(again, "effects", "age", {"effect": ["neutral"]}, by=lead, now=LATER)
    assert again.journey.is_locked("action_plan")
