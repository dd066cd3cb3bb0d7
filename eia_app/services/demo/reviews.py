"""Replays the reviews of the demonstration through the services.

In a file of forms/demo, each of these is one thing that somebody did, with what it needs. `about`
is where it belongs: a section, a group or "", a question or "".

- `claim`: nothing
- `look`: marks of the checklist
- `remark`: `id`, `about`, `kind`, `text`
- `own_note`: the text that only they read
- `ask`: `email`, `about`, `question`, `due_in` days
- `answer` of a colleague who was asked, and `opinion`: `recommendation`, `reason`
- `reply`: `to` (the id of a remark), `kind`, `text`
- `condition`: `id`, `text`, `owner`, `due_in` days, `measure`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from eia_app.domain.calendar import local_date
from eia_app.domain.errors import BadFile
from eia_app.domain.review.review import CommentKind, Location, Recommendation, ReplyKind
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import (
    closing,
    comments,
    discussion,
    invitations,
    opinions,
    replies,
    reviewers,
)
from eia_app.storage.models.people import Person

Said = Mapping[str, Any]
Telling = Callable[[AssessmentContext, Any, Person, datetime], None]


def kind_of(event: Said) -> str:
    """Return which of KINDS an event is, or ""."""
    return next((kind for kind in KINDS if kind in event), "")


def tell(context: AssessmentContext, event: Said, *, by: Person, now: datetime) -> None:
    kind = kind_of(event)
    KINDS[kind](context, event[kind], by, now)


def _claim(context: AssessmentContext, _: Said, by: Person, now: datetime) -> None:
    reviewers.claim(context, by=by, now=now)


def _look(context: AssessmentContext, marks: Said, by: Person, now: datetime) -> None:
    opinions.save_checklist(context, marks, by=by, now=now)


def _remark(context: AssessmentContext, detail: Said, by: Person, now: datetime) -> None:
    place, kind = _place(context, detail["about"]), CommentKind(detail["kind"])
    comments.add(context, place, kind, detail["text"], by=by, now=now, id_=UUID(detail["id"]))


def _note(context: AssessmentContext, text: str, by: Person, now: datetime) -> None:
    comments.save_note(context, text, by=by, now=now)


def _ask(context: AssessmentContext, detail: Said, by: Person, now: datetime) -> None:
    invitations.invite(
        context,
        email=detail["email"],
        place=_place(context, detail["about"]),
        question=detail["question"],
        due=local_date(now) + timedelta(days=detail["due_in"]),
        by=by,
        now=now,
    )


def _answer(context: AssessmentContext, detail: Said, by: Person, now: datetime) -> None:
    sent = discussion.open_one(context).invitations
    invitation = next((invitation for invitation in sent if invitation.person_id == by.id), None)
    if invitation is None:
        raise BadFile(f"{by.email} answers in the demonstration, and was not asked.")
    recommendation = Recommendation(detail["recommendation"])
    seen = invitation.revision
    invitations.answer(
        context, invitation, recommendation, detail["reason"], by=by, now=now, seen=seen
    )


def _opinion(context: AssessmentContext, detail: Said, by: Person, now: datetime) -> None:
    recommendation = Recommendation(detail["recommendation"])
    opinions.give(context, recommendation, detail["reason"], by=by, now=now, seen="")


def _reply(context: AssessmentContext, detail: Said, by: Person, now: datetime) -> None:
    comment, kind = replies.find(context, UUID(detail["to"])), ReplyKind(detail["kind"])
    replies.save(context, comment, kind, detail["text"], by=by, now=now, seen=0)


def _condition(context: AssessmentContext, detail: Said, by: Person, now: datetime) -> None:
    due = local_date(now) + timedelta(days=detail["due_in"])
    terms = closing.Terms(detail["text"], detail["owner"], due, detail["measure"])
    closing.save_condition(context, UUID(detail["id"]), terms, by=by, now=now)


def _place(context: AssessmentContext, about: Sequence[str]) -> Location:
    """The place; the section where this council does not ask about the group."""
    section, group, question = about
    if group and group not in {known.id for known in context.groups}:
        return Location(section)
    return Location(section, group, question)


KINDS: dict[str, Telling] = {
    "claim": _claim,
    "look": _look,
    "remark": _remark,
    "own_note": _note,
    "ask": _ask,
    "answer": _answer,
    "opinion": _opinion,
    "reply": _reply,
    "condition": _condition,
}
