"""Role by state by address, over HTTP: 404 unreadable, 403 not theirs, 409 not now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import uuid4

import pytest

from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import EDITABLE, TRANSITIONS, State, Transition
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.storage.models.assessment import Contributor, ListRow
from eia_app.storage.models.people import HeldRole, Person
from eia_app.web.http.app_class import Service
from tests.factories import NOW, Makers
from tests.web.conftest import Visit, address
from tests.web.visitor import Visitor

pytestmark = pytest.mark.slow

ROLES = (
    "lead",
    "contributor",
    "stranger",
    "champion",
    "equality_lead",
    "head_of_service",
    "report_author",
    "administrator",
)
AUTHORS = {"lead", "contributor"}
ALWAYS = {"lead", "contributor", "equality_lead"}
SIGNED = {*ALWAYS, "head_of_service", "report_author"}
READERS: dict[State, set[str]] = {
    State.DRAFT: ALWAYS,
    State.IN_REVIEW: {*ALWAYS, "champion"},
    State.CHANGES_REQUESTED: ALWAYS,
    State.AWAITING_SIGN_OFF: {*ALWAYS, "head_of_service"},
    State.SIGNED_OFF: SIGNED,
    State.DECIDED: SIGNED,
    State.CLOSED: SIGNED,
    State.WITHDRAWN: ALWAYS,
}
SIGNED_STATES = {State.SIGNED_OFF, State.DECIDED, State.CLOSED}
PARAGRAPH = {"lead", "equality_lead", "report_author"}
ALIVE = {State.SIGNED_OFF, State.DECIDED}
MANAGERS = {"lead", "equality_lead"}


@dataclass(frozen=True)
class Rule:
    """Who may, when; `get` and `post` say how the address can be asked."""

    who: set[str]
    when: frozenset[State] | set[State] = frozenset(State)
    get: bool = True
    post: bool = True


READING = Rule(set(ROLES), post=False)
EDITING = Rule(AUTHORS, EDITABLE)
CLOSING = Rule({"equality_lead"}, {State.IN_REVIEW})
PAGES: dict[str, Rule] = {
    "": READING,
    "route": READING,
    "answers": READING,
    "history": READING,
    "people/": READING,
    "actions/": READING,
    "report.pdf": READING,
    "report/making": READING,
    "coach/": Rule({*ALWAYS, "champion", "head_of_service"}, post=False),
    "coach/actions": replace(EDITING, get=False),
    "people/add": Rule(MANAGERS, EDITABLE),
    "people/{person}/remove": Rule(MANAGERS, EDITABLE, get=False),
    "sections/proposal/basics": EDITING,
    "sections/effects/groups/age/likely": EDITING,
    "lists/evidence": EDITING,
    "lists/evidence/add": replace(EDITING, post=False),
    "lists/evidence/{row}": EDITING,
    "lists/evidence/{row}/remove": EDITING,
    "actions/{action}": Rule({*AUTHORS, "equality_lead"}, ALIVE),
    "change-route": Rule({"equality_lead"}, EDITABLE),
    "close-review": CLOSING,
    "close-review/conditions/add": replace(CLOSING, post=False),
    "close-review/conditions/{new}": CLOSING,
    "remarks": Rule({*ALWAYS, "champion", "head_of_service"}, post=False),
    "versions": READING,
    "report/equality-implications/edit": Rule(PARAGRAPH, SIGNED_STATES),
    "report/equality-implications/generated": Rule(PARAGRAPH, SIGNED_STATES, get=False),
}
STEPS: dict[Transition, set[str]] = {
    Transition.SUBMIT: AUTHORS,
    Transition.REQUEST_CHANGES: {"equality_lead"},
    Transition.RESUBMIT: AUTHORS,
    Transition.COMPLETE_REVIEW: {"equality_lead"},
    Transition.DECLINE: {"head_of_service"},
    Transition.SIGN_OFF: {"head_of_service"},
    Transition.RECORD_DECISION: {"lead", "equality_lead", "report_author"},
    Transition.REOPEN: MANAGERS,
    Transition.CLOSE: {"equality_lead"},
    Transition.WITHDRAW: MANAGERS,
    Transition.RESTORE: MANAGERS,
    Transition.ASK_REVIEW: {"equality_lead"},
}
TABLE = PAGES | {
    f"steps/{action.value.replace('_', '-')}": Rule(who, TRANSITIONS[action].sources)
    for action, who in STEPS.items()
}


def expected(rule: Rule, role: str, state: State) -> str:
    if role not in READERS[state]:
        return "404"
    if role not in rule.who:
        return "403"
    return "allowed" if state in rule.when else "409"


def made_in(state: State, make_assessment: Makers, contributor: Person) -> AssessmentContext:
    """An assessment in this state, with a contributor, a row of evidence and an action."""
    until = State.SIGNED_OFF if state in {State.DECIDED, State.CLOSED} else state
    context = make_assessment(until, effect=["negative"], severity="low", likelihood="low")
    if until is not state:
        decision = {"body": "Cabinet", "date": "2026-04-01", "outcome": "Agreed", "minute": ""}
        make_assessment.step(context, Transition.RECORD_DECISION, **decision)
    if state is State.CLOSED:
        make_assessment.step(context, Transition.CLOSE)
    session, it = context.session, context.assessment
    mine = {"person_id": contributor.id, "added_by_id": it.lead_id, "added_at": NOW}
    session.add(Contributor(assessment_id=it.id, **mine))
    session.add(
        ListRow(
            id=uuid4(),
            assessment_id=it.id,
            section="evidence",
            position=1,
            values={"fact": "A fact", "kind": "figures"},
            by_id=it.lead_id,
            at=NOW,
        )
    )
    session.flush()
    return load_assessment(session, context.forms, it.id)


def addresses(context: AssessmentContext, contributor: Person) -> dict[str, str]:
    rows = {row.section: id_ for id_, row in context.rows.items()}
    known = {"person": contributor.id, "row": rows["evidence"], "action": rows["action_plan"]}
    known["new"] = uuid4()
    return {path: address(context, path.format(**known)) for path in TABLE}


def asked_by_role(app: Service) -> set[tuple[str, str]]:
    """Each endpoint that the table asks, with the way in which it does."""
    known = dict.fromkeys(("person", "row", "action", "new"), uuid4())
    adapter = app.url_map.bind("")
    return {
        (adapter.match(f"/assessments/{uuid4()}/{path.format(**known)}", method)[0], method)
        for path, rule in TABLE.items()
        for method in ["GET"] * rule.get + ["POST"] * rule.post
    }


def asked(visitor: Visitor, method: str, path: str) -> str:
    """How the service answers: its status where it refuses, else “allowed”."""
    data = {"csrf_token": visitor.token} if method == "POST" else None
    status = visitor.http.open(path, method=method, data=data).status_code
    return "allowed" if status in {200, 302, 303, 422} else str(status)


def methods(path: str, rule: Rule, expect: str) -> list[str]:
    """How to ask: both ways, but once is enough of what is not there.

    A report that would be made takes its time, and has tests of its own.
    """
    if path in {"report.pdf", "report/making"} and expect == "allowed":
        return []
    every = ["GET"] * rule.get + ["POST"] * rule.post
    return every[-1:] if expect == "404" else every


@pytest.mark.parametrize("state", State)
def test_each_role_may_do_in_this_state_what_the_table_says_and_nothing_else(
    state: State,
    make_assessment: Makers,
    request: pytest.FixtureRequest,
    visit: Visit,
    roll_back: Callable[[], None],
) -> None:
    people = {role: request.getfixturevalue(role) for role in ROLES}
    context = made_in(state, make_assessment, people["contributor"])
    paths = addresses(context, people["contributor"])
    found, wanted = {}, {}
    for role, person in people.items():
        visitor = visit(person)
        for path, rule in TABLE.items():
            expect = expected(rule, role, state)
            for method in methods(path, rule, expect):
                key = f"{role} {method} {path or 'overview'}"
                found[key], wanted[key] = asked(visitor, method, paths[path]), expect
                roll_back()
    assert found == wanted


def test_nobody_signs_what_they_lead(make_assessment: Makers, visit: Visit, lead: Person) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    lead.held.append(HeldRole(role=Role.HEAD_OF_SERVICE))
    visitor = visit(lead)
    visitor.get(address(context, "steps/sign-off"), expect=403)
    visitor.post(address(context, "steps/sign-off"), {"declare": "y"}, expect=403)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "administrator"])
def test_only_an_administrator_manages_people(
    role: str, request: pytest.FixtureRequest, visit: Visit
) -> None:
    person = request.getfixturevalue(role)
    visitor = visit(person)
    for path in ("/people/", "/people/add", f"/people/{person.id}"):
        visitor.get(path, expect=403)
    visitor.post("/people/add", {"name": "X", "email": "x@example.org"}, expect=403)
    visitor.post(f"/people/{person.id}", {"name": "X", "roles": "administrator"}, expect=403)
    visitor.post(f"/people/{person.id}/password-link", {}, expect=403)
