"""Who may do what: every role, state and permission, written out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from eia_app.domain.errors import Denied
from eia_app.domain.journey.routing import Route
from eia_app.domain.roles import Role
from eia_app.domain.workflow.permissions import (
    AnyPermission,
    Permission,
    is_allowed,
    require,
)
from eia_app.domain.workflow.states import TRANSITIONS, State, Transition


@dataclass(frozen=True)
class Somebody:
    id: UUID
    roles: Collection[Role] = ()
    is_active: bool = True
    service: str = "Finance"


@dataclass(frozen=True)
class Stands:
    person_id: UUID
    is_reviewing: bool = False
    is_recused: bool = False
    is_excepted: bool = False


@dataclass(frozen=True)
class It:
    lead_id: UUID
    contributor_ids: Collection[UUID]
    state: State = State.DRAFT
    route: Route | None = Route.MAJOR
    service: str = "Parking"
    review_asked: bool = False
    reviewers: Collection[Stands] = ()
    invited_ids: Collection[UUID] = ()
    practice: bool = False


EVERYTHING: tuple[AnyPermission, ...] = (*Permission, *Transition)
DISCUSSED = {  # on pages that show what was said in the review
    Permission.COMMENT, Permission.REPLY, Transition.GIVE_OPINION, Transition.INVITE,
}  # fmt: skip
CHAMPION = {Role.CHAMPION}
LEAD, CONTRIBUTOR = Somebody(uuid4()), Somebody(uuid4())
PEOPLE = {
    "lead": LEAD,
    "contributor": CONTRIBUTOR,
    "stranger": Somebody(uuid4()),
    "champion": Somebody(uuid4(), CHAMPION),
    "reviewing": Somebody(uuid4(), CHAMPION),
    "recused": Somebody(uuid4(), CHAMPION),
    "same_service": Somebody(uuid4(), CHAMPION, service="parking"),
    "excepted": Somebody(uuid4(), CHAMPION, service="Parking"),
    "invited": Somebody(uuid4()),
    "equality_lead": Somebody(uuid4(), {Role.EQUALITY_LEAD}),
    "head": Somebody(uuid4(), {Role.HEAD_OF_SERVICE}),
    "report_author": Somebody(uuid4(), {Role.REPORT_AUTHOR}),
    "administrator": Somebody(uuid4(), {Role.ADMINISTRATOR}),
}
REVIEWERS = [
    Stands(PEOPLE["reviewing"].id, is_reviewing=True),
    Stands(PEOPLE["recused"].id, is_recused=True),
    Stands(PEOPLE["excepted"].id, is_reviewing=True, is_excepted=True),
]
REVIEW: dict[str, Any] = {"reviewers": REVIEWERS, "invited_ids": [PEOPLE["invited"].id]}
REVIEWING = ("champion", "reviewing", "recused", "same_service", "excepted")
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

# In which states each person may do each thing to a major assessment. Draft, in Review, Changes
# requested, Awaiting sign-off, Signed off, Decided, Closed, Withdrawn: “drcasDCw” is all of them.
GRID = """
                    lead     contributor stranger champion reviewing recused same_service excepted invited equality_lead head     report_author administrator
read                drcasDCw drcasDCw    -        rcasDC   rcasDC    rcasDC  rcasDC       rcasDC   rcasDC  drcasDCw      asDC     sDC           -
read_discussion     drcasDCw drcasDCw    -        rcasDC   rcasDC    -       -            rcasDC   -       drcasDCw      asDC     -             -
see_coach           drcasDCw drcasDCw    -        rcasDC   rcasDC    -       -            rcasDC   -       drcasDCw      asDC     -             -
download_report     drcasDCw drcasDCw    -        rcasDC   rcasDC    rcasDC  rcasDC       rcasDC   rcasDC  drcasDCw      asDC     sDC           -
edit                dc       dc          -        -        -         -       -            -        -       -             -        -             -
manage_contributors dc       -           -        -        -         -       -            -        -       dc            -        -             -
override_route      -        -           -        -        -         -       -            -        -       dc            -        -             -
update_actions      sD       sD          -        -        -         -       -            -        -       sD            -        -             -
submit              d        d           -        -        -         -       -            -        -       -             -        -             -
resubmit            c        c           -        -        -         -       -            -        -       -             -        -             -
request_changes     -        -           -        -        -         -       -            -        -       r             -        -             -
complete_review     -        -           -        -        -         -       -            -        -       r             -        -             -
ask_review          -        -           -        -        -         -       -            -        -       a             -        -             -
decline             -        -           -        -        -         -       -            -        -       -             a        -             -
sign_off            -        -           -        -        -         -       -            -        -       -             a        -             -
record_decision     s        -           -        -        -         -       -            -        -       s             -        s             -
reopen              sD       -           -        -        -         -       -            -        -       sD            -        -             -
close               -        -           -        -        -         -       -            -        -       D             -        -             -
withdraw            drcasD   -           -        -        -         -       -            -        -       drcasD        -        -             -
restore             w        -           -        -        -         -       -            -        -       w             -        -             -
claim               -        -           -        r        -         -       -            -        -       -             -        -             -
unclaim             -        -           -        -        r         -       -            r        -       -             -        -             -
assign              -        -           -        -        -         -       -            -        -       r             -        -             -
except              -        -           -        -        -         -       -            -        -       r             -        -             -
recuse              -        -           -        rcasDC   rcasDC    -       rcasDC       rcasDC   -       -             -        -             -
comment             -        -           -        -        r         -       -            r        -       r             -        -             -
give_opinion        -        -           -        -        r         -       -            r        -       -             -        -             -
invite              -        -           -        -        r         -       -            r        -       r             -        -             -
answer_invitation   -        -           -        -        -         -       -            -        r       -             -        -             -
extend              -        -           -        -        -         -       -            -        -       r             -        -             -
refer_up            -        -           -        -        -         -       -            -        -       r             -        -             -
chase               -        -           -        -        -         -       -            -        -       r             -        -             -
reply               c        c           -        -        -         -       -            -        -       -             -        -             -
edit_paragraph      sDC      -           -        -        -         -       -            -        -       sDC           -        sDC           -
carry_over          d        -           -        -        -         -       -            -        -       d             -        -             -
assess_again        sDC      sDC         -        -        -         -       -            -        -       sDC           -        -             -
finish_practising   -        -           -        -        -         -       -            -        -       -             -        -             -
run_workshop        -        -           -        -        -         -       -            -        -       -             -        -             -
start               -        -           -        -        -         -       -            -        -       -             -        -             -
manage_people       -        -           -        -        -         -       -            -        -       -             -        -             -
oversee_people      -        -           -        -        -         -       -            -        -       -             -        -             -
see_queue           -        -           -        -        -         -       -            -        -       -             -        -             -
use_service         -        -           -        -        -         -       -            -        -       -             -        -             -
add_contributor     -        -           -        -        -         -       -            -        -       -             -        -             -
remove_contributor  -        -           -        -        -         -       -            -        -       -             -        -             -
explain             -        -           -        -        -         -       -            -        -       -             -        -             -
"""  # noqa: E501


def letters(
    person: Somebody, what: AnyPermission, route: Route | None = Route.MAJOR, **more: Any
) -> str:
    """The states in which somebody may do something, as in the grid."""
    its = REVIEW | more
    return "".join(
        letter
        for letter, state in LETTERS.items()
        if is_allowed(what, person, It(LEAD.id, [CONTRIBUTOR.id], state, route, **its))
    )


def test_each_state_has_a_letter() -> None:
    """Without its letter a state is in no cell of the grid, and refusals look wrong."""
    assert sorted(LETTERS.values()) == sorted(State)


def test_no_permission_has_the_name_of_a_transition() -> None:
    assert len({what.value for what in EVERYTHING}) == len(EVERYTHING)


def test_the_permissions_are_this_grid() -> None:
    head, *lines = GRID.strip("\n").splitlines()
    expected = {
        (line.split()[0], name): cell.strip("-")
        for line in lines
        for name, cell in zip(head.split(), line.split()[1:], strict=True)
    }
    assert expected == {
        (what.value, name): letters(person, what)
        for what in EVERYTHING
        for name, person in PEOPLE.items()
    }


@pytest.mark.parametrize("what", EVERYTHING)
def test_nobody_is_given_what_is_done_on_a_page_that_they_cannot_open(what: AnyPermission) -> None:
    opens = Permission.READ_DISCUSSION if what in DISCUSSED else Permission.READ
    for name, person in PEOPLE.items():
        closed = set(letters(person, what)) - set(letters(person, opens))
        assert not closed, f"Give {name} “{opens}” too, in the states {closed}: else no page opens."


@pytest.mark.parametrize("route", [Route.STANDARD, Route.SCREENING, None])
def test_the_route_matters_to_champions_only(route: Route | None) -> None:
    """They read what is major, and nothing else of it changes for anybody."""
    of_review = {
        Permission.READ,
        Permission.DOWNLOAD_REPORT,
        Permission.READ_DISCUSSION,
        Permission.SEE_COACH,
        Transition.RECUSE,
    }
    differs = {
        (name, what)
        for name, person in PEOPLE.items()
        for what in EVERYTHING
        if letters(person, what, route) != letters(person, what)
    }
    assert {what for _, what in differs} == of_review
    assert {name for name, _ in differs} == set(REVIEWING)
    assert {letters(PEOPLE[name], what, route) for name, what in differs} == {""}


@pytest.mark.parametrize("route", [Route.STANDARD, Route.SCREENING, None])
def test_what_the_review_group_was_asked_to_see_is_reviewed_like_a_major_one(
    route: Route | None,
) -> None:
    for person in PEOPLE.values():
        asked = [letters(person, what, route, review_asked=True) for what in EVERYTHING]
        assert asked == [letters(person, what) for what in EVERYTHING]


@pytest.mark.parametrize("name", ["lead", "contributor"])
def test_a_champion_who_works_on_it_does_not_review_it_though_they_claimed_it_before(
    name: str,
) -> None:
    author = Somebody(PEOPLE[name].id, CHAMPION)
    mine = [Stands(author.id, is_reviewing=True, is_excepted=True)]
    may_do = {what for what in EVERYTHING if letters(author, what, reviewers=mine)}
    assert may_do == {what for what in EVERYTHING if letters(PEOPLE[name], what)} | {
        Transition.RECUSE
    }


def test_who_is_no_champion_any_more_reviews_nothing() -> None:
    former = Somebody(PEOPLE["reviewing"].id)
    assert [letters(former, what) for what in EVERYTHING] == [""] * len(EVERYTHING)


def test_who_stood_aside_stays_aside_after_an_exception_and_a_claim() -> None:
    it = [Stands(PEOPLE["recused"].id, is_reviewing=True, is_recused=True, is_excepted=True)]
    done = {what for what in EVERYTHING if letters(PEOPLE["recused"], what, reviewers=it)}
    assert done == {Permission.READ, Permission.DOWNLOAD_REPORT}


def test_an_assessment_without_a_service_excludes_nobody() -> None:
    nowhere = Somebody(uuid4(), CHAMPION, service="")
    assert letters(nowhere, Transition.CLAIM, service="") == "r"


def test_a_person_may_hold_several_roles() -> None:
    both = Somebody(uuid4(), {Role.REPORT_AUTHOR, Role.HEAD_OF_SERVICE})
    assert letters(both, Permission.READ) == "asDC"
    assert letters(both, Transition.SIGN_OFF) == "a"


def test_a_head_of_service_never_signs_off_what_they_lead() -> None:
    head = Somebody(LEAD.id, {Role.HEAD_OF_SERVICE})
    assert [letters(head, what) for what in (Transition.SIGN_OFF, Transition.DECLINE)] == ["", ""]


def test_somebody_who_is_not_active_may_do_nothing() -> None:
    gone = Somebody(LEAD.id, set(Role), is_active=False)
    assert [letters(gone, what) for what in EVERYTHING] == [""] * len(EVERYTHING)
    assert not any(is_allowed(what, gone) for what in EVERYTHING)


def test_without_an_assessment_these_may_be_done() -> None:
    assert {
        (name, what)
        for name, person in PEOPLE.items()
        for what in EVERYTHING
        if is_allowed(what, person)
    } == {
        *((name, Permission.USE_SERVICE) for name in PEOPLE),
        *((name, Transition.START) for name in PEOPLE),
        *((name, Permission.SEE_QUEUE) for name in (*REVIEWING, "equality_lead")),
        ("administrator", Permission.MANAGE_PEOPLE),
        *((name, Permission.OVERSEE_PEOPLE) for name in ("administrator", "equality_lead")),
        ("equality_lead", Permission.RUN_WORKSHOP),
    }


def test_to_require_raises_what_to_ask_denies() -> None:
    assessment = It(LEAD.id, [])
    require(Permission.EDIT, LEAD, assessment)
    with pytest.raises(Denied):
        require(Permission.EDIT, PEOPLE["stranger"], assessment)
    with pytest.raises(Denied):
        require(Permission.MANAGE_PEOPLE, LEAD)


def test_every_step_of_the_workflow_has_somebody_who_takes_it_from_each_of_its_sources() -> None:
    for step, rule in TRANSITIONS.items():
        states = {letter for person in PEOPLE.values() for letter in letters(person, step)}
        assert {LETTERS[letter] for letter in states} == rule.sources
