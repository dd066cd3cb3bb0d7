"""Signing one exact snapshot; closing only when every action is over; updating actions."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, NotAllowed, NotReady, Stale
from eia_app.domain.journey.routing import Route
from eia_app.domain.snapshot.snapshot import sha256
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers import action_progress
from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.snapshots import snapshots
from eia_app.services.workflow.route_override import override_route
from eia_app.services.workflow.transitions import (
    DECLARATION,
    TransitionRequest,
    apply_transition,
)
from eia_app.storage.models.assessment import StoredSnapshot
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers

LATER = NOW + timedelta(minutes=5)
ACTION = {
    "action_text": "Write to permit holders",
    "action_owner": "Parking manager",
    "action_due": "2026-09-30",
    "action_status": "not_started",
}


def sign(context: AssessmentContext, digest: str, by: Person) -> None:
    apply_transition(
        context,
        TransitionRequest(Transition.SIGN_OFF, detail={"snapshot": digest}),
        by=by,
        now=LATER,
    )


def newest(session: Session, context: AssessmentContext) -> StoredSnapshot:
    found = snapshots.newest(session, context.assessment)
    assert found is not None
    return found


def test_submitting_freezes_the_answers_with_their_hash(
    make_assessment: Makers, session: Session
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    stored = newest(session, context)
    assert stored.sha256 == sha256(stored.content)
    found = snapshots.content(stored)
    assert (found["reference"], found["version"], found["title"]) == (
        context.assessment.reference,
        1,
        "Parking permits",
    )
    assert found["people"]["lead"] == {"name": "Lee Lead", "job_title": "Lee Lead’s job"}
    assert found["dates"]["submitted"] is not None
    assert found["edition"]["sha256"] == context.frozen.sha256


def test_the_same_content_is_stored_once(make_assessment: Makers, session: Session) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    by = context.assessment.lead
    again = snapshots.store(context, by=by, now=LATER)
    assert again.id == newest(session, context).id
    assert session.scalar(select(func.count()).select_from(StoredSnapshot)) == 1


def test_the_head_of_service_signs_the_snapshot_that_they_read(
    make_assessment: Makers, session: Session, head_of_service: Person
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    stored = newest(session, context)
    sign(context, stored.sha256, head_of_service)
    signed = snapshots.sign_off_of(session, context.assessment)
    assert signed is not None
    assert (signed.snapshot_id, signed.by_id, signed.at, signed.declaration, signed.version) == (
        stored.id,
        head_of_service.id,
        LATER,
        DECLARATION,
        1,
    )


@pytest.mark.parametrize("digest", ["", "another"])
def test_another_hash_than_the_one_read_is_not_signed(
    make_assessment: Makers, session: Session, head_of_service: Person, digest: str
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    with pytest.raises(NotAllowed, match="not the one you read"):
        sign(context, digest, head_of_service)
    assert snapshots.sign_off_of(session, context.assessment) is None
    assert context.assessment.state is State.AWAITING_SIGN_OFF


def test_a_page_drawn_before_it_was_declined_and_changed_does_not_sign_the_new_one(
    make_assessment: Makers, session: Session, lead: Person, head_of_service: Person
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    read = newest(session, context).sha256
    make_assessment.step(context, Transition.DECLINE)
    save_answers(context, "conclusion", None, {"outcome": "stop"}, by=lead, now=NOW)
    make_assessment.step(context, Transition.RESUBMIT)
    with pytest.raises(NotAllowed):
        sign(context, read, head_of_service)
    sign(context, newest(session, context).sha256, head_of_service)
    assert context.assessment.state is State.SIGNED_OFF


def test_a_record_that_was_tampered_with_is_not_signed(
    make_assessment: Makers, session: Session, head_of_service: Person
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    stored = newest(session, context)
    stored.content = json.dumps({**snapshots.content(stored), "title": "Another"})
    session.flush()
    with pytest.raises(NotAllowed, match="does not match its hash"):
        sign(context, stored.sha256, head_of_service)


def test_the_lead_never_signs(make_assessment: Makers, session: Session, lead: Person) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    with pytest.raises(Denied):
        sign(context, newest(session, context).sha256, lead)


def test_a_decision_belongs_to_its_version(make_assessment: Makers, session: Session) -> None:
    context = make_assessment(State.SIGNED_OFF)
    assert snapshots.decision_of(session, context.assessment) is None
    make_assessment.step(context, Transition.RECORD_DECISION, body="Cabinet", date="2026-04-02")
    assert snapshots.decision_of(session, context.assessment) == {
        "body": "Cabinet",
        "date": "2026-04-02",
    }


def with_action(
    make_assessment: Makers, lead: Person, status: str
) -> tuple[AssessmentContext, UUID]:
    """A decided assessment with one action of this status."""
    context, row = make_assessment(), uuid4()
    values = {**ACTION, "action_status": status}
    save_row(context, "action_plan", row, values, by=lead, now=NOW)
    for action in (Transition.SUBMIT, Transition.SIGN_OFF, Transition.RECORD_DECISION):
        make_assessment.step(context, action)
    return context, row


@pytest.mark.parametrize("status", ["done", "cancelled"])
def test_an_assessment_is_closed_when_every_action_is_over(
    make_assessment: Makers, lead: Person, status: str
) -> None:
    context, _ = with_action(make_assessment, lead, status)
    make_assessment.step(context, Transition.CLOSE)
    assert context.assessment.state is State.CLOSED


def test_an_assessment_with_an_unfinished_action_is_not_closed(
    make_assessment: Makers, lead: Person
) -> None:
    context, _ = with_action(make_assessment, lead, "not_started")
    with pytest.raises(NotReady) as refused:
        make_assessment.step(context, Transition.CLOSE)
    assert refused.value.missing == ("Write to permit holders",)
    assert context.assessment.state is State.DECIDED


def test_actions_of_a_route_not_taken_do_not_hold_it_open(
    make_assessment: Makers, lead: Person, equality_lead: Person
) -> None:
    context = make_assessment()
    save_row(context, "action_plan", uuid4(), ACTION, by=lead, now=NOW)
    override_route(context, Route.SCREENING, "Nobody is affected", by=equality_lead, now=NOW)
    why = {"screening_why": "Nobody is affected"}
    save_answers(context, "screening", None, why, by=lead, now=NOW)
    for action in (
        Transition.SUBMIT,
        Transition.SIGN_OFF,
        Transition.RECORD_DECISION,
        Transition.CLOSE,
    ):
        make_assessment.step(context, action)
    assert context.assessment.state is State.CLOSED


def update(context: AssessmentContext, row: UUID, by: Person, seen: int = 1, **values: Any) -> None:
    action_progress.update(context, context.rows[row], values, by=by, now=LATER, seen=seen)


def test_an_action_is_kept_up_to_date_after_sign_off_and_the_snapshot_stays(
    make_assessment: Makers, session: Session, lead: Person
) -> None:
    context, row = with_action(make_assessment, lead, "not_started")
    before = newest(session, context).sha256
    update(context, row, lead, action_status="done", action_text="Something else")
    assert context.rows[row].values == {**ACTION, "action_status": "done"}
    assert newest(session, context).sha256 == before
    make_assessment.step(context, Transition.CLOSE)


def test_two_people_who_update_one_action_are_told(
    make_assessment: Makers, lead: Person, stranger: Person
) -> None:
    context, row = with_action(make_assessment, lead, "not_started")
    update(context, row, lead, action_status="done")
    with pytest.raises(Stale):
        update(context, row, lead, action_status="cancelled")
    with pytest.raises(Denied):
        update(context, row, stranger, seen=2, action_status="cancelled")
