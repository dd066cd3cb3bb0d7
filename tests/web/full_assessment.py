"""Make an assessment in any state with everything that an address can name, and its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from eia_app.domain.journey.routing import Route
from eia_app.domain.review.review import CommentKind
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.review import rounds
from eia_app.services.snapshots import snapshots
from eia_app.storage.models.assessment import Contributor, ListRow
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Comment, Condition, Invitation, Opinion, Reviewer, Round
from tests.attachments.making_files import note_file
from tests.factories import NOW, Makers, add_person

ROLES: dict[str, tuple[Role, ...]] = {
    "contributor": (),
    "stranger": (),
    "champion": (Role.CHAMPION,),
    "reviewing": (Role.CHAMPION,),
    "recused": (Role.CHAMPION,),
    "same_service": (Role.CHAMPION,),
    "excepted": (Role.CHAMPION,),
    "invited": (),
    "report_author": (Role.REPORT_AUTHOR,),
    "administrator": (Role.ADMINISTRATOR,),
}


@dataclass(frozen=True)
class FullAssessment:
    """An assessment, people by role, and the ids of its parts by their names in addresses."""

    context: AssessmentContext
    people: dict[str, Person]
    ids: dict[str, UUID]

    @property
    def id(self) -> UUID:
        return self.context.assessment.id


def people_by_role(makers: Makers) -> dict[str, Person]:
    """Return a person for each role of the grid of permissions, by its name there."""
    added = {name: add_person(makers.session, f"A {name}", *ROLES[name]) for name in ROLES}
    for name in ("same_service", "excepted"):
        added[name].service = "Parking"
    return {
        "lead": makers.lead,
        "equality_lead": makers.equality_lead,
        "head": makers.head_of_service,
        **added,
    }


def make_full_assessment(state: State, makers: Makers, people: dict[str, Person]) -> FullAssessment:
    """Return a major assessment in this state, with everything that an address can name."""
    negative: dict[str, Any] = {"effect": ["negative"], "severity": "low", "likelihood": "low"}
    until = State.SIGNED_OFF if state in {State.DECIDED, State.CLOSED} else state
    context = makers(until, route=Route.MAJOR, **negative)
    if until is not state:
        decision = {"body": "Cabinet", "date": "2026-04-01", "outcome": "Agreed", "minute": ""}
        makers.step(context, Transition.RECORD_DECISION, **decision)
    if state is State.CLOSED:
        makers.step(context, Transition.CLOSE)
    assessment = context.assessment
    ids = {
        "assessment_id": assessment.id,
        "row_id": next(id_ for id_, row in context.rows.items() if row.section == "action_plan"),
        "evidence_id": _add_evidence(context),
        "person_id": people["contributor"].id,
        **_add_review(context, people),
    }
    ids["file_id"] = note_file(context, ids["evidence_id"], now=NOW).id
    makers.session.flush()
    makers.session.expire_all()
    return FullAssessment(
        load_assessment(makers.session, context.forms, assessment.id), people, ids
    )


def _add_evidence(context: AssessmentContext) -> UUID:
    assessment, row_id = context.assessment, uuid4()
    values = {"fact": "A fact", "kind": "figures"}
    columns: dict[str, Any] = {"section": "evidence", "position": 1, "values": values, "at": NOW}
    context.session.add(
        ListRow(id=row_id, assessment_id=assessment.id, by_id=assessment.lead_id, **columns)
    )
    return row_id


def _add_review(context: AssessmentContext, people: dict[str, Person]) -> dict[str, UUID]:
    """Add a round with one of each of its parts; it is open only while in review."""
    session, assessment = context.session, context.assessment
    round_ = _review_round(context, people["lead"])
    reviewing, lead = people["reviewing"].id, people["equality_lead"].id
    columns = {"assessment_id": assessment.id, "round_id": round_.id, "at": NOW}
    helper = {
        "person_id": people["contributor"].id,
        "added_by_id": assessment.lead_id,
        "added_at": NOW,
    }
    session.add(Contributor(assessment_id=assessment.id, **helper))
    _add_reviewers(session, assessment.id, people)
    session.add(
        Opinion(
            assessment_id=assessment.id, round_id=round_.id, person_id=reviewing, checklist={},
            started_at=NOW,
        )
    )  # fmt: skip
    kind = CommentKind.MUST_ADDRESS
    comment = Comment(**columns, id=uuid4(), person_id=reviewing, kind=kind, text="Who?")
    invitation = Invitation(
        **columns, id=uuid4(), person_id=people["invited"].id, section="proposal",
        question="Is it clear?", due=NOW.date(), invited_by_id=lead,
    )  # fmt: skip
    condition = Condition(
        **columns, id=uuid4(), text="Tell them", owner="Parking", due=NOW.date(),
        measure="Told", by_id=lead,
    )  # fmt: skip
    session.add_all([comment, invitation, condition])
    return {
        "comment_id": comment.id,
        "invitation_id": invitation.id,
        "condition_id": condition.id,
        "snapshot_id": round_.snapshot_id,
    }


def _review_round(context: AssessmentContext, lead: Person) -> Round:
    round_ = rounds.newest(context.session, context.assessment)
    if round_ is None:
        stored = snapshots.store(context, by=lead, now=NOW)
        round_ = rounds.open_round(context, stored, by=lead, now=NOW)
    if context.assessment.state is not State.IN_REVIEW:
        round_.closed_at = round_.closed_at or NOW
    return round_


def _add_reviewers(session: Session, assessment_id: UUID, people: dict[str, Person]) -> None:
    lead = people["equality_lead"].id
    columns_by_name: dict[str, dict[str, Any]] = {
        "reviewing": {"claimed_at": NOW},
        "recused": {"recused_at": NOW},
        "excepted": {"claimed_at": NOW, "excepted_by_id": lead, "exception_reason": "Few"},
    }
    for name, columns in columns_by_name.items():
        session.add(Reviewer(assessment_id=assessment_id, person_id=people[name].id, **columns))
