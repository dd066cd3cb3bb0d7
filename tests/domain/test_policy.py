"""Who may do what: every role, state and permission, written out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from eia_app.domain.errors import Denied
from eia_app.domain.policy import May, may, may_act, require
from eia_app.domain.roles import Role
from eia_app.domain.routing import Route
from eia_app.domain.workflow import Action, State


@dataclass(frozen=True)
class Somebody:
    id: UUID
    roles: Collection[Role] = ()
    is_active: bool = True


@dataclass(frozen=True)
class It:
    lead_id: UUID
    contributor_ids: Collection[UUID]
    state: State = State.DRAFT
    route: Route | None = Route.STANDARD


LEAD, CONTRIBUTOR = Somebody(uuid4()), Somebody(uuid4())
PEOPLE = {
    "lead": LEAD,
    "contributor": CONTRIBUTOR,
    "stranger": Somebody(uuid4()),
    "champion": Somebody(uuid4(), {Role.CHAMPION}),
    "equality_lead": Somebody(uuid4(), {Role.EQUALITY_LEAD}),
    "head_of_service": Somebody(uuid4(), {Role.HEAD_OF_SERVICE}),
    "report_author": Somebody(uuid4(), {Role.REPORT_AUTHOR}),
    "administrator": Somebody(uuid4(), {Role.ADMINISTRATOR}),
}
LETTERS = {
    "d": State.DRAFT,
    "r": State.IN_REVIEW,
    "c": State.CHANGES_REQUESTED,
    "a": State.AWAITING_SIGN_OFF,
    "s": State.SIGNED_OFF,
    "D": State.DECIDED,
    "C": State.CLOSED,
    "w": State.WITHDRAWN,
}

# In which states each person may do each thing to a standard assessment. Draft, in Review, Changes
# requested, Awaiting sign-off, Signed off, Decided, Closed, Withdrawn: “drcasDCw” is all of them.
# Steps of the workflow are allowed here whatever the state: the workflow’s own table looks at it.
GRID = """
                     lead     contributor stranger champion equality_lead head_of_service report_author administrator
read                 drcasDCw drcasDCw    -        -        drcasDCw      asDC            sDC           -
download_report      drcasDCw drcasDCw    -        -        drcasDCw      asDC            sDC           -
edit                 dc       dc          -        -        -             -               -             -
manage_contributors  dc       -           -        -        dc            -               -             -
override_route       -        -           -        -        dc            -               -             -
update_actions       sD       sD          -        -        sD            -               -             -
submit               drcasDCw drcasDCw    -        -        -             -               -             -
resubmit             drcasDCw drcasDCw    -        -        -             -               -             -
request_changes      -        -           -        -        drcasDCw      -               -             -
complete_review      -        -           -        -        drcasDCw      -               -             -
decline              -        -           -        -        -             drcasDCw        -             -
sign_off             -        -           -        -        -             drcasDCw        -             -
record_decision      drcasDCw -           -        -        drcasDCw      -               drcasDCw      -
reopen               drcasDCw -           -        -        drcasDCw      -               -             -
close                -        -           -        -        drcasDCw      -               -             -
withdraw             drcasDCw -           -        -        drcasDCw      -               -             -
restore              drcasDCw -           -        -        drcasDCw      -               -             -
start                -        -           -        -        -             -               -             -
manage_people        -        -           -        -        -             -               -             -
"""  # noqa: E501


def letters(person: Somebody, what: May, route: Route | None = Route.STANDARD) -> str:
    """The states in which somebody may do something, as in the grid."""
    return "".join(
        letter
        for letter, state in LETTERS.items()
        if may(what, person, It(LEAD.id, [CONTRIBUTOR.id], state, route))
    )


def test_the_permissions_are_this_grid() -> None:
    head, *lines = GRID.strip("\n").splitlines()
    expected = {
        (line.split()[0], name): cell.strip("-")
        for line in lines
        for name, cell in zip(head.split(), line.split()[1:], strict=True)
    }
    assert expected == {
        (what.value, name): letters(person, what) for what in May for name, person in PEOPLE.items()
    }


def test_a_champion_reads_what_is_major_and_past_its_draft() -> None:
    champion = PEOPLE["champion"]
    assert [
        letters(champion, May.READ, route) for route in (Route.MAJOR, Route.SCREENING, None)
    ] == [
        "rcasDC",
        "",
        "",
    ]


def test_a_person_may_hold_several_roles() -> None:
    both = Somebody(uuid4(), {Role.REPORT_AUTHOR, Role.HEAD_OF_SERVICE})
    assert letters(both, May.READ) == "asDC"
    assert letters(both, May.SIGN_OFF) == "drcasDCw"


def test_a_head_of_service_never_signs_off_what_they_lead() -> None:
    head = Somebody(LEAD.id, {Role.HEAD_OF_SERVICE})
    assert [letters(head, what) for what in (May.SIGN_OFF, May.DECLINE)] == ["", ""]


def test_somebody_who_is_not_active_may_do_nothing() -> None:
    gone = Somebody(LEAD.id, set(Role), is_active=False)
    assert [letters(gone, what) for what in May] == [""] * len(May)
    assert not any(may(what, gone) for what in May)


def test_without_an_assessment_anybody_starts_one_and_administrators_manage_people() -> None:
    assert {
        (name, what) for name, person in PEOPLE.items() for what in May if may(what, person)
    } == {(name, May.START) for name in PEOPLE} | {("administrator", May.MANAGE_PEOPLE)}


def test_to_require_raises_what_to_ask_denies() -> None:
    it = It(LEAD.id, [])
    require(May.EDIT, LEAD, it)
    with pytest.raises(Denied):
        require(May.EDIT, PEOPLE["stranger"], it)


def test_an_action_that_is_no_permission_is_denied_to_everybody() -> None:
    it = It(LEAD.id, [CONTRIBUTOR.id])
    others = [Action.START, Action.ADD_CONTRIBUTOR, Action.REMOVE_CONTRIBUTOR]
    assert not any(may_act(action, person, it) for action in others for person in PEOPLE.values())
