"""Lists of nothing, one and three: well made, and as many questions to the database."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import jinja2
import pytest
from sqlalchemy.orm import Session

from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers.rows import save_row
from eia_app.services.assessment.events import record
from eia_app.storage.models.assessment import Contributor
from eia_app.storage.models.people import Person
from eia_app.web.http.app_class import Service
from tests.attachments.making_files import put_file
from tests.factories import NOW, Makers, add_person
from tests.web.conftest import address
from tests.web.visitor import PageResponse, Visitor, select_statements

TASK_LIST_AT_MOST = 9


def same(ask: Callable[[], PageResponse], add: Callable[[], object]) -> list[int]:
    """How many queries a page takes with 1 and with 3 of something."""
    add()
    one = len(select_statements(ask()))
    add()
    add()
    return [one, len(select_statements(ask()))]


def test_an_empty_register_says_what_will_be_there(as_lead: Visitor) -> None:
    assert "There are no assessments here yet." in as_lead.get("/assessments/").text


def test_the_register_takes_as_many_queries_with_1_and_3_rows(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    assert same(lambda: as_lead.get("/assessments/"), make_assessment) == [4, 4]
    assert "3 assessments" in as_lead.get("/assessments/").text


def test_the_register_is_searched_by_words_and_state(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    make_assessment(title="Bins & bags")
    make_assessment(State.SIGNED_OFF, title="Parking")
    assert "1 assessment" in as_lead.get("/assessments/?words=BAGS").text
    assert "Parking" in as_lead.get("/assessments/?state=signed_off").text
    assert "No assessment matches." in as_lead.get("/assessments/?words=zebra").text


@pytest.mark.parametrize(
    "asked",
    [
        "page=0",
        "page=-1",
        "page=99",
        "page=99999999999999999999",
        "page=x",
        "state=nowhere",
        "words=%00",
        "words=%25_%5C",
        "words=" + "x" * 3000,
    ],
)
def test_the_register_bears_whatever_is_in_its_address(
    asked: str, as_lead: Visitor, make_assessment: Makers
) -> None:
    make_assessment(blank=True)
    as_lead.get(f"/assessments/?{asked}")


def test_a_long_register_has_pages(as_lead: Visitor, make_assessment: Makers) -> None:
    for _ in range(26):
        make_assessment(blank=True)
    first = as_lead.get("/assessments/")
    assert "26 assessments, page 1 of 2" in first.text
    second = as_lead.get(first.link("Next"))
    assert "page 2 of 2" in second.text
    assert as_lead.get(second.link("Previous")).text == first.text


def test_people_take_as_many_queries_with_1_and_3_more(
    as_administrator: Visitor, session: Session
) -> None:
    def add() -> None:
        add_person(session, f"Person {uuid4()}", Role.CHAMPION, Role.REPORT_AUTHOR)

    one, three = same(lambda: as_administrator.get("/people/"), add)
    assert one == three


def test_a_list_takes_as_many_queries_with_1_and_3_rows(
    as_lead: Visitor, make_assessment: Makers, lead: Person
) -> None:
    context = make_assessment()
    page = address(context, "lists/evidence")
    as_lead.get(page)

    def add() -> None:
        values = {"fact": "A “fact” & more", "kind": "figures"}
        row_id = uuid4()
        save_row(context, "evidence", row_id, values, by=lead, now=make_assessment.clock())
        put_file(context, row_id, by=lead, now=make_assessment.clock())

    add()  # of a single fact the coach has something to say, which it looks up
    one, three = same(lambda: as_lead.get(page), add)
    assert one == three
    assert "You have added 4 pieces of evidence" in as_lead.get(page).text


def test_the_team_takes_as_many_queries_with_1_and_3_contributors(
    as_lead: Visitor, make_assessment: Makers, session: Session, lead: Person
) -> None:
    context = make_assessment(blank=True)
    page = address(context, "people/")
    as_lead.get(page)

    def add() -> None:
        session.add(
            Contributor(
                assessment_id=context.assessment.id,
                person_id=add_person(session, f"Person {uuid4()}", Role.CHAMPION).id,
                expertise="Knows the figures",
                added_by_id=lead.id,
                added_at=NOW,
            )
        )
        session.flush()

    one, three = same(lambda: as_lead.get(page), add)
    assert one == three


def test_history_takes_as_many_queries_with_more_events(
    as_lead: Visitor, make_assessment: Makers, session: Session, lead: Person
) -> None:
    context = make_assessment()
    page = address(context, "history")
    as_lead.get(page)
    one, three = same(
        lambda: as_lead.get(page),
        lambda: record(
            session, context.assessment, Transition.REOPEN, by=lead, now=NOW, note="Why"
        ),
    )
    assert one == three


def test_the_task_list_of_a_full_assessment_takes_at_most_9_queries(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    page = address(make_assessment(effect=["negative"], severity="low", likelihood="low"))
    as_lead.get(page)
    asked = select_statements(as_lead.get(page))
    assert len(asked) <= TASK_LIST_AT_MOST, asked


def test_a_saved_page_takes_a_bounded_number_of_statements(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    page = address(make_assessment(), "sections/proposal/basics")
    as_lead.get(page)
    saved = as_lead.send({"summary": "Something else altogether"})
    assert len(saved.statements) <= 25, saved.statements


def test_templates_are_compiled_once(
    as_lead: Visitor, make_assessment: Makers, app: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = make_assessment()
    pages = ["", "answers", "sections/proposal/basics", "lists/evidence"]
    for page in pages:
        as_lead.get(address(context, page))

    def compiled(*_: object, **__: object) -> None:
        raise AssertionError("a template is compiled a second time")

    monkeypatch.setattr(jinja2.Environment, "compile", compiled)
    for page in pages:
        as_lead.get(address(context, page))
    assert app.jinja_env.auto_reload is False
