"""The kinds of notice: whom each concerns, and whether it is mailed at once or once a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from eia_app.domain.roles import Role


class DeliveryFrequency(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"  # shown in the app all the same


class NoticeKind(StrEnum):
    REVIEW_WAITING = "review_waiting"  # a champion: an assessment has come to the queue
    ASSIGNED = "assigned"  # a champion: you are asked to review this one
    INVITED = "invited"  # a colleague: your opinion is asked on one section
    REVIEW_DUE = "review_due"  # a reviewer or a colleague: reminded
    REVIEW_LATE = "review_late"  # the equality lead: opinions are late
    OPINION_GIVEN = "opinion_given"  # the equality lead
    QUORUM_REACHED = "quorum_reached"  # the equality lead: the round can be closed
    CHANGES_REQUESTED = "changes_requested"  # who works on it
    REPLIES_READY = "replies_ready"  # a reviewer: it came back, and what has changed
    ROUND_CLOSED = "round_closed"  # a reviewer, who works on it: how the round ended
    SIGN_OFF_WAITING = "sign_off_waiting"  # the Head of Service
    SIGNED_OFF = "signed_off"  # who works on it
    DECLINED = "declined"  # who works on it
    DECIDED = "decided"  # who works on it, reviewers
    REOPENED = "reopened"  # reviewers, the Head of Service
    WITHDRAWN = "withdrawn"  # reviewers
    LOOK_AGAIN = "look_again"  # the lead, the equality lead: its own review date is near or over
    ACCOUNT_CHANGED = "account_changed"  # a person: what was done to their own roles or sign-in
    PEOPLE_CHANGED = "people_changed"  # the equality lead: what was done to somebody else's
    CONFIRMATION_ASKED = "confirmation_asked"  # who may be the second person of such a change


# How each kind is told unless the person chose otherwise.
DEFAULT_FREQUENCY: dict[NoticeKind, DeliveryFrequency] = {
    kind: DeliveryFrequency.AT_ONCE
    if kind
    in {
        NoticeKind.ASSIGNED,
        NoticeKind.INVITED,
        NoticeKind.CHANGES_REQUESTED,
        NoticeKind.DECLINED,
        NoticeKind.SIGN_OFF_WAITING,
        NoticeKind.QUORUM_REACHED,
        NoticeKind.ACCOUNT_CHANGED,
        NoticeKind.CONFIRMATION_ASKED,
    }
    else DeliveryFrequency.DAILY
    for kind in NoticeKind
}
# Told of what takes an assessment out of the reader's sight: its reference, and nothing else of it.
PARTING = frozenset({NoticeKind.REOPENED, NoticeKind.WITHDRAWN})
# About a person and not an assessment.
OF_PEOPLE = frozenset(
    {NoticeKind.ACCOUNT_CHANGED, NoticeKind.PEOPLE_CHANGED, NoticeKind.CONFIRMATION_ASKED}
)
# Told whatever somebody chose, and to those who may not sign in any more: whoever got hold of an
# account, or of an administrator's, is not to do it unseen.
ALWAYS = frozenset({NoticeKind.ACCOUNT_CHANGED})
EVERYBODY = frozenset[Role]()  # anybody may work on an assessment
# Whom a kind concerns, by role.
CONCERNED_ROLES: Mapping[NoticeKind, frozenset[Role]] = {
    NoticeKind.REVIEW_WAITING: frozenset({Role.CHAMPION, Role.EQUALITY_LEAD}),
    NoticeKind.ASSIGNED: frozenset({Role.CHAMPION}),
    NoticeKind.REVIEW_LATE: frozenset({Role.EQUALITY_LEAD}),
    NoticeKind.OPINION_GIVEN: frozenset({Role.EQUALITY_LEAD}),
    NoticeKind.QUORUM_REACHED: frozenset({Role.EQUALITY_LEAD}),
    NoticeKind.REPLIES_READY: frozenset({Role.CHAMPION}),
    NoticeKind.SIGN_OFF_WAITING: frozenset({Role.HEAD_OF_SERVICE}),
    NoticeKind.REOPENED: frozenset({Role.CHAMPION, Role.HEAD_OF_SERVICE}),
    NoticeKind.WITHDRAWN: frozenset({Role.CHAMPION}),
    NoticeKind.PEOPLE_CHANGED: frozenset({Role.EQUALITY_LEAD}),
    NoticeKind.CONFIRMATION_ASKED: frozenset({Role.EQUALITY_LEAD, Role.ADMINISTRATOR}),
    **dict.fromkeys(
        (
            NoticeKind.INVITED,
            NoticeKind.REVIEW_DUE,
            NoticeKind.CHANGES_REQUESTED,
            NoticeKind.ROUND_CLOSED,
            NoticeKind.SIGNED_OFF,
            NoticeKind.DECLINED,
            NoticeKind.DECIDED,
            NoticeKind.LOOK_AGAIN,
            NoticeKind.ACCOUNT_CHANGED,
        ),
        EVERYBODY,
    ),
}
# How long to wait after a mail was refused for now, for the first time, the second …
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
TOO_OLD = timedelta(days=14)  # for a first attempt: news of long ago is not worth a mail
CLAIM_LASTS = timedelta(minutes=15)  # then whoever sends next takes the mail again


def concerns(kind: NoticeKind, roles: frozenset[Role]) -> bool:
    """Return whether people with these roles can get notices of this kind."""
    needed = CONCERNED_ROLES[kind]
    return not needed or not needed.isdisjoint(roles)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after this many attempts; None to give up."""
    return now + WAITS[attempts - 1] if attempts <= len(WAITS) else None


@dataclass(frozen=True)
class DigestEntry:
    """One notice as it is shown or mailed.

    `title` is empty for readers who may know only the reference. A notice about a person has their
    name as its reference, or none if it is about the reader.
    """

    kind: NoticeKind
    reference: str
    title: str = ""
    assessment_id: UUID | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class DigestEmail:
    """The entries of one person in one email. The key stays the same when it is sent again."""

    key: str
    name: str
    address: str
    entries: tuple[DigestEntry, ...]
    notices: tuple[int, ...]
    attempts: int  # this one included
