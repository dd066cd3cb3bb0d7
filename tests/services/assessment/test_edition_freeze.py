"""Editions are frozen at first use; text that could not be saved is kept for who typed it."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.domain.errors import BadDefinition, EditionChanged, NotFound
from eia_app.services.answers import draft_store
from eia_app.services.assessment.edition_freeze import freeze
from eia_app.services.assessment.loading import load_assessment
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import StoredEdition
from eia_app.storage.models.drafts import SavedDraft
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers

NAME = "eia/2030-1"
PATH = "/assessments/1/sections/proposal/basics"


@pytest.fixture
def own_forms(tiny_folder: Path) -> Forms:
    return Forms(tiny_folder, "testing")


def rewrite(folder: Path, old: str, new: str) -> None:
    path = folder / NAME / "sections/01-proposal.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_an_edition_is_stored_at_its_first_use_and_only_then(
    session: Session, own_forms: Forms
) -> None:
    one, two = (freeze(session, own_forms, NAME, now=NOW) for _ in range(2))
    assert one.id == two.id
    stored = session.scalars(select(StoredEdition)).one()
    assert (stored.name, stored.sha256, stored.frozen_at) == (NAME, one.sha256, NOW)
    assert stored.definition == own_forms.tables(NAME)


def test_an_edition_in_use_that_was_changed_is_refused_with_what_to_do(
    session: Session, own_forms: Forms
) -> None:
    freeze(session, own_forms, NAME, now=NOW)
    rewrite(own_forms.folder, "What is it called?", "What is its name?")
    with pytest.raises(EditionChanged, match="new-edition NEW --from 2030-1"):
        freeze(session, own_forms, NAME, now=NOW)


def test_comments_and_layout_of_its_files_do_not_change_an_edition(
    session: Session, own_forms: Forms
) -> None:
    before = freeze(session, own_forms, NAME, now=NOW)
    rewrite(own_forms.folder, "[[page]]", "# A comment\n\n[[page]]")
    assert freeze(session, own_forms, NAME, now=NOW).sha256 == before.sha256


def test_an_edition_with_faults_is_not_frozen(session: Session, own_forms: Forms) -> None:
    rewrite(own_forms.folder, 'type = "text"', 'type = "wish"')
    with pytest.raises(BadDefinition):
        freeze(session, own_forms, NAME, now=NOW)
    assert session.scalar(select(func.count()).select_from(StoredEdition)) == 0


def test_an_old_assessment_is_read_as_it_was_asked_though_the_files_are_gone(
    make_assessment: Makers, session: Session, tiny_folder: Path
) -> None:
    context = make_assessment(blank=True)
    (tiny_folder / NAME / "edition.toml").unlink()
    again = load_assessment(session, Forms(tiny_folder, "testing"), context.assessment.id)
    assert again.edition.questions["title"].ask == "What is it called?"


def test_the_newest_edition_is_the_one_that_new_assessments_answer(tiny_folder: Path) -> None:
    for name in ("2030-2", "2030-10"):
        (tiny_folder / "eia" / name).mkdir()
        (tiny_folder / "eia" / name / "edition.toml").touch()
    forms = Forms(tiny_folder, "testing")
    assert forms.edition_names == ["eia/2030-1", "eia/2030-2", "eia/2030-10"]
    assert forms.newest == "eia/2030-10"
    with pytest.raises(NotFound):
        _ = Forms(tiny_folder / "councils", "testing").newest


def test_an_edition_that_is_being_written_is_used_from_the_next_start(own_forms: Forms) -> None:
    assert own_forms.newest == NAME
    shutil.copytree(own_forms.folder / NAME, own_forms.folder / "eia" / "2031-1")
    assert (own_forms.newest, own_forms.has_newer(NAME)) == (NAME, False)
    restarted = Forms(own_forms.folder, "testing")
    assert (restarted.newest, restarted.has_newer(NAME)) == ("eia/2031-1", True)
    assert not restarted.has_newer("eia/2031-2")


def test_a_group_is_not_asked_about_by_the_edition_and_by_the_council_as_well(
    own_forms: Forms,
) -> None:
    council = own_forms.folder / "councils" / "testing.toml"
    text = council.read_text(encoding="utf-8")
    council.write_text(text.replace('id = "carers"', 'id = "age"'), encoding="utf-8")
    said = "group “age” is asked about by eia/2030-1 itself: write on = false here"
    assert own_forms.faults() == [f"testing.toml: {said}"]
    council.write_text(council.read_text(encoding="utf-8").replace("on = true", "on = false"))
    assert own_forms.faults() == []


def test_what_was_typed_is_kept_until_it_is_forgotten(session: Session, lead: Person) -> None:
    fields = [["summary", "Half a sentence"], ["groups", "age"], ["groups", "sex"]]
    draft_store.save_draft(session, lead, PATH, fields, now=NOW)
    session.expire_all()
    found = draft_store.find_draft(session, lead, PATH)
    assert found is not None
    assert (found.fields, found.at) == (fields, NOW)
    draft_store.delete_draft(session, lead, PATH)
    assert draft_store.find_draft(session, lead, PATH) is None


def test_what_is_typed_later_replaces_what_was_kept(session: Session, lead: Person) -> None:
    later = NOW + timedelta(minutes=1)
    draft_store.save_draft(session, lead, PATH, [["summary", "First"]], now=NOW)
    draft_store.save_draft(session, lead, PATH, [["summary", "Second"]], now=later)
    assert session.scalar(select(func.count()).select_from(SavedDraft)) == 1
    found = draft_store.find_draft(session, lead, PATH)
    assert found is not None
    assert (found.fields, found.at) == ([["summary", "Second"]], later)


def test_what_is_kept_is_for_one_person_and_one_page(
    session: Session, lead: Person, stranger: Person
) -> None:
    draft_store.save_draft(session, lead, PATH, [["summary", "Mine"]], now=NOW)
    draft_store.delete_draft(session, stranger, PATH)
    assert draft_store.find_draft(session, stranger, PATH) is None
    assert draft_store.find_draft(session, lead, f"{PATH}/more") is None
    assert draft_store.find_draft(session, lead, PATH) is not None
