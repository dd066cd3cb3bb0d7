"""What belongs to an assessment, asked for through another one: as unknown as what never was."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from eia_app.domain.workflow.states import State
from eia_app.services.transfer import export as transfer_export
from eia_app.storage.models.people import Person
from eia_app.web.http.app_class import Service
from tests.factories import Makers, add_person
from tests.web.conftest import Visit
from tests.web.full_assessment import FullAssessment, make_full_assessment, people_by_role
from tests.web.test_census import REQUIRES
from tests.web.visitor import Visitor

pytestmark = pytest.mark.slow

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')
# Who may do it, in which state, and what they send: what could be allowed if the id were right.
REPLY = {"kind": "not_changed", "text": "We wrote it"}
COMMENT = {"kind": "suggestion", "text": "Mine now", "seen": "1"}
CONDITION = {"text": "Mine now", "owner": "Me", "measure": "Much", "due-day": "1"}
CHILDREN: dict[str, tuple[State, str, dict[str, str]]] = {
    "replies.reply": (State.CHANGES_REQUESTED, "lead", REPLY),
    "remarks.edit": (State.IN_REVIEW, "reviewing", COMMENT),
    "remarks.remove": (State.IN_REVIEW, "reviewing", {}),
    "invitations.answer": (State.IN_REVIEW, "invited", {"recommendation": "support"}),
    "invitations.withdraw": (State.IN_REVIEW, "equality_lead", {}),
    "closing.condition": (State.IN_REVIEW, "equality_lead", CONDITION),
    "closing.remove_condition": (State.IN_REVIEW, "equality_lead", {}),
    "compare.version": (State.SIGNED_OFF, "equality_lead", {}),
    "actions.update": (State.SIGNED_OFF, "lead", {"action_status": "done"}),
    "rows.edit": (State.DRAFT, "lead", {"fact": "Mine now", "kind": "figures"}),
    "rows.remove": (State.DRAFT, "lead", {}),
    "carrying.confirm_row": (State.DRAFT, "lead", {"seen": "1"}),
    "files.listing": (State.DRAFT, "lead", {}),
    "files.remove": (State.DRAFT, "lead", {}),
    "files.download": (State.SIGNED_OFF, "equality_lead", {}),
}
# Asked for with an id that is new, these make something, or lead back to the list from which a
# colleague has removed it; with one that is another’s, they do neither more nor less.
NEW_IDS_ARE_FINE = {
    "closing.condition",
    "closing.remove_condition",
    "rows.edit",
    "rows.remove",
    "carrying.confirm_row",
}
PEOPLE_THEMSELVES = {"person_id"}  # not of an assessment: see test_people_pages.py


def children(app: Service) -> set[str]:
    """The endpoints that name something of an assessment by an id."""
    named = {
        rule.endpoint: {key for key in rule.arguments if key.endswith("_id")} - {"assessment_id"}
        for rule in app.url_map.iter_rules()
        if "assessment_id" in rule.arguments
    }
    return {name for name, ids in named.items() if ids - PEOPLE_THEMSELVES}


def test_every_child_of_an_assessment_is_guessed_at_here(app: Service) -> None:
    assert children(app) == set(CHILDREN)
    assert set(CHILDREN) <= set(REQUIRES)


def two(state: State, makers: Makers) -> tuple[FullAssessment, FullAssessment]:
    """Ours; and another lead's in the same state, in which none of our people has a part."""
    ours = make_full_assessment(state, makers, people_by_role(makers))
    session = makers.session
    theirs = replace(makers, lead=add_person(session, "Ola Other"))
    others = {
        name: add_person(session, f"Another {name}", *person.roles)
        for name, person in everybody_but_heads(ours).items()
    }
    others["same_service"].service = others["excepted"].service = "Parking"
    heads = {name: ours.people[name] for name in ("equality_lead", "head")}
    return ours, make_full_assessment(state, theirs, {**others, **heads, "lead": theirs.lead})


def everybody_but_heads(scene: FullAssessment) -> dict[str, Person]:
    return {
        name: person
        for name, person in scene.people.items()
        if name not in {"equality_lead", "head", "lead"}
    }


def said(visitor: Visitor, method: str, path: str, sent: dict[str, str]) -> tuple[int, str]:
    """How it is answered, but for the ids and the tokens in it."""
    data = {**sent, "csrf_token": visitor.token} if method == "POST" else None
    answer = visitor.http.open(path, method=method, data=data)
    page = ID.sub("ID", TOKEN.sub("", answer.get_data(as_text=True)))
    return answer.status_code, page


@pytest.mark.parametrize("name", CHILDREN)
def test_a_child_of_another_assessment_is_as_unknown_as_one_that_never_was(
    name: str, app: Service, make_assessment: Makers, visit: Visit, roll_back: Callable[[], None]
) -> None:
    state, who, sent = CHILDREN[name]
    ours, theirs = two(state, make_assessment)
    before = transfer_export.as_text(
        transfer_export.export(theirs.context.session, theirs.context.assessment)
    )
    visitor = visit(ours.people[who])
    rule = next(app.url_map.iter_rules(name))
    (child,) = {key for key in rule.arguments if key.endswith("_id")} - {"assessment_id"}

    def path(scene: FullAssessment, id_: UUID) -> str:
        values = {**scene.ids, "section": "evidence", child: id_}
        wanted = {key: values[key] for key in rule.arguments} | {"assessment_id": ours.id}
        return app.url_map.bind("").build(name, wanted)

    of_evidence = name.startswith("rows") or name in {"files.listing", "carrying.confirm_row"}
    key = "evidence_id" if of_evidence else child
    for method in sorted({"GET", "POST"} & (rule.methods or set())):
        right = said(visitor, method, path(ours, ours.ids[key]), sent)
        roll_back()
        never = said(visitor, method, path(ours, uuid4()), sent)
        roll_back()
        guessed = said(visitor, method, path(ours, theirs.ids[key]), sent)
        assert right[0] not in {403, 404}
        if name in NEW_IDS_ARE_FINE:
            assert guessed in (never, (404, guessed[1]))
        else:
            assert guessed == never
            assert never[0] == 404
        assert "A fact" not in guessed[1]
        assert "Tell them" not in guessed[1]
        assert "survey" not in guessed[1]
    session = theirs.context.session
    session.expire_all()
    assert (
        transfer_export.as_text(transfer_export.export(session, theirs.context.assessment))
        == before
    )
