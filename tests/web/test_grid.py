"""The grid over HTTP: everybody, in every state, at every address of a review and what is near it.

What is expected is read from two tables that are written out: which permission an address asks for
(test_census.py), and in which states each person has it (test_permissions.py). What test_who_may.py
asks is left to it; together they ask at every address of an assessment, in every way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.states import SIGNED, State, Transition
from eia_app.services.coach import findings
from eia_app.web.http.app_class import Service
from tests.domain.workflow.test_permissions import GRID, LETTERS
from tests.factories import Makers
from tests.web.conftest import Visit
from tests.web.full_assessment import FullAssessment, make_full_assessment, people_by_role
from tests.web.test_census import REQUIRES
from tests.web.test_who_may import asked_by_role
from tests.web.visitor import Visitor

pytestmark = pytest.mark.slow
SAME_AS_OTHERS = {"administrator", "contributor", "excepted"}  # as a stranger, lead and reviewer
AND_THEN: dict[str, str] = {  # what a view asks for besides what it declares
    "reviewers.claim": Transition.CLAIM,
    "reviewers.unclaim": Transition.UNCLAIM,
    "reviewers.recuse": Transition.RECUSE,
    "invitations.answer": Transition.ANSWER_INVITATION,
}
ALLOWED = {200, 302, 303, 422}


class Address(NamedTuple):
    name: str
    method: str
    path: str
    what: str


def addresses(app: Service, scene: FullAssessment) -> Iterator[Address]:
    """Every way to ask. An address that is new comes in by itself, as the census lists it."""
    adapter, elsewhere = app.url_map.bind(""), asked_by_role(app)
    for rule in app.url_map.iter_rules():
        name = rule.endpoint
        if "assessment_id" not in rule.arguments:
            continue
        values = {key: scene.ids.get(key, "unknown") for key in rule.arguments}
        if name == "files.listing":
            values |= {"section": "evidence", "row_id": scene.ids["evidence_id"]}
        if name.startswith("reviewers"):
            values["person_id"] = scene.people["same_service"].id
        if name == "coach.keep":
            noticed = findings.list_all(scene.context, now=datetime.now(UTC))
            values["finding"] = noticed[0].finding.key
        path = adapter.build(name, {key: values[key] for key in rule.arguments})
        if name == "compare.two":
            path += f"?from={scene.ids['snapshot_id']}"
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            if (name, method) in elsewhere:
                continue
            yield Address(name, method, path, AND_THEN.get(name, REQUIRES[name]))


def of_an_assessment(app: Service) -> set[tuple[str, str]]:
    """Every way to ask at an address that belongs to an assessment."""
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        if "assessment_id" in rule.arguments
        for method in {"GET", "POST"} & (rule.methods or set())
    }


def grid() -> dict[tuple[str, str], set[State]]:
    """In which states each person has each permission, as it is written out."""
    head, *lines = GRID.strip("\n").splitlines()
    return {
        (line.split()[0], person): {LETTERS[letter] for letter in cell.strip("-")}
        for line in lines
        for person, cell in zip(head.split(), line.split()[1:], strict=True)
    }


HAVE = grid()
PEOPLE = sorted({person for _, person in HAVE} - SAME_AS_OTHERS)


def expected(at: Address, person: str, state: State) -> str:
    if state not in HAVE[Permission.READ, person]:
        return "404"
    have = HAVE[at.what, person]
    return besides(at, person, state) or ("allowed" if state in have else "409" if have else "403")


ALL, REVIEW = frozenset(State), frozenset({State.IN_REVIEW})
ANYBODY = frozenset(PEOPLE)
DO_NOT_DISCUSS = {"invited", "recused", "same_service", "report_author"}


class Besides(NamedTuple):
    """What an address looks at besides the permission: the first that fits is what it answers."""

    names: set[str]
    people: Collection[str]
    states: Collection[State]
    answer: str


BESIDES = (
    # An invitation is theirs alone; once it is over, to look at.
    Besides({"invitations.answer"}, {"invited"}, ALL, "allowed"),
    Besides({"invitations.answer"}, ANYBODY, ALL, "404"),
    # Who did not ask does not take it back.
    Besides({"invitations.withdraw"}, {"reviewing"}, REVIEW, "403"),
    # Nobody changes the words of another.
    Besides({"remarks.edit", "remarks.remove"}, {"equality_lead"}, REVIEW, "404"),
    # Who may not review is told why; who does already, or does not, has it so.
    Besides({"reviewers.claim"}, {"recused", "same_service"}, ALL - REVIEW, "409"),
    Besides({"reviewers.claim"}, {"reviewing"}, ALL, "allowed"),
    Besides({"reviewers.unclaim"}, ANYBODY - {"reviewing"}, ALL, "allowed"),
    # Who stood aside before has done so.
    Besides({"reviewers.recuse"}, {"recused"}, ALL, "allowed"),
    # The one who is to be assigned is of the same service.
    Besides({"reviewers.assign"}, {"equality_lead"}, REVIEW, "409"),
    # Who does not read the discussion opens what was signed, alone.
    Besides({"compare.version", "compare.two"}, DO_NOT_DISCUSS, SIGNED, "allowed"),
    Besides({"compare.version", "compare.two"}, DO_NOT_DISCUSS, ALL, "404"),
    # In the first round there is none before it to compare with.
    Besides({"compare.changes"}, ANYBODY - DO_NOT_DISCUSS - {"head"}, REVIEW, "404"),
    # Nobody has written a guide or an example to the small edition: see test_guide.py and
    # test_example.py.
    Besides({"guide.for_group", "example.beside"}, ANYBODY, ALL, "404"),
)


def besides(at: Address, person: str, state: State) -> str:
    fits = (
        each.answer
        for each in BESIDES
        if at.name in each.names and person in each.people and state in each.states
    )
    return next(fits, "")


def asked(visitor: Visitor, at: Address) -> str:
    """How the service answers: its status where it refuses, else “allowed”."""
    data = {"csrf_token": visitor.token} if at.method == "POST" else None
    status = visitor.http.open(at.path, method=at.method, data=data).status_code
    return "allowed" if status in ALLOWED else str(status)


def test_every_address_of_the_census_is_in_a_grid(app: Service, make_assessment: Makers) -> None:
    scene = make_full_assessment(State.DRAFT, make_assessment, people_by_role(make_assessment))
    here = {(at.name, at.method) for at in addresses(app, scene)}
    assert of_an_assessment(app) - here - asked_by_role(app) == set()
    assert {"report_formats.as_json", "report_formats.page", "coach.keep"} <= {n for n, _ in here}


@pytest.mark.parametrize("state", State)
def test_everybody_may_do_in_this_state_what_the_tables_say_and_nothing_else(
    state: State,
    app: Service,
    make_assessment: Makers,
    visit: Visit,
    roll_back: Callable[[], None],
) -> None:
    scene = make_full_assessment(state, make_assessment, people_by_role(make_assessment))
    found, wanted = {}, {}
    for person in PEOPLE:
        visitor, tried = visit(scene.people[person]), set[str]()
        for at in addresses(app, scene):
            key = f"{person} {at.method} {at.name}"
            wanted[key] = expected(at, person, state)
            if wanted[key] == "404" and at.path in tried:
                continue  # once is enough of what is not there
            tried.add(at.path)
            found[key] = asked(visitor, at)
            roll_back()
    wrong = {key: f"{found[key]}, not {wanted[key]}" for key in found if found[key] != wanted[key]}
    assert wrong == {}
