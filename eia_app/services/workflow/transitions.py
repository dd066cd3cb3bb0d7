"""Taking the transitions of the workflow: what each does, and the event that records it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from eia_app.domain.errors import Invalid, NotAllowed, NotReady
from eia_app.domain.snapshot.snapshot import sha256
from eia_app.domain.workflow import permissions, states
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers import action_progress
from eia_app.services.assessment import events
from eia_app.services.assessment.derived_columns import flush
from eia_app.services.assessment.events import last_event, record
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.coach import findings
from eia_app.services.notifications import recipients
from eia_app.services.people import event_log
from eia_app.services.review import closing, replies, rounds
from eia_app.services.snapshots import snapshots
from eia_app.storage.models.assessment import Assessment, SignOff
from eia_app.storage.models.events import Event
from eia_app.storage.models.people import Person

DECLARATION = (
    "I have read this assessment. I am satisfied that it shows due regard to the three aims of"
    " section 149(1) of the Equality Act 2010, and that it is complete and true."
)
SUBMITTING = frozenset({Transition.SUBMIT, Transition.RESUBMIT})


@dataclass(frozen=True)
class TransitionRequest:
    """A transition as a person asks for it: a reason, and whatever it needs besides.

    `detail` holds plain JSON: `sections` for changes, `snapshot` (the hash that was read) for
    sign-off, `body`, `date`, `outcome` and `minute` for a decision.
    """

    transition: Transition
    note: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Step:
    """A transition that is being taken to `target`; what is put into `detail` is recorded."""

    context: AssessmentContext
    transition: Transition
    target: State
    note: str
    detail: dict[str, Any]
    by: Person
    now: datetime


def available_transitions(context: AssessmentContext, person: Person) -> list[Transition]:
    """Return the transitions that this person can take now, in the order of the table."""
    return [
        transition
        for transition in states.TRANSITIONS
        if permissions.is_allowed(transition, person, context.assessment)
    ]


def apply_transition(
    context: AssessmentContext, request: TransitionRequest, *, by: Person, now: datetime
) -> None:
    """Take a transition: do what belongs to it, set the state, append its event and notify.

    Raise Denied, NotAllowed (wrong state, or somebody was quicker), NotReady with what is missing,
    Invalid when a reason is needed, Stale when the assessment was changed at this moment.
    """
    assessment, transition = context.assessment, request.transition
    permissions.require(transition, by, assessment)
    target = _next_state(context, transition)
    if needs_reason(transition, assessment) and not request.note.strip():
        raise Invalid({"reason": "Enter a reason"})
    step = _Step(context, transition, target, request.note, dict(request.detail), by, now)
    EFFECTS[transition](step)
    assessment.state, assessment.changed_at = target, now
    flush(context.session)
    detail = step.detail
    record(context.session, assessment, transition, by=by, now=now, note=step.note, detail=detail)
    recipients.of_step(context.session, assessment, transition, by=by, now=now, detail=detail)


def needs_reason(transition: Transition, assessment: Assessment) -> bool:
    """Return whether a transition needs a reason. To put practice away needs none."""
    return states.TRANSITIONS[transition].needs_reason and not assessment.practice


def _next_state(context: AssessmentContext, transition: Transition) -> State:
    session, assessment = context.session, context.assessment
    review = last_event(session, assessment.id, (Transition.COMPLETE_REVIEW,))
    withdrawal = last_event(session, assessment.id, (Transition.WITHDRAW,))
    withdrawn_from = events.detail(withdrawal).get("from") if withdrawal else None
    return states.next_state(
        assessment.state,
        transition,
        route=context.journey.route,
        review_asked=assessment.review_asked,
        reviewed=review is not None and review.version == assessment.version,
        withdrawn_from=State(withdrawn_from) if withdrawn_from else None,
    )


def _submit(step: _Step) -> None:
    """Freeze what is complete, and begin a round if it goes to review. Raise NotReady."""
    context = step.context
    replies.require_answered(context)
    missing = context.journey.missing
    if not context.journey.is_complete:
        messages = [missing_answer.message for missing_answer in missing]
        raise NotReady("Some questions still need an answer.", messages)
    faults = findings.must_fix(context, now=step.now)
    if faults:
        raise NotReady("Some things have to be put right first.", faults)
    context.assessment.submitted_at = step.now
    flush(context.session)
    stored = snapshots.store(context, by=step.by, now=step.now)
    step.detail["snapshot"] = stored.sha256
    if step.target is State.IN_REVIEW:
        round_ = rounds.open_round(context, stored, by=step.by, now=step.now)
        step.detail["round"] = round_.number


def _close_round(step: _Step) -> None:
    closing.close(step.context, step.transition, step.note, step.detail, by=step.by, now=step.now)


def _ask_review(step: _Step) -> None:
    """Begin a round over the version that waits for sign-off, whatever its route."""
    context = step.context
    context.assessment.review_asked = True
    stored = snapshots.newest(context.session, context.assessment)
    if stored is None:
        raise NotAllowed("There is no submitted version to review.")
    round_ = rounds.open_round(context, stored, by=step.by, now=step.now, reason=step.note)
    step.detail["round"], step.detail["snapshot"] = round_.number, stored.sha256


def _sign_off(step: _Step) -> None:
    """Sign the snapshot that was read, and no other."""
    session, assessment = step.context.session, step.context.assessment
    stored = snapshots.newest(session, assessment)
    if stored is None or stored.sha256 != step.detail.get("snapshot"):
        raise NotAllowed("The assessment is not the one you read. Read it again before you sign.")
    if sha256(stored.content) != stored.sha256:
        raise NotAllowed("The stored record does not match its hash. Tell your administrator.")
    password_set = event_log.password_set_lately(session, step.by, now=step.now)
    if password_set is not None:
        step.detail["password_set"] = password_set.isoformat()
    # Nothing is asked of the database after this: a stale sign-off fails at the assessment first.
    session.add(
        SignOff(
            assessment_id=assessment.id,
            version=assessment.version,
            snapshot_id=stored.id,
            by_id=step.by.id,
            at=step.now,
            declaration=DECLARATION,
        )
    )


def _withdraw(step: _Step) -> None:
    step.detail["from"] = step.context.assessment.state.value


def _reopen(step: _Step) -> None:
    step.context.assessment.version += 1
    step.context.assessment.submitted_at = None


def _close(step: _Step) -> None:
    """Raise NotReady unless every action is done, or dropped with a reason."""
    context = step.context
    name = context.edition.means("action_text")
    unfinished = [
        str(row.values.get(name, ""))
        for row in action_progress.rows(context)
        if not action_progress.is_over(context, row)
    ]
    if unfinished:
        raise NotReady("Some actions are not finished.", unfinished)


def _only_record(_: _Step) -> None:
    """Leave the assessment as it is: the state and the event are all that is written."""


# What a transition does besides changing the state, appending its event and telling people.
EFFECTS: dict[Transition, Callable[[_Step], None]] = {
    Transition.SUBMIT: _submit,
    Transition.RESUBMIT: _submit,
    Transition.REQUEST_CHANGES: _close_round,
    Transition.COMPLETE_REVIEW: _close_round,
    Transition.DECLINE: _only_record,
    Transition.SIGN_OFF: _sign_off,
    Transition.RECORD_DECISION: _only_record,
    Transition.REOPEN: _reopen,
    Transition.CLOSE: _close,
    Transition.WITHDRAW: _withdraw,
    Transition.RESTORE: _only_record,
    Transition.ASK_REVIEW: _ask_review,
}


def request_for_changes(context: AssessmentContext) -> Event | None:
    """Return the event that asked for changes, while they are being made; None in other states."""
    if context.assessment.state is not State.CHANGES_REQUESTED:
        return None
    requests = (Transition.REQUEST_CHANGES, Transition.DECLINE)
    return last_event(context.session, context.assessment.id, requests)
