"""Assessments whose round of review was closed, answered and begun again, for every page of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from eia_app.domain.review.review import Outcome, ReplyKind
from eia_app.domain.workflow.states import Action
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import Opened, open_assessment
from eia_app.services.people import people
from eia_app.services.review import closing, discussion, replies
from eia_app.services.review import record as review_record
from eia_app.services.snapshots import versions
from eia_app.services.workflow.transitions import Step, act
from eia_app.storage.models.people import Person
from tests.journeys.reviewed import put_reviewed
from tests.journeys.server import EQUALITY_LEAD, LEAD, Actor
from tests.journeys.shelf import Shelf

WHY = "Two days less hit some families harder than others: name them."
CHANGED = "We name the 34 families who book both days, and what each was offered."
TERMS = closing.Terms(
    "Write to the 34 families before the booking opens",
    "Head of Early Years",
    date(2027, 5, 1),
    "34 letters sent, and the answers counted",
)


def put_with_condition(shelf: Shelf) -> UUID:
    """In review, with a condition drafted by the equality lead."""
    id_ = put_reviewed(shelf, given=True)
    with shelf.writing() as session:
        opened = open_assessment(session, shelf.forms, id_)
        lead, made = _person(opened, EQUALITY_LEAD), uuid4()
        closing.save_condition(opened, made, TERMS, by=lead, now=datetime.now(UTC))
        shelf.said["{condition}"] = str(made)
    return id_


def put_sent_back(shelf: Shelf) -> UUID:
    """Sent back with an opinion and remarks; two sections can be changed."""
    id_ = put_reviewed(shelf, given=True)
    with shelf.writing() as session:
        opened = open_assessment(session, shelf.forms, id_)
        detail: dict[str, Any] = {"sections": [["proposal", ""], ["effects", "age"]]}
        _act(opened, EQUALITY_LEAD, Action.REQUEST_CHANGES, detail)
    return id_


def put_in_second_round(shelf: Shelf) -> UUID:
    """Changed, answered and in review again. `shelf.said` has the ids of its two versions."""
    id_ = put_sent_back(shelf)
    with shelf.writing() as session:
        opened = open_assessment(session, shelf.forms, id_)
        by, now = _person(opened, LEAD), datetime.now(UTC)
        for comment in discussion.of_round(opened).comments:
            found = replies.find(opened, comment.id)
            replies.save(opened, found, ReplyKind.CHANGED, CHANGED, by=by, now=now, seen=0)
        said = {opened.edition.means("explanation"): CHANGED}
        save_answers(opened, "effects", "age", said, by=by, now=now)
        _act(opened, LEAD, Action.RESUBMIT, {})
        new, old = (str(each.stored.id) for each in versions.listed(opened, by))
        shelf.said |= {"{new}": new, "{old}": old}
    return id_


def put_agreed(shelf: Shelf) -> UUID:
    """Agreed with a condition, and waiting for sign-off."""
    id_ = put_with_condition(shelf)
    with shelf.writing() as session:
        opened = open_assessment(session, shelf.forms, id_)
        outcome = {"outcome": Outcome.AGREED_WITH_CONDITIONS.value}
        _act(opened, EQUALITY_LEAD, Action.COMPLETE_REVIEW, outcome)
        assert review_record.annex(opened)["rounds"]
    return id_


def _act(opened: Opened, actor: Actor, action: Action, detail: dict[str, Any]) -> None:
    step = Step(action, WHY, detail)
    act(opened, step, by=_person(opened, actor), now=datetime.now(UTC))


def _person(opened: Opened, actor: Actor) -> Person:
    found = people.by_email(opened.session, actor.email)
    assert found is not None, actor
    return found
