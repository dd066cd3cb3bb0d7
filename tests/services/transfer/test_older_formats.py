"""A file from before there were rounds of review comes in, and can be worked on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import BadFile
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.loading import load_assessment
from eia_app.services.review import rounds
from eia_app.services.transfer import import_ as transfer_import_
from eia_app.services.transfer.older_formats import CARRIED, FIRST, LATEST, SECOND, SINCE
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from tests.factories import NOW, Makers, add_person
from tests.services.carrying import export_text

Json = dict[str, Any]


def older(text: str) -> Json:
    """An export as the first format would have had it."""
    raw: Json = json.loads(text)
    for name in SINCE[FIRST]:
        del raw[name]
    del raw["assessment"]["review_asked"]
    without_carrying(raw)
    for event in raw["events"]:
        event["detail"].pop("round", None)
    return {**raw, "format": FIRST}


def without_carrying(raw: Json) -> None:
    del raw["assessment"]["follows"]
    for part in CARRIED:
        for row in raw[part]:
            del row["carried"]


def bring(session: Session, raw: Json) -> Assessment:
    content = json.dumps(raw).encode()
    return transfer_import_.import_assessment(session, transfer_import_.read(content), now=NOW)


@pytest.mark.parametrize("state", list(State))
def test_an_older_file_comes_in_with_all_that_it_has(
    state: State, session: Session, elsewhere: Session, make_assessment: Makers
) -> None:
    before = older(export_text(session, make_assessment(state).assessment))
    again = json.loads(export_text(elsewhere, bring(elsewhere, before)))
    assert again["assessment"].pop("review_asked") is False
    assert again["assessment"]["follows"] == ""
    without_carrying(again)
    assert {key: again[key] for key in before if key != "format"} == {
        key: before[key] for key in before if key != "format"
    }
    began = ["rounds"] if state is State.IN_REVIEW else []
    assert [name for name in SINCE[FIRST] if again[name]] == began


@pytest.mark.parametrize("withdrawn", [False, True], ids=["in review", "withdrawn from it"])
def test_what_was_in_review_has_a_round_that_can_be_closed(
    withdrawn: bool,
    session: Session,
    elsewhere: Session,
    make_assessment: Makers,
    tiny_forms: Forms,
) -> None:
    made = make_assessment(State.IN_REVIEW)
    if withdrawn:
        make_assessment.step(made, Transition.WITHDRAW)
    equality_lead = add_person(elsewhere, "Eli Equality", Role.EQUALITY_LEAD)
    it = bring(elsewhere, older(export_text(session, made.assessment)))
    context = load_assessment(elsewhere, tiny_forms, it.id)
    if withdrawn:
        apply_transition(
            context, TransitionRequest(Transition.RESTORE, "Again"), by=equality_lead, now=NOW
        )
    begun = rounds.all_of(elsewhere, it)
    assert [(r.number, r.version, r.closed_at, r.quorum) for r in begun] == [(1, 1, None, 3)]
    assert (begun[0].opened_at, begun[0].reasons) == (it.submitted_at, it.route_reasons)
    apply_transition(
        context,
        TransitionRequest(Transition.COMPLETE_REVIEW, "Agreed long ago"),
        by=equality_lead,
        now=NOW,
    )
    assert (it.state, begun[0].closed_at) == (State.AWAITING_SIGN_OFF, NOW)


def test_a_file_of_the_second_format_has_no_files_and_comes_in_whole(
    session: Session, elsewhere: Session, make_assessment: Makers
) -> None:
    raw: Json = json.loads(export_text(session, make_assessment(State.SIGNED_OFF).assessment))
    text = json.dumps(raw)
    before = {key: value for key, value in raw.items() if key not in LATEST}
    without_carrying(before)
    again = json.loads(export_text(elsewhere, bring(elsewhere, {**before, "format": SECOND})))
    assert again == json.loads(text)


def test_an_older_file_with_a_part_that_its_format_has_not_is_refused(
    session: Session, elsewhere: Session, make_assessment: Makers
) -> None:
    raw = older(export_text(session, make_assessment().assessment))
    with pytest.raises(BadFile, match="In the file, “attachments” is missing or is not known"):
        bring(elsewhere, {**raw, "rounds": []})


def test_an_older_file_whose_assessment_cannot_be_read_is_refused(elsewhere: Session) -> None:
    with pytest.raises(BadFile, match="is missing or is not known"):
        bring(elsewhere, {"format": FIRST, "assessment": []})
