"""One function takes each step of the workflow, and appends its event."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from eia_app.domain import policy, workflow
from eia_app.domain.errors import Denied, Invalid, NotAllowed, NotReady
from eia_app.domain.policy import May
from eia_app.domain.routing import Route
from eia_app.domain.snapshot import sha256
from eia_app.domain.workflow import Action, State
from eia_app.services import (
    actions,
    closing,
    coaching,
    log,
    person_log,
    replies,
    rounds,
    snapshots,
    telling,
)
from eia_app.services.assessments import record
from eia_app.services.log import last_event
from eia_app.services.opened import Opened
from eia_app.services.settling import flush, settle
from eia_app.storage.events import Event
from eia_app.storage.models import Assessment, SignOff
from eia_app.storage.people import Person

DECLARATION = (
    "I have read this assessment. I am satisfied that it shows due regard to the three aims of"
    " section 149(1) of the Equality Act 2010, and that it is complete and true."
)
SUBMITTING = frozenset({Action.SUBMIT, Action.RESUBMIT})


@dataclass(frozen=True)
class Step:
    """What a person says when taking a step: a reason, and whatever the step needs besides.

    `detail` holds plain JSON: `sections` for changes, `snapshot` (the hash that was read) for
    sign-off, `body`, `date`, `outcome` and `minute` for a decision.
    """

    action: Action
    note: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


def available(opened: Opened, person: Person) -> list[Action]:
    """The steps that this person can take now, in the order of the table."""
    it = opened.assessment
    return [
        action
        for action in workflow.TRANSITIONS
        if workflow.can(it.state, action) and policy.may_act(action, person, it)
    ]


def act(opened: Opened, step: Step, *, by: Person, now: datetime) -> None:
    """Take a step of the workflow.

    Raises Denied, NotAllowed (wrong state, or somebody was quicker), NotReady with what is missing,
    Invalid when a reason is needed, Stale when the assessment was changed at this moment.
    """
    assessment, action = opened.assessment, step.action
    if not policy.may_act(action, by, assessment):
        raise Denied("You do not have permission to do this.")
    state = _next_state(opened, action)
    if needs_reason(action, assessment) and not step.note.strip():
        raise Invalid({"reason": "Enter a reason"})
    detail = dict(step.detail)
    if action in SUBMITTING:
        _prepare_submit(opened, state, by, now, detail)
    elif action in rounds.CLOSING:
        closing.close(opened, action, step.note, detail, by=by, now=now)
    elif action is Action.ASK_REVIEW:
        _ask_review(opened, step.note, by, now, detail)
    elif action is Action.SIGN_OFF:
        _sign(opened, by, now, detail)
    elif action is Action.WITHDRAW:
        detail["from"] = assessment.state.value
    elif action is Action.REOPEN:
        assessment.version += 1
        assessment.submitted_at = None
    elif action is Action.CLOSE:
        _check_actions(opened)
    assessment.state, assessment.changed_at = state, now
    flush(opened.session)
    record(opened.session, assessment, action, by=by, now=now, note=step.note, detail=detail)
    telling.of_step(opened.session, assessment, action, by=by, now=now, detail=detail)
    opened.forget()


def needs_reason(action: Action, it: Assessment) -> bool:
    """Whether a step has to be explained. Nobody asks why practice was put away."""
    return workflow.TRANSITIONS[action].needs_reason and not it.practice


def _next_state(opened: Opened, action: Action) -> State:
    session, assessment = opened.session, opened.assessment
    review = last_event(session, assessment.id, (Action.COMPLETE_REVIEW,))
    withdrawn = last_event(session, assessment.id, (Action.WITHDRAW,))
    before = log.detail(withdrawn).get("from") if withdrawn else None
    return workflow.after(
        assessment.state,
        action,
        route=opened.journey.route,
        review_asked=assessment.review_asked,
        reviewed=review is not None and review.version == assessment.version,
        withdrawn_from=State(before) if before else None,
    )


def _prepare_submit(
    opened: Opened, state: State, by: Person, now: datetime, detail: dict[str, Any]
) -> None:
    """Refuse what is not complete; freeze what is; begin a round where it goes to review."""
    replies.require_answered(opened)
    missing = opened.journey.missing
    if not opened.journey.is_complete:
        raise NotReady("Some questions still need an answer.", [each.message for each in missing])
    wrong = coaching.must_fix(opened, now=now)
    if wrong:
        raise NotReady("Some things have to be put right first.", wrong)
    opened.assessment.submitted_at = now
    flush(opened.session)
    stored = snapshots.store(opened, by=by, now=now)
    detail["snapshot"] = stored.sha256
    if state is State.IN_REVIEW:
        detail["round"] = rounds.open_round(opened, stored, by=by, now=now).number


def _ask_review(
    opened: Opened, note: str, by: Person, now: datetime, detail: dict[str, Any]
) -> None:
    """Begin a round over what waits for sign-off, though its route would not have led there."""
    opened.assessment.review_asked = True
    stored = snapshots.newest(opened.session, opened.assessment)
    if stored is None:
        raise NotAllowed("There is no submitted version to review.")
    round_ = rounds.open_round(opened, stored, by=by, now=now, asked=note)
    detail["round"], detail["snapshot"] = round_.number, stored.sha256


def _sign(opened: Opened, by: Person, now: datetime, detail: dict[str, Any]) -> None:
    """Sign the snapshot that was read, and no other."""
    stored = snapshots.newest(opened.session, opened.assessment)
    if stored is None or stored.sha256 != detail.get("snapshot"):
        raise NotAllowed("The assessment is not the one you read. Read it again before you sign.")
    if sha256(stored.content) != stored.sha256:
        raise NotAllowed("The stored record does not match its hash. Tell your administrator.")
    opened.session.add(
        SignOff(
            assessment_id=opened.assessment.id,
            version=opened.assessment.version,
            snapshot_id=stored.id,
            by_id=by.id,
            at=now,
            declaration=DECLARATION,
        )
    )
    lately = person_log.password_set_lately(opened.session, by, now=now)
    if lately is not None:
        detail["password_set"] = lately.isoformat()


def _check_actions(opened: Opened) -> None:
    """Every action must be done, or dropped with a reason, before an assessment is closed."""
    name = opened.edition.means("action_text")
    rows = [row for row in actions.rows(opened) if not actions.is_over(opened, row)]
    still = [str(row.values.get(name, "")) for row in rows]
    if still:
        raise NotReady("Some actions are not finished.", still)


def override_route(opened: Opened, route: Route, reason: str, *, by: Person, now: datetime) -> None:
    """Set another route than the quick check's, with a reason. Raises Denied, NotReady, Invalid."""
    assessment = opened.assessment
    policy.require(May.OVERRIDE_ROUTE, by, assessment)
    if not reason.strip():
        raise Invalid({"reason": "Enter a reason"})
    if opened.journey.route is None:
        raise NotReady("The quick check must be finished first.")
    before = opened.journey.route
    assessment.override = {
        "route": route.value,
        "reason": reason,
        "by": by.job_title or by.name,
        "at": now.isoformat(),
    }
    flush(opened.session)
    settle(opened, now=now)
    detail: dict[str, Any] = {"from": before.value, "to": route.value}
    record(
        opened.session,
        assessment,
        Action.OVERRIDE_ROUTE,
        by=by,
        now=now,
        note=reason,
        detail=detail,
    )


def sent_back(opened: Opened) -> Event | None:
    """The event that asked for changes, while they are being made."""
    if opened.assessment.state is not State.CHANGES_REQUESTED:
        return None
    actions = (Action.REQUEST_CHANGES, Action.DECLINE)
    return last_event(opened.session, opened.assessment.id, actions)
