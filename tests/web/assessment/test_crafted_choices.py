"""Values that a form did not offer are refused in words, and nothing of them stops a page later."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from wtforms.fields.core import UnboundField

import eia_app.web
from eia_app.domain.workflow.states import State
from eia_app.web.http.app_class import Service
from eia_app.web.http.unsaved_text import NOT_OFFERED, RestorableForm
from tests.factories import Makers
from tests.web.assessment.test_broken_records import look_at_everything
from tests.web.conftest import Visit, address
from tests.web.full_assessment import FullAssessment, make_full_assessment, people_by_role
from tests.web.page_forms import Control, Form, form_of
from tests.web.test_grid import addresses
from tests.web.visitor import Visitor

CRAFTED = ["proposal", ":", "a:b:c", "x\0y", "[]", "-1", "9" * 30, str(uuid4()), "é" * 300]
CHOSEN = ("radio", "checkbox", "select", "hidden")
WHO = {  # by state, who has forms to send in it
    State.CHANGES_REQUESTED: ("lead", "equality_lead"),
    State.IN_REVIEW: ("equality_lead", "reviewing", "invited"),
    State.AWAITING_SIGN_OFF: ("head", "equality_lead"),
    State.DECIDED: ("lead", "equality_lead"),
}
UNCHECKED = {"PackForm.assessments"}  # the service says which may be in a pack


def forms_on(visitor: Visitor, path: str) -> list[Form]:
    """The forms of the page at an address, if it is one for this person."""
    answer = visitor._ask("GET", path, 0)
    if answer.page is None or answer.status != 200:
        return []
    main = next(answer.tree.every("main"))
    found = [form_of(each) for each in main.iter("form")]
    return [
        form for form in found if form.method == "post" and not form.action.startswith("/sign-")
    ]


def crafted(form: Form, at: int) -> list[tuple[Control, str]]:
    """Each field in which one chooses, with something that was not offered."""
    names: dict[str, Control] = {}
    for each in form.controls:
        if each.kind in CHOSEN and each.name != "csrf_token":
            names.setdefault(each.name, each)
    return [
        (each, CRAFTED[(at + number) % len(CRAFTED)]) for number, each in enumerate(names.values())
    ]


def posted(form: Form, control: Control, value: str) -> dict[str, list[str]]:
    """The form with something in this field that was not offered, as a browser would send it."""
    data: dict[str, list[str]] = {}
    for name, each in form.filled({control.name: value}):
        data.setdefault(name, []).append(each)
    return data


@pytest.mark.slow
@pytest.mark.parametrize("state", WHO)
def test_no_crafted_choice_stops_a_page(
    state: State,
    app: Service,
    make_assessment: Makers,
    visit: Visit,
    roll_back: Callable[[], None],
) -> None:
    """The application raises its faults here, as it is being tested."""
    scene = make_full_assessment(state, make_assessment, people_by_role(make_assessment))
    make_assessment.session.commit()
    tried = 0
    for name in WHO[state]:
        visitor = visit(scene.people[name])
        for path in sorted({each.path for each in addresses_to_write(app, scene)}):
            roll_back()
            for form in forms_on(visitor, path):
                for control, value in crafted(form, tried):
                    roll_back()
                    visitor.http.post(form.action, data=posted(form, control, value))
                    tried += 1
                    for page in ("", "answers", "history"):
                        visitor.http.get(address(scene.context, page))
    assert tried > 4
    roll_back()


def addresses_to_write(app: Service, scene: FullAssessment) -> list[Any]:
    """Those of the grid, the steps and the questions."""
    here = f"/assessments/{scene.id}/"
    steps = ("submit", "decline", "sign-off", "record-decision", "reopen", "close", "withdraw")
    pages = ("sections/proposal/basics", "sections/effects/groups/age/effect", "change-route")
    found = [each for each in addresses(app, scene) if each.method == "POST"]
    base = type(found[0])
    more = [f"{here}steps/{step}" for step in steps] + [here + page for page in pages]
    return [*found, *(base("step", "POST", path, found[0].what) for path in more)]


@pytest.mark.parametrize("value", ["proposal", "proposal:a:b", "nothing:", ":", "\0"])
def test_a_section_that_is_not_offered_cannot_be_sent_back(
    value: str, app: Service, make_assessment: Makers, visit: Visit
) -> None:
    scene = make_full_assessment(
        State.AWAITING_SIGN_OFF, make_assessment, people_by_role(make_assessment)
    )
    head = visit(scene.people["head"])
    head.get(address(scene.context, "steps/decline"))
    refused = head.send({"reason": "Say more", "sections": ["proposal:", value]}, expect=422)
    assert refused.errors == [NOT_OFFERED]
    assert refused.form().value("reason") == "Say more"
    head.send({"reason": "Say more", "sections": "proposal:"})
    look_at_everything(visit(scene.people["lead"]), app, scene)


def test_every_choice_of_every_form_of_ours_is_checked_against_what_is_offered() -> None:
    unchecked = set()
    for module in pkgutil.walk_packages(eia_app.web.__path__, "eia_app.web."):
        for name, kind in inspect.getmembers(import_module(module.name)):
            if not (inspect.isclass(kind) and issubclass(kind, RestorableForm)):
                continue
            for label, each in inspect.getmembers(kind):
                if isinstance(each, UnboundField) and each.kwargs.get("validate_choice") is False:
                    unchecked.add(f"{name}.{label}")
    assert unchecked == UNCHECKED
