"""The worked example on screen: beside each question, on a page of its own, and as a report."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.journey.journey import Journey
from eia_app.domain.questionnaire.choices import in_words
from eia_app.domain.questionnaire.model import SectionKind
from eia_app.reports.content.status import EXAMPLE
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.coach import findings
from eia_app.services.snapshots import snapshots
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Answer, ListRow
from eia_app.storage.models.people import Person
from tests.factories import NOW, Clock, Makers, save_journey
from tests.judges.page_tree import text_of
from tests.reports import reading
from tests.web.conftest import Visit, address
from tests.web.guidance.test_guide import details
from tests.web.quick_check_assessment import start_with_quick_check
from tests.web.rendering import Renderer, download_file, request_file
from tests.web.visitor import PageResponse, Visitor, select_statements

if TYPE_CHECKING:
    from eia_app.domain.journey.tasks import Task
    from eia_app.web.http.app_class import Service

PAGE = "sections/effects/groups/disability/effects"
ANSWERS = "How the worked example answers this"
HELP = "Why we ask, with examples"
MADE_UP = "The worked example, which is made up"
KNOWN = "24% of disabled drivers need cash at times"
TITLE = "Worked example: Ending most cash payment in council car parks"
ROW = UUID("00000000-0000-4000-8000-000000000001")


@pytest.fixture
def draft(hart_app: Service, session: Session, forms: Forms, lead: Person) -> AssessmentContext:
    return start_with_quick_check(session, forms, lead)


@pytest.fixture
def retold(
    draft: AssessmentContext, session: Session, forms: Forms, lead: Person
) -> AssessmentContext:
    """An assessment with the example’s own answers, so that every page asks what it was asked."""
    example = forms.example("eia/2026-1")
    assert example is not None
    journey = Journey(draft.edition, draft.groups, example.answers)
    save_journey(draft, journey, by=lead, clock=Clock())
    session.commit()
    session.expire_all()
    return load_assessment(session, forms, draft.assessment.id)


def offered(shown: PageResponse) -> set[str]:
    """The questions under which the example’s answer is offered, closed."""
    assert shown.page is not None
    found = [
        each
        for each in shown.page.every("details")
        if any(words in text_of(each) for words in (MADE_UP, "Made-up example."))
    ]
    assert {each.get("open") for each in found} <= {None}
    return {text_of(next(each.iter("summary"))).partition(": ")[2] for each in found}


def pages_of(task: Task) -> list[str]:
    section, group = (each and each.replace("_", "-") for each in task.key)
    if task.section.kind is SectionKind.LIST:
        return [f"lists/{section}", f"lists/{section}/{uuid4()}"]
    place = f"{section}/groups/{group}" if group else str(section)
    return [f"sections/{place}/{page.replace('_', '-')}" for page in task.pages]


def test_every_question_of_the_example_is_offered_on_its_page(
    as_lead: Visitor, retold: AssessmentContext, forms: Forms
) -> None:
    example = forms.example("eia/2026-1")
    assert example is not None
    for task in retold.journey.tasks:
        seen = set().union(*(offered(as_lead.get(address(retold, p))) for p in pages_of(task)))
        told = {
            in_words(task.group, retold.edition.questions[q.id].ask)
            for q in task.section.questions
            if example.answer(q.id, task.key[1]) or example.answer_in_a_row(q.id)
        }
        about = {task.section.title} if task.section.row else set()
        assert seen == told | about, task.key


def test_no_example_is_offered_for_a_question_that_the_example_skips(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    race = offered(as_lead.get(address(draft, "sections/effects/groups/race/effects")))
    assert not any(ask.startswith("How serious") for ask in race)
    assert any(ask.startswith("What does this mean") for ask in race)


def test_a_local_group_that_the_example_has_not_has_nothing(
    as_lead: Visitor, draft: AssessmentContext, session: Session
) -> None:
    own = {"id": "fishers", "title": "Fishers", "people": "people who fish"}
    draft.assessment.local_groups = [own]
    session.commit()
    shown = as_lead.get(address(draft, "sections/effects/groups/fishers/effects"))
    assert offered(shown) == set()
    assert "Save and read the worked example" in shown.text


def test_the_answer_is_that_of_just_this_group(as_lead: Visitor, draft: AssessmentContext) -> None:
    shown = as_lead.get(address(draft, PAGE))
    said = details(shown, f"{HELP}: What do you know about disabled people")
    assert KNOWN in said
    assert "25% of our people are 65" not in shown.text


def test_a_list_has_its_rows_and_a_row_an_answer_of_one_of_them(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    said = details(as_lead.get(address(draft, "lists/evidence")), f"{ANSWERS}: What you know")
    for words in ("It has 9 pieces of evidence", "Piece of evidence 9: Coins caused 410"):
        assert words in said
    row = as_lead.get(address(draft, f"lists/evidence/{uuid4()}"))
    one = details(row, f"{HELP}: Where does it come from?")
    assert "This is from “Among drivers over 75" in one
    assert "Survey of 1,180 drivers" in one


def test_reading_it_saves_the_page_and_leads_back_to_it(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    page = address(draft, PAGE)
    as_lead.get(page)
    as_lead.send({"know": "Half a sentence about"}, then="example")
    assert as_lead.last is not None
    assert as_lead.last.location.endswith("#group-disability")
    shown = as_lead.follow()
    assert (shown.title, shown.link("Back")) == (TITLE, page)
    assert as_lead.get(shown.link("Back")).form().value("know") == "Half a sentence about"


@pytest.mark.parametrize(
    ("path", "anchor"),
    [
        ("sections/proposal/in-short", "section-proposal"),
        ("sections/quick-check/size", "title"),
        ("lists/evidence", "section-evidence"),
        ("lists/action-plan", "part-actions"),
    ],
)
def test_the_button_leads_to_the_right_place_and_back(
    path: str, anchor: str, as_lead: Visitor, retold: AssessmentContext
) -> None:
    as_lead.get(address(retold, path))
    as_lead.send(then="example")
    assert as_lead.last is not None
    assert as_lead.last.location.rpartition("#")[2] == anchor
    shown = as_lead.follow()
    assert shown.page is not None
    assert anchor in shown.page.ids
    assert shown.link("Back") == address(retold, path)


def test_a_row_that_was_begun_is_kept_and_one_that_is_blank_is_not_made(
    as_lead: Visitor, draft: AssessmentContext, session: Session
) -> None:
    there = address(draft, f"lists/gaps/{ROW}")
    as_lead.get(there)
    as_lead.send({"gap": " "}, then="example")
    assert as_lead.follow().link("Back") == there
    assert session.get(ListRow, ROW) is None
    as_lead.get(there)
    as_lead.send({"gap": "Who comes by taxi"}, then="example")
    shown = as_lead.follow()
    assert as_lead.get(shown.link("Back")).form().value("gap") == "Who comes by taxi"


def test_what_cannot_be_saved_comes_back_as_typed(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    as_lead.get(address(draft, PAGE))
    shown = as_lead.send({"know": "Ring 07700 900123"}, then="example", expect=422)
    assert shown.form().value("know") == "Ring 07700 900123"


@pytest.mark.parametrize(
    "back", ["", "effects:nowhere:effects", "nowhere", "//example.org", "effects:age:nowhere"]
)
def test_the_way_back_leads_nowhere_else(
    back: str, as_lead: Visitor, draft: AssessmentContext
) -> None:
    shown = as_lead.get(f"{address(draft, 'example')}?back={back}")
    assert shown.link("Back") == address(draft)


def test_the_way_back_to_a_row_must_be_an_id(as_lead: Visitor, draft: AssessmentContext) -> None:
    shown = as_lead.get(f"{address(draft, 'example')}?back=gaps::../../evil")
    assert shown.link("Back") == address(draft, "lists/gaps")


def test_who_may_read_but_not_edit_goes_back_to_the_overview(
    as_equality_lead: Visitor, draft: AssessmentContext
) -> None:
    shown = as_equality_lead.get(f"{address(draft, 'example')}?back=effects:age:effects")
    assert shown.link("Back") == address(draft)


@pytest.mark.parametrize("person", ["stranger", "champion", "head_of_service", "administrator"])
def test_who_may_not_read_a_draft_cannot_tell_that_there_is_one(
    person: str, request: pytest.FixtureRequest, visit: Visit, draft: AssessmentContext
) -> None:
    visit(request.getfixturevalue(person)).get(address(draft, "example"), expect=404)


def test_it_is_reached_from_the_guide_and_from_the_task_list(
    as_lead: Visitor, draft: AssessmentContext
) -> None:
    shown = as_lead.get(as_lead.get("/guide").link("A whole assessment by a made-up council"))
    assert (shown.title, shown.link("Back")) == (TITLE, "/guide")
    assert EXAMPLE in shown.text
    beside = as_lead.get(as_lead.get(address(draft)).link("Read a worked example"))
    assert (beside.title, beside.link("Back")) == (TITLE, address(draft))


def test_its_report_says_on_every_page_that_it_is_made_up(
    as_stranger: Visitor, hart_app: Service
) -> None:
    answer = download_file(as_stranger, "/guide/example/report.pdf")
    assert answer.mimetype == "application/pdf"
    pages = reading.pages(answer.data)
    assert all(EXAMPLE in text for text in pages)
    assert as_stranger.get("/guide/example/report.pdf").answer.data == answer.data


def test_while_the_report_is_made_a_page_waits_for_it(
    as_stranger: Visitor, hart_app: Service, renderer: Renderer
) -> None:
    waiting = request_file(as_stranger, "/guide/example/report.pdf").location
    shown = as_stranger.get(waiting)
    assert shown.title == "The example’s report is being made"
    assert shown.answer.headers["Refresh"] == "3"
    renderer.work()
    assert "It is made up and says so on every page." in as_stranger.get(waiting).text


def test_an_edition_without_an_example_goes_without(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment()
    shown = as_lead.get(address(context, "sections/proposal/basics"))
    assert "worked example" not in shown.text
    assert "worked example" not in as_lead.get("/guide").text
    assert "worked example" not in as_lead.get(address(context)).text
    for path in (address(context, "example"), "/guide/example", "/guide/example/report.pdf"):
        as_lead.get(path, expect=404)


def test_the_worked_example_never_enters_the_author_s_own_answers(
    as_lead: Visitor, draft: AssessmentContext, session: Session, forms: Forms
) -> None:
    for path in (PAGE, "lists/evidence", "example"):
        as_lead.get(address(draft, path))
    context = load_assessment(session, forms, draft.assessment.id)
    assert not any("drivers" in str(each.value) for each in session.query(Answer))
    assert session.query(ListRow).count() == 0
    assert "drivers" not in str(snapshots.take(context, now=NOW)["parts"])
    copied = [each.finding.rule.id for each in findings.list_all(context, now=NOW)]
    assert "copied_text" not in copied
    for path in ("answers", "report", "coach/"):
        assert "Ostlebridge" not in as_lead.get(address(draft, path)).text
    assert "Ostlebridge" not in as_lead.get("/assessments/?words=Ostlebridge").text.replace(
        "“Ostlebridge”", ""
    )
    assert "Ostlebridge" not in as_lead.get("/evidence").text


def test_the_worked_example_adds_no_query_and_few_bytes(
    as_lead: Visitor, draft: AssessmentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_it = {path: as_lead.get(address(draft, path)) for path in (PAGE, "lists/evidence")}
    monkeypatch.setattr(Forms, "example", lambda *_: None)
    for path, bytes_ in ((PAGE, 8_000), ("lists/evidence", 22_000)):
        without = as_lead.get(address(draft, path))
        assert len(select_statements(with_it[path])) == len(select_statements(without))
        assert len(with_it[path].answer.data) - len(without.answer.data) < bytes_
