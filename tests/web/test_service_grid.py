"""Everybody at every address that belongs to no assessment: 403 where their roles are too few.

With test_grid.py and test_who_may.py this asks whatever the census lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.states import State, Transition
from eia_app.web.http.app_class import Service
from tests.factories import Makers
from tests.web.conftest import Visit
from tests.web.full_assessment import ROLES, people_by_role
from tests.web.test_census import PUBLIC, REQUIRES
from tests.web.test_grid import of_an_assessment
from tests.web.visitor import Visitor

CHAMPIONS = {"champion", "reviewing", "recused", "same_service", "excepted"}
PEOPLE = {"lead", "equality_lead", "head", *ROLES}
HOLDERS: dict[str, set[str]] = {
    Permission.USE_SERVICE: PEOPLE,
    Transition.START: PEOPLE,
    Permission.MANAGE_PEOPLE: {"administrator"},
    Permission.OVERSEE_PEOPLE: {"administrator", "equality_lead"},
    Permission.SEE_QUEUE: {*CHAMPIONS, "equality_lead"},
    Permission.RUN_WORKSHOP: {"equality_lead"},
}
KNOWN = {"queue.elsewhere": {"state": State.AWAITING_SIGN_OFF.value}}
MORE = {"queue.elsewhere": {"equality_lead"}}  # the role that a view asks for besides


def addresses(app: Service) -> Iterator[tuple[str, str, str]]:
    """The name, the method and the path of each that needs a permission and no assessment."""
    adapter = app.url_map.bind("")
    for rule in app.url_map.iter_rules():
        name = rule.endpoint
        if "assessment_id" in rule.arguments or REQUIRES[name] == PUBLIC:
            continue
        values = {part: uuid4() if part.endswith("_id") else "x" for part in rule.arguments}
        path = adapter.build(name, values | KNOWN.get(name, {}))
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            yield name, method, path


def is_refused(visitor: Visitor, method: str, path: str) -> bool:
    data = {"csrf_token": visitor.token} if method == "POST" else None
    return visitor.http.open(path, method=method, data=data).status_code == 403


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_each_is_refused_where_their_roles_are_too_few_and_nowhere_else(
    person: str,
    app: Service,
    make_assessment: Makers,
    visit: Visit,
    roll_back: Callable[[], None],
) -> None:
    visitor, refused, expected = visit(people_by_role(make_assessment)[person]), set(), set()
    for name, method, path in addresses(app):
        if person not in MORE.get(name, HOLDERS[REQUIRES[name]]):
            expected.add((name, method))
        if is_refused(visitor, method, path):
            refused.add((name, method))
        roll_back()
    assert refused == expected


def test_every_address_is_public_or_asked_in_a_grid(app: Service) -> None:
    asked = {name for name, _, _ in addresses(app)} | {name for name, _ in of_an_assessment(app)}
    assert {name for name, what in REQUIRES.items() if what != PUBLIC} == asked
