"""Replies to remarks, and what of an assessment that was sent back may be changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from eia_app.domain.errors import Denied, Invalid, NotAllowed, NotFound, NotReady, Stale
from eia_app.domain.review.review import Location, Outcome, ReplyKind
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers.rows import remove_row, save_row
from eia_app.services.answers.save import LOCKED, save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.coach import findings
from eia_app.services.review import replies
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.domain.coach.coached_cases import STANDARD
from tests.factories import NOW, Makers
from tests.services.review import review_steps
from tests.services.review.review_steps import AGE, MUST, PROPOSAL, QUESTION, WHOLE

LATER = NOW + timedelta(hours=2)
Reopened = Callable[[AssessmentContext], AssessmentContext]


@pytest.fixture
def context(make_assessment: Makers, champion: Person) -> AssessmentContext:
    made = make_assessment(State.IN_REVIEW)
    review_steps.add_reviewers(made, champion)
    return made


def test_every_must_address_is_answered_before_submitting_again_and_nothing_else(
    context: AssessmentContext, champion: Person, lead: Person, make_assessment: Makers
) -> None:
    first = review_steps.add_comment(context, champion)
    second = review_steps.add_comment(context, champion, AGE, text="Ask older people")
    review_steps.add_comment(context, champion, WHOLE, QUESTION, "Is it long?")
    review_steps.send_back(make_assessment, context, ["proposal", ""])
    with pytest.raises(NotReady) as refused:
        review_steps.resubmit(context, lead)
    assert refused.value.missing == (
        "The proposal: What would change? – Say who they are",
        "Age – Ask older people",
    )
    review_steps.reply_to(context, first, lead)
    with pytest.raises(NotReady):
        review_steps.resubmit(context, lead)
    found = replies.progress(replies.asking(context))
    assert (found.answered, [each.id for each in found.waiting]) == (1, [second.id])
    review_steps.reply_to(
        context, second, lead, ReplyKind.NOT_CHANGED, "Nobody of that age parks here"
    )
    review_steps.resubmit(context, lead)
    assert context.assessment.state is State.IN_REVIEW
    assert replies.asking(context) is None


def test_after_a_round_that_agreed_a_declined_assessment_needs_no_answers(
    context: AssessmentContext, champion: Person, lead: Person, make_assessment: Makers
) -> None:
    mine = review_steps.add_comment(context, champion)
    review_steps.agree_review(make_assessment, context)
    make_assessment.step(context, Transition.DECLINE)
    review_steps.reply_to(context, mine, lead)  # it may be answered all the same
    review_steps.resubmit(context, lead)
    assert context.assessment.state is State.AWAITING_SIGN_OFF


def test_an_answer_says_what_was_done_or_why_not(
    context: AssessmentContext, champion: Person, lead: Person, make_assessment: Makers
) -> None:
    mine = review_steps.add_comment(context, champion)
    review_steps.send_back(make_assessment, context)
    for kind, said in replies.SAID.items():
        with pytest.raises(Invalid) as refused:
            review_steps.reply_to(context, mine, lead, kind, " \n")
        assert refused.value.errors == {"text": said}


def test_two_authors_who_answer_one_remark_do_not_overwrite_each_other(
    context: AssessmentContext, champion: Person, lead: Person, make_assessment: Makers
) -> None:
    mine = review_steps.add_comment(context, champion)
    review_steps.send_back(make_assessment, context)
    review_steps.reply_to(context, mine, lead, text="First")
    with pytest.raises(Stale) as refused:
        review_steps.reply_to(context, mine, lead, text="Second")
    (clash,) = refused.value.clashes
    assert (clash.theirs, clash.yours, refused.value.saved_by) == ("First", "Second", "Lee Lead")
    review_steps.reply_to(context, mine, lead, text="First")  # the same again is no clash
    review_steps.reply_to(context, mine, lead, text="Second", seen=refused.value.revision)
    assert mine.reply is not None
    assert mine.reply.text == "Second"


def test_only_who_works_on_it_answers_and_only_while_changes_are_made(
    context: AssessmentContext,
    champion: Person,
    equality_lead: Person,
    lead: Person,
    make_assessment: Makers,
) -> None:
    mine = review_steps.add_comment(context, champion)
    with pytest.raises(NotAllowed):
        review_steps.reply_to(context, mine, lead)
    review_steps.send_back(make_assessment, context)
    for person in (champion, equality_lead):
        with pytest.raises(Denied):
            review_steps.reply_to(context, mine, person)
    review_steps.reply_to(context, mine, lead)
    review_steps.resubmit(context, lead)
    with pytest.raises(NotAllowed):
        review_steps.reply_to(context, mine, lead)


def test_a_remark_of_another_assessment_or_of_nothing_is_not_there(
    context: AssessmentContext, champion: Person, make_assessment: Makers
) -> None:
    other = make_assessment(State.IN_REVIEW)
    review_steps.add_reviewers(other, champion)
    theirs = review_steps.add_comment(other, champion)
    for each in (context, other):
        review_steps.send_back(make_assessment, each)
    for id_ in (theirs.id, uuid4()):
        with pytest.raises(NotFound):
            replies.find(context, id_)


def test_a_remark_of_an_earlier_round_is_answered_no_more(
    context: AssessmentContext, champion: Person, lead: Person, make_assessment: Makers
) -> None:
    mine = review_steps.add_comment(context, champion, kind=QUESTION)
    review_steps.send_back(make_assessment, context)
    review_steps.resubmit(context, lead)
    review_steps.send_back(make_assessment, context)
    with pytest.raises(NotAllowed, match="cannot be answered now"):
        replies.find(context, mine.id)


def test_a_page_shows_the_remarks_about_its_own_questions_and_about_its_task(
    context: AssessmentContext, champion: Person, make_assessment: Makers
) -> None:
    about_question = review_steps.add_comment(context, champion, PROPOSAL)
    about_task = review_steps.add_comment(context, champion, Location("proposal"))
    review_steps.add_comment(context, champion, AGE)
    review_steps.send_back(make_assessment, context)
    task = context.journey.task("proposal")
    assert task is not None
    basics, details = (task.shown[page] for page in ("basics", "details"))
    found = {each.id for each in replies.comments_for_task(context, task, basics)}
    assert found == {about_question.id, about_task.id}
    assert [each.id for each in replies.comments_for_task(context, task, details)] == [
        about_task.id
    ]


# What may be changed


def test_only_what_was_sent_back_can_be_changed(
    context: AssessmentContext, lead: Person, make_assessment: Makers, reload_assessment: Reopened
) -> None:
    review_steps.send_back(make_assessment, context, ["proposal", ""], ["effects", "age"])
    again = reload_assessment(context)
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
    context: AssessmentContext, lead: Person, make_assessment: Makers, reload_assessment: Reopened
) -> None:
    review_steps.send_back(make_assessment, context, ["proposal", ""])
    again = reload_assessment(context)
    same = {"outcome": again.answers.get("outcome")}
    save_answers(again, "conclusion", None, same, by=lead, now=LATER)
    assert list(again.changes) == [("proposal", None)]


def test_a_row_of_a_locked_list_is_neither_changed_nor_taken_away(
    make_assessment: Makers, lead: Person, reload_assessment: Reopened
) -> None:
    context = make_assessment(
        State.IN_REVIEW, effect=["negative"], severity="low", likelihood="low"
    )
    review_steps.send_back(make_assessment, context, ["proposal", ""])
    again = reload_assessment(context)
    (row,) = (row for row in again.rows.values() if row.section == "action_plan")
    changed = {**row.values, "action_text": "Something else"}
    with pytest.raises(NotAllowed, match=LOCKED):
        save_row(again, "action_plan", row.id, changed, by=lead, now=LATER, seen=row.revision)
    with pytest.raises(NotAllowed, match=LOCKED):
        remove_row(again, row.id, by=lead, now=LATER)
    assert row.id in again.rows


def test_a_section_that_a_change_left_incomplete_opens_again(
    context: AssessmentContext, lead: Person, make_assessment: Makers, reload_assessment: Reopened
) -> None:
    review_steps.send_back(make_assessment, context, ["proposal", ""])
    again = reload_assessment(context)
    save_answers(again, "proposal", None, {"staff": "yes"}, by=lead, now=LATER)
    assert again.journey.missing[0].section == "workforce"
    save_answers(again, "workforce", None, {"workforce_effect": "Two"}, by=lead, now=LATER)
    assert again.journey.is_complete
    assert again.journey.is_locked("workforce")
    review_steps.resubmit(again, lead, after=timedelta(hours=3))


def test_when_no_section_is_named_everything_can_be_changed(
    make_assessment: Makers, lead: Person, reload_assessment: Reopened
) -> None:
    context = reload_assessment(make_assessment(State.CHANGES_REQUESTED))
    save_answers(context, "conclusion", None, {"outcome": "stop"}, by=lead, now=LATER)
    assert context.answers.get("outcome") == "stop"


def test_a_round_that_asks_for_changes_and_one_that_agrees_are_both_kept(
    context: AssessmentContext, lead: Person, make_assessment: Makers
) -> None:
    review_steps.send_back(make_assessment, context, ["proposal", ""])
    review_steps.resubmit(context, lead)
    review_steps.agree_review(make_assessment, context)
    found = [(each.round.number, each.round.outcome) for each in replies.every_round(context)]
    assert found == [(2, Outcome.AGREED), (1, Outcome.CHANGES_NEEDED)]


def test_only_a_must_address_of_a_round_that_asked_for_changes_blocks(
    context: AssessmentContext, champion: Person, make_assessment: Makers
) -> None:
    review_steps.add_comment(context, champion, kind=MUST)
    assert replies.progress(replies.asking(context)).must == ()
    review_steps.agree_review(make_assessment, context)
    assert replies.progress(replies.asking(context)).must == ()


def test_what_must_be_put_right_opens_the_sections_in_which_that_is_done(
    make_assessment: Makers, forms: Forms, lead: Person
) -> None:
    make_assessment.forms = forms
    answers = {**STANDARD, "title": "A bus", "effect": ["neutral"], "outcome": "continue"}
    context = make_assessment.start(answers)
    make_assessment.answer_everything(context, answers)
    make_assessment.step(context, Transition.SUBMIT)
    make_assessment.step(context, Transition.DECLINE, sections=[["effects", "age"]])
    again = load_assessment(context.session, forms, context.assessment.id)
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
