"""Why somebody is refused something: because of who they are, or because of the state alone."""

from __future__ import annotations

from typing import Any

import pytest

from eia_app.domain.errors import Denied, EiaError, NotAllowed
from eia_app.domain.roles import Role
from eia_app.domain.workflow.permissions import AnyPermission, Permission, is_allowed, require
from eia_app.domain.workflow.states import State
from tests.domain.workflow.test_permissions import (
    CONTRIBUTOR,
    EVERYTHING,
    LEAD,
    PEOPLE,
    REVIEW,
    It,
    Somebody,
    letters,
)


def refusals(person: Somebody, what: AnyPermission, **more: Any) -> set[type[EiaError]]:
    """The ways in which somebody is refused something, over all states."""
    refused = set()
    for state in State:
        assessment = It(LEAD.id, [CONTRIBUTOR.id], state, **REVIEW | more)
        try:
            require(what, person, assessment)
        except EiaError as error:
            assert is_allowed(what, person, assessment) is False
            refused.add(type(error))
    return refused


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("practice", [False, True])
def test_a_refusal_is_because_of_the_state_where_another_state_would_allow_it(
    name: str, practice: bool
) -> None:
    for what in EVERYTHING:
        states = letters(PEOPLE[name], what, practice=practice)
        expected = {NotAllowed} if 0 < len(states) < len(State) else set() if states else {Denied}
        assert (what, refusals(PEOPLE[name], what, practice=practice)) == (what, expected)


def test_somebody_who_has_left_is_denied_and_not_told_of_the_state() -> None:
    gone = Somebody(LEAD.id, set(Role), is_active=False)
    assert {frozenset(refusals(gone, what)) for what in EVERYTHING} == {frozenset({Denied})}


def test_the_text_of_a_refusal_by_the_state_names_it() -> None:
    with pytest.raises(NotAllowed, match="while the assessment is signed off"):
        require(Permission.EDIT, LEAD, It(LEAD.id, [], State.SIGNED_OFF))
