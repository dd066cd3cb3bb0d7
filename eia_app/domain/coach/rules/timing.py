"""Rules about the date of the decision, and the days worked back from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule
from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.choices import long_date
from eia_app.domain.workflow.states import State
from eia_app.domain.workflow.timeline import Allowed, Facts, Stage, last_days


@rule(
    "decision_passed",
    Severity.SHOULD,
    at=("decision_date",),
    notices="A decision date that has passed",
    reason=Reason(
        "The duty is fulfilled before the decision and at the time of it. It cannot be made good"
        " afterwards.",
        authorities.BROWN,
    ),
)
def decision_passed(view: AssessmentView) -> Iterator[Occurrence]:
    decided = view.date("decision_date")
    if decided and decided < view.today:
        yield Occurrence(
            view.place("decision_date"),
            f"The date of the decision, {_day(decided)}, has passed. If it is not decided yet, give"
            " the new date.",
            decided.isoformat(),
        )


@rule(
    "decision_too_near",
    Severity.SHOULD,
    at=("decision_date",),
    notices="A decision so near that review, sign-off and published papers cannot fit",
    reason=Reason(
        "Papers are to be open to the public five clear days before a meeting.", authorities.PAPERS
    ),
)
def decision_too_near(view: AssessmentView) -> Iterator[Occurrence]:
    decided = view.date("decision_date")
    if not decided or decided < view.today or not view.journey.route:
        return
    publish, submit = worked_back(view, decided)
    if submit >= view.today:
        return
    if view.says("decision_body", "by_officer"):
        said = f"The decision is on {_day(decided)}, so it had to be submitted by {_day(submit)}."
    else:
        said = (
            f"For a decision on {_day(decided)}, it has to be in papers published by"
            f" {_day(publish)}, so it had to be submitted by {_day(submit)}."
        )
    yield Occurrence(
        view.place("decision_date"),
        f"{said} Ask for a later date, or tell the equality lead today.",
        decided.isoformat(),
    )


def worked_back(view: AssessmentView, decided: date) -> tuple[date, date]:
    """The last days for publishing it and for submitting it, as its timeline has them. An officer
    needs no papers."""
    by_officer = view.says("decision_body", "by_officer")
    facts = Facts(
        State.DRAFT,
        decided,
        view.today,
        is_reviewed=view.journey.route is Route.MAJOR,
        needs_papers=not by_officer,
    )
    council = view.council
    allowed = Allowed(council.review_days, council.sign_off_days, council.clear_days)
    found = last_days(view.days, facts, allowed)
    return found.get(Stage.PAPERS, decided), found[Stage.SUBMIT]


def _day(day: date) -> str:
    return long_date(day.isoformat())
