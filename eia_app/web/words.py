"""How states, steps and roles read on screen, and the colour of their tags."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from eia_app.domain.calendar import local_date, local_time
from eia_app.domain.choices import long_date
from eia_app.domain.file_types import KINDS, size_in_words
from eia_app.domain.file_types import in_words as file_words
from eia_app.domain.roles import Role
from eia_app.domain.routing import Route
from eia_app.domain.stored_shapes import texts
from eia_app.domain.walk import Status
from eia_app.domain.workflow import Action, State
from eia_app.reports.typed import written
from eia_app.web.markdown import markdown

STATES: dict[State, tuple[str, str]] = {
    State.DRAFT: ("Draft", "grey"),
    State.IN_REVIEW: ("In review", "purple"),
    State.CHANGES_REQUESTED: ("Changes requested", "orange"),
    State.AWAITING_SIGN_OFF: ("Awaiting sign-off", "yellow"),
    State.SIGNED_OFF: ("Signed off", "green"),
    State.DECIDED: ("Decided", "blue"),
    State.CLOSED: ("Closed", "grey"),
    State.WITHDRAWN: ("Withdrawn", "red"),
}
STATUSES: dict[Status, tuple[str, str]] = {
    Status.CANNOT_START: ("Cannot start yet", ""),
    Status.NOT_STARTED: ("Not started", "blue"),
    Status.IN_PROGRESS: ("In progress", "teal"),
    Status.CARRIED_OVER: ("Carried over: confirm", "purple"),
    Status.CHANGES_NEEDED: ("Changes needed", "orange"),
    Status.DONE: ("Done", ""),
}
ROUTES: dict[Route, str] = {
    Route.SCREENING: "Screening, not an EIA",
    Route.STANDARD: "Full EIA",
    Route.MAJOR: "Full EIA, major",
}
ROLES: dict[Role, str] = {
    Role.CHAMPION: "Champion",
    Role.EQUALITY_LEAD: "Equality lead",
    Role.HEAD_OF_SERVICE: "Head of service",
    Role.REPORT_AUTHOR: "Report author",
    Role.ADMINISTRATOR: "Administrator",
}
STEPS: dict[Action, str] = {
    Action.SUBMIT: "Submit",
    Action.RESUBMIT: "Submit again",
    Action.COMPLETE_REVIEW: "Close the review: agreed",
    Action.REQUEST_CHANGES: "Ask for changes",
    Action.DECLINE: "Decline to sign",
    Action.SIGN_OFF: "Sign off",
    Action.RECORD_DECISION: "Record the decision",
    Action.REOPEN: "Reopen as a new version",
    Action.CLOSE: "Close",
    Action.WITHDRAW: "Withdraw",
    Action.RESTORE: "Restore",
    Action.ASK_REVIEW: "Ask for a review",
}
HAPPENED: dict[Action, str] = {
    Action.START: "Started",
    Action.SUBMIT: "Submitted",
    Action.RESUBMIT: "Submitted again",
    Action.COMPLETE_REVIEW: "Review closed: agreed",
    Action.REQUEST_CHANGES: "Changes requested",
    Action.DECLINE: "Sign-off declined",
    Action.SIGN_OFF: "Signed off",
    Action.RECORD_DECISION: "Decision recorded",
    Action.REOPEN: "Reopened as a new version",
    Action.CLOSE: "Closed",
    Action.WITHDRAW: "Withdrawn",
    Action.RESTORE: "Restored",
    Action.ADD_CONTRIBUTOR: "Contributor added",
    Action.REMOVE_CONTRIBUTOR: "Contributor removed",
    Action.OVERRIDE_ROUTE: "Route changed",
    Action.ASK_REVIEW: "Review asked for",
    Action.CLAIM: "Review taken on",
    Action.UNCLAIM: "Review given back",
    Action.ASSIGN: "Reviewer assigned",
    Action.EXCEPT: "Reviewer of the same service accepted",
    Action.RECUSE: "Reviewer stood aside",
    Action.GIVE_OPINION: "Opinion given",
    Action.INVITE: "Colleague asked for an opinion",
    Action.ANSWER_INVITATION: "Colleague’s opinion given",
    Action.EXTEND: "Review extended",
    Action.REFER_UP: "Review referred up",
    Action.CHASE: "Reviewers reminded",
    Action.CARRY_OVER: "Carried over to another edition",
    Action.ASSESS_AGAIN: "Assessed again",
    Action.EXPLAIN: "Record explained",
}
# Of what is for practice.
PRACTICE_STATES: dict[State, tuple[str, str]] = {
    State.DRAFT: ("Practice", "turquoise"),
    State.WITHDRAWN: ("Practice, put away", "grey"),
}
PRACTICE_STEPS: dict[Action, str] = {
    Action.WITHDRAW: "Put it away",
    Action.RESTORE: "Bring it back",
}
PRACTICE_HAPPENED: dict[Action, str] = {
    Action.WITHDRAW: "Put away",
    Action.RESTORE: "Brought back",
}


def moment(at: datetime | None) -> str:
    """A moment as people in the United Kingdom say it: “7 March 2026 at 2:05pm”."""
    if at is None:
        return ""
    return f"{day(at)} at {clock(at)}"


def clock(at: datetime) -> str:
    """The time of day in the United Kingdom: “2:05pm”."""
    local = local_time(at)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def day(at: Any) -> str:
    """A date or moment as “7 March 2026”; nothing for nothing."""
    if at is None:
        return ""
    if isinstance(at, datetime):
        at = local_date(at)
    return long_date(str(at))


def count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def truncate(text: str, length: int) -> str:
    """The whole words that fit, without the mark they would end on, and “…” if any is left out."""
    if len(text) <= length:
        return text
    return text[: length + 1].rsplit(" ", 1)[0][:length].rstrip(" ,;:.–-") + "…"


FILTERS = {
    "truncate": truncate,  # for Jinja’s own, which puts three full stops after whatever it cuts
    "moment": moment,
    "day": day,
    "markdown": markdown,
    "written": written,
    "file_words": file_words,
    "size_words": size_in_words,
    "texts": texts,
}
GLOBALS = {
    "STATES": STATES,
    "STATUSES": STATUSES,
    "ROUTES": ROUTES,
    "ROLES": ROLES,
    "STEPS": STEPS,
    "HAPPENED": HAPPENED,
    "KINDS": KINDS,
    "PRACTICE_STATES": PRACTICE_STATES,
    "PRACTICE_STEPS": PRACTICE_STEPS,
    "PRACTICE_HAPPENED": PRACTICE_HAPPENED,
    "count": count,
}
