"""What a page or a command did to people must be an event: judged by the SQL that it sent."""

from __future__ import annotations

import re
from collections.abc import Sequence

# What somebody is known by, may do and signs in with; not what signing in itself counts.
OF_A_PERSON = {"email", "name", "job_title", "service", "is_active", "password_hash"}
UPDATE = re.compile(r"UPDATE person SET (.+?) WHERE", re.DOTALL)
OTHERS = (
    "INSERT INTO person ",
    "INSERT INTO person_role ",
    "DELETE FROM person_role ",
    "INSERT INTO password_link ",
    "INSERT INTO person_request ",
    "UPDATE person_request ",
)
EVENT = "INSERT INTO person_event "


def unrecorded(statements: Sequence[str]) -> list[str]:
    """The statements that changed somebody, where none of all of them wrote an event of people."""
    if any(each.startswith(EVENT) for each in statements):
        return []
    return [each for each in statements if _changes_somebody(each)]


def _changes_somebody(statement: str) -> bool:
    found = UPDATE.match(statement)
    if found is None:
        return statement.startswith(OTHERS)
    columns = set(re.findall(r"(\w+)=", found.group(1)))
    if "session_version" not in columns:  # the same password, hashed anew when somebody signed in
        columns -= {"password_hash"}
    return not columns.isdisjoint(OF_A_PERSON)
