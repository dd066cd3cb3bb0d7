"""What others do while a large file is looked into: they do not wait, and may be quicker."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.attachments.inspect_process import Upload, inspect
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.engine import Sessions
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.attachments import Attachment
from eia_app.storage.models.people import Person
from tests.attachments.making_files import picture
from tests.factories import NOW, Makers
from tests.web.file_uploads import new_files_page, upload
from tests.web.visitor import Visitor

PATIENCE = 5  # seconds: who is made to wait waits until the file is there
Meanwhile = Callable[[Callable[[AssessmentContext, Person], None]], None]


@pytest.fixture
def context(make_assessment: Makers) -> AssessmentContext:
    return make_assessment()


@pytest.fixture
def meanwhile(
    context: AssessmentContext,
    sessions: Sessions,
    tiny_forms: Forms,
    lead: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> Meanwhile:
    """Has somebody else do something to the assessment while the next file is looked into."""

    def arrange(do: Callable[[AssessmentContext, Person], None]) -> None:
        def elsewhere() -> None:
            with sessions.to_write() as session:
                again = load_assessment(session, tiny_forms, context.assessment.id)
                do(again, session.get_one(Person, lead.id))
                session.commit()

        def looked_into(name: str, content: bytes, largest: int, scanner: str) -> Upload:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(elsewhere).result(PATIENCE)
            return inspect(name, content, largest, scanner)

        monkeypatch.setattr("eia_app.web.attachments.views.inspect", looked_into)

    return arrange


def test_others_save_while_a_picture_is_drawn_again(
    as_lead: Visitor,
    context: AssessmentContext,
    lead: Person,
    meanwhile: Meanwhile,
    session: Session,
) -> None:
    page = new_files_page(context, lead)
    meanwhile(lambda it, by: save_answers(it, "proposal", None, {"title": "Newer"}, by=by, now=NOW))
    upload(as_lead, page, "survey.png", picture())
    assert "survey.png" in as_lead.follow().text
    session.refresh(context.assessment)
    assert context.assessment.title == "Newer"


def test_a_file_for_an_assessment_that_was_withdrawn_meanwhile_is_not_kept(
    as_lead: Visitor,
    context: AssessmentContext,
    lead: Person,
    meanwhile: Meanwhile,
    session: Session,
) -> None:
    page = new_files_page(context, lead)
    meanwhile(
        lambda it, by: apply_transition(
            it, TransitionRequest(Transition.WITHDRAW, "Not needed any more"), by=by, now=NOW
        )
    )
    told = upload(as_lead, page, "survey.png", picture(), expect=409)
    assert "This cannot be done while the assessment is withdrawn." in told.text
    assert session.scalar(select(Attachment)) is None
