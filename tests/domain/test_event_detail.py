"""What an event may hold: everything can be read, and only what is read back as it is may enter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eia_app.domain.errors import Unreadable
from eia_app.domain.event_detail import FIELDS, places, read, require_readable
from eia_app.domain.workflow import Action

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
    max_leaves=12,
)
NAMES = sorted({name for fields in FIELDS.values() for name in fields})


def test_every_action_says_what_it_may_hold() -> None:
    assert set(FIELDS) == set(Action)


@given(st.sampled_from(Action), st.dictionaries(st.sampled_from(NAMES) | st.text(), PLAIN) | PLAIN)
def test_whatever_is_stored_can_be_read_and_only_what_is_read_alike_may_enter(
    action: Action, detail: Any
) -> None:
    found = read(action, detail)
    assert set(found.fields) <= set(FIELDS[action])
    again = read(action, dict(found.fields))
    assert (dict(again.fields), dict(again.unread)) == (dict(found.fields), {})
    require_readable(action, dict(found.fields))
    try:
        require_readable(action, detail)
    except Unreadable:
        return
    assert (dict(found.fields), found.unread) == (detail, {})


@given(PLAIN)
def test_places_are_always_pairs_of_texts(stored: Any) -> None:
    for each in places(stored):
        assert [type(part) for part in each] == [str, str]


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        (["proposal"], ["proposal", ""]),
        ("effects:age", ["effects", "age"]),
        ("proposal", ["proposal", ""]),
        (["effects", "age"], ["effects", "age"]),
        (["proposal", None], ["proposal", ""]),
    ],
)
def test_a_section_of_an_older_form_is_understood(stored: Any, said: list[str]) -> None:
    assert read(Action.DECLINE, {"sections": [stored]}).fields == {"sections": [said]}
    if stored != said:
        with pytest.raises(Unreadable):
            require_readable(Action.DECLINE, {"sections": [stored]})


def test_what_cannot_be_read_is_given_as_it_is() -> None:
    found = read(Action.DECLINE, {"sections": 7, "colour": "red"})
    assert (found.fields, found.unread) == ({}, {"sections": "7", "colour": '"red"'})
    assert read(Action.SIGN_OFF, [1]).unread == {"detail": "[1]"}
