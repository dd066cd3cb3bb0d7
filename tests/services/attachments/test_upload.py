"""Files are attached to rows, removed, and there for whoever may have them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, NotAllowed, NotFound, Unfit
from eia_app.domain.snapshot.diff import differences
from eia_app.domain.snapshot.snapshot import canonical
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers.rows import remove_row, save_row
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.attachments import read as attachments_read
from eia_app.services.attachments import upload as attachments_upload
from eia_app.services.snapshots import attachments as downloadable
from eia_app.services.snapshots import snapshots
from eia_app.storage.models.attachments import FileContent
from eia_app.storage.models.people import Person
from tests.attachments.making_files import CSV, put_file
from tests.factories import NOW, Makers

FACT = {"fact": "1,513 people replied", "kind": "figures"}
Again = Callable[[AssessmentContext], AssessmentContext]


@pytest.fixture
def context(make_assessment: Makers) -> AssessmentContext:
    return make_assessment()


def a_row(context: AssessmentContext, by: Person) -> UUID:
    row_id = uuid4()
    save_row(context, "evidence", row_id, FACT, by=by, now=NOW)
    return row_id


@pytest.fixture
def row(context: AssessmentContext, lead: Person) -> UUID:
    return a_row(context, lead)


def names(context: AssessmentContext, row: UUID) -> list[str]:
    return [each.name for each in attachments_read.present(context).get(row, [])]


def kept(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(FileContent)) or 0


def test_a_file_is_there_with_its_name_type_size_and_hash(
    context: AssessmentContext, row: UUID, lead: Person, session: Session
) -> None:
    file = put_file(context, row, by=lead, now=NOW)
    assert (file.name, file.type, file.size, file.by_id) == ("survey.csv", "csv", len(CSV), lead.id)
    assert attachments_read.present(context) == {row: [file]}
    assert attachments_read.content_of(session, file) == CSV


def test_attaching_counts_as_a_change_of_the_section(
    context: AssessmentContext, row: UUID, lead: Person
) -> None:
    before = context.revision("evidence", None), context.assessment.revision
    put_file(context, row, by=lead, now=NOW)
    after = context.revision("evidence", None), context.assessment.revision
    assert after == (before[0] + 1, before[1] + 1)


def test_the_same_file_is_not_kept_twice_on_a_row(
    context: AssessmentContext, row: UUID, lead: Person
) -> None:
    put_file(context, row, by=lead, now=NOW)
    with pytest.raises(Unfit, match=r"is attached here already, as “survey\.csv”"):
        put_file(context, row, name="again.csv", by=lead, now=NOW)
    assert names(context, row) == ["survey.csv"]


def test_the_same_content_on_two_rows_is_stored_once(
    context: AssessmentContext, row: UUID, lead: Person, session: Session
) -> None:
    one, other = put_file(context, row, by=lead, now=NOW), a_row(context, lead)
    put_file(context, other, by=lead, now=NOW)
    assert kept(session) == 1
    attachments_upload.remove(context, one.id, by=lead, now=NOW)
    assert (names(context, row), names(context, other), kept(session)) == ([], ["survey.csv"], 1)


def test_another_file_of_the_same_name_gets_a_number(
    context: AssessmentContext, row: UUID, lead: Person
) -> None:
    for number in range(3):
        put_file(context, row, f"{number}".encode(), by=lead, now=NOW + timedelta(number))
    assert names(context, row) == ["survey.csv", "survey (2).csv", "survey (3).csv"]


def test_a_row_takes_ten_files_and_no_more(
    context: AssessmentContext, row: UUID, lead: Person
) -> None:
    for number in range(10):
        put_file(context, row, f"{number}".encode(), by=lead, now=NOW)
    with pytest.raises(Unfit, match="You can attach 10 files here: remove one first"):
        put_file(context, row, by=lead, now=NOW)


def test_an_assessment_takes_so_much_and_no_more(
    context: AssessmentContext, row: UUID, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments_upload, "MOST_OF_AN_ASSESSMENT", 2048)
    put_file(context, row, b"a" * 1500, by=lead, now=NOW)
    with pytest.raises(Unfit, match="The files of one assessment can be 2 KB together"):
        put_file(context, a_row(context, lead), b"b" * 1500, by=lead, now=NOW)


# What becomes of the content


def test_what_was_removed_and_never_submitted_is_gone(
    context: AssessmentContext, row: UUID, lead: Person, session: Session
) -> None:
    file = put_file(context, row, by=lead, now=NOW)
    attachments_upload.remove(context, file.id, by=lead, now=NOW)
    attachments_upload.remove(context, file.id, by=lead, now=NOW)
    assert (file.removed_by_id, file.removed_at, kept(session)) == (lead.id, NOW, 0)
    with pytest.raises(NotFound):
        downloadable.find(context, file.id, lead)
    put_file(context, row, by=lead, now=NOW)
    assert (names(context, row), kept(session)) == (["survey.csv"], 1)


def test_a_row_that_is_removed_hides_its_files_and_brings_them_back(
    context: AssessmentContext, row: UUID, lead: Person, session: Session
) -> None:
    file = put_file(context, row, by=lead, now=NOW)
    remove_row(context, row, by=lead, now=NOW)
    assert (attachments_read.present(context), kept(session)) == ({}, 1)
    for ask in (
        attachments_upload.find_to_remove,
        lambda o, i: downloadable.find(o, i, lead),
    ):
        with pytest.raises(NotFound):
            ask(context, file.id)
    save_row(context, "evidence", row, FACT, by=lead, now=NOW, seen=2)
    assert names(context, row) == ["survey.csv"]


def test_a_name_typed_like_a_hash_keeps_nothing(
    context: AssessmentContext, row: UUID, lead: Person, session: Session, make_assessment: Makers
) -> None:
    file = put_file(context, row, by=lead, now=NOW)
    attachments_upload.remove(context, file.id, by=lead, now=NOW)
    put_file(context, row, by=lead, now=NOW)
    words = {**FACT, "fact": f'"sha256":"{file.sha256}"'}
    save_row(context, "evidence", row, words, by=lead, now=NOW, seen=1)
    (again,) = attachments_read.present(context)[row]
    attachments_upload.remove(context, again.id, by=lead, now=NOW)
    make_assessment.step(context, Transition.SUBMIT)
    assert kept(session) == 0


# Who and when


def test_only_its_authors_attach_and_remove(
    context: AssessmentContext, row: UUID, lead: Person, stranger: Person, equality_lead: Person
) -> None:
    file = put_file(context, row, by=lead, now=NOW)
    for person in (stranger, equality_lead):
        with pytest.raises(Denied):
            put_file(context, row, b"x", by=person, now=NOW)
        with pytest.raises(Denied):
            attachments_upload.remove(context, file.id, by=person, now=NOW)


def test_nothing_is_attached_or_removed_once_it_is_submitted(
    context: AssessmentContext, row: UUID, lead: Person, make_assessment: Makers
) -> None:
    file = put_file(context, row, by=lead, now=NOW)
    make_assessment.step(context, Transition.SUBMIT)
    with pytest.raises(NotAllowed):
        put_file(context, row, b"x", by=lead, now=NOW)
    with pytest.raises(NotAllowed):
        attachments_upload.remove(context, file.id, by=lead, now=NOW)


def test_a_section_that_was_not_sent_back_takes_and_loses_no_file(
    context: AssessmentContext,
    row: UUID,
    lead: Person,
    make_assessment: Makers,
    reload_assessment: Again,
) -> None:
    file = put_file(context, row, by=lead, now=NOW)
    make_assessment.step(context, Transition.SUBMIT)
    make_assessment.step(context, Transition.DECLINE, sections=[["proposal", ""]])
    again = reload_assessment(context)
    with pytest.raises(NotAllowed, match="was not sent back"):
        put_file(again, row, b"x", by=lead, now=NOW)
    with pytest.raises(NotAllowed, match="was not sent back"):
        attachments_upload.remove(again, file.id, by=lead, now=NOW)


def test_only_rows_of_lists_that_take_files_have_them(
    context: AssessmentContext, lead: Person
) -> None:
    action = uuid4()
    save_row(context, "action_plan", action, {"action_text": "Do it"}, by=lead, now=NOW)
    for row_id in (action, uuid4()):
        with pytest.raises(NotFound):
            put_file(context, row_id, by=lead, now=NOW)


def test_a_file_of_another_assessment_is_not_there(
    context: AssessmentContext, lead: Person, make_assessment: Makers
) -> None:
    other = make_assessment()
    file = put_file(other, a_row(other, lead), by=lead, now=NOW)
    for ask in (
        attachments_upload.find_to_remove,
        lambda o, i: downloadable.find(o, i, lead),
    ):
        with pytest.raises(NotFound):
            ask(context, file.id)


# The record


def test_a_snapshot_names_files_only_where_there_are_any(
    context: AssessmentContext, row: UUID, lead: Person
) -> None:
    before = snapshots.take(context)
    assert '"files"' not in canonical(before)
    file = put_file(context, row, by=lead, now=NOW)
    named = {"name": "survey.csv", "type": "csv", "size": len(CSV), "sha256": file.sha256}
    (part,) = [p for p in snapshots.take(context)["parts"] if p["id"] == "facts"]
    (section,) = [s for s in part["sections"] if s["id"] == "evidence"]
    assert [each.get("files") for each in section["rows"]][-1] == [named]
    attachments_upload.remove(context, file.id, by=lead, now=NOW)
    assert snapshots.take(context) == before


def test_what_changed_names_the_files_that_came_and_went(
    context: AssessmentContext, row: UUID, lead: Person
) -> None:
    file = put_file(context, row, by=lead, now=NOW)
    put_file(context, row, b"Stays", "stays.csv", by=lead, now=NOW + timedelta(minutes=1))
    before = snapshots.take(context)
    attachments_upload.remove(context, file.id, by=lead, now=NOW)
    put_file(
        context, row, b"New figures of the same length", by=lead, now=NOW + timedelta(minutes=2)
    )
    (found,) = differences(before, snapshots.take(context))
    assert (found.ask, found.task) == ("Files attached", ("evidence", None))
    assert [(piece.mark, piece.text) for piece in found.pieces] == [
        ("removed", "survey.csv (CSV, 30 bytes)\n"),
        ("same", "stays.csv (CSV, 5 bytes)\n"),
        ("added", "survey.csv (CSV, 30 bytes)\n"),
    ]
