"""The record of a review, as plain data: for the hash of a round, and for the report's annex.

The record of a round is a dict of plain JSON: its `number`, `version`, the hash of the `snapshot`
it was about, the `reasons` why it came, `quorum`, `due`, when and by whom it was opened and closed,
`outcome`, `note`, `sections` (to change), `referred_to`; and lists in the order in which one reads:
`opinions` (by, recommendation, reason, given_at), `comments` (by, place, about, kind, text, at,
reply), `invited` (by, section, group, question, recommendation, reason, answered_at) and
`conditions` (text, owner, due, measure). Nothing that somebody took back is in it, nor the notes
and checklists that reviewers keep for themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.journey.stored_values import texts
from eia_app.domain.snapshot.snapshot import canonical, sha256
from eia_app.domain.workflow.event_detail import places
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import rounds
from eia_app.services.review.discussion import RoundView, place_of
from eia_app.storage.models.assessment import StoredSnapshot
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Comment, Condition, Invitation, Opinion, Reply, Round

FORMAT = "eia-review/1"
Json = dict[str, Any]
Who = Callable[[Person], str]


def conditions(session: Session, round_: Round) -> list[Condition]:
    """Return the conditions of a round, in the order in which they were written."""
    query = select(Condition).where(Condition.round_id == round_.id, Condition.removed_at.is_(None))
    return list(session.scalars(query.order_by(Condition.at, Condition.id)))


def name_of(round_view: RoundView, comment: Comment) -> str:
    """Return the place that a comment is about, in words; "" if it is not in the snapshot."""
    return round_view.places.get(place_of(comment), "")


def digest(round_view: RoundView) -> str:
    """Return the SHA-256 of the record of a round, with people by id and without later replies."""
    round_ = round_record(round_view, lambda person: str(person.id))
    for comment in round_["comments"]:
        del comment["reply"]
    return sha256(canonical({"format": FORMAT, "round": round_}))


def annex(context: AssessmentContext) -> Json:
    """Return the records of every closed round.

    People are shown by role, or by name if the council prints names.
    """
    who = _Roles(context) if not context.council.names_in_reports else _name
    round_views = [
        RoundView(context.session, context.assessment, round_)
        for round_ in rounds.all_of(context.session, context.assessment)
        if round_.closed_at is not None
    ]
    return {
        "format": FORMAT,
        "reference": context.assessment.reference,
        "group": context.council.review_group,
        "rounds": [round_record(round_view, who) for round_view in round_views],
    }


def round_record(round_view: RoundView, who: Who) -> Json:
    """Return the record of one round; `who` says how people are shown."""
    round_, session = round_view.round, round_view.session
    snapshot = session.get_one(StoredSnapshot, round_.snapshot_id)
    closer = session.get(Person, round_.closed_by_id) if round_.closed_by_id else None
    opinions = [opinion for opinion in round_view.opinions if opinion.given_at is not None]
    answered = [
        invitation for invitation in round_view.invitations if invitation.answered_at is not None
    ]
    return {
        "number": round_.number,
        "version": round_.version,
        "snapshot": snapshot.sha256,
        "reasons": texts(round_.reasons),
        "quorum": round_.quorum,
        "due": _day(round_.due),
        "opened_at": _moment(round_.opened_at),
        "opened_by": who(session.get_one(Person, round_.opened_by_id)),
        "closed_at": _moment(round_.closed_at),
        "closed_by": who(closer) if closer else None,
        "outcome": round_.outcome.value if round_.outcome else None,
        "note": round_.note,
        "sections": places(round_.sections),
        "referred_to": round_.referred_to,
        "opinions": [_opinion(opinion, who) for opinion in opinions],
        "comments": [_comment(round_view, comment, who) for comment in round_view.comments],
        "invited": [_invited(invitation, who) for invitation in answered],
        "conditions": [_condition(condition) for condition in conditions(session, round_)],
    }


def _opinion(opinion: Opinion, who: Who) -> Json:
    return {
        "by": who(opinion.person),
        "recommendation": opinion.recommendation.value if opinion.recommendation else None,
        "reason": opinion.reason,
        "given_at": _moment(opinion.given_at),
    }


def _comment(round_view: RoundView, comment: Comment, who: Who) -> Json:
    return {
        "by": who(comment.person),
        "place": [comment.section, comment.group_id, comment.question, _id(comment.row_id)],
        "about": name_of(round_view, comment),
        "kind": comment.kind.value,
        "text": comment.text,
        "at": _moment(comment.at),
        "reply": _reply(comment.reply, who) if comment.reply else None,
    }


def _reply(reply: Reply, who: Who) -> Json:
    return {
        "by": who(reply.by),
        "kind": reply.kind.value,
        "text": reply.text,
        "at": _moment(reply.at),
    }


def _invited(invitation: Invitation, who: Who) -> Json:
    return {
        "by": who(invitation.person),
        "section": invitation.section,
        "group": invitation.group_id,
        "question": invitation.question,
        "recommendation": invitation.recommendation.value if invitation.recommendation else None,
        "reason": invitation.reason,
        "answered_at": _moment(invitation.answered_at),
    }


def _condition(condition: Condition) -> Json:
    return {
        "text": condition.text,
        "owner": condition.owner,
        "due": _day(condition.due),
        "measure": condition.measure,
    }


def _id(value: UUID | None) -> str:
    return str(value) if value else ""


def _day(value: date) -> str:
    return value.isoformat()


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _name(person: Person) -> str:
    return ", ".join(filter(None, (person.name, person.job_title)))


class _Roles:
    """Shows people by their job, and numbers the reviewers, who share one."""

    def __init__(self, context: AssessmentContext) -> None:
        self.known: dict[UUID, str] = {}
        self.reviewers = {reviewer.person_id for reviewer in context.assessment.reviewers}
        self.reviewer = context.council.reviewer

    def __call__(self, person: Person) -> str:
        if person.id not in self.known:
            self.known[person.id] = self._new(person)
        return self.known[person.id]

    def _new(self, person: Person) -> str:
        if person.id not in self.reviewers:
            return person.job_title or "Colleague"
        numbers = sum(id_ in self.reviewers for id_ in self.known)
        return f"{self.reviewer} {numbers + 1}"
