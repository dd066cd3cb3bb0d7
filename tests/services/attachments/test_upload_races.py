"""The same file twice at one moment, and a file that goes while the same comes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from eia_app.domain.errors import Unfit
from eia_app.services.answers.rows import save_row
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.attachments import read as attachments_read
from eia_app.services.attachments import upload as attachments_upload
from eia_app.storage.engine import Sessions
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.attachments import Attachment, FileContent
from eia_app.storage.models.people import Person
from tests.attachments.making_files import CSV, put_file
from tests.factories import NOW, Makers, add_person


class Desk:
    """A database with two drafts, each with a row of evidence."""

    def __init__(self, sessions: Sessions, forms: Forms) -> None:
        self.sessions, self.forms = sessions, forms
        self.rows: list[tuple[UUID, UUID]] = []  # an assessment and a row of it
        with sessions.to_write() as session:
            lead = add_person(session, "Lee Lead")
            self.lead_id = lead.id
            makers = Makers(session, forms, lead, lead, lead)
            for context in (makers(), makers()):
                row_id = uuid4()
                values = {"fact": "1,513 people replied", "kind": "figures"}
                save_row(context, "evidence", row_id, values, by=lead, now=NOW)
                self.rows.append((context.assessment.id, row_id))
            session.commit()

    def attach(self, number: int, barrier: Barrier | None = None) -> UUID | str:
        """A whole request that attaches the file to a row: its id, or why not."""
        it, row = self.rows[number]
        with self.sessions.to_write() as session:
            if barrier:
                barrier.wait(20)
            context = load_assessment(session, self.forms, it)
            try:
                file = put_file(context, row, by=session.get_one(Person, self.lead_id), now=NOW)
            except Unfit as unfit:
                return str(unfit)
            session.commit()
            return file.id

    def remove(self, number: int, id_: UUID, barrier: Barrier) -> None:
        with self.sessions.to_write() as session:
            barrier.wait(20)
            context: AssessmentContext = load_assessment(session, self.forms, self.rows[number][0])
            attachments_upload.remove(
                context, id_, by=session.get_one(Person, self.lead_id), now=NOW
            )
            session.commit()


@pytest.fixture
def desk(sessions: Sessions, tiny_forms: Forms) -> Desk:
    return Desk(sessions, tiny_forms)


def test_of_two_same_uploads_at_one_moment_one_is_kept_and_the_other_told(desk: Desk) -> None:
    barrier = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: desk.attach(0, barrier), range(2)))
    assert {*map(type, done)} == {UUID, str}
    assert [e for e in done if isinstance(e, str)] == [
        "The selected file is attached here already, as “survey.csv”"
    ]
    with desk.sessions.to_read() as session:
        assert session.scalar(select(func.count()).select_from(Attachment)) == 1


@pytest.mark.parametrize("time", range(5))
def test_a_content_that_goes_in_one_assessment_while_it_comes_in_another_is_there(
    time: int, desk: Desk
) -> None:
    first = desk.attach(0)
    assert isinstance(first, UUID)
    barrier = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        coming = pool.submit(desk.attach, 1, barrier)
        pool.submit(desk.remove, 0, first, barrier).result(30)
        second = coming.result(30)
    with desk.sessions.to_read() as session:
        assert attachments_read.content_of(session, session.get_one(Attachment, second)) == CSV
        assert session.scalar(select(func.count()).select_from(FileContent)) == 1
