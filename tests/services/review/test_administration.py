"""The equality lead runs a review: asks, accepts, gives more time, reminds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, Invalid, NotAllowed, NotFound
from eia_app.domain.notifications.kinds import NoticeKind
from eia_app.domain.roles import Role
from eia_app.domain.workflow.permissions import is_allowed
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.review import administration, reviewers, rounds
from eia_app.storage.models.assessment import Contributor
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers, add_person
from tests.services.review.review_records import give_opinion, invite, newest_event, notified_people


@pytest.fixture
def context(make_assessment: Makers) -> AssessmentContext:
    """An assessment of the parking service that waits for review."""
    return make_assessment(State.IN_REVIEW)


def test_the_equality_lead_asks_a_champion_who_is_told(
    context: AssessmentContext, champion: Person, equality_lead: Person
) -> None:
    for _ in range(2):
        administration.assign(context, champion.id, by=equality_lead, now=NOW)
    assert reviewers.is_assigned_reviewer(context, champion)
    assert newest_event(context)["note"] == champion.name
    assert notified_people(context.session, NoticeKind.ASSIGNED) == ["Chris Champion"]


def test_only_the_equality_lead_asks_others(context: AssessmentContext, champion: Person) -> None:
    with pytest.raises(Denied):
        administration.assign(context, champion.id, by=champion, now=NOW)


def test_only_an_active_champion_can_be_asked(
    context: AssessmentContext, session: Session, equality_lead: Person, stranger: Person
) -> None:
    gone = add_person(session, "Gil Gone", Role.CHAMPION, active=False)
    for person in (stranger, gone):
        with pytest.raises(NotFound):
            administration.assign(context, person.id, by=equality_lead, now=NOW)


def test_who_stood_aside_cannot_be_asked(
    context: AssessmentContext, champion: Person, equality_lead: Person
) -> None:
    reviewers.recuse(context, reason="", by=champion, now=NOW)
    with pytest.raises(NotAllowed, match=r"cannot review it\. Why: stood aside"):
        administration.assign(context, champion.id, by=equality_lead, now=NOW)


def test_the_same_service_is_accepted_with_a_reason(
    context: AssessmentContext, champion: Person, equality_lead: Person
) -> None:
    champion.service = "Parking"
    with pytest.raises(Invalid, match="Enter why"):
        administration.accept_conflict(context, champion.id, reason=" ", by=equality_lead, now=NOW)
    administration.accept_conflict(
        context, champion.id, reason="Knows permits", by=equality_lead, now=NOW
    )
    assert newest_event(context)["note"] == "Chris Champion: Knows permits"
    administration.assign(context, champion.id, by=equality_lead, now=NOW)
    assert is_allowed(Transition.GIVE_OPINION, champion, context.assessment)


def test_working_on_it_is_never_accepted(
    context: AssessmentContext, champion: Person, equality_lead: Person
) -> None:
    mine = Contributor(person_id=champion.id, added_by_id=champion.id, added_at=NOW)
    context.assessment.contributors.append(mine)
    with pytest.raises(NotAllowed, match="not their service that holds"):
        administration.accept_conflict(
            context, champion.id, reason="Why not", by=equality_lead, now=NOW
        )


def test_more_time_is_given_with_a_reason(
    context: AssessmentContext, equality_lead: Person
) -> None:
    round_ = reviewers.open_round(context)
    before, later = round_.due, round_.due + timedelta(days=7)
    administration.extend(context, later, reason="Half term", by=equality_lead, now=NOW)
    assert round_.due == later
    assert newest_event(context) == {
        "action": Transition.EXTEND,
        "by": equality_lead.id,
        "note": "Half term",
        "from": before.isoformat(),
        "to": later.isoformat(),
    }


def test_less_time_is_not_more(context: AssessmentContext, equality_lead: Person) -> None:
    due = reviewers.open_round(context).due
    with pytest.raises(Invalid) as refused:
        administration.extend(context, due, reason="", by=equality_lead, now=NOW)
    assert refused.value.errors.keys() == {"due", "reason"}
    late = NOW + timedelta(days=60)
    with pytest.raises(Invalid, match="must be after 8 May 2026"):
        administration.extend(context, date(2026, 5, 1), reason="x", by=equality_lead, now=late)


def test_everybody_whose_opinion_is_missing_is_reminded_once_a_day(
    context: AssessmentContext,
    session: Session,
    champion: Person,
    equality_lead: Person,
    stranger: Person,
) -> None:
    done = add_person(session, "Dee Done", Role.CHAMPION)
    for person in (champion, done):
        reviewers.claim(context, by=person, now=NOW)
    give_opinion(context, done)
    invite(context, stranger, champion)
    administration.remind(context, by=equality_lead, now=NOW)
    assert notified_people(session, NoticeKind.REVIEW_DUE) == ["Chris Champion", "Sam Stranger"]
    assert newest_event(context)["note"] == "Chris Champion, Sam Stranger"
    chased = {each.person_id: each.chased_at for each in context.assessment.reviewers}
    assert chased == {champion.id: NOW, done.id: None}
    administration.remind(context, by=equality_lead, now=NOW + timedelta(days=1))
    assert len(notified_people(session, NoticeKind.REVIEW_DUE)) == 4


def test_a_reminder_without_a_missing_opinion_is_refused(
    context: AssessmentContext, champion: Person, equality_lead: Person
) -> None:
    with pytest.raises(NotAllowed, match="Nobody’s opinion is missing"):
        administration.remind(context, by=equality_lead, now=NOW)
    reviewers.claim(context, by=champion, now=NOW)
    administration.remind(context, by=equality_lead, now=NOW)
    with pytest.raises(NotAllowed, match="was reminded today"):
        administration.remind(context, by=equality_lead, now=NOW + timedelta(hours=1))


def test_the_panel_says_who_has_it_who_is_missing_and_whom_to_ask(
    context: AssessmentContext, session: Session, champion: Person, equality_lead: Person
) -> None:
    names = ("Ann Aside", "Ola Other", "Pat Parker")
    aside, other, parker = (add_person(session, name, Role.CHAMPION) for name in names)
    parker.service = "PARKING"
    reviewers.claim(context, by=champion, now=NOW)
    reviewers.recuse(context, reason="", by=aside, now=NOW)
    panel = administration.load_administration(context)
    assert [each.person for each in panel.having] == [champion]
    assert [each.person for each in panel.aside] == [aside]
    assert panel.owing == [champion]
    assert [each.person_id for each in panel.candidates] == [other.id, parker.id, aside.id]


def test_what_somebody_owes_elsewhere_counts_until_they_gave_it(
    make_assessment: Makers, champion: Person
) -> None:
    one, two, three = (make_assessment(State.IN_REVIEW) for _ in range(3))
    for each in (one, two):
        reviewers.claim(each, by=champion, now=NOW)
    assert [each.load for each in administration.load_administration(three).candidates] == [2]
    give_opinion(one, champion)
    assert [each.load for each in administration.load_administration(three).candidates] == [1]


@pytest.mark.parametrize("name", ["assign", "accept", "extend", "chase"])
def test_in_another_state_the_equality_lead_cannot_run_a_review(
    name: str, make_assessment: Makers, champion: Person, equality_lead: Person
) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    it: dict[str, Any] = {"by": equality_lead, "now": NOW}
    calls: dict[str, Callable[[], None]] = {
        "assign": lambda: administration.assign(context, champion.id, **it),
        "accept": lambda: administration.accept_conflict(context, champion.id, reason="x", **it),
        "extend": lambda: administration.extend(context, NOW.date(), reason="x", **it),
        "chase": lambda: administration.remind(context, **it),
    }
    with pytest.raises(NotAllowed):
        calls[name]()
    assert rounds.open_one(context.session, context.assessment) is None
