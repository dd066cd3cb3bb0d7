"""The changes to people and their roles, and which of them need two people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum

from eia_app.domain.roles import Role

LAPSES_AFTER = timedelta(days=7)
# Who holds one of these decides over content, or over people: no single person gives or takes it,
# and no single person makes the link by which its holder sets a password.
GUARDED = frozenset({Role.EQUALITY_LEAD, Role.HEAD_OF_SERVICE, Role.ADMINISTRATOR})
FRESH_PASSWORD = timedelta(hours=72)  # a sign-off so soon after a link was used says so


class PersonAction(StrEnum):
    """A change to a person: an event of the log, with a notice to them and the equality leads."""

    ADDED = "added"
    DETAILS_CHANGED = "details_changed"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    DEACTIVATED = "deactivated"
    REACTIVATED = "reactivated"
    LINK_MADE = "link_made"
    # Through a link, or at the command line.
    PASSWORD_SET = "password_set"  # noqa: S105 - what happened, not a password
    # By the person, signed in.
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - what happened, not a password
    ASKED = "asked"  # a change that needs a second person
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"  # by whoever asked


class PersonChange(StrEnum):
    """A change that one person asks for and another confirms."""

    GIVE_ROLE = "give_role"
    TAKE_ROLE = "take_role"
    MAKE_LINK = "make_link"
    REACTIVATE = "reactivate"


class RequestAnswer(StrEnum):
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


def is_guarded(roles: Collection[Role]) -> bool:
    """Return whether a person with these roles is changed only by two people."""
    return not GUARDED.isdisjoint(roles)
