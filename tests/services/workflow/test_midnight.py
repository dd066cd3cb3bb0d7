"""Half past midnight in London: what is counted in days begins with the new day, not with UTC’s."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from eia_app.domain.errors import Invalid
from eia_app.domain.journey.routing import Route
from eia_app.domain.review.review import Location
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers.rows import save_row
from eia_app.services.assessment.calendar import working_days
from eia_app.services.editions import reassess
from eia_app.services.review import invitations, rounds
from eia_app.services.workflow import timeline
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers
from tests.reviews import ReviewFactory

ONE_DAY = timedelta(days=1)
# Each with the day in London. On 25 October half past one comes twice.
MOMENTS = [
    pytest.param(datetime(2026, 7, 7, 23, 30, tzinfo=UTC), date(2026, 7, 8), id="summer"),
    pytest.param(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), date(2026, 3, 29), id="forward"),
    pytest.param(datetime(2026, 3, 29, 23, 30, tzinfo=UTC), date(2026, 3, 30), id="after"),
    pytest.param(datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25), id="back"),
    pytest.param(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25), id="first"),
    pytest.param(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25), id="second"),
]
each_moment = pytest.mark.parametrize(("now", "today"), MOMENTS)


@each_moment
def test_opinions_are_wanted_so_many_working_days_after_the_day_in_london(
    make_assessment: Makers, lead: Person, now: datetime, today: date
) -> None:
    context = make_assessment(route=Route.MAJOR)
    make_assessment.answer_everything(context, {**make_assessment.usual})
    apply_transition(context, TransitionRequest(Transition.SUBMIT), by=lead, now=now)
    round_ = rounds.open_one(context.session, context.assessment)
    assert round_ is not None
    assert round_.due == working_days().add(today, context.council.review_days)


@each_moment
def test_a_colleague_can_be_asked_for_today_and_not_for_yesterday(
    review_factory: ReviewFactory, champion: Person, stranger: Person, now: datetime, today: date
) -> None:
    context = review_factory.claimed_by(champion)
    asked: dict[str, Any] = {
        "email": stranger.email,
        "place": Location("proposal"),
        "question": "Is this right?",
    }
    with pytest.raises(Invalid, match="from today on"):
        invitations.invite(context, due=today - ONE_DAY, by=champion, now=now, **asked)
    invitation = invitations.invite(context, due=today, by=champion, now=now, **asked)
    assert invitation.due == today


@each_moment
def test_a_date_of_yesterday_stays_behind_when_it_is_assessed_again(
    make_assessment: Makers, lead: Person, now: datetime, today: date
) -> None:
    context = make_assessment(route=Route.STANDARD)
    for number, day in enumerate((today - ONE_DAY, today)):
        values = {"action_text": f"Do {number}", "action_owner": "Manager"}
        due = {"action_due": day.isoformat(), "action_status": "not_started"}
        save_row(context, "action_plan", UUID(int=number), {**values, **due}, by=lead, now=NOW)
    make_assessment.answer_everything(context, {**make_assessment.usual})
    for action in (Transition.SUBMIT, Transition.SIGN_OFF):
        make_assessment.step(context, action)
    new = reassess.assess_again(context, by=lead, now=now, id_=uuid4())
    rows = [row.values for row in new.answers.rows["action_plan"]]
    dues = {row["action_text"]: row.get("action_due") for row in rows}
    assert (dues["Do 0"], dues["Do 1"]) == (None, today.isoformat())


@each_moment
def test_the_timeline_begins_on_the_day_in_london(
    make_assessment: Makers, lead: Person, now: datetime, today: date
) -> None:
    context = make_assessment(state=State.DRAFT)
    context.assessment.started_at = now
    context.assessment.decision_date = today + timedelta(days=90)
    assert timeline.of(context, now=now).steps[0].day == today
