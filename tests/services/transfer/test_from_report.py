"""From the record inside a report an assessment is made again: a draft that says the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app import resources
from eia_app.domain.errors import BadFile, Denied
from eia_app.domain.journey.routing import Route
from eia_app.domain.snapshot.snapshot import canonical
from eia_app.domain.workflow.states import State, Transition
from eia_app.reports.content.redaction import public
from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.demo import load as demo_load
from eia_app.services.snapshots import snapshots
from eia_app.services.transfer.from_report import rebuild
from eia_app.services.workflow import route_override
from eia_app.services.workflow import start as workflow_start
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment, MitigatingAction
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers, add_person, history

Json = dict[str, Any]


@pytest.fixture
def somebody(other_session: Session) -> Person:
    """Return the lead of rebuilt assessments, in the other database."""
    return add_person(other_session, "Nia New")


@pytest.fixture
def rebuild_record(
    other_session: Session, tiny_forms: Forms, somebody: Person
) -> Callable[[Json], AssessmentContext]:
    """Return a function that rebuilds an assessment from a record in the other database."""

    def rebuilt(record: Json, forms: Forms = tiny_forms) -> AssessmentContext:
        id_ = uuid4()
        return rebuild(other_session, forms, record, lead=somebody, now=NOW, id_=id_)

    return rebuilt


def inside(context: AssessmentContext) -> Json:
    """What a report of this assessment carries."""
    return public(snapshots.take(context))


def without_people(record: Json) -> Json:
    """The parts of a record, without whom answers name."""
    parts: Json = json.loads(canonical({"parts": record["parts"]}))

    def forget(found: Any) -> None:
        if isinstance(found, dict) and found.get("type") == "person":
            found["value"], found["text"] = None, []
        for each in found.values() if isinstance(found, dict) else found:
            if isinstance(each, dict | list):
                forget(each)

    forget(parts)
    return parts


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("route", list(Route))
def test_it_says_the_same_and_is_a_draft_of_the_next_version(
    state: State,
    route: Route,
    make_assessment: Makers,
    rebuild_record: Callable[[Json], AssessmentContext],
    somebody: Person,
) -> None:
    if state is State.IN_REVIEW and route is not Route.MAJOR:
        state = State.DRAFT
    record = inside(make_assessment(state, route=route))
    context = rebuild_record(record)
    it = context.assessment
    assert without_people(inside(context)) == without_people(record)
    assert (it.state, it.version, it.reference) == (State.DRAFT, 2, record["reference"])
    assert (it.lead, it.contributors, it.route) == (somebody, [], route)
    assert snapshots.newest(context.session, it) is None


def test_its_history_says_where_it_comes_from(
    make_assessment: Makers, rebuild_record: Callable[[Json], AssessmentContext]
) -> None:
    context = rebuild_record(inside(make_assessment(State.DECIDED)))
    (event,) = history(context.session, context.assessment)
    assert event.action is Transition.START
    assert event.note == "Rebuilt from the report of version 1."


def test_actions_have_their_dates_and_effects_their_columns(
    make_assessment: Makers, rebuild_record: Callable[[Json], AssessmentContext]
) -> None:
    source = make_assessment()
    values = {"action_text": "Do it", "action_due": "2026-09-30", "action_status": "done"}
    save_row(source, "action_plan", uuid4(), values, by=make_assessment.lead, now=NOW)
    context = rebuild_record(inside(source))
    actions = context.session.scalars(select(MitigatingAction)).all()
    assert "2026-09-30" in [str(each.due) for each in actions]
    assert context.assessment.negative_groups == source.assessment.negative_groups


def test_a_route_that_was_set_by_hand_is_kept_with_its_reason(
    make_assessment: Makers, rebuild_record: Callable[[Json], AssessmentContext]
) -> None:
    source = make_assessment()
    by = make_assessment.equality_lead
    route_override.override_route(source, Route.MAJOR, "It matters", by=by, now=NOW)
    context = rebuild_record(inside(source))
    assert context.assessment.route is Route.MAJOR
    assert context.assessment.override == {
        "route": "major",
        "reason": "It matters",
        "at": NOW.isoformat(),
        "by": "",
    }


def test_whom_an_answer_names_is_not_brought_back(
    make_assessment: Makers, rebuild_record: Callable[[Json], AssessmentContext]
) -> None:
    source = make_assessment()
    lead = make_assessment.lead
    save_answers(source, "proposal", None, {"contact": str(lead.id)}, by=lead, now=NOW)
    record = snapshots.take(source)
    assert str(lead.id) in canonical(record)
    context = rebuild_record({**record, "council": {**record["council"], "names_in_reports": True}})
    assert str(lead.id) not in canonical(snapshots.take(context))


def test_a_local_group_that_the_council_no_longer_has_is_asked_about_all_the_same(
    make_assessment: Makers, rebuild_record: Callable[[Json], AssessmentContext]
) -> None:
    text = canonical(inside(make_assessment())).replace('"carers"', '"coastal"')
    context = rebuild_record(json.loads(text))
    assert [group.id for group in context.groups if group.local] == ["coastal"]


def test_a_local_group_keeps_the_name_that_it_had(
    make_assessment: Makers, rebuild_record: Callable[[Json], AssessmentContext]
) -> None:
    text = canonical(inside(make_assessment())).replace('"title":"Carers"', '"title":"Helpers"')
    assert '"title":"Helpers"' in text
    context = rebuild_record(json.loads(text))
    assert [group.title for group in context.groups if group.local] == ["Helpers"]


def _of_another_council(record: Json) -> None:
    record["council"] = {**record["council"], "id": "other", "name": "Other Council"}


def _of_another_edition(record: Json) -> None:
    record["edition"]["sha256"] = "0" * 64


def _of_an_unknown_edition(record: Json) -> None:
    record["edition"]["id"] = "eia/1999-1"


def _with_another_option(record: Json) -> None:
    _question(record, "service")["value"] = "A service that was closed"


def _with_a_wrong_answer(record: Json) -> None:
    _question(record, "title")["value"] = ["not", "a", "title"]


def _without_parts(record: Json) -> None:
    del record["parts"]


def _with_a_strange_reference(record: Json) -> None:
    record["reference"] = "../EIA"


def _question(record: Json, id_: str) -> Json:
    found: Json = next(
        question
        for part in record["parts"]
        for section in part["sections"]
        for question in section.get("questions", ())
        if question["id"] == id_
    )
    return found


REFUSED = {
    _of_another_council: "This report is of Other Council, and this service is of",
    _of_another_edition: "made with an edition eia/2030-1 that is not here",
    _of_an_unknown_edition: "made with an edition eia/1999-1 that is not here",
    _with_another_option: "cannot be rebuilt with the lists that this council has now",
    _with_a_wrong_answer: "the answer to “title” cannot be read",
    _without_parts: "The record inside this report cannot be read",
    _with_a_strange_reference: "“../EIA” is not a reference",
}


@pytest.mark.parametrize(("change", "sentence"), REFUSED.items())
def test_what_cannot_be_rebuilt_whole_is_refused_and_nothing_is_kept(
    change: Callable[[Json], None],
    sentence: str,
    make_assessment: Makers,
    rebuild_record: Callable[[Json], AssessmentContext],
    other_session: Session,
) -> None:
    record = inside(make_assessment())
    change(record)
    with pytest.raises(BadFile, match=sentence):
        rebuild_record(record)
    assert other_session.scalar(select(func.count()).select_from(Assessment)) == 0


def test_an_assessment_that_exists_is_not_rebuilt(
    make_assessment: Makers, rebuild_record: Callable[[Json], AssessmentContext]
) -> None:
    record = inside(make_assessment())
    rebuild_record(record)
    with pytest.raises(BadFile, match=f"There is an assessment {record['reference']} here already"):
        rebuild_record(record)


def test_its_reference_is_never_given_out_again(
    make_assessment: Makers, rebuild_record: Callable[[Json], AssessmentContext], somebody: Person
) -> None:
    record = {**inside(make_assessment()), "reference": "EIA-2026-041"}
    context = rebuild_record(record)
    assert workflow_start.next_reference(context.session, 2026) == "EIA-2026-042"


def test_nobody_who_has_left_can_lead_it(
    make_assessment: Makers, rebuild_record: Callable[[Json], AssessmentContext], somebody: Person
) -> None:
    somebody.is_active = False
    with pytest.raises(Denied):
        rebuild_record(inside(make_assessment()))


def test_every_published_case_can_be_rebuilt(
    session: Session,
    other_session: Session,
    forms: Forms,
    rebuild_record: Callable[..., AssessmentContext],
) -> None:
    demo_load.load(session, forms, resources.forms() / "demo", now=NOW)
    for id_ in list(session.scalars(select(Assessment.id))):
        record = inside(load_assessment(session, forms, UUID(str(id_))))
        assert without_people(inside(rebuild_record(record, forms))) == without_people(record)
