"""The words for states, steps and roles on screen, and the colours of their tags."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from eia_app.domain.attachments.file_types import KINDS, size_in_words
from eia_app.domain.attachments.file_types import in_words as file_words
from eia_app.domain.calendar import local_date, local_time
from eia_app.domain.journey.routing import Route
from eia_app.domain.journey.stored_values import texts
from eia_app.domain.journey.tasks import Status
from eia_app.domain.questionnaire.choices import long_date
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.reports.text.rich_text import written
from eia_app.web.templating.markdown import markdown

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
STEPS: dict[Transition, str] = {
    Transition.SUBMIT: "Submit",
    Transition.RESUBMIT: "Submit again",
    Transition.COMPLETE_REVIEW: "Close the review: agreed",
    Transition.REQUEST_CHANGES: "Ask for changes",
    Transition.DECLINE: "Decline to sign",
    Transition.SIGN_OFF: "Sign off",
    Transition.RECORD_DECISION: "Record the decision",
    Transition.REOPEN: "Reopen as a new version",
    Transition.CLOSE: "Close",
    Transition.WITHDRAW: "Withdraw",
    Transition.RESTORE: "Restore",
    Transition.ASK_REVIEW: "Ask for a review",
}
HAPPENED: dict[Transition, str] = {
    Transition.START: "Started",
    Transition.SUBMIT: "Submitted",
    Transition.RESUBMIT: "Submitted again",
    Transition.COMPLETE_REVIEW: "Review closed: agreed",
    Transition.REQUEST_CHANGES: "Changes requested",
    Transition.DECLINE: "Sign-off declined",
    Transition.SIGN_OFF: "Signed off",
    Transition.RECORD_DECISION: "Decision recorded",
    Transition.REOPEN: "Reopened as a new version",
    Transition.CLOSE: "Closed",
    Transition.WITHDRAW: "Withdrawn",
    Transition.RESTORE: "Restored",
    Transition.ADD_CONTRIBUTOR: "Contributor added",
    Transition.REMOVE_CONTRIBUTOR: "Contributor removed",
    Transition.OVERRIDE_ROUTE: "Route changed",
    Transition.ASK_REVIEW: "Review asked for",
    Transition.CLAIM: "Review taken on",
    Transition.UNCLAIM: "Review given back",
    Transition.ASSIGN: "Reviewer assigned",
    Transition.EXCEPT: "Reviewer of the same service accepted",
    Transition.RECUSE: "Reviewer stood aside",
    Transition.GIVE_OPINION: "Opinion given",
    Transition.INVITE: "Colleague asked for an opinion",
    Transition.ANSWER_INVITATION: "Colleague’s opinion given",
    Transition.EXTEND: "Review extended",
    Transition.REFER_UP: "Review referred up",
    Transition.CHASE: "Reviewers reminded",
    Transition.CARRY_OVER: "Carried over to another edition",
    Transition.ASSESS_AGAIN: "Assessed again",
    Transition.EXPLAIN: "Record explained",
}
# Of what is for practice.
PRACTICE_STATES: dict[State, tuple[str, str]] = {
    State.DRAFT: ("Practice", "turquoise"),
    State.WITHDRAWN: ("Practice, put away", "grey"),
}
PRACTICE_STEPS: dict[Transition, str] = {
    Transition.WITHDRAW: "Put it away",
    Transition.RESTORE: "Bring it back",
}
PRACTICE_HAPPENED: dict[Transition, str] = {
    Transition.WITHDRAW: "Put away",
    Transition.RESTORE: "Brought back",
}


def moment(at: datetime | None) -> str:
    """Return a moment such as “7 March 2026 at 2:05pm”, in the time of the United Kingdom."""
    if at is None:
        return ""
    return f"{day(at)} at {clock(at)}"


def clock(at: datetime) -> str:
    """Return the time of day in the United Kingdom, such as “2:05pm”."""
    local = local_time(at)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def day(at: Any) -> str:
    """Return a date or moment as “7 March 2026”; "" for None."""
    if at is None:
        return ""
    if isinstance(at, datetime):
        at = local_date(at)
    return long_date(str(at))


def count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def truncate(text: str, length: int) -> str:
    """Return the whole words that fit, without a mark at their end, and “…” if any is left out."""
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
