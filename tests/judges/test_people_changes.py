"""The judge of changes to people sees what changes somebody, and no more than that."""

from __future__ import annotations

import pytest

from tests.judges.people_changes import unrecorded

EVENT = "INSERT INTO person_event (person_id) VALUES (?)"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET service=? WHERE person.id = ?",
        "UPDATE person SET is_active=%(is_active)s::BOOLEAN WHERE person.id = %(id)s::UUID",
        "UPDATE person SET password_hash=?, session_version=? WHERE person.id = ?",
        "INSERT INTO person (id, email) VALUES (?, ?)",
        "INSERT INTO person_role (person_id, role) VALUES (?, ?)",
        "DELETE FROM person_role WHERE person_role.person_id = ?",
        "INSERT INTO password_link (id) VALUES (?)",
        "UPDATE person_request SET answer=? WHERE person_request.id = ?",
    ],
)
def test_what_changes_somebody_needs_an_event(statement: str) -> None:
    assert unrecorded(["SELECT 1", statement]) == [statement]
    assert unrecorded([statement, EVENT]) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET failed_sign_ins=?, locked_until=? WHERE person.id = ?",
        "UPDATE person SET failed_sign_ins=?, password_hash=? WHERE person.id = ?",
        "SELECT person.name FROM person WHERE person.service = ?",
        "UPDATE password_link SET used_at=? WHERE password_link.id = ?",
    ],
)
def test_signing_in_and_looking_need_none(statement: str) -> None:
    assert unrecorded([statement]) == []
