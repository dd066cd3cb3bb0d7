"""What an older or a wrong writer left in the database stops no page, no report and no export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import JSON, Table, select, text
from sqlalchemy.orm import Session

from eia_app.domain.workflow.states import State, Transition
from eia_app.services.transfer.export import export
from eia_app.storage.base import Base
from eia_app.storage.models.drafts import SavedDraft
from eia_app.storage.models.events import Event
from eia_app.web.http.app_class import Service
from tests.factories import NOW, Makers
from tests.web.conftest import Visit, address
from tests.web.full_assessment import FullAssessment, make_full_assessment, people_by_role
from tests.web.visitor import Visitor

BROKEN: list[Any] = [
    {"sections": [["proposal"], "effects:age", 7], "section": 7, "round": "first", "outcome": "?"},
    {"sections": {"a": 1}, "section": ["effects"], "from": "nowhere", "to": ["x"], "follows": 3},
    {"date": "yesterday", "body": 5, "minute": ["x"], "snapshot": 7, "round": None, "person": {}},
    [],
    7,
]
BAD_VALUES = ("7", '{"a": 1}', '[["x"], 1, null]')


def write(session: Session, action: Transition, detail: Any) -> None:
    """Leave this in the newest event of a kind, as somebody would who bypasses us."""
    newest = select(Event.id).where(Event.action == action).order_by(Event.id.desc()).limit(1)
    session.execute(
        text("UPDATE event SET detail = :detail WHERE id = :id"),
        {"detail": json.dumps(detail), "id": session.scalar(newest)},
    )
    session.commit()


def pages(app: Service, scene: FullAssessment) -> Iterator[str]:
    """Every address of an assessment that is looked at."""
    adapter = app.url_map.bind("")
    for rule in app.url_map.iter_rules():
        if "assessment_id" in rule.arguments and "GET" in (rule.methods or ()):
            if rule.endpoint.startswith("report.") and "making" not in rule.endpoint:
                continue  # prints: the same record is read as a page and as data
            values = {key: scene.ids.get(key, "proposal") for key in rule.arguments}
            yield adapter.build(rule.endpoint, values)


def look_at_everything(visitor: Visitor, app: Service, scene: FullAssessment) -> None:
    """A fault is raised here, as the application is being tested."""
    for path in (*pages(app, scene), "/assessments/", "/drafts", "/notices"):
        assert visitor.http.get(path).status_code < 500, path
    visitor.session.expire_all()
    export(visitor.session, scene.context.assessment)


@pytest.mark.parametrize("detail", BROKEN[:2], ids=json.dumps)
def test_a_broken_decline_stops_no_page(
    detail: Any, app: Service, make_assessment: Makers, visit: Visit, session: Session
) -> None:
    scene = make_full_assessment(
        State.AWAITING_SIGN_OFF, make_assessment, people_by_role(make_assessment)
    )
    make_assessment.step(scene.context, Transition.DECLINE, sections=[["proposal", ""]])
    write(session, Transition.DECLINE, detail)
    look_at_everything(visit(scene.people["lead"]), app, scene)


@pytest.mark.parametrize("detail", BROKEN, ids=json.dumps)
def test_broken_events_of_every_kind_stop_no_page(
    detail: Any, app: Service, make_assessment: Makers, visit: Visit, session: Session
) -> None:
    """One event of each kind, all of them holding the same nonsense."""
    scene = make_full_assessment(State.DECIDED, make_assessment, people_by_role(make_assessment))
    it = scene.context.assessment
    for action in Transition:
        session.add(
            Event(
                assessment_id=it.id, version=it.version, action=action, state=it.state,
                by_id=it.lead_id, at=NOW, detail={}, prior="0", sha256=f"{action}{NOW}",
            )
        )  # fmt: skip
    session.flush()
    session.execute(text("UPDATE event SET detail = :detail"), {"detail": json.dumps(detail)})
    session.commit()
    look_at_everything(visit(scene.people["equality_lead"]), app, scene)


def test_what_cannot_be_read_is_shown_as_it_is(
    as_lead: Visitor, make_assessment: Makers, session: Session
) -> None:
    context = make_assessment(State.CHANGES_REQUESTED)
    write(session, Transition.DECLINE, {"sections": [["proposal"]], "colour": "red"})
    shown = as_lead.get(address(context, "history")).text
    assert "About: " in shown
    assert 'Recorded as “colour”: "red"' in shown


def columns_of_json() -> list[tuple[str, str]]:
    """Every column that holds JSON, but the ones that other tests break."""
    left_out = {("event", "detail"), ("edition", "definition")}
    tables: list[Table] = list(Base.metadata.sorted_tables)
    found = [(t.name, c.name) for t in tables for c in t.columns if isinstance(c.type, JSON)]
    return [each for each in found if each not in left_out]


OF_OTHERS = {  # whose readers are held by tests of stored answers
    ("answer", "value"), ("list_row", "values"), ("action", "values"), ("replaced_value", "value"),
    ("orphaned_answer", "value"), ("orphaned_answer", "text"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "column", [each for each in columns_of_json() if each not in OF_OTHERS], ids=".".join
)
def test_broken_columns_stop_no_page(
    column: tuple[str, str],
    app: Service,
    make_assessment: Makers,
    visit: Visit,
    session: Session,
) -> None:
    scene = make_full_assessment(State.IN_REVIEW, make_assessment, people_by_role(make_assessment))
    path = address(scene.context, "sections/proposal/basics")
    lead = scene.people["lead"]
    session.add(SavedDraft(person_id=lead.id, path=path, fields=[["summary", "x"]], at=NOW))
    session.flush()
    table, name = column
    for value in BAD_VALUES:
        broken = Base.metadata.tables[table].update().values({name: json.loads(value)})
        session.execute(broken)
        session.commit()
        look_at_everything(visit(scene.people["equality_lead"]), app, scene)
        for page in (path, f"{path}?kept=1", address(scene.context), "/drafts"):
            visit(lead).http.get(page)
