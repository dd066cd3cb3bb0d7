"""Register and packs find what is looked for, however it was typed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from eia_app.domain.workflow.states import State
from eia_app.services.assessment.register import register
from eia_app.services.reports import packs
from eia_app.storage.models.assessment import Assessment, ListRow
from eia_app.storage.models.people import Person
from eia_app.storage.search_columns import words_of_assessment, words_of_row
from tests.factories import Makers
from tests.services.database_transfer import export_text, import_text

TITLE = "Gŵyl Tŷ’r Ŷd: carers’ after\u2011school\u00a0club"
FOUND = ["gwyl", "GŴYL", "ty'r yd", "Ty’r", "carers'", "club after-school gŵyl", "school CLUB", "w"]
NOT_FOUND = ["gwyl nobody", "after-club", "carerz", "%", "_", "\\"]


@pytest.fixture
def festival(make_assessment: Makers) -> Assessment:
    make_assessment(blank=True, title="Parking permits")
    return make_assessment(blank=True, title=TITLE).assessment


@pytest.mark.parametrize("words", FOUND)
def test_the_register_finds_it(
    session: Session, lead: Person, festival: Assessment, words: str
) -> None:
    assert register(session, lead, words=words)[0] == [festival]


@pytest.mark.parametrize("words", NOT_FOUND)
@pytest.mark.usefixtures("festival")
def test_the_register_does_not_find_what_has_not_every_word(
    session: Session, lead: Person, words: str
) -> None:
    assert register(session, lead, words=words) == ([], 0)


def test_words_may_be_of_the_title_the_reference_the_service_and_the_meeting(
    session: Session, lead: Person, festival: Assessment
) -> None:
    festival.service, festival.decision_body = "Addysg", "Cabinet’s sub-committee"
    session.flush()
    words = f"committee {festival.reference} addysg GWYL"
    assert register(session, lead, words=words)[0] == [festival]


def test_packs_offer_what_has_every_word(
    session: Session, make_assessment: Makers, lead: Person
) -> None:
    make_assessment(State.SIGNED_OFF)
    it = make_assessment(State.SIGNED_OFF, title=TITLE).assessment
    assert packs.on_offer(session, lead, "yd gwyl") == [it]


@pytest.mark.parametrize("more", [1, 3])
def test_a_search_asks_as_much_of_the_database_however_many_there_are(
    session: Session, make_assessment: Makers, lead: Person, more: int
) -> None:
    for _ in range(more):
        make_assessment(blank=True, title=TITLE)
    queries: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *it: queries.append(it[2]))
    assert register(session, lead, words="gwyl club")[1] == more
    assert len(queries) == 2


@pytest.mark.parametrize("state", State)
def test_what_is_searched_is_written_with_what_it_comes_from(
    session: Session, make_assessment: Makers, state: State
) -> None:
    make_assessment(state, title=TITLE)
    assert_folded(session)


def test_an_imported_assessment_can_be_searched(
    session: Session, other_session: Session, make_assessment: Makers
) -> None:
    file = export_text(session, make_assessment(State.SIGNED_OFF, title=TITLE).assessment)
    assert '"searched"' not in file
    import_text(other_session, file)
    assert_folded(other_session)


def assert_folded(session: Session) -> None:
    session.flush()
    session.expire_all()
    for it in session.scalars(select(Assessment)):
        said: dict[str, Any] = {n: getattr(it, n) for n in ("title", "reference", "service")}
        assert it.searched == words_of_assessment({**said, "decision_body": it.decision_body})
    for row in session.scalars(select(ListRow)):
        assert row.searched == words_of_row(row.values)
