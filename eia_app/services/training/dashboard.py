"""The board of a workshop, shown on the wall: its participants, and how far each has got."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.coach.rule import Rule, Severity
from eia_app.domain.journey.routing import Route
from eia_app.domain.journey.tasks import Status
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.states import State
from eia_app.services.assessment.bulk_loading import load_drafts
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.coach import findings
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.people import Person
from eia_app.storage.models.training import WITH_PRACTICE, Exercise, Workshop

MOST_NOTICED = 8  # rules


@dataclass(frozen=True)
class ParticipantRow:
    """One participant: `done` of `tasks` sections need nothing more."""

    it: Assessment
    done: int
    tasks: int
    route: Route | None
    reasons: tuple[str, ...]
    is_complete: bool
    rules: frozenset[Rule]

    @property
    def is_put_away(self) -> bool:
        return self.it.state is State.WITHDRAWN


@dataclass(frozen=True)
class Arrived:
    """The participants on a route (None: not known yet), and each reason with how many have it."""

    route: Route | None
    seats: Sequence[ParticipantRow]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return Counter(reason for seat in self.seats for reason in seat.reasons).most_common()


@dataclass(frozen=True)
class Board:
    """`noticed` is what the coach noticed, with in how many assessments, the most first."""

    seats: Sequence[ParticipantRow]
    noticed: Sequence[tuple[Rule, int]]

    @property
    def routes(self) -> list[Arrived]:
        """The routes that anybody came to; last who has none yet."""
        every = (
            Arrived(route, [seat for seat in self.seats if seat.route is route])
            for route in (*Route, None)
        )
        return [arrived for arrived in every if arrived.seats]


def board(
    session: Session, forms: Forms, workshop: Workshop, *, by: Person, now: datetime
) -> Board:
    """Return the board, in the order of names, in as many queries for 1 participant as for 25."""
    permissions.require(Permission.RUN_WORKSHOP, by)
    assessments = (
        select(Assessment)
        .join(Exercise, Exercise.assessment_id == Assessment.id)
        .where(Exercise.workshop_id == workshop.id)
    )
    joined = session.scalars(assessments, execution_options=WITH_PRACTICE).all()
    in_order = sorted(
        joined, key=lambda assessment: (assessment.lead.name.casefold(), assessment.reference)
    )
    seats = [_seat(context, now) for context in load_drafts(session, forms, in_order)]
    often = Counter(rule for seat in seats for rule in seat.rules)
    noticed = sorted(often.items(), key=lambda pair: (-pair[1], pair[0].id))
    return Board(seats, noticed[:MOST_NOTICED])


def _seat(context: AssessmentContext, now: datetime) -> ParticipantRow:
    journey = context.journey
    closed = Status.CANNOT_START
    done = [task for task in journey.tasks if not task.missing and task.status is not closed]
    noticed = findings.findings(context, now=now)
    return ParticipantRow(
        it=context.assessment,
        done=len(done),
        tasks=len(journey.tasks),
        route=journey.route,
        reasons=journey.decision.reasons if journey.decision else (),
        is_complete=journey.is_complete,
        rules=frozenset(
            finding.rule for finding in noticed if finding.severity is not Severity.TIP
        ),
    )
