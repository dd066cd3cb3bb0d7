"""One function takes each step of the workflow, and appends its event."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from eia_app.domain.errors import Denied, Invalid, NotAllowed, NotReady
from eia_app.domain.journey.routing import Route
from eia_app.domain.snapshot.snapshot import sha256
from eia_app.domain.workflow import permissions, states
from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers import action_progress
from eia_app.services.assessment import events
from eia_app.services.assessment.derived_columns import flush, update_derived_columns
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
    """What a person says when taking a step: a reason, and whatever the step needs besides.

    `detail` holds plain JSON: `sections` for changes, `snapshot` (the hash that was read) for
    sign-off, `body`, `date`, `outcome` and `minute` for a decision.
    """

    action: Transition
    note: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


def available_transitions(context: AssessmentContext, person: Person) -> list[Transition]:
    """The steps that this person can take now, in the order of the table."""
    it = context.assessment
    return [
        action
        for action in states.TRANSITIONS
        if states.can(it.state, action) and permissions.is_transition_allowed(action, person, it)
    ]


def apply_transition(
    context: AssessmentContext, step: TransitionRequest, *, by: Person, now: datetime
) -> None:
    """Take a step of the workflow.

    Raises Denied, NotAllowed (wrong state, or somebody was quicker), NotReady with what is missing,
    Invalid when a reason is needed, Stale when the assessment was changed at this moment.
    """
    assessment, action = context.assessment, step.action
    if not permissions.is_transition_allowed(action, by, assessment):
        raise Denied("You do not have permission to do this.")
    state = _next_state(context, action)
    if needs_reason(action, assessment) and not step.note.strip():
        raise Invalid({"reason": "Enter a reason"})
    detail = dict(step.detail)
    if action in SUBMITTING:
        _prepare_submit(context, state, by, now, detail)
    elif action in rounds.CLOSING:
        closing.close(context, action, step.note, detail, by=by, now=now)
    elif action is Transition.ASK_REVIEW:
        _ask_review(context, step.note, by, now, detail)
    elif action is Transition.SIGN_OFF:
        _sign(context, by, now, detail)
    elif action is Transition.WITHDRAW:
        detail["from"] = assessment.state.value
    elif action is Transition.REOPEN:
        assessment.version += 1
        assessment.submitted_at = None
    elif action is Transition.CLOSE:
        _check_actions(context)
    assessment.state, assessment.changed_at = state, now
    flush(context.session)
    record(context.session, assessment, action, by=by, now=now, note=step.note, detail=detail)
    recipients.of_step(context.session, assessment, action, by=by, now=now, detail=detail)


def needs_reason(action: Transition, it: Assessment) -> bool:
    """Whether a step has to be explained. Nobody asks why practice was put away."""
    return states.TRANSITIONS[action].needs_reason and not it.practice


def _next_state(context: AssessmentContext, action: Transition) -> State:
    session, assessment = context.session, context.assessment
    review = last_event(session, assessment.id, (Transition.COMPLETE_REVIEW,))
    withdrawn = last_event(session, assessment.id, (Transition.WITHDRAW,))
    before = events.detail(withdrawn).get("from") if withdrawn else None
    return states.next_state(
        assessment.state,
        action,
        route=context.journey.route,
        review_asked=assessment.review_asked,
        reviewed=review is not None and review.version == assessment.version,
        withdrawn_from=State(before) if before else None,
    )


def _prepare_submit(
    context: AssessmentContext, state: State, by: Person, now: datetime, detail: dict[str, Any]
) -> None:
    """Refuse what is not complete; freeze what is; begin a round where it goes to review."""
    replies.require_answered(context)
    missing = context.journey.missing
    if not context.journey.is_complete:
        raise NotReady("Some questions still need an answer.", [each.message for each in missing])
    wrong = findings.must_fix(context, now=now)
    if wrong:
        raise NotReady("Some things have to be put right first.", wrong)
    context.assessment.submitted_at = now
    flush(context.session)
    stored = snapshots.store(context, by=by, now=now)
    detail["snapshot"] = stored.sha256
    if state is State.IN_REVIEW:
        detail["round"] = rounds.open_round(context, stored, by=by, now=now).number


def _ask_review(
    context: AssessmentContext, note: str, by: Person, now: datetime, detail: dict[str, Any]
) -> None:
    """Begin a round over what waits for sign-off, though its route would not have led there."""
    context.assessment.review_asked = True
    stored = snapshots.newest(context.session, context.assessment)
    if stored is None:
        raise NotAllowed("There is no submitted version to review.")
    round_ = rounds.open_round(context, stored, by=by, now=now, asked=note)
    detail["round"], detail["snapshot"] = round_.number, stored.sha256


def _sign(context: AssessmentContext, by: Person, now: datetime, detail: dict[str, Any]) -> None:
    """Sign the snapshot that was read, and no other."""
    stored = snapshots.newest(context.session, context.assessment)
    if stored is None or stored.sha256 != detail.get("snapshot"):
        raise NotAllowed("The assessment is not the one you read. Read it again before you sign.")
    if sha256(stored.content) != stored.sha256:
        raise NotAllowed("The stored record does not match its hash. Tell your administrator.")
    lately = event_log.password_set_lately(context.session, by, now=now)
    if lately is not None:
        detail["password_set"] = lately.isoformat()
    # Nothing is asked of the database after this: a stale sign-off fails at the assessment first.
    context.session.add(
        SignOff(
            assessment_id=context.assessment.id,
            version=context.assessment.version,
            snapshot_id=stored.id,
            by_id=by.id,
            at=now,
            declaration=DECLARATION,
        )
    )


def _check_actions(context: AssessmentContext) -> None:
    """Every action must be done, or dropped with a reason, before an assessment is closed."""
    name = context.edition.means("action_text")
    rows = [
        row for row in action_progress.rows(context) if not action_progress.is_over(context, row)
    ]
    still = [str(row.values.get(name, "")) for row in rows]
    if still:
        raise NotReady("Some actions are not finished.", still)


def override_route(
    context: AssessmentContext, route: Route, reason: str, *, by: Person, now: datetime
) -> None:
    """Set another route than the quick check's, with a reason. Raises Denied, NotReady, Invalid."""
    assessment = context.assessment
    permissions.require(Permission.OVERRIDE_ROUTE, by, assessment)
    if not reason.strip():
        raise Invalid({"reason": "Enter a reason"})
    if context.journey.route is None:
        raise NotReady("The quick check must be finished first.")
    before = context.journey.route
    assessment.override = {
        "route": route.value,
        "reason": reason,
        "by": by.job_title or by.name,
        "at": now.isoformat(),
    }
    flush(context.session)
    context.renew()
    update_derived_columns(context, now=now)
    detail: dict[str, Any] = {"from": before.value, "to": route.value}
    record(
        context.session,
        assessment,
        Transition.OVERRIDE_ROUTE,
        by=by,
        now=now,
        note=reason,
        detail=detail,
    )


def sent_back(context: AssessmentContext) -> Event | None:
    """The event that asked for changes, while they are being made."""
    if context.assessment.state is not State.CHANGES_REQUESTED:
        return None
    actions = (Transition.REQUEST_CHANGES, Transition.DECLINE)
    return last_event(context.session, context.assessment.id, actions)
