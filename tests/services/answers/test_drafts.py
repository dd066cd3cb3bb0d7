"""Drafts of one person in several windows at the same moment, and how many they may have."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Invalid
from eia_app.services.answers import draft_store, drafts
from eia_app.storage.engine import Sessions
from eia_app.storage.models.drafts import SavedDraft
from eia_app.storage.models.people import Person
from tests.factories import NOW, add_person

PATH = "/assessments/1/review/note"
WINDOWS = 4


def test_windows_that_keep_the_first_draft_of_a_page_at_once_leave_one(sessions: Sessions) -> None:
    with sessions.to_write() as session:
        person_id = add_person(session, "Chris Champion").id
        session.commit()
    start = Barrier(WINDOWS)

    def keep(number: int) -> None:
        start.wait()
        with sessions.to_write() as session:
            person = session.get_one(Person, person_id)
            drafts.keep(session, person, PATH, [["text", f"Words {number}"]], now=NOW)
            session.commit()

    with ThreadPoolExecutor(WINDOWS) as pool:
        list(pool.map(keep, range(WINDOWS)))
    with sessions.to_read() as session:
        (only,) = session.scalars(select(SavedDraft)).all()
        assert only.fields in [[["text", f"Words {number}"]] for number in range(WINDOWS)]


def test_a_draft_that_is_too_long_is_refused(session: Session, lead: Person) -> None:
    long = "x" * (drafts.MOST_WRITTEN + 1)
    for path, text in ((PATH, long), ("/" * (drafts.LONGEST_PATH + 1), "short")):
        with pytest.raises(Invalid):
            drafts.keep(session, lead, path, [["text", text]], now=NOW)


def keep_all(session: Session, person: Person, texts: dict[str, str]) -> set[str]:
    """Keep them one after the other; which pages are there then."""
    for number, (path, text) in enumerate(texts.items()):
        fields = [["text", text]]
        draft_store.save_draft(session, person, path, fields, now=NOW + timedelta(minutes=number))
    return {each.path for each in drafts.list_all(session, person)}


def test_a_page_too_many_takes_the_place_of_the_oldest_of_this_person(
    session: Session, lead: Person, stranger: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_store, "MOST_PAGES", 2)
    assert keep_all(session, stranger, {"/theirs": "x"}) == {"/theirs"}
    assert keep_all(session, lead, {"/a": "x", "/b": "x", "/c": "x"}) == {"/b", "/c"}
    assert keep_all(session, lead, {"/c": "x", "/b": "y"}) == {"/b", "/c"}
    assert keep_all(session, stranger, {}) == {"/theirs"}


def test_too_much_text_takes_the_place_of_the_oldest_and_never_of_itself(
    session: Session, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_store, "MOST_KEPT", 100)
    assert keep_all(session, lead, {"/a": "x" * 40, "/b": "x" * 40, "/c": "x"}) == {"/b", "/c"}
    draft_store.save_draft(session, lead, "/d", [["text", "x" * 400]], now=NOW + timedelta(days=1))
    assert {each.path for each in drafts.list_all(session, lead)} == {"/d"}


def test_a_draft_is_deleted_after_90_days(session: Session, lead: Person) -> None:
    draft_store.save_draft(session, lead, "/old", [["text", "x"]], now=NOW - timedelta(days=91))
    draft_store.save_draft(session, lead, "/new", [["text", "x"]], now=NOW - timedelta(days=89))
    assert draft_store.tidy(session, now=NOW) == 1
    assert {each.path for each in drafts.list_all(session, lead)} == {"/new"}
