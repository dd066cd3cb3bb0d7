"""Ids and names guessed in addresses: of other assessments, other lists, other people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.domain.workflow.states import State
from eia_app.services.answers.rows import save_row
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.assessment import Contributor, ListRow, MitigatingAction
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers
from tests.web.conftest import address
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    pass


@pytest.fixture
def other(make_assessment: Makers, stranger: Person) -> AssessmentContext:
    """An assessment of somebody else, with a row, an action and a contributor."""
    theirs = replace(make_assessment, lead=stranger)
    context = theirs(effect=["negative"], severity="low", likelihood="low")
    save_row(
        context,
        "evidence",
        uuid4(),
        {"fact": "Their secret"},
        by=stranger,
        now=make_assessment.clock(),
    )
    return context


def row_of(context: AssessmentContext, section: str) -> UUID:
    return next(id_ for id_, row in context.rows.items() if row.section == section)


def test_a_row_of_another_assessment_is_neither_shown_nor_changed_nor_removed(
    as_lead: Visitor, make_assessment: Makers, other: AssessmentContext, session: Session
) -> None:
    mine, row = make_assessment(), row_of(other, "evidence")
    page = address(mine, f"lists/evidence/{row}")
    shown = as_lead.get(page)
    assert shown.form().value("fact") == ""
    as_lead.send({"fact": "Mine now", "kind": "figures"}, expect=404)
    as_lead.post(f"{page}/remove", {})
    kept = session.get_one(ListRow, row)
    assert (kept.values, kept.removed_at) == ({"fact": "Their secret"}, None)


def test_a_row_of_another_section_is_no_page(
    as_lead: Visitor, make_assessment: Makers, session: Session
) -> None:
    mine = make_assessment(effect=["negative"], severity="low", likelihood="low")
    row = row_of(mine, "action_plan")
    page = address(mine, f"lists/evidence/{row}")
    as_lead.get(page, expect=404)
    as_lead.post(page, {"fact": "x", "kind": "figures"}, expect=404)
    as_lead.post(f"{page}/remove", {})
    assert session.get_one(MitigatingAction, row).removed_at is None


def test_an_action_of_another_assessment_cannot_be_updated(
    as_lead: Visitor, make_assessment: Makers, other: AssessmentContext
) -> None:
    page = address(make_assessment(State.SIGNED_OFF), f"actions/{row_of(other, 'action_plan')}")
    as_lead.get(page, expect=404)
    as_lead.post(page, {"action_status": "done"}, expect=404)


def test_removing_somebody_who_does_not_work_on_it_changes_nothing(
    as_lead: Visitor,
    make_assessment: Makers,
    other: AssessmentContext,
    contributor: Person,
    session: Session,
) -> None:
    _let_work(session, other, contributor)
    as_lead.post(address(make_assessment(), f"people/{contributor.id}/remove"), {})
    wanted = select(func.count()).select_from(Contributor)
    assert session.scalar(wanted) == 1


def test_a_removed_contributor_is_out_at_once(
    as_lead: Visitor, as_contributor: Visitor, make_assessment: Makers, contributor: Person
) -> None:
    context = make_assessment()
    _let_work(context.session, context, contributor)
    as_contributor.get(address(context))
    as_lead.get(address(context, "people/"))
    as_lead.send(form="/remove")
    as_contributor.get(address(context), expect=404)


def _let_work(session: Session, context: AssessmentContext, person: Person) -> None:
    lead = context.assessment.lead_id
    session.add(
        Contributor(
            assessment_id=context.assessment.id, person_id=person.id, added_by_id=lead, added_at=NOW
        )
    )
    session.commit()


def test_what_is_kept_of_a_page_is_shown_to_its_writer_alone(
    as_lead: Visitor, as_contributor: Visitor, make_assessment: Makers, contributor: Person
) -> None:
    context = make_assessment(summary="At first")
    _let_work(context.session, context, contributor)
    page = address(context, "sections/proposal/basics")
    fields = as_lead.get(page).form().filled({"summary": "Mine alone", "csrf_token": "bad"})
    as_lead.post(page, fields, expect=303)
    assert as_contributor.get(f"{page}?kept=1").form().value("summary") == "At first"
    assert as_lead.get(f"{page}?kept=1").form().value("summary") == "Mine alone"


@pytest.mark.parametrize(
    "path",
    [
        "sections/nowhere/basics",
        "sections/proposal/nowhere",
        "sections/evidence/evidence",
        "sections/effects/likely",
        "sections/effects/groups/martians/likely",
        "sections/proposal/groups/age/basics",
        "lists/proposal",
        "lists/nowhere",
        "lists/proposal/add",
        "steps/start",
        "steps/nowhere",
        "steps/override-route",
        "actions/00000000-0000-0000-0000-000000000000",
        "nowhere",
    ],
)
def test_an_address_that_the_edition_lacks_is_not_found(
    path: str, as_lead: Visitor, make_assessment: Makers
) -> None:
    state = State.SIGNED_OFF if "actions" in path else State.DRAFT
    as_lead.get(address(make_assessment(state), path), expect=404)


def test_a_person_who_is_not_there_is_not_found(as_administrator: Visitor) -> None:
    for path in (f"/people/{uuid4()}", f"/people/{uuid4()}/password-link"):
        as_administrator.get(path, expect=404)
        as_administrator.post(path, {"name": "Nobody"}, expect=404)
