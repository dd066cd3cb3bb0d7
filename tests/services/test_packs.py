"""A pack holds signed-off assessments that its maker may read, and is theirs alone."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import Invalid, NotAllowed, NotFound
from eia_app.domain.packs import MOST, NONE, TOO_MANY
from eia_app.domain.roles import Role
from eia_app.domain.workflow import Action, State
from eia_app.services import packs
from eia_app.services.packs import Wanted
from eia_app.storage.packs import Pack
from eia_app.storage.people import Person
from tests.factories import NOW, Makers, add_person


def wanted(*assessments: UUID) -> Wanted:
    return Wanted("Cabinet", date(2026, 4, 2), summaries=False, assessments=assessments)


@pytest.fixture
def author(session: Session) -> Person:
    return add_person(session, "Rae Report", Role.REPORT_AUTHOR)


def put_together(session: Session, makers: Makers, by: Person) -> Pack:
    ids = [makers(state).assessment.id for state in (State.DECIDED, State.SIGNED_OFF)]
    return packs.make(session, wanted(*reversed(ids)), by=by, now=NOW, id_=uuid4())


def test_a_pack_has_its_assessments_by_reference_in_the_version_of_that_day(
    session: Session, make_assessment: Makers, author: Person
) -> None:
    pack = put_together(session, make_assessment, author)
    found = [(part.position, part.assessment.reference, part.version) for part in pack.parts]
    assert found == [(0, "EIA-2026-001", 1), (1, "EIA-2026-002", 1)]
    assert packs.find(session, pack.id, author) is pack
    assert packs.of(session, author) == [pack]


def test_pressing_twice_makes_one_pack(
    session: Session, make_assessment: Makers, author: Person
) -> None:
    pack = put_together(session, make_assessment, author)
    again = packs.make(session, wanted(), by=author, now=NOW, id_=pack.id)
    assert again is pack


def test_the_pack_of_somebody_else_is_not_there(
    session: Session, make_assessment: Makers, author: Person
) -> None:
    pack = put_together(session, make_assessment, author)
    other = add_person(session, "Ren Report", Role.REPORT_AUTHOR)
    with pytest.raises(NotFound, match="There is no such pack"):
        packs.find(session, pack.id, other)
    with pytest.raises(NotFound, match="There is no such pack"):
        packs.make(session, wanted(), by=other, now=NOW, id_=pack.id)
    assert packs.of(session, other) == []


def test_what_one_may_not_read_cannot_be_put_in_a_pack(
    session: Session, make_assessment: Makers
) -> None:
    it = make_assessment(State.SIGNED_OFF).assessment
    stranger = add_person(session, "Sam Stranger")
    for id_ in (it.id, uuid4()):
        with pytest.raises(NotFound):
            packs.make(session, wanted(id_), by=stranger, now=NOW, id_=uuid4())
    assert packs.on_offer(session, stranger) == []


def test_what_is_not_signed_off_cannot_be_put_in_a_pack(
    session: Session, make_assessment: Makers
) -> None:
    it = make_assessment().assessment
    with pytest.raises(NotAllowed, match="EIA-2026-001 is not signed off"):
        packs.make(session, wanted(it.id), by=make_assessment.lead, now=NOW, id_=uuid4())
    assert packs.on_offer(session, make_assessment.lead) == []


def test_whoever_loses_the_right_to_one_report_loses_the_pack(
    session: Session, make_assessment: Makers, author: Person
) -> None:
    pack = put_together(session, make_assessment, author)
    author.held.clear()
    with pytest.raises(NotFound, match="There is no such assessment"):
        packs.find(session, pack.id, author)


def test_a_pack_ends_when_one_of_its_assessments_is_reopened_or_signed_again(
    session: Session, make_assessment: Makers
) -> None:
    lead = make_assessment.lead
    opened = make_assessment(State.SIGNED_OFF)
    pack = packs.make(session, wanted(opened.assessment.id), by=lead, now=NOW, id_=uuid4())
    make_assessment.step(opened, Action.REOPEN)
    with pytest.raises(NotAllowed, match="EIA-2026-001 is not signed off"):
        packs.find(session, pack.id, lead)
    make_assessment.step(opened, Action.SUBMIT)
    make_assessment.step(opened, Action.SIGN_OFF)
    with pytest.raises(NotAllowed, match="was signed off again, as version 2"):
        packs.find(session, pack.id, lead)


@pytest.mark.parametrize(("number", "said"), [(0, NONE), (MOST + 1, TOO_MANY)])
def test_a_pack_holds_something_and_not_too_much(
    number: int, said: str, session: Session, author: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        packs.make(
            session, wanted(*(uuid4() for _ in range(number))), by=author, now=NOW, id_=uuid4()
        )
    assert refused.value.errors == {"assessments": said}


def test_those_decided_last_are_offered_first_and_words_find_others(
    session: Session, make_assessment: Makers, author: Person
) -> None:
    early, late, none = (make_assessment(State.SIGNED_OFF).assessment for _ in range(3))
    early.decision_date, late.decision_date, none.decision_date = NOW.date(), date(2026, 9, 1), None
    early.decision_body = "Planning committee"
    session.flush()
    assert packs.on_offer(session, author) == [late, early, none]
    assert packs.on_offer(session, author, "planning") == [early]
