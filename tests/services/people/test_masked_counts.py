"""A masked count of people is an answer like any other: kept, exported, brought back."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import BadFile
from eia_app.services.answers.rows import save_row
from eia_app.services.assessment.loading import load_assessment
from eia_app.services.transfer import import_ as transfer_import_
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers
from tests.services.database_transfer import export_text, import_text


@pytest.fixture
def text(session: Session, make_assessment: Makers, lead: Person) -> str:
    context = make_assessment(blank=True)
    row = {"fact": "A fact", "kind": "figures", "year": "fewer than 5"}
    save_row(context, "evidence", uuid4(), row, by=lead, now=NOW)
    return export_text(session, context.assessment)


def test_a_masked_count_is_imported_unchanged(
    text: str, other_session: Session, tiny_forms: Forms
) -> None:
    found = import_text(other_session, text)
    (row,) = load_assessment(other_session, tiny_forms, found.id).answers.rows["evidence"]
    assert row.values["year"] == "fewer than 5"


@pytest.mark.parametrize("other", ["a few", "<5", True])
def test_no_other_words_are_taken_for_a_number(
    text: str, other: Any, other_session: Session
) -> None:
    raw = json.loads(text)
    raw["rows"][0]["values"]["year"] = other
    with pytest.raises(BadFile, match="the answer to “year” cannot be read"):
        transfer_import_.import_assessment(other_session, raw, now=NOW)
