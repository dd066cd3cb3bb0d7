"""The security log: a line of JSON for each event, with no content, no secret and no injection."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from eia_app.services.people import people
from eia_app.services.people.security_log import SecurityEvent, record
from eia_app.storage.models.people import Person
from tests import ROOT
from tests.factories import Makers
from tests.web.conftest import Visit, address
from tests.web.visitor import Visitor, minutes_ago

PASSWORD, NEW = "three random words", "four quite other words"
MANUAL = ROOT / "eia_app" / "OPERATIONS.md"
Log = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Log:
    """What was written since it was last asked for, without the time."""

    def read() -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        for each in lines:
            assert each.pop("log") == "security"
            assert datetime.fromisoformat(each.pop("at")).tzinfo is not None
        return lines

    return read


@pytest.fixture
def member(session: Session, stranger: Person, quick_passwords: None) -> Person:
    people.give_password(session, stranger, PASSWORD)
    return stranger


def by(person: Person | None, event: str, **more: Any) -> dict[str, Any]:
    who = person.email if person else None
    return {"event": event, "person": who, "address": "127.0.0.1", **more}


def tried(visitor: Visitor, email: str, password: str, expect: int) -> None:
    visitor.get("/sign-in")
    visitor.send({"email": email, "password": password}, form="/sign-in", expect=expect)


def test_signing_in_and_out_is_logged(anonymous: Visitor, member: Person, log: Log) -> None:
    tried(anonymous, member.email, PASSWORD, 302)
    assert log() == [by(member, "signed_in", how="password")]
    anonymous.get("/account")
    anonymous.post("/sign-out", {}, expect=303)
    assert log() == [by(member, "signed_out")]


def test_failures_and_locks_are_logged_and_what_was_typed_is_not(
    anonymous: Visitor, member: Person, log: Log
) -> None:
    tried(anonymous, "hunter2 by mistake", "hunter2", 422)
    assert log() == [by(None, "sign_in_failed")]
    for _ in range(5):
        tried(anonymous, member.email, "not my password", 422)
    failed = [by(member, "sign_in_failed")] * 5
    assert log() == [*failed, by(member, "sign_in_locked")]
    tried(anonymous, member.email, PASSWORD, 422)
    assert log() == [by(member, "sign_in_shut")]


def test_a_password_that_is_set_changed_or_given_again_is_logged(
    visit: Visit, member: Person, session: Session, log: Log
) -> None:
    code = people.make_password_link(session, member, by="tests", now=datetime.now(UTC))
    session.commit()
    log()
    visitor = visit(None)
    visitor.post("/set-password", {"code": code, "password": NEW})
    changed = by(member, "password_changed", of=member.email, action="password_set")
    assert log() == [changed, by(member, "signed_in", how="link")]
    visitor.get("/account")
    visitor.post("/account/password", {"present": "wrong", "password": PASSWORD}, expect=422)
    assert log() == [by(member, "sign_in_failed")]
    visitor.post("/account/password", {"present": NEW, "password": PASSWORD}, expect=303)
    changed = by(member, "password_changed", of=member.email, action="password_changed")
    assert log() == [changed]
    visitor.get("/account")
    visitor.post("/account/sessions/end-others", {}, expect=303)
    assert log() == [by(member, "session_ended", which="others")]


def test_what_an_administrator_does_to_people_is_logged(
    visit: Visit, administrator: Person, member: Person, session: Session, log: Log
) -> None:
    people.give_password(session, administrator, PASSWORD)
    admin = visit(None)
    admin.sign_in_as(administrator, began=minutes_ago(minutes=16))
    admin.get(f"/people/{member.id}")
    admin.send({"roles": ["champion", "report_author"], "name": "A secret name"}, expect=401)
    assert log() == []
    admin.send({"confirm_password": PASSWORD})
    of = {"of": member.email}
    given = [
        by(administrator, "roles_changed", **of, action="role_given", role=role)
        for role in ("champion", "report_author")
    ]
    assert sorted(log(), key=str) == sorted(
        [by(administrator, "password_confirmed"), *given], key=str
    )
    admin.get(f"/people/{member.id}")
    admin.send({"is_active": None})
    admin.get(f"/people/{member.id}")
    admin.send({"is_active": "y", "job_title": "Nothing to log"})
    assert log() == [
        by(administrator, "access_ended", **of, action="deactivated"),
        by(administrator, "access_given", **of, action="reactivated"),
    ]
    admin.get("/people/add")
    admin.send({"name": "Nia", "email": "nia@example.org", "roles": ["champion"]})
    admin.follow()
    admin.send(expect=200)
    nia = {"of": "nia@example.org"}
    assert log() == [
        by(administrator, "person_added", **nia, action="added", roles=["champion"]),
        by(administrator, "password_link_made", **nia, action="link_made"),
    ]


def test_refused_requests_are_logged(
    as_stranger: Visitor, stranger: Person, make_assessment: Makers, log: Log
) -> None:
    context = make_assessment(title="A secret proposal")
    as_stranger.get("/people/", expect=403)
    assert log() == [by(stranger, "refused", page="people.listing")]
    as_stranger.get(address(context), expect=404)
    id_ = str(context.assessment.id)
    assert log() == [by(stranger, "refused", page="tasks.overview", assessment=id_)]
    as_stranger.get(f"/assessments/{uuid4()}/", expect=404)  # there is none: nothing was refused
    as_stranger.get("/nowhere", expect=404)
    assert log() == []
    as_stranger.get("/assessments/start")
    as_stranger.post("/assessments/start", {"title": "Forged", "csrf_token": "x"}, expect=409)
    assert log() == [by(stranger, "form_refused", page="register.start")]


def test_too_many_looks_are_logged(anonymous: Visitor, log: Log) -> None:
    for _ in range(30):
        anonymous.http.get("/verify")
    anonymous.get("/verify", expect=429)
    assert log() == [by(None, "too_many_requests", page="verify.ask")]


def test_a_change_that_was_not_saved_is_not_logged(
    as_administrator: Visitor, stranger: Person, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_administrator.app.testing = False

    def fail(_: Session) -> None:
        raise OSError("The disk is full.")

    as_administrator.get(f"/people/{stranger.id}")
    before = Session.commit
    monkeypatch.setattr("sqlalchemy.orm.Session.commit", fail_in_the_service(before, fail))
    as_administrator.send({"roles": ["champion"]}, expect=500)
    assert [each for each in log_lines(log) if each["event"] == "roles_changed"] == []


def fail_in_the_service(commit: Any, fail: Any) -> Any:
    """The service's own sessions fail, and those of the test do not."""

    def replaced(session: Session) -> None:
        (fail if session.info.get("writes") else commit)(session)

    return replaced


def log_lines(log: Log) -> list[dict[str, Any]]:
    try:
        return log()
    except ValueError:  # the fault itself is logged between, with its traceback
        return []


@given(st.text(), st.text())
def test_no_text_begins_a_line_of_its_own(name: str, value: str) -> None:
    class Lines(list[str]):
        def write(self, text: str) -> None:
            self.append(text)

        def flush(self) -> None:
            pass

    lines, before = Lines(), sys.stderr
    sys.stderr = lines
    try:
        record(SecurityEvent.REFUSED, person=name, page=f"{value}\n\r\u2028\x85\x1b[2J")
    finally:
        sys.stderr = before
    [line] = lines
    assert len(line.splitlines()) == 1
    assert line.isascii()
    assert line[:-1].isprintable()
    assert json.loads(line)["person"] == name


def test_a_log_that_cannot_be_written_to_fails_nothing(
    anonymous: Visitor, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def write(self, _: str) -> None:
            raise OSError("No space left on device")

        def flush(self) -> None:
            raise AssertionError

    with monkeypatch.context() as full:
        full.setattr(sys, "stderr", Full())
        tried(anonymous, member.email, PASSWORD, 302)


def test_every_event_is_explained_in_the_manual_and_no_other() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    named = [row.split("`")[1] for row in rows]
    assert [each for each in named if each in set(SecurityEvent)] == [*SecurityEvent]
