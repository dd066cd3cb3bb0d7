"""Drafts of one person in several windows at the same moment, and how many they may have."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Invalid
from eia_app.services import drafts, kept
from eia_app.storage.engine import Sessions
from eia_app.storage.kept import KeptText
from eia_app.storage.people import Person
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
        (only,) = session.scalars(select(KeptText)).all()
        assert only.fields in [[["text", f"Words {number}"]] for number in range(WINDOWS)]


def test_a_draft_that_is_too_long_or_one_too_many_is_refused(
    session: Session, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_PAGES", 2)
    long = "x" * (drafts.MOST_WRITTEN + 1)
    for path, text in ((PATH, long), ("/" * (drafts.LONGEST_PATH + 1), "short")):
        with pytest.raises(Invalid):
            drafts.keep(session, lead, path, [["text", text]], now=NOW)
    for path in ("/one", "/two", "/two"):
        drafts.keep(session, lead, path, [["text", "Words"]], now=NOW)
    with pytest.raises(Invalid):
        drafts.keep(session, lead, "/three", [["text", "Words"]], now=NOW)
    assert {each.path for each in drafts.all_of(session, lead)} == {"/one", "/two"}
    kept.forget(session, lead, "/one")
    drafts.keep(session, lead, "/three", [["text", "Words"]], now=NOW)
    assert {each.path for each in drafts.all_of(session, lead)} == {"/two", "/three"}
