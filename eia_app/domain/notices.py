"""What people are told about, and how: at once what blocks others, the rest once a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from eia_app.domain.roles import Role


class Way(StrEnum):
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
USUAL: dict[NoticeKind, Way] = {
    kind: Way.AT_ONCE
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
    else Way.DAILY
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
# Whom a kind concerns, where it does not concern everybody who may work on an assessment.
CONCERNS: Mapping[NoticeKind, frozenset[Role]] = {
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
    """Whether somebody with these roles can be told of this kind of thing."""
    needed = CONCERNS.get(kind)
    return needed is None or not needed.isdisjoint(roles)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many attempts; None to give up."""
    return now + WAITS[attempts - 1] if attempts <= len(WAITS) else None


@dataclass(frozen=True)
class Entry:
    """One thing that somebody is told; `title` is empty where they may know only the reference.

    What is about a person has the name as its reference, or none where it is the reader's own.
    """

    kind: NoticeKind
    reference: str
    title: str = ""
    assessment_id: UUID | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Parcel:
    """The entries that go to one person in one mail. The key stays when it is sent again."""

    key: str
    name: str
    address: str
    entries: tuple[Entry, ...]
    notices: tuple[int, ...]
    attempts: int  # this one included
