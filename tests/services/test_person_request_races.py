"""Two people at the same moment: one answer counts, one event is written, one role is held."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.domain.errors import NotAllowed
from eia_app.domain.person_changes import PersonAction, PersonChange
from eia_app.domain.roles import Role
from eia_app.services import log_check, person_changes, person_requests
from eia_app.storage.engine import Sessions
from eia_app.storage.events import PersonEvent
from eia_app.storage.people import HeldRole, Person, PersonRequest
from tests.factories import NOW, add_person

ROUNDS = 5
Act = Callable[[Session, PersonRequest, Person], object]


class Council:
    """A database with an administrator who asks, two who may answer, and somebody to change."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        with sessions.to_write.begin() as session:
            self.asker = add_person(session, "Ada Asker", Role.ADMINISTRATOR).id
            self.others = [
                add_person(session, "Bo Second", Role.ADMINISTRATOR).id,
                add_person(session, "Eli Equality", Role.EQUALITY_LEAD).id,
            ]
            self.person = add_person(session, "Hana Head").id

    def asked(self) -> UUID:
        with self.sessions.to_write.begin() as session:
            by, person = (session.get_one(Person, id_) for id_ in (self.asker, self.person))
            give = PersonChange.GIVE_ROLE, Role.HEAD_OF_SERVICE
            return person_requests.ask(session, person, *give, by=by, now=NOW).id

    def at_once(self, request: UUID, *acts: Act) -> list[str]:
        """What became of each of these answers, given at the same moment."""

        def answer(given: tuple[Act, UUID]) -> str:
            act, by = given
            try:
                with self.sessions.to_write.begin() as session:
                    it, who = session.get_one(PersonRequest, request), session.get_one(Person, by)
                    act(session, it, who)
            except NotAllowed:
                return "refused"
            return "done"

        with ThreadPoolExecutor(len(acts)) as pool:
            return sorted(pool.map(answer, zip(acts, self.others, strict=True)))

    def count(self, action: PersonAction) -> int:
        with self.sessions.to_read() as session:
            mine = PersonEvent.person_id == self.person, PersonEvent.action == action
            return session.scalar(select(func.count()).select_from(PersonEvent).where(*mine)) or 0

    def is_held(self) -> bool:
        with self.sessions.to_read() as session:
            return session.get(HeldRole, (self.person, Role.HEAD_OF_SERVICE)) is not None

    def is_whole(self) -> bool:
        with self.sessions.to_read() as session:
            return log_check.check(session).events > 0


def confirm(session: Session, request: PersonRequest, by: Person) -> object:
    return person_requests.confirm(session, request, by=by, now=NOW)


def refuse(session: Session, request: PersonRequest, by: Person) -> object:
    person_requests.refuse(session, request, by=by, now=NOW)
    return None


def test_of_two_who_confirm_at_once_one_does_and_the_other_is_told(sessions: Sessions) -> None:
    council = Council(sessions)
    request = council.asked()
    assert council.at_once(request, confirm, confirm) == ["done", "refused"]
    assert (council.is_held(), council.count(PersonAction.ROLE_GIVEN)) == (True, 1)
    assert council.is_whole()


def test_confirmed_and_refused_at_once_is_one_of_the_two(sessions: Sessions) -> None:
    council = Council(sessions)
    request = council.asked()
    assert council.at_once(request, confirm, refuse) == ["done", "refused"]
    given = council.count(PersonAction.ROLE_GIVEN)
    assert (council.is_held(), council.count(PersonAction.REFUSED)) == (given == 1, 1 - given)
    assert council.is_whole()


def test_two_administrators_who_change_somebody_at_once_leave_events_that_tell_the_truth(
    sessions: Sessions,
) -> None:
    council = Council(sessions)

    def change(given: tuple[UUID, str]) -> None:
        with sessions.to_write.begin() as session:
            by, person = session.get_one(Person, given[0]), session.get_one(Person, council.person)
            person_changes.change(
                session, person, by=by, now=NOW, name="Hana Head", job_title="",
                service=given[1], roles=[Role.CHAMPION], is_active=True,
            )  # fmt: skip

    for number in range(ROUNDS):
        both = [(council.asker, f"Parking {number}"), (council.others[0], f"Housing {number}")]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(change, both))
    with sessions.to_read() as session:
        wanted = select(PersonEvent).where(PersonEvent.action == PersonAction.DETAILS_CHANGED)
        found = session.scalars(wanted.order_by(PersonEvent.id)).all()
        services = [each.detail["service"] for each in found if "service" in each.detail]
        assert services[0]["from"] == ""
        assert [each["from"] for each in services[1:]] == [each["to"] for each in services[:-1]]
        assert services[-1]["to"] == session.get_one(Person, council.person).service
    assert council.count(PersonAction.ROLE_GIVEN) == 1
    assert council.is_whole()
