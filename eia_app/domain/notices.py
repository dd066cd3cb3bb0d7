"""What people are told about, and how: at once what blocks others, the rest once a day."""

from __future__ import annotations

from enum import StrEnum


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
    REFERRED_UP = "referred_up"  # those who are asked
    CHANGES_REQUESTED = "changes_requested"  # who works on it
    REPLIES_READY = "replies_ready"  # a reviewer: it came back, and what has changed
    ROUND_CLOSED = "round_closed"  # a reviewer, who works on it: how the round ended
    SIGN_OFF_WAITING = "sign_off_waiting"  # the Head of Service
    SIGNED_OFF = "signed_off"  # who works on it
    DECLINED = "declined"  # who works on it
    DECIDED = "decided"  # who works on it, reviewers
    REOPENED = "reopened"  # reviewers, the Head of Service
    WITHDRAWN = "withdrawn"  # reviewers


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
        NoticeKind.REFERRED_UP,
    }
    else Way.DAILY
    for kind in NoticeKind
}
