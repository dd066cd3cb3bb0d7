"""Something is assessed again: what it said comes over, what belonged to its time does not."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import NotAllowed, NotReady
from eia_app.domain.journey.routing import Route
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment import register as assessment_register
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.attachments import read as attachments_read
from eia_app.services.coach import findings
from eia_app.services.editions import reassess
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.models.people import Person
from tests.attachments.making_files import put_file
from tests.factories import NOW, Makers, history

NEXT_YEAR = NOW + timedelta(days=365)
ACTION, DONE = UUID(int=1), UUID(int=2)


@pytest.fixture
def signed(make_assessment: Makers, lead: Person) -> AssessmentContext:
    """A signed one with evidence that has a file, an action under way and one that is done."""
    context = make_assessment(route=Route.STANDARD)
    fact = uuid4()
    save_row(
        context, "evidence", fact, {"fact": "240 permits", "kind": "figures"}, by=lead, now=NOW
    )
    put_file(context, fact, b"a survey", by=lead, now=NOW)
    for id_, status in ((ACTION, "not_started"), (DONE, "done")):
        values = {"action_text": f"Do {status}", "action_owner": "Manager"}
        more = {"action_due": "2026-09-30", "action_status": status}
        save_row(context, "action_plan", id_, {**values, **more}, by=lead, now=NOW)
    save_answers(context, "proposal", None, {"starts": "2026-06-01"}, by=lead, now=NOW)
    make_assessment.answer_everything(context, {**make_assessment.usual})
    for action in (Transition.SUBMIT, Transition.SIGN_OFF):
        make_assessment.step(context, action)
    return context


@pytest.fixture
def reassessment(signed: AssessmentContext, lead: Person) -> AssessmentContext:
    return reassess.assess_again(signed, by=lead, now=NEXT_YEAR, id_=uuid4())


def test_it_is_a_draft_of_its_own_that_says_what_it_follows(
    signed: AssessmentContext, reassessment: AssessmentContext, lead: Person
) -> None:
    it = reassessment.assessment
    assert (it.state, it.version, it.lead_id) == (State.DRAFT, 1, lead.id)
    assert it.reference != signed.assessment.reference
    assert it.follows == signed.assessment.reference
    assert signed.assessment.state is State.SIGNED_OFF
    assert reassess.followed(reassessment, lead) is signed.assessment
    assert reassess.followed_by(signed, lead) == [it]


def test_each_answer_comes_over_to_be_confirmed(
    signed: AssessmentContext, reassessment: AssessmentContext
) -> None:
    assert reassessment.answers.get("title") == signed.answers.get("title")
    assert reassessment.to_confirm.answers == set(reassessment.answers.values)
    assert len(reassessment.answers.values) > 15
    rows = [row.id for found in reassessment.answers.rows.values() for row in found]
    assert reassessment.to_confirm.rows == set(rows)


def test_statuses_finished_actions_and_dates_that_have_passed_stay_behind(
    reassessment: AssessmentContext,
) -> None:
    texts = [row.values for row in reassessment.answers.rows["action_plan"]]
    assert {"action_text": "Do not_started", "action_owner": "Manager"} in texts
    assert all("action_status" not in row and "action_due" not in row for row in texts)
    assert all(row["action_text"] != "Do done" for row in texts)
    assert reassessment.answers.get("starts") is None


def test_evidence_brings_its_files_whose_content_is_kept_once(
    signed: AssessmentContext, reassessment: AssessmentContext
) -> None:
    (old,), (new,) = (
        attachments_read.present(signed).values(),
        attachments_read.present(reassessment).values(),
    )
    assert (new[0].name, new[0].sha256) == (old[0].name, old[0].sha256)
    assert new[0].row_id != old[0].row_id
    assert attachments_read.content_of(reassessment.session, new[0]) == b"a survey"


def test_it_cannot_be_submitted_before_all_of_it_is_confirmed(
    reassessment: AssessmentContext, lead: Person, make_assessment: Makers
) -> None:
    with pytest.raises(NotReady):
        apply_transition(reassessment, TransitionRequest(Transition.SUBMIT), by=lead, now=NEXT_YEAR)
    for _ in range(30):
        waiting = [each for each in reassessment.journey.missing if each.carried]
        for each in waiting:
            if each.row:
                row = reassessment.rows[UUID(each.row)]
                values, seen = dict(row.values), row.revision
                if each.section == "action_plan":
                    values |= {"action_due": "2027-09-30", "action_status": "not_started"}
                save_row(
                    reassessment, each.section, row.id, values, by=lead, now=NEXT_YEAR, seen=seen
                )
            else:
                values = {each.question: reassessment.answers.get(each.question, each.group)}
                save_answers(reassessment, each.section, each.group, values, by=lead, now=NEXT_YEAR)
        if not waiting:
            break
    make_assessment.answer_everything(reassessment, make_assessment.usual)
    apply_transition(reassessment, TransitionRequest(Transition.SUBMIT), by=lead, now=NEXT_YEAR)
    assert reassessment.assessment.state is State.AWAITING_SIGN_OFF


def test_a_row_that_is_saved_only_to_read_the_example_is_not_confirmed(
    reassessment: AssessmentContext, lead: Person
) -> None:
    row = next(each for each in reassessment.rows.values() if each.section == "evidence")
    values, seen = dict(row.values), row.revision
    for confirms in (False, True):
        save_row(
            reassessment,
            "evidence",
            row.id,
            values,
            by=lead,
            now=NEXT_YEAR,
            seen=seen,
            confirms=confirms,
        )
        assert row.carried is not confirms


def test_the_coach_does_not_call_it_copied_from_the_one_that_it_follows(
    signed: AssessmentContext, reassessment: AssessmentContext, session: Session
) -> None:
    assert assessment_register.earlier_assessments(reassessment) == [signed.assessment.id]
    found = findings.list_all(reassessment, now=NEXT_YEAR)
    assert [each for each in found if each.finding.rule.id == "copied_text"] == []


def test_a_second_press_starts_no_second_one(signed: AssessmentContext, lead: Person) -> None:
    id_ = uuid4()
    first = reassess.assess_again(signed, by=lead, now=NEXT_YEAR, id_=id_)
    second = reassess.assess_again(signed, by=lead, now=NEXT_YEAR, id_=id_)
    assert first.assessment is second.assessment
    assert len(reassess.followed_by(signed, lead)) == 1


def test_both_histories_say_so(signed: AssessmentContext, reassessment: AssessmentContext) -> None:
    before = history(signed.session, signed.assessment)[0]
    assert (before.action, before.detail) == (
        Transition.ASSESS_AGAIN,
        {"to": reassessment.assessment.reference},
    )
    start = history(signed.session, reassessment.assessment)[0]
    assert start.detail == {"follows": signed.assessment.reference, "follows_version": 1}


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.WITHDRAWN])
def test_what_is_not_signed_cannot_be_assessed_again(
    state: State, make_assessment: Makers, lead: Person
) -> None:
    with pytest.raises(NotAllowed):
        reassess.assess_again(make_assessment(state), by=lead, now=NOW, id_=uuid4())


def test_a_stranger_is_not_told_what_follows(
    signed: AssessmentContext, reassessment: AssessmentContext, stranger: Person
) -> None:
    assert reassess.followed_by(signed, stranger) == []
    assert reassess.followed(reassessment, stranger) is None
