"""Many append to the event log at the same moment, and it stays one chain."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from sqlalchemy import func, select

from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import Transition
from eia_app.services.assessment import event_log_check
from eia_app.services.assessment.events import record
from eia_app.storage.engine import Sessions
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.events import Event
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers, add_person

THREADS, EACH = 8, 12


def started(sessions: Sessions, forms: Forms) -> list[UUID]:
    """A database with an assessment for each thread."""
    with sessions.to_write.begin() as session:
        lead = add_person(session, "Lee Lead")
        equality = add_person(session, "Eli Equality", Role.EQUALITY_LEAD)
        head = add_person(session, "Hana Head", Role.HEAD_OF_SERVICE)
        makers = Makers(session, forms, lead, equality, head)
        return [makers(blank=True).assessment.id for _ in range(THREADS)]


def test_threads_that_append_at_once_make_one_chain(sessions: Sessions, tiny_forms: Forms) -> None:
    ids = started(sessions, tiny_forms)

    def append(id_: UUID) -> None:
        for number in range(EACH):
            with sessions.to_write.begin() as session:
                it = session.get_one(Assessment, id_)
                by = session.get_one(Person, it.lead_id)
                record(session, it, Transition.CHASE, by=by, now=NOW, note=str(number))

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(append, ids))
    with sessions.to_read() as session:
        assert event_log_check.check(session).events == THREADS * (EACH + 1)
        wanted = select(Event.note).where(
            Event.action == Transition.CHASE, Event.assessment_id == ids[0]
        )
        assert list(session.scalars(wanted.order_by(Event.id))) == [str(n) for n in range(EACH)]


def test_a_log_is_whole_while_somebody_appends_to_it(sessions: Sessions, tiny_forms: Forms) -> None:
    ids = started(sessions, tiny_forms)
    found = []
    with sessions.to_read() as reading:
        found.append(event_log_check.check(reading).events)
        with sessions.to_write.begin() as session:
            it = session.get_one(Assessment, ids[0])
            record(session, it, Transition.CHASE, by=it.lead, now=NOW)
            session.flush()
            with sessions.to_read() as another:
                found.append(event_log_check.check(another).events)
    with sessions.to_read() as reading:
        found.append(event_log_check.check(reading).events)
        assert found[-1] == reading.scalar(select(func.count()).select_from(Event))
    assert found == [THREADS, THREADS, THREADS + 1]
