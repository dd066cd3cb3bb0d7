"""Closing a round: quorum, conditions that become actions, and the hash of what was said."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, Invalid, NotAllowed, NotFound
from eia_app.domain.journey.routing import Route
from eia_app.domain.review.review import Location, Outcome
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers import action_progress
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import closing, rounds
from eia_app.services.review import record as review_record
from eia_app.services.review.discussion import RoundView, of_round
from eia_app.services.snapshots import snapshots
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Condition, Round
from tests.factories import NOW, Makers, add_person, history
from tests.services.review import review_steps
from tests.services.review.review_steps import AGE, MUST, PROPOSAL, QUESTION, TERMS, WHOLE


@pytest.fixture
def context(make_assessment: Makers) -> AssessmentContext:
    return make_assessment(State.IN_REVIEW)


def close(context: AssessmentContext, by: Person, outcome: Outcome, note: str = "") -> None:
    step = TransitionRequest(Transition.COMPLETE_REVIEW, note, {"outcome": outcome.value})
    apply_transition(context, step, by=by, now=NOW)


def conditions(context: AssessmentContext) -> list[Condition]:
    round_ = rounds.newest(context.session, context.assessment)
    return review_record.conditions(context.session, round_) if round_ else []


def test_without_quorum_a_round_is_closed_only_with_a_reason(
    context: AssessmentContext, equality_lead: Person, champion: Person
) -> None:
    review_steps.add_reviewers(context, champion)
    review_steps.opine(context, champion)
    with pytest.raises(Invalid) as refused:
        close(context, equality_lead, Outcome.AGREED)
    said = "1 of 3 opinions are in. Enter why you close the round now"
    assert refused.value.errors == {"reason": said}
    close(context, equality_lead, Outcome.AGREED, "Two are ill")
    assert context.assessment.state is State.AWAITING_SIGN_OFF


def test_with_quorum_no_reason_is_asked(
    context: AssessmentContext, session: Session, equality_lead: Person
) -> None:
    three = [add_person(session, f"Champion {n}", Role.CHAMPION) for n in range(3)]
    review_steps.add_reviewers(context, *three)
    for each in three:
        review_steps.opine(context, each)
    close(context, equality_lead, Outcome.AGREED)
    assert context.assessment.state is State.AWAITING_SIGN_OFF


def test_each_condition_becomes_an_action_that_the_signed_version_has(
    context: AssessmentContext, equality_lead: Person, make_assessment: Makers
) -> None:
    before = snapshots.newest(context.session, context.assessment)
    rows = len(action_progress.rows(context))
    review_steps.save_condition(context, equality_lead)
    review_steps.agree_review(make_assessment, context, Outcome.AGREED_WITH_CONDITIONS)
    made = action_progress.rows(context)[rows:]
    assert [row.values for row in made] == [
        {
            "action_text": TERMS.text,
            "action_owner": TERMS.owner,
            "action_due": "2026-06-01",
            "action_status": "not_started",
        }
    ]
    assert [each.action_id for each in conditions(context)] == [UUID(made[0].id)]
    stored = context.rows[UUID(made[0].id)]
    assert (stored.owner, stored.due) == (TERMS.owner, TERMS.due)  # type: ignore[union-attr]
    after = snapshots.newest(context.session, context.assessment)
    assert before is not None
    assert after is not None
    assert before.sha256 != after.sha256
    assert TERMS.text in after.content
    assert TERMS.text not in before.content
    event = history(context.session, context.assessment)[0]
    assert event.detail["snapshot"] == after.sha256
    make_assessment.step(context, Transition.SIGN_OFF)
    assert context.assessment.state is State.SIGNED_OFF


def test_a_condition_fills_everything_that_our_own_edition_asks_of_an_action(
    session: Session, forms: Forms, make_assessment: Makers, equality_lead: Person
) -> None:
    make_assessment.forms = forms
    make_assessment.routes = {Route.MAJOR: {"q_serious": "yes"}}
    make_assessment.usual = {"title": "Parking permits", "effect": ["neutral"]}
    context = make_assessment.start(make_assessment.usual)
    condition = Condition(text=TERMS.text, owner=TERMS.owner, due=TERMS.due, measure=TERMS.measure)
    values = closing.values_of_action(context, condition, Round(number=2))
    section = context.edition.by_id["action_plan"]
    needed = {q.id for q in section.row_questions if q.required and not q.shown_when}
    assert needed <= set(values)
    assert values["action_issue"] == "Condition of the Change Champions, round 2 of review"
    assert values["action_groups"] == ["everyone"]


@pytest.mark.parametrize(
    ("with_condition", "outcome", "said"),
    [
        (True, Outcome.AGREED, closing.CONDITIONS_LEFT),
        (False, Outcome.AGREED_WITH_CONDITIONS, closing.NO_CONDITIONS),
    ],
)
def test_the_outcome_and_the_conditions_must_go_together(
    context: AssessmentContext,
    equality_lead: Person,
    with_condition: bool,
    outcome: Outcome,
    said: str,
) -> None:
    if with_condition:
        review_steps.save_condition(context, equality_lead)
    with pytest.raises(Invalid) as refused:
        close(context, equality_lead, outcome, "A reason")
    assert refused.value.errors == {"outcome": said}
    assert context.assessment.state is State.IN_REVIEW


def test_an_assessment_without_an_action_plan_takes_no_conditions(
    make_assessment: Makers, equality_lead: Person
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF, route=Route.SCREENING)
    make_assessment.step(context, Transition.ASK_REVIEW)
    review_steps.save_condition(context, equality_lead)
    with pytest.raises(Invalid) as refused:
        close(context, equality_lead, Outcome.AGREED_WITH_CONDITIONS, "A reason")
    assert refused.value.errors == {"outcome": closing.NO_PLAN}


def test_a_condition_is_changed_and_taken_back_while_the_round_is_open(
    context: AssessmentContext, equality_lead: Person, make_assessment: Makers
) -> None:
    review_steps.save_condition(context, equality_lead)
    (only,) = conditions(context)
    other = closing.Terms("Write", "Clerk", date(2026, 7, 1), "Letters")
    closing.save_condition(context, only.id, other, by=equality_lead, now=NOW)
    assert [(each.text, each.due) for each in conditions(context)] == [("Write", other.due)]
    closing.remove_condition(context, only.id, by=equality_lead, now=NOW)
    assert conditions(context) == []
    with pytest.raises(NotFound):
        closing.save_condition(context, only.id, other, by=equality_lead, now=NOW)
    with pytest.raises(NotFound):
        closing.remove_condition(context, only.id, by=equality_lead, now=NOW)
    review_steps.agree_review(make_assessment, context)
    with pytest.raises(NotAllowed):
        review_steps.save_condition(context, equality_lead)


def test_a_condition_of_another_assessment_is_not_there(
    context: AssessmentContext, equality_lead: Person, make_assessment: Makers
) -> None:
    other = make_assessment(State.IN_REVIEW)
    review_steps.save_condition(other, equality_lead)
    (theirs,) = conditions(other)
    with pytest.raises(NotFound):
        closing.find_condition(context, theirs.id)
    with pytest.raises(NotFound):
        closing.save_condition(context, theirs.id, TERMS, by=equality_lead, now=NOW)


def test_only_the_equality_lead_closes_adds_conditions_and_refers_up(
    context: AssessmentContext, champion: Person, lead: Person
) -> None:
    review_steps.add_reviewers(context, champion)
    for person in (champion, lead):
        with pytest.raises(Denied):
            review_steps.save_condition(context, person)
        with pytest.raises(Denied):
            closing.remove_condition(context, uuid4(), by=person, now=NOW)
        with pytest.raises(Denied):
            closing.refer_up(context, "Director", "Too big", by=person, now=NOW)
        with pytest.raises(Denied):
            close(context, person, Outcome.AGREED, "A reason")


def test_what_is_referred_up_stays_in_review_and_says_to_whom(
    context: AssessmentContext, equality_lead: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        closing.refer_up(context, " ", "", by=equality_lead, now=NOW)
    assert set(refused.value.errors) == {"referred_to", "reason"}
    closing.refer_up(context, "Director", "It concerns three services", by=equality_lead, now=NOW)
    round_ = rounds.open_one(context.session, context.assessment)
    assert round_ is not None
    assert (round_.referred_to, context.assessment.state) == ("Director", State.IN_REVIEW)
    event = history(context.session, context.assessment)[0]
    assert (event.action, event.note) == (Transition.REFER_UP, "It concerns three services")
    assert event.detail == {"round": 1, "to": "Director"}


def test_the_sections_to_change_are_those_of_the_must_address_remarks(
    context: AssessmentContext, champion: Person
) -> None:
    review_steps.add_reviewers(context, champion)
    review_steps.add_comment(context, champion, AGE)
    review_steps.add_comment(context, champion, PROPOSAL)
    review_steps.add_comment(context, champion, WHOLE)
    review_steps.add_comment(context, champion, Location("conclusion"), QUESTION)
    assert closing.tasks_to_change(context, of_round(context)) == [
        ("proposal", None),
        ("effects", "age"),
    ]


def test_a_remark_on_every_group_names_each_of_them(
    context: AssessmentContext, champion: Person
) -> None:
    review_steps.add_reviewers(context, champion)
    review_steps.add_comment(context, champion, Location("effects"), MUST)
    groups = [group for section, group in closing.tasks_to_change(context, of_round(context))]
    assert groups == [group.id for group in context.groups]


def test_the_hash_of_what_was_said_is_kept_and_does_not_change_with_the_replies(
    context: AssessmentContext,
    champion: Person,
    equality_lead: Person,
    lead: Person,
    make_assessment: Makers,
) -> None:
    review_steps.add_reviewers(context, champion)
    mine = review_steps.add_comment(context, champion)
    review_steps.opine(context, champion)
    review_steps.send_back(make_assessment, context, ["proposal", ""])
    round_ = rounds.newest(context.session, context.assessment)
    assert round_ is not None
    event = history(context.session, context.assessment)[0]
    assert len(round_.record_sha256) == 64
    assert (event.detail["record"], event.detail["outcome"]) == (
        round_.record_sha256,
        "changes_needed",
    )
    review_steps.reply_to(context, mine, lead)

    def digest() -> str:
        return review_record.digest(RoundView(context.session, context.assessment, round_))

    assert digest() == round_.record_sha256
    mine.text = "Altered behind our back"
    context.session.flush()
    assert digest() != round_.record_sha256


def test_the_annex_shows_people_by_role_and_what_they_said_with_the_replies(
    context: AssessmentContext, champion: Person, lead: Person, make_assessment: Makers
) -> None:
    review_steps.add_reviewers(context, champion)
    mine = review_steps.add_comment(context, champion)
    review_steps.opine(context, champion)
    assert review_record.annex(context)["rounds"] == []
    review_steps.send_back(make_assessment, context, ["proposal", ""])
    review_steps.reply_to(context, mine, lead)
    (said,) = review_record.annex(context)["rounds"]
    assert said["opinions"][0]["by"] == "Test Champion 1"
    assert said["closed_by"] == "Eli Equality’s job"
    (comment,) = said["comments"]
    assert comment["about"] == "The proposal: What would change?"
    assert (comment["reply"]["by"], comment["reply"]["kind"]) == ("Lee Lead’s job", "changed")
    assert "Chris Champion" not in str(said)
