"""The pages that lead to files, that show them, and who is given them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.journey.routing import Route
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.people import Person
from eia_app.web.http.app_class import Service
from tests.attachments import making_files
from tests.factories import Makers
from tests.web.conftest import address
from tests.web.file_uploads import FACT, new_files_page, upload
from tests.web.visitor import Visitor


@pytest.fixture
def context(make_assessment: Makers) -> AssessmentContext:
    return make_assessment()


@pytest.fixture
def page(context: AssessmentContext, lead: Person) -> str:
    return new_files_page(context, lead)


def test_the_list_and_the_row_lead_to_the_files(as_lead: Visitor, page: str) -> None:
    listing, row = page.rpartition("/lists")[0] + "/lists/evidence", page.removesuffix("/files")
    assert as_lead.get(as_lead.get(listing).link("Attach a file")).title == "Files"
    upload(as_lead, page, "survey.csv", making_files.CSV)
    assert as_lead.get(listing).link("Files (1)") == page
    assert "survey.csv (CSV, 30 bytes)" in as_lead.get(row).text


def test_a_row_is_saved_before_its_files_so_nothing_typed_is_lost(
    as_lead: Visitor, context: AssessmentContext
) -> None:
    as_lead.get(address(context, "lists/evidence/add"), expect=302)
    row = as_lead.follow()
    assert "Save and attach a file" in row.text
    as_lead.send({"fact": ""}, then="files", expect=422)
    as_lead.send(FACT, then="files")
    assert as_lead.last is not None
    assert as_lead.last.location.endswith("/files")
    shown = as_lead.follow()
    assert "1,513 “people” replied" in shown.text
    upload(as_lead, as_lead.last.location or shown.form("files").action, "s.csv", making_files.CSV)


def test_from_check_answers_it_goes_back_there(
    as_lead: Visitor, page: str, context: AssessmentContext
) -> None:
    as_lead.get(page.removesuffix("/files") + "?back=check")
    as_lead.send(then="files")
    assert as_lead.last is not None
    upload(as_lead, as_lead.last.location, "survey.csv", making_files.CSV)
    done = as_lead.follow().link("Done")
    assert done == address(context, "answers#evidence")
    shown = as_lead.get(done.partition("#")[0])
    assert as_lead.get(shown.link("survey.csv (CSV, 30 bytes)")).status == 200


def test_lists_that_take_no_files_say_nothing_of_them(
    as_lead: Visitor, context: AssessmentContext
) -> None:
    row_id = uuid4()
    as_lead.get(address(context, f"lists/action-plan/{row_id}"))
    assert as_lead.last is not None
    assert "attach" not in as_lead.last.text
    as_lead.get(address(context, f"lists/action-plan/{row_id}/files"), expect=404)
    as_lead.get(address(context, "lists/proposal"), expect=404)


def test_removing_asks_once(as_lead: Visitor, page: str, session: Session) -> None:
    upload(as_lead, page, "survey.csv", making_files.CSV)
    remove, file = as_lead.follow().link("Remove"), as_lead.get(page).link("survey.csv")
    assert as_lead.get(remove).title == "Remove the file “survey.csv”?"
    as_lead.send()
    assert "Attached" not in as_lead.follow().text
    as_lead.get(file, expect=404)
    as_lead.post(remove, {})
    assert as_lead.get(remove, expect=302).location == page


# Reading


def test_reviewers_read_and_download_what_is_attached(
    as_lead: Visitor, as_champion: Visitor, make_assessment: Makers, lead: Person
) -> None:
    context = make_assessment(route=Route.MAJOR)
    for _ in range(2):
        page = new_files_page(context, lead)
    upload(as_lead, page, "survey.csv", making_files.CSV)
    make_assessment.step(context, Transition.SUBMIT)
    assert context.assessment.state is State.IN_REVIEW
    shown = as_champion.get(address(context, "review"))
    link = shown.link("survey.csv (CSV, 30 bytes)")
    assert as_champion.get(link).answer.data == making_files.CSV


def test_a_signed_version_shows_and_gives_its_files_though_they_were_removed_since(
    as_lead: Visitor,
    as_report_author: Visitor,
    as_head_of_service: Visitor,
    page: str,
    context: AssessmentContext,
    make_assessment: Makers,
) -> None:
    upload(as_lead, page, "survey.csv", making_files.CSV)
    for action in (Transition.SUBMIT, Transition.SIGN_OFF):
        make_assessment.step(context, action)
    context.session.commit()
    for visitor in (as_report_author, as_head_of_service):
        report = visitor.get(address(context, "report"))
        assert "Files attached" in report.text
        assert "survey.csv (CSV, 30 bytes)" in report.text
    make_assessment.step(context, Transition.REOPEN)
    remove = as_lead.get(page).link("Remove")
    as_lead.get(remove)
    as_lead.send()
    versions = as_lead.get(address(context, "versions"))
    shown = as_lead.get(
        next(link for link in versions.links if "/versions/" in link and "compare" not in link)
    )
    link = shown.link("survey.csv (CSV, 30 bytes)")
    assert as_lead.get(link).answer.data == making_files.CSV


def test_who_may_not_read_it_is_told_that_there_is_nothing(
    as_lead: Visitor, as_stranger: Visitor, as_equality_lead: Visitor, page: str
) -> None:
    upload(as_lead, page, "survey.csv", making_files.CSV)
    file = as_lead.follow().link("survey.csv")
    for path in (page, file, f"{file}/remove"):
        as_stranger.get(path, expect=404)
    assert as_equality_lead.get(file).status == 200
    as_equality_lead.get(page, expect=403)
    as_equality_lead.post(f"{file}/remove", {}, expect=403)


def test_a_file_and_a_removed_row_are_not_there(as_lead: Visitor, page: str, app: Service) -> None:
    upload(as_lead, page, "survey.csv", making_files.CSV)
    file = as_lead.follow().link("survey.csv")
    remove = page.removesuffix("files") + "remove"
    assert "and so do its files" in as_lead.get(remove).text
    as_lead.send()
    for path in (page, file, f"{file}/remove"):
        as_lead.get(path, expect=404)
    assert app.testing
