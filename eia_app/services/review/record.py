"""What was said in review, as plain data: for the hash of a round, and for the report's annex.

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
    """The conditions of a round, in the order in which they were written."""
    mine = select(Condition).where(Condition.round_id == round_.id, Condition.removed_at.is_(None))
    return list(session.scalars(mine.order_by(Condition.at, Condition.id)))


def name_of(talk: RoundView, comment: Comment) -> str:
    """What a remark is about, in words."""
    return talk.places.get(place_of(comment), "")


def digest(talk: RoundView) -> str:
    """The SHA-256 of what was said in a round up to its end: people by id, without replies.

    The replies come later. It stays the same for as long as nothing of the round is altered.
    """
    said = of_round(talk, lambda person: str(person.id))
    for comment in said["comments"]:
        del comment["reply"]
    return sha256(canonical({"format": FORMAT, "round": said}))


def annex(context: AssessmentContext) -> Json:
    """Every round that is over: people by role, or by name where the council prints names."""
    who = _Roles(context) if not context.council.names_in_reports else _name
    talks = [
        RoundView(context.session, context.assessment, each)
        for each in rounds.all_of(context.session, context.assessment)
        if each.closed_at is not None
    ]
    return {
        "format": FORMAT,
        "reference": context.assessment.reference,
        "group": context.council.review_group,
        "rounds": [of_round(talk, who) for talk in talks],
    }


def of_round(talk: RoundView, who: Who) -> Json:
    """The record of one round; `who` says how people are shown."""
    it, session = talk.round, talk.session
    about = session.get_one(StoredSnapshot, it.snapshot_id)
    closer = session.get(Person, it.closed_by_id) if it.closed_by_id else None
    given = [each for each in talk.opinions if each.given_at is not None]
    asked = [each for each in talk.invitations if each.answered_at is not None]
    return {
        "number": it.number,
        "version": it.version,
        "snapshot": about.sha256,
        "reasons": texts(it.reasons),
        "quorum": it.quorum,
        "due": _day(it.due),
        "opened_at": _moment(it.opened_at),
        "opened_by": who(session.get_one(Person, it.opened_by_id)),
        "closed_at": _moment(it.closed_at),
        "closed_by": who(closer) if closer else None,
        "outcome": it.outcome.value if it.outcome else None,
        "note": it.note,
        "sections": places(it.sections),
        "referred_to": it.referred_to,
        "opinions": [_opinion(each, who) for each in given],
        "comments": [_comment(talk, each, who) for each in talk.comments],
        "invited": [_invited(each, who) for each in asked],
        "conditions": [_condition(each) for each in conditions(session, it)],
    }


def _opinion(it: Opinion, who: Who) -> Json:
    return {
        "by": who(it.person),
        "recommendation": it.recommendation.value if it.recommendation else None,
        "reason": it.reason,
        "given_at": _moment(it.given_at),
    }


def _comment(talk: RoundView, it: Comment, who: Who) -> Json:
    return {
        "by": who(it.person),
        "place": [it.section, it.group_id, it.question, _id(it.row_id)],
        "about": name_of(talk, it),
        "kind": it.kind.value,
        "text": it.text,
        "at": _moment(it.at),
        "reply": _reply(it.reply, who) if it.reply else None,
    }


def _reply(it: Reply, who: Who) -> Json:
    return {"by": who(it.by), "kind": it.kind.value, "text": it.text, "at": _moment(it.at)}


def _invited(it: Invitation, who: Who) -> Json:
    return {
        "by": who(it.person),
        "section": it.section,
        "group": it.group_id,
        "question": it.question,
        "recommendation": it.recommendation.value if it.recommendation else None,
        "reason": it.reason,
        "answered_at": _moment(it.answered_at),
    }


def _condition(it: Condition) -> Json:
    return {"text": it.text, "owner": it.owner, "due": _day(it.due), "measure": it.measure}


def _id(value: UUID | None) -> str:
    return str(value) if value else ""


def _day(value: date) -> str:
    return value.isoformat()


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _name(person: Person) -> str:
    return ", ".join(filter(None, (person.name, person.job_title)))


class _Roles:
    """Shows people by their job, and tells apart two who have the same."""

    def __init__(self, context: AssessmentContext) -> None:
        self.known: dict[UUID, str] = {}
        self.reviewers = {each.person_id for each in context.assessment.reviewers}
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
