"""What nobody has signed in for costs little, and never keeps others from saving."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, cast

import pytest
from argon2.exceptions import VerificationError
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from eia_app.services.answers.drafts import MOST_WRITTEN
from eia_app.services.people import authentication, people
from eia_app.services.people.authentication import hasher
from eia_app.storage.models.people import Person
from eia_app.web.http.app_class import Service
from eia_app.web.http.form_limits import FORM, MOST_FIELDS, MOST_POSTED
from tests.factories import Makers
from tests.web.conftest import address
from tests.web.file_uploads import new_files_page, uploaded_file
from tests.web.http.test_cross_site import posts
from tests.web.visitor import Visitor

OURS = {"Sec-Fetch-Site": "same-origin"}
SIZE = 4 * 1024 * 1024 - 16
FLOODS: dict[str, bytes] = {
    "many fields": b"a=&" * (SIZE // 3),
    "fields without a name": b"&" * SIZE,
    "one text": b"a=" + b"x" * SIZE,
    "escaped text": b"a=" + b"%C3%A9" * (SIZE // 6),
    "as many fields as there may be": b"a=" + b"x" * SIZE + b"&a=" * (MOST_FIELDS - 1),
    "more fields than there may be, within the size": b"a=1&" * (MOST_FIELDS + 1),
    "more text than there may be, within the size": b"a=" + b"x" * (MOST_WRITTEN + 1),
    "more escaped text than there may be": b"a=" + b"%41" * (MOST_WRITTEN + 1),
}


@contextmanager
def writes(engine: Engine) -> Iterator[list[str]]:
    """The transactions that may write which begin while this is open."""
    begun: list[str] = []

    def note(connection: Connection) -> None:
        if connection.get_execution_options().get("eia_writes"):
            begun.append("begun")

    event.listen(engine, "begin", note)
    try:
        yield begun
    finally:
        event.remove(engine, "begin", note)


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
@pytest.mark.parametrize("demonstration", [False, True])
def test_a_flood_of_nobody_is_refused_in_words_and_little_time(
    flood: bytes,
    demonstration: bool,
    app: Service,
    lead: Person,
    session: Session,
    change_settings: Callable[..., None],
) -> None:
    change_settings(demonstration=demonstration)
    session.commit()
    for path in ("/assessments/start", "/sign-in", f"/sign-in/as/{lead.id}", "/drafts"):
        began = time.perf_counter()
        answer = app.test_client().post(path, data=flood, headers=OURS, content_type=FORM)
        assert time.perf_counter() - began < 2
        assert answer.status_code == 413
        assert "Press Back in your browser: what you typed is still on the page." in answer.text
        assert len(answer.data) < 20_000


def test_a_flood_in_parts_is_refused_too(app: Service) -> None:
    parts = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"y" * 100 + b"\r\n"
    for count in (MOST_FIELDS + 1, 10_000):
        answer = app.test_client().post(
            "/assessments/start",
            data=parts * count + b"--x--\r\n",
            headers=OURS,
            content_type="multipart/form-data; boundary=x",
        )
        assert answer.status_code == 413


def test_a_text_as_long_as_a_page_takes_survives_signing_in_again(
    as_lead: Visitor, make_assessment: Makers, lead: Person, change_settings: Callable[..., None]
) -> None:
    change_settings(demonstration=True)
    page = address(make_assessment(blank=True), "sections/proposal/basics")
    as_lead.get(page)
    as_lead.lose_session()
    text = "Rhwng “ŵ” a’r gŵyl\n" * 5000
    assert len(text) < MOST_WRITTEN
    as_lead.send({"summary": text}, expect=401)
    as_lead.send(form=f"/sign-in/as/{lead.id}")
    assert as_lead.follow().form().value("summary") == text


def test_what_is_too_much_is_refused_of_who_is_signed_in_too(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    page = address(make_assessment(summary="At first"), "sections/proposal/basics")
    as_lead.get(page)
    as_lead.send({"summary": "x" * (MOST_WRITTEN + 1)}, expect=413)
    assert as_lead.get(page).form().value("summary") == "At first"


def test_a_file_of_who_is_signed_out_is_not_read_and_asks_to_sign_in(
    as_lead: Visitor, make_assessment: Makers, lead: Person
) -> None:
    page = new_files_page(make_assessment(), lead)
    form = as_lead.get(page).form("files")
    as_lead.lose_session()
    sent: list[Any] = [
        ("csrf_token", "x"),
        ("file", uploaded_file(b"a" * (MOST_POSTED + 1), "a.txt")),
    ]
    assert as_lead.post(form.action, sent, expect=303).location == f"/sign-in?next={page}"


@pytest.mark.parametrize("demonstration", [False, True])
def test_no_request_without_a_session_takes_the_write_lock(
    demonstration: bool,
    app: Service,
    lead: Person,
    session: Session,
    change_settings: Callable[..., None],
) -> None:
    """Over every address that takes a POST, with and without a token."""
    change_settings(demonstration=demonstration)
    session.commit()
    http = app.test_client()
    page = http.get("/sign-in").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    with writes(app.parts.sessions.engine) as begun:
        for path in (*posts(app).values(), "/nowhere"):
            for fields in ({}, {"csrf_token": token, "email": "a@b.example", "password": "x"}):
                http.post(path, data={**fields, "kept_path": path, "kept:a": "b"}, headers=OURS)
                # A wrong password is counted, in a short transaction of its own.
                counted = ["begun"] if (path, len(fields)) == ("/sign-in", 3) else []
                assert (path, begun) == (path, counted)
                begun.clear()


def test_a_wrong_password_is_compared_before_anything_is_locked(
    anonymous: Visitor, app: Service, stranger: Person, session: Session, quick_passwords: None
) -> None:
    people.give_password(session, stranger, "three random words")
    held: list[bool] = []
    engine = app.parts.sessions.engine
    with writes(engine) as begun:

        class Watching:
            def verify(self, *_: str) -> bool:
                held.append(bool(begun))
                raise VerificationError

            def __getattr__(self, name: str) -> Any:
                return getattr(hasher, name)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("eia_app.services.people.authentication.hasher", Watching())
            anonymous.get("/sign-in")
            wrong = {"email": stranger.email, "password": "wrong"}
            anonymous.send(wrong, form="/sign-in", expect=422)
    assert held == [False]
    assert begun == ["begun"]


def test_a_password_changed_while_it_was_compared_does_not_sign_in(
    session: Session, stranger: Person, quick_passwords: None
) -> None:
    people.give_password(session, stranger, "three random words")
    found = authentication.authenticate(session, stranger.email, "three random words")
    assert found is not None
    compared = SimpleNamespace(id=found.id, password_hash=found.password_hash)
    people.give_password(session, stranger, "four quite random words")
    assert authentication.welcome(session, cast(Person, compared), "three random words") is None
