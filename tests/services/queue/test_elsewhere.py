"""What left the queue and waits for others, as the equality lead sees it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.queue import elsewhere
from eia_app.services.review import rounds
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Contributor
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers, add_person

TODAY = date(2026, 3, 9)


def test_the_equality_lead_sees_what_waits_for_others(
    session: Session, tiny_forms: Forms, make_assessment: Makers, equality_lead: Person
) -> None:
    back = make_assessment(State.IN_REVIEW, title="Permits")
    make_assessment.step(back, Transition.REQUEST_CHANGES)
    make_assessment(State.AWAITING_SIGN_OFF, title="Bins")
    helper = add_person(session, "Hal Helper")
    mine = Contributor(person_id=helper.id, added_by_id=helper.id, added_at=NOW)
    back.assessment.contributors.append(mine)
    session.flush()
    council = tiny_forms.council
    found = {
        state: elsewhere.away(session, council, equality_lead, state, page=1, today=TODAY)
        for state in (State.CHANGES_REQUESTED, State.AWAITING_SIGN_OFF)
    }
    (away,) = found[State.CHANGES_REQUESTED].rows
    assert (away.facts.title, away.people) == ("Permits", ["Lee Lead", "Hal Helper"])
    closed = rounds.newest(session, back.assessment)
    assert closed is not None
    assert away.since == closed.closed_at
    (waiting,) = found[State.AWAITING_SIGN_OFF].rows
    assert (waiting.facts.title, waiting.since is not None) == ("Bins", True)
    assert found[State.AWAITING_SIGN_OFF].total == 1


def test_nobody_else_sees_what_waits_for_others(
    session: Session, tiny_forms: Forms, champion: Person
) -> None:
    with pytest.raises(Denied):
        elsewhere.away(
            session, tiny_forms.council, champion, State.AWAITING_SIGN_OFF, page=1, today=TODAY
        )
