"""The files of stored versions: who may download them."""

from __future__ import annotations

from uuid import UUID

import pytest

from eia_app.domain.errors import NotFound
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.attachments import read as attachments_read
from eia_app.services.attachments import upload as attachments_upload
from eia_app.services.snapshots import attachments as downloadable
from eia_app.storage.models.people import Person
from tests.attachments.making_files import CSV, put_file
from tests.factories import NOW, Makers
from tests.services.attachments.test_upload import a_row


@pytest.fixture
def context(make_assessment: Makers) -> AssessmentContext:
    return make_assessment()


@pytest.fixture
def row(context: AssessmentContext, lead: Person) -> UUID:
    return a_row(context, lead)


def test_what_a_stored_version_names_stays_for_who_may_open_that_version(
    context: AssessmentContext,
    row: UUID,
    lead: Person,
    report_author: Person,
    make_assessment: Makers,
) -> None:
    file = put_file(context, row, by=lead, now=NOW)
    for action in (Transition.SUBMIT, Transition.SIGN_OFF, Transition.REOPEN):
        make_assessment.step(context, action)
    attachments_upload.remove(context, file.id, by=lead, now=NOW)
    found = downloadable.find(context, file.id, report_author)
    assert attachments_read.content_of(context.session, found) == CSV
    assert attachments_read.present(context) == {}


def test_what_was_submitted_and_not_signed_is_not_for_who_reads_what_is_signed(
    context: AssessmentContext,
    row: UUID,
    lead: Person,
    report_author: Person,
    make_assessment: Makers,
) -> None:
    file = put_file(context, row, by=lead, now=NOW)
    for action in (Transition.SUBMIT, Transition.DECLINE):
        make_assessment.step(context, action)
    attachments_upload.remove(context, file.id, by=lead, now=NOW)
    assert downloadable.find(context, file.id, lead) is file
    with pytest.raises(NotFound):
        downloadable.find(context, file.id, report_author)


@pytest.mark.parametrize("state", [State.SIGNED_OFF, State.CLOSED])
def test_everybody_who_reads_it_finds_its_files(
    state: State, make_assessment: Makers, report_author: Person, lead: Person
) -> None:
    context = make_assessment()
    file = put_file(context, a_row(context, lead), by=lead, now=NOW)
    make_assessment.step(context, Transition.SUBMIT)
    make_assessment.step(context, Transition.SIGN_OFF)
    if state is State.CLOSED:
        decided = {"body": "Cabinet", "date": "2026-04-01", "outcome": "Agreed", "minute": ""}
        make_assessment.step(context, Transition.RECORD_DECISION, **decided)
        make_assessment.step(context, Transition.CLOSE)
    assert downloadable.find(context, file.id, report_author) is file
