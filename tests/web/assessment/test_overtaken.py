"""A page about a version that was read, sent when its reader may not read it any more."""

from __future__ import annotations

import pytest

from eia_app.domain.workflow.states import State, Transition
from tests.factories import Makers
from tests.web.conftest import address
from tests.web.page_forms import Changes
from tests.web.visitor import Visitor

WHY = "Say who pays."


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("sign-off", {"declare": "y"}),
        ("decline", {"sections": ["proposal:"], "reason": WHY}),
    ],
)
@pytest.mark.parametrize(
    ("quicker", "state"),
    [(Transition.DECLINE, "changes requested"), (Transition.WITHDRAW, "withdrawn")],
)
def test_whoever_read_the_version_is_told_that_somebody_was_quicker_and_gets_the_reason_back(
    step: str,
    fields: Changes,
    quicker: Transition,
    state: str,
    make_assessment: Makers,
    as_head_of_service: Visitor,
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    as_head_of_service.get(address(context, f"steps/{step}"))
    told = {"sections": [["proposal", ""]]} if quicker is Transition.DECLINE else {}
    make_assessment.step(context, quicker, **told)
    make_assessment.session.flush()
    shown = as_head_of_service.send(fields, expect=409)
    assert shown.title.startswith("This has changed since you opened it")
    assert f"This cannot be done while the assessment is {state}." in shown.text
    assert (WHY in shown.text) == (step == "decline")


@pytest.mark.parametrize("known", ["", "0" * 64])
def test_nobody_learns_of_an_assessment_by_guessing_what_was_read(
    known: str, make_assessment: Makers, as_head_of_service: Visitor
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    make_assessment.step(context, Transition.WITHDRAW)
    page = address(context, "steps/sign-off")
    fields = {"declare": "y", "snapshot": known}
    as_head_of_service.post(page, fields, expect=404)
