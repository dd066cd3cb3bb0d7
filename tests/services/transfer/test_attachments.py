"""Attached files leave with their assessment and come back the same, or nothing does."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.attachments.refused_types import MARKUP
from eia_app.domain.errors import BadFile
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers.rows import save_row
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.attachments import read as attachments_read
from eia_app.services.attachments import upload as attachments_upload
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.attachments import FileContent
from tests.attachments.making_files import CSV, put_file, word
from tests.factories import Makers
from tests.services.database_transfer import export_text, import_text

Json = dict[str, Any]


@pytest.fixture
def context(make_assessment: Makers) -> AssessmentContext:
    """A draft with a file; and one that was signed, removed since, and so is still kept."""
    context, row = make_assessment(), uuid4()
    lead = make_assessment.lead
    values = {"fact": "1,513 people replied", "kind": "figures"}
    save_row(context, "evidence", row, values, by=lead, now=make_assessment.clock())
    signed = put_file(context, row, b"Signed", by=lead, now=make_assessment.clock())
    for action in (Transition.SUBMIT, Transition.SIGN_OFF, Transition.REOPEN):
        make_assessment.step(context, action)
    attachments_upload.remove(context, signed.id, by=lead, now=make_assessment.clock())
    put_file(context, row, by=lead, now=make_assessment.clock())
    gone = put_file(context, row, b"Never signed", by=lead, now=make_assessment.clock())
    attachments_upload.remove(context, gone.id, by=lead, now=make_assessment.clock())
    return context


@pytest.fixture
def raw(context: AssessmentContext) -> Json:
    found: Json = json.loads(export_text(context.session, context.assessment))
    return found


def test_files_come_back_with_what_is_in_them(
    context: AssessmentContext, other_session: Session, tiny_forms: Forms
) -> None:
    before = export_text(context.session, context.assessment)
    it = import_text(other_session, before)
    assert export_text(other_session, it) == before
    again = load_assessment(other_session, tiny_forms, it.id)
    ((file,),) = attachments_read.present(again).values()
    assert (file.name, attachments_read.content_of(other_session, file)) == ("survey.csv", CSV)


def test_what_was_removed_and_is_in_no_version_is_not_in_the_file(raw: Json) -> None:
    assert len(raw["attachments"]) == 3
    kept = {each["sha256"] for each in raw["file_contents"]}
    assert kept == {sha256(content).hexdigest() for content in (CSV, b"Signed")}


def put(raw: Json, content: bytes, **told: Any) -> None:
    """Let the file that is there have another content, and say this of it."""
    file = next(each for each in raw["attachments"] if each["removed_at"] is None)
    kept = next(each for each in raw["file_contents"] if each["sha256"] == file["sha256"])
    kept.update(content=b64encode(content).decode(), sha256=sha256(content).hexdigest())
    file.update(sha256=kept["sha256"], size=len(content))
    file.update(told)


def move(raw: Json) -> None:
    for each in raw["attachments"]:
        each["row"] = str(uuid4())


OTHER_NAME = (
    "The selected file is a Word file, but its name ends in “.csv”: give it the ending “.docx”, or"
    " choose another file."
)
DAMAGE: dict[str, tuple[Callable[[Json], object], str]] = {
    "a changed content": (
        lambda raw: raw["file_contents"][0].update(content=b64encode(b"x").decode()),
        "An attached file does not match its hash: the file is damaged.",
    ),
    "no base64": (
        lambda raw: raw["file_contents"][0].update(content="*"),
        "In file_contents 1, “content” cannot be read.",
    ),
    "no text": (
        lambda raw: raw["file_contents"][0].update(content=7),
        "In file_contents 1, there is something that cannot be read.",
    ),
    "no list": (
        lambda raw: raw.update(file_contents={}),
        "In the file, “file_contents” is not a list.",
    ),
    "no content": (
        lambda raw: raw.update(file_contents=[]),
        "In attachments {n}, the content of “survey.csv” is missing.",
    ),
    "another size": (
        lambda raw: put(raw, CSV, size=1),
        "In attachments {n}, “survey.csv” is not what the file says of it.",
    ),
    "another type": (
        lambda raw: put(raw, word()),
        "In attachments {n}, “survey.csv” cannot be kept. " + OTHER_NAME,
    ),
    "a type that is none": (
        lambda raw: put(raw, CSV, type="exe"),
        "In attachments {n}, “type” cannot be read.",
    ),
    "what may not be attached": (
        lambda raw: put(raw, b"<script>alert(1)</script>"),
        f"In attachments {{n}}, “survey.csv” cannot be kept. {MARKUP}.",
    ),
    "a section without files": (
        lambda raw: put(raw, CSV, section="proposal"),
        "In attachments {n}, the edition has no files in “proposal”.",
    ),
    "a row that is not there": (
        move,
        "In attachments, “row” names something that is not in the file.",
    ),
    "a content of nothing": (
        lambda raw: raw["file_contents"].append(
            {"sha256": sha256(b"More").hexdigest(), "content": b64encode(b"More").decode()}
        ),
        "In file_contents, there is something that is attached to nothing.",
    ),
    "a name that leads elsewhere": (
        lambda raw: put(raw, CSV, name="../survey.csv"),
        "In attachments {n}, “../survey.csv” is not what the file says of it.",
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_file_is_refused_and_nothing_of_it_is_kept(
    name: str, raw: Json, other_session: Session
) -> None:
    damage, sentence = DAMAGE[name]
    damage(raw)
    there = [each["removed_at"] for each in raw["attachments"]].index(None) + 1
    with pytest.raises(BadFile) as refused:
        import_text(other_session, json.dumps(raw))
    assert str(refused.value) == sentence.replace("{n}", str(there))
    for table in (Assessment, FileContent):
        assert other_session.scalar(select(func.count()).select_from(table)) == 0
