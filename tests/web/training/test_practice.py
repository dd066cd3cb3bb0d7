"""The pages of practice: to begin, to write with the scenario at hand, to finish; and what is said
of it wherever it is printed.
"""

from __future__ import annotations

import json
from io import BytesIO
from uuid import uuid4

import docx
import pikepdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app import resources
from eia_app.services.answers.rows import save_row
from eia_app.services.training import practice
from eia_app.services.workflow import start as workflow_start
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE
from tests.factories import NOW, Makers
from tests.reports.schema import faults
from tests.training import MOWERS, TOILETS, PracticeFactory
from tests.web.conftest import address
from tests.web.rendering import download_file
from tests.web.visitor import Visitor

pytestmark = pytest.mark.usefixtures("hart_app")
SCENARIO = "Closing two of the three public toilets"


def practised(session: Session) -> list[Assessment]:
    return list(session.scalars(select(Assessment), execution_options=WITH_PRACTICE))


def test_practice_is_found_from_the_register_the_start_page_and_the_guide(
    as_lead: Visitor,
) -> None:
    ways = {"/assessments/": "Practise, or", "/": "Practise first", "/guide": "Practise with"}
    for path, words in ways.items():
        assert as_lead.get(path).link(words) == "/practice/"


def test_somebody_practises_alone_and_presses_twice(as_lead: Visitor, session: Session) -> None:
    scenario = as_lead.get(as_lead.get("/practice/").link(SCENARIO))
    assert "Changing Places" in scenario.text
    assert "For the facilitator" not in scenario.text
    pressed = scenario.form("begin").filled({})
    first = as_lead.post("/practice/begin", pressed).location
    assert as_lead.post("/practice/begin", pressed).location == first
    (it,) = practised(session)
    assert (it.reference, it.title) == ("PRACTICE-001", SCENARIO)
    assert as_lead.get("/practice/").link(SCENARIO) == "/practice/scenarios/public-toilets"
    assert first in as_lead.get("/practice/").links


def test_somebody_practises_with_a_proposal_of_their_own(
    as_lead: Visitor, session: Session
) -> None:
    as_lead.get("/practice/")
    as_lead.send(form="begin")
    page = as_lead.follow()
    assert page.title == practice.WITHOUT_A_SCENARIO
    assert "The scenario" not in page.text
    assert len(practised(session)) == 1


@pytest.mark.parametrize("token", ["", "no-id"])
def test_a_press_without_an_id_leads_back_to_where_practice_begins(
    token: str, as_lead: Visitor, session: Session
) -> None:
    answer = as_lead.post("/practice/begin", [("token", token)])
    assert (answer.location, practised(session)) == ("/practice/", [])


def test_an_unknown_scenario_or_workshop_is_not_found(as_lead: Visitor) -> None:
    as_lead.get("/practice/scenarios/moon-landing", expect=404)
    as_lead.get("/practice/workshops/00000000-0000-0000-0000-000000000000", expect=404)


PAGES = (
    "", "route", "answers", "history", "people/", "people/add", "coach/", "finish-practising",
    "sections/proposal/what-it-is", "lists/evidence", "steps/withdraw", "report",
    "report/summary", "report/equality-implications",
)  # fmt: skip
WRITING = {"", "sections/proposal/what-it-is", "lists/evidence"}


def test_every_page_of_it_says_practice_in_its_bar_and_in_its_title_and_no_real_one_does(
    as_lead: Visitor, practice_factory: PracticeFactory, make_assessment: Makers, lead: Person
) -> None:
    context, real = practice_factory.start(lead), make_assessment()
    practice_factory.answer_quick_check(context)
    for path in PAGES:
        page = as_lead.get(address(context, path)).tree
        (bar,) = page.of_class("eia-assessment-bar")
        title = "".join(next(page.every("title")).itertext())
        assert bar.get("aria-label") == "Practice assessment"
        assert "Practice" in " ".join("".join(bar.itertext()).split())
        assert " – Practice – " in title
    page = as_lead.get(address(real)).tree
    assert page.of_class("eia-assessment-bar")[0].get("aria-label") == "Assessment"
    assert "ractice" not in "".join(next(page.every("main")).itertext())


def test_the_scenario_is_at_hand_wherever_one_writes(
    as_lead: Visitor, practice_factory: PracticeFactory, make_assessment: Makers, lead: Person
) -> None:
    context = practice_factory.start(lead)
    practice_factory.answer_quick_check(context)
    for path in WRITING:
        text = as_lead.get(address(context, path)).text
        assert ("Changing Places" in text, "A good assessment" in text) == (True, False)
    as_lead.get(address(context, "lists/evidence/00000000-0000-0000-0000-000000000001"))
    assert "Changing Places" in (as_lead.last.text if as_lead.last else "")


def test_to_finish_says_what_is_missing_and_what_would_happen_to_a_real_one(
    as_lead: Visitor, practice_factory: PracticeFactory, lead: Person, head_of_service: Person
) -> None:
    context = practice_factory.start(lead)
    empty = as_lead.get(address(context, "finish-practising")).text
    assert "The route is not known yet" in empty
    assert "10 questions so far. More are asked once the quick check is done." in empty
    assert "Why the coach says so" not in empty
    practice_factory.answer_quick_check(context)
    text = as_lead.get(as_lead.get(address(context)).link("Finish practising")).text
    for said in (
        "questions need an answer before a real one can be submitted",
        "Route: Full EIA, major, because: the effect on someone could be serious",
        "The Change Champions review it. 3 opinions are wanted within 10 working days.",
        "Hana Head, Head of Service, signs it, within 5 working days.",
    ):
        assert said in text


def test_of_a_screening_it_says_that_nobody_reviews_it(
    as_lead: Visitor, practice_factory: PracticeFactory, lead: Person
) -> None:
    context = practice_factory.start(lead, MOWERS)
    practice_factory.answer_quick_check(context, MOWERS)
    text = as_lead.get(address(context, "finish-practising")).text
    assert "Nobody reviews it, unless the equality lead asks" in text
    assert "Its report says “Screening, not an EIA”." in text


def test_there_is_nothing_to_submit_and_to_try_all_the_same_is_refused(
    as_lead: Visitor, practice_factory: PracticeFactory, lead: Person
) -> None:
    context = practice_factory.start(lead)
    for path in ("", "answers"):
        assert not [link for link in as_lead.get(address(context, path)).links if "submit" in link]
    for step in ("submit", "sign-off", "ask-review"):
        as_lead.get(address(context, f"steps/{step}"), expect=403)
        as_lead.post(address(context, f"steps/{step}"), {}, expect=403)
    as_lead.get(address(context, "review"), expect=403)
    as_lead.get(address(context, "report.pdf?annex=1"), expect=403)


def test_it_is_put_away_and_brought_back_in_words_of_its_own(
    as_lead: Visitor, practice_factory: PracticeFactory, lead: Person
) -> None:
    context = practice_factory.start(lead)
    assert as_lead.get(as_lead.get(address(context)).link("Put it away")).title == (
        "Put this practice away"
    )
    as_lead.send()
    page = as_lead.follow()
    assert (page.banners, "It is put away." in page.text) == (["Put away."], True)
    assert as_lead.get(page.link("Bring it back")).title == "Bring this practice back"
    as_lead.send()
    assert as_lead.follow().banners == ["Brought back."]
    history = as_lead.get(address(context, "history")).text
    assert ("Put away" in history, "Withdrawn" in history) == (True, False)


def test_a_colleague_who_is_not_part_of_it_and_every_role_but_the_equality_lead_see_nothing(
    as_stranger: Visitor,
    as_champion: Visitor,
    as_head_of_service: Visitor,
    as_report_author: Visitor,
    as_administrator: Visitor,
    as_equality_lead: Visitor,
    practice_factory: PracticeFactory,
    lead: Person,
) -> None:
    context = practice_factory.start(lead)
    practice_factory.answer_quick_check(context)
    for path in ("", "answers", "report", "finish-practising", "coach/"):
        for visitor in (
            as_stranger, as_champion, as_head_of_service, as_report_author, as_administrator,
        ):  # fmt: skip
            visitor.get(address(context, path), expect=404)
        as_equality_lead.get(address(context, path))


def test_a_real_assessment_is_not_finished_like_practice(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    as_lead.get(address(make_assessment(blank=True), "finish-practising"), expect=403)


def test_the_library_is_used_from_practice_and_offers_that_one_alone(
    as_lead: Visitor,
    practice_factory: PracticeFactory,
    session: Session,
    forms: Forms,
    lead: Person,
) -> None:
    real = workflow_start.start(session, forms, title="Real", by=lead, now=NOW, id_=uuid4())
    context, row = practice_factory.start(lead), uuid4()
    for each in (real, context):
        practice_factory.answer_quick_check(each)
    save_row(real, "evidence", row, {"fact": "One", "source": "A count"}, by=lead, now=NOW)
    assert "PRACTICE-001" not in as_lead.get(f"/evidence/{row}/use").text
    offered = as_lead.get(f"/evidence/{row}/use?for={context.assessment.id}")
    assert "PRACTICE-001" in offered.text
    as_lead.send({"assessment": str(context.assessment.id)})
    assert str(context.assessment.id) in as_lead.follow().answer.request.path


def test_everything_that_is_printed_of_it_says_so_and_is_called_so(
    as_lead: Visitor, practice_factory: PracticeFactory, lead: Person
) -> None:
    context = practice_factory.start(lead, TOILETS)
    practice_factory.answer_quick_check(context)
    for path in ("report", "report/summary"):
        text = as_lead.get(address(context, path)).text
        assert "PRACTICE: not an assessment" in text
        assert "Practice, not an Equality Impact Assessment" in text
        assert "DRAFT" not in text
    said = as_lead.get(address(context, "report/equality-implications.txt")).answer
    assert said.get_data(as_text=True).startswith("PRACTICE, not an assessment")
    schema = json.loads((resources.static() / "schemas" / "eia-report-1.json").read_text("utf-8"))
    record = as_lead.get(address(context, "report.json")).answer
    found = json.loads(record.get_data())
    assert (found["record"]["practice"], found["standing"]["words"]) == (
        True,
        "Practice, not an assessment",
    )
    assert faults(found, schema) == []
    for answer in (said, record):
        assert "PRACTICE-001-v1-practice-" in answer.headers["Content-Disposition"]


@pytest.mark.slow
def test_its_files_say_on_every_page_that_it_is_practice(
    as_lead: Visitor, practice_factory: PracticeFactory, lead: Person
) -> None:
    context = practice_factory.start(lead, TOILETS)
    practice_factory.answer_quick_check(context)
    for path in ("report.docx", "report/equality-implications.docx"):
        answer = download_file(as_lead, address(context, path))
        assert "PRACTICE-001-v1-practice-" in answer.headers["Content-Disposition"]
        header = docx.Document(BytesIO(answer.get_data())).sections[0].header
        assert "PRACTICE: not an assessment" in [each.text for each in header.paragraphs]
    for path in ("report.pdf", "report/summary.pdf"):
        answer = download_file(as_lead, address(context, path))
        assert "PRACTICE-001-v1-practice-" in answer.headers["Content-Disposition"]
        with pikepdf.open(BytesIO(answer.get_data())) as pdf:
            assert "Practice, not an" in str(pdf.docinfo["/Title"])
