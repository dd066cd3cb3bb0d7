"""Rules about the date of the decision, and the days worked back from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule
from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.choices import long_date
from eia_app.domain.workflow.likely_dates import is_far_after
from eia_app.domain.workflow.states import State
from eia_app.domain.workflow.timeline import Allowed, Facts, Stage, last_days


@rule(
    "decision_passed",
    Severity.SHOULD,
    at=("decision_date",),
    description="A decision date that has passed",
    reason=Reason(
        "The duty is fulfilled before the decision and at the time of it. It cannot be made good"
        " afterwards.",
        authorities.BROWN,
    ),
)
def decision_passed(view: AssessmentView) -> Iterator[Occurrence]:
    decision_day = view.date("decision_date")
    if decision_day and decision_day < view.today:
        yield Occurrence(
            view.place("decision_date"),
            f"The date of the decision, {_in_words(decision_day)}, has passed. If it is not decided"
            " yet, give the new date.",
            decision_day.isoformat(),
        )


@rule(
    "decision_too_near",
    Severity.SHOULD,
    at=("decision_date",),
    description="A decision so near that review, sign-off and published papers cannot fit",
    reason=Reason(
        "Papers are to be open to the public five clear days before a meeting.", authorities.PAPERS
    ),
)
def decision_too_near(view: AssessmentView) -> Iterator[Occurrence]:
    decision_day = view.date("decision_date")
    if not decision_day or decision_day < view.today or not view.journey.route:
        return
    publish_by, submit_by = latest_days(view, decision_day)
    if submit_by >= view.today:
        return
    if view.answer_means("decision_body", "by_officer"):
        dates = (
            f"The decision is on {_in_words(decision_day)}, so it had to be submitted by"
            f" {_in_words(submit_by)}."
        )
    else:
        dates = (
            f"For a decision on {_in_words(decision_day)}, it has to be in papers published by"
            f" {_in_words(publish_by)}, so it had to be submitted by {_in_words(submit_by)}."
        )
    yield Occurrence(
        view.place("decision_date"),
        f"{dates} Ask for a later date, or tell the equality lead today.",
        decision_day.isoformat(),
    )


@rule(
    "decision_far_off",
    Severity.SHOULD,
    at=("decision_date",),
    description="A decision more than 3 years ahead",
    reason=Reason("A year is easily mistyped, and every other date follows.", authorities.OURS),
)
def decision_far_off(view: AssessmentView) -> Iterator[Occurrence]:
    decision_day = view.date("decision_date")
    if decision_day and is_far_after(decision_day, view.today):
        yield Occurrence(
            view.place("decision_date"),
            f"The decision is on {_in_words(decision_day)}, more than 3 years ahead. Check the"
            " year.",
            decision_day.isoformat(),
        )


@rule(
    "review_date",
    Severity.SHOULD,
    at=("review_date",),
    description="A review before the decision, or more than 3 years after it",
    reason=Reason(
        "What really happened can be seen after the decision, and put right while it is recent.",
        authorities.OURS,
    ),
)
def review_date(view: AssessmentView) -> Iterator[Occurrence]:
    decision_day, review_day = view.date("decision_date"), view.date("review_date")
    if not decision_day or not review_day or is_far_after(decision_day, view.today):
        return
    decided = f"the decision on {_in_words(decision_day)}"
    if review_day <= decision_day:
        fault = f"is not after {decided}"
    elif is_far_after(review_day, decision_day):
        fault = f"is more than 3 years after {decided}"
    else:
        return
    yield Occurrence(
        view.place("review_date"),
        f"The review on {_in_words(review_day)} {fault}. Give a day within 12 months of it.",
        f"{review_day}\n{decision_day}",
    )


def latest_days(view: AssessmentView, decision_day: date) -> tuple[date, date]:
    """Return the last days for publishing and for submitting, as the timeline has them.

    A decision of an officer needs no papers: it is published on its day.
    """
    by_officer = view.answer_means("decision_body", "by_officer")
    facts = Facts(
        State.DRAFT,
        decision_day,
        view.today,
        is_reviewed=view.journey.route is Route.MAJOR,
        needs_papers=not by_officer,
    )
    council = view.council
    allowed = Allowed(council.review_days, council.sign_off_days, council.clear_days)
    days = last_days(view.days, facts, allowed)
    return days.get(Stage.PAPERS, decision_day), days[Stage.SUBMIT]


def _in_words(day: date) -> str:
    return long_date(day.isoformat())
