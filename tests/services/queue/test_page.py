"""The queue: its order, its filters, its counts, and what each person sees of a row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied
from eia_app.domain.pagination import Pagination
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.coach import findings
from eia_app.services.queue import page as queue_page
from eia_app.services.queue.counts import Show
from eia_app.services.queue.page import Queue, Wanted
from eia_app.services.queue.rows import Waiting
from eia_app.services.review import administration, reviewers, rounds
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Contributor
from eia_app.storage.models.people import Person
from tests.bench.crowd import fill
from tests.factories import NOW, Makers, add_person
from tests.services.review.review_records import give_opinion

TODAY = date(2026, 3, 9)  # a Monday
NEGATIVE: dict[str, Any] = {"effect": ["negative"], "severity": "low", "likelihood": "low"}


class Asks:
    """`asks(person)` gives the queue as that person sees it."""

    def __init__(self, session: Session, forms: Forms) -> None:
        self.session, self.forms = session, forms

    def __call__(self, person: Person, today: date = TODAY, **wanted: Any) -> Queue:
        self.session.flush()
        return queue_page.waiting(self.session, self.forms, person, Wanted(**wanted), today=today)

    def row(self, person: Person) -> Waiting:
        """The only row."""
        (row,) = self(person).rows
        return row

    def titles(self, person: Person, **wanted: Any) -> list[str]:
        return [row.facts.title for row in self(person, **wanted).rows]


@pytest.fixture
def asks(session: Session, tiny_forms: Forms) -> Asks:
    return Asks(session, tiny_forms)


def waits(make: Makers, title: str, days: int | None = None, **more: Any) -> AssessmentContext:
    """An assessment in review, decided so many days from today."""
    context = make(State.IN_REVIEW, title=title, **more)
    context.assessment.decision_date = None if days is None else TODAY + timedelta(days)
    return context


def test_the_first_papers_come_first_and_those_without_a_date_last(
    asks: Asks, make_assessment: Makers, champion: Person
) -> None:
    for title, days in (("No date", None), ("Later", 40), ("Sooner", 10), ("As soon", 10)):
        waits(make_assessment, title, days)
    assert asks.titles(champion) == ["Sooner", "As soon", "Later", "No date"]


def test_a_row_says_when_papers_must_be_out(
    asks: Asks, make_assessment: Makers, champion: Person
) -> None:
    waits(make_assessment, "Permits", 11)
    row = asks.row(champion)
    assert (row.papers.by, row.papers.words) == (date(2026, 3, 12), "Papers in 3 working days")


def test_only_champions_and_the_equality_lead_may_ask(
    asks: Asks, stranger: Person, lead: Person, head_of_service: Person
) -> None:
    for person in (stranger, lead, head_of_service):
        with pytest.raises(Denied):
            asks(person)


def test_only_what_is_in_review_waits(
    asks: Asks, make_assessment: Makers, champion: Person
) -> None:
    for state in (State.DRAFT, State.AWAITING_SIGN_OFF, State.WITHDRAWN):
        make_assessment(state)
    assert asks(champion).rows == []


def test_a_row_tells_why_it_came_who_is_affected_and_who_leads(
    asks: Asks, make_assessment: Makers, champion: Person
) -> None:
    context = waits(make_assessment, "Permits", **NEGATIVE)
    reviewers.open_round(context).reasons = ["it closes a service", "jobs are at risk"]
    row = asks.row(champion)
    assert row.why == "It closes a service; jobs are at risk"
    assert row.facts.lead == "Lee Lead"
    assert set(row.groups) == {group.title for group in context.groups}
    assert (row.opinions, row.facts.quorum, row.having, row.chased_at) == (0, 3, [], None)


def test_a_row_counts_opinions_and_names_who_has_it_and_when_they_were_chased(
    asks: Asks, make_assessment: Makers, champion: Person, equality_lead: Person, session: Session
) -> None:
    context, other = waits(make_assessment, "Permits"), add_person(session, "Ola", Role.CHAMPION)
    for person in (champion, other):
        reviewers.claim(context, by=person, now=NOW)
    give_opinion(context, other)
    administration.remind(context, by=equality_lead, now=NOW)
    row = asks.row(champion)
    assert (row.opinions, sorted(row.having), row.chased_at) == (
        1,
        ["Chris Champion", "Ola"],
        NOW,
    )


def test_a_champion_sees_how_they_stand_to_each(
    asks: Asks, make_assessment: Makers, champion: Person
) -> None:
    context = waits(make_assessment, "Permits")
    row = asks.row(champion)
    assert (row.may_claim, row.mine, row.conflict) == (True, None, None)
    reviewers.claim(context, by=champion, now=NOW)
    row = asks.row(champion)
    assert row.mine is not None
    assert (row.may_claim, row.mine.is_reviewing, row.mine.given_at) == (False, True, None)
    give_opinion(context, champion)
    row = asks.row(champion)
    assert row.mine is not None
    assert row.mine.given_at == NOW


def test_who_stood_aside_sees_that_it_is_there_and_nothing_of_the_review(
    asks: Asks, make_assessment: Makers, champion: Person
) -> None:
    context = waits(make_assessment, "Permits")
    reviewers.recuse(context, reason="", by=champion, now=NOW)
    row = asks.row(champion)
    assert (row.may_claim, row.sees_review) == (False, False)
    assert row.conflict == "You said that you should not review this assessment."


def test_a_champion_of_the_same_service_sees_nothing_of_the_review_until_they_are_accepted(
    asks: Asks, make_assessment: Makers, champion: Person, equality_lead: Person
) -> None:
    context, champion.service = waits(make_assessment, "Permits"), "PARKING"
    row = asks.row(champion)
    assert (row.may_claim, row.sees_review) == (False, False)
    administration.accept_conflict(
        context, champion.id, reason="Knows it", by=equality_lead, now=NOW
    )
    row = asks.row(champion)
    assert (row.may_claim, row.sees_review, row.conflict) == (True, True, None)


def test_a_champion_who_works_on_it_cannot_claim_it(
    asks: Asks, make_assessment: Makers, champion: Person
) -> None:
    context = waits(make_assessment, "Permits")
    mine = Contributor(person_id=champion.id, added_by_id=champion.id, added_at=NOW)
    context.assessment.contributors.append(mine)
    row = asks.row(champion)
    assert (row.may_claim, row.conflict) == (False, "You work on this assessment.")
    assert row.sees_review  # as an author


def test_the_equality_lead_sees_all_and_claims_nothing(
    asks: Asks, make_assessment: Makers, equality_lead: Person
) -> None:
    waits(make_assessment, "Permits")
    equality_lead.service = "Parking"
    row = asks.row(equality_lead)
    assert (row.may_claim, row.sees_review, row.conflict) == (False, True, None)


def test_each_filter_shows_as_many_as_it_counts(
    asks: Asks, make_assessment: Makers, champion: Person, session: Session
) -> None:
    late, mine, ready, referred = (
        waits(make_assessment, title, days)
        for title, days in (("Late", 5), ("Mine", 30), ("Ready", 31), ("Referred", 32))
    )
    other = add_person(session, "Ola", Role.CHAMPION)
    reviewers.claim(mine, by=champion, now=NOW)
    reviewers.open_round(ready).quorum = 1
    reviewers.claim(ready, by=other, now=NOW)
    give_opinion(ready, other)
    reviewers.open_round(referred).referred_to = "Chief executive"
    assert late.assessment.decision_date is not None
    wanted = {
        Show.ALL: ["Late", "Mine", "Ready", "Referred"],
        Show.MINE: ["Mine"],
        Show.UNCLAIMED: ["Late", "Referred"],
        Show.OVERDUE: ["Late"],
        Show.READY: ["Ready"],
        Show.REFERRED: ["Referred"],
    }
    assert {show: asks.titles(champion, show=show) for show in Show} == wanted
    known = asks(champion)
    assert known.counts.shown == {show: len(titles) for show, titles in wanted.items()}
    assert [asks(champion, show=show).total for show in Show] == [4, 1, 2, 1, 1, 1]


def test_opinions_that_are_late_are_overdue_too(
    asks: Asks, make_assessment: Makers, champion: Person
) -> None:
    due = reviewers.open_round(waits(make_assessment, "Permits")).due
    assert asks(champion, due, show=Show.OVERDUE).total == 0
    assert asks(champion, due + timedelta(days=1), show=Show.OVERDUE).total == 1


def test_service_and_group_narrow_the_queue_down(
    asks: Asks, make_assessment: Makers, champion: Person
) -> None:
    waits(make_assessment, "Permits", **NEGATIVE)
    waits(make_assessment, "Homes", service="Housing")
    found = asks(champion)
    assert found.counts.services == {"Housing": 1, "Parking": 1}
    assert set(found.counts.groups) == set(found.groups)
    assert asks.titles(champion, service="Housing") == ["Homes"]
    group = next(iter(found.groups))
    narrowed = asks(champion, group=group, show=Show.UNCLAIMED)
    assert ([row.facts.title for row in narrowed.rows], narrowed.total) == (["Permits"], 1)
    assert asks(champion, service="Parking", group="nobody").total == 0


def test_what_changes_in_the_queue_is_counted_again(
    asks: Asks, make_assessment: Makers, champion: Person
) -> None:
    context = waits(make_assessment, "Permits")
    assert asks(champion).counts.shown[Show.UNCLAIMED] == 1
    reviewers.claim(context, by=champion, now=NOW)
    assert asks(champion).counts.shown[Show.UNCLAIMED] == 0
    make_assessment.step(context, Transition.WITHDRAW)
    assert asks(champion).counts.shown[Show.ALL] == 0


def test_a_page_holds_25(asks: Asks, make_assessment: Makers, champion: Person) -> None:
    context = waits(make_assessment, "Number 0")
    fill(context.session, context.assessment, 27)
    first, second = asks(champion), asks(champion, page=2)
    assert (len(first.rows), first.total, Pagination(1, first.total).pages) == (25, 27, 2)
    assert len(second.rows) == 2
    assert not {r.facts.id for r in first.rows} & {r.facts.id for r in second.rows}


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        (None, "Not counted"),
        ({"open": 0, "kept": 0}, "Nothing to look at"),
        ({"open": 1, "kept": 0}, "1 thing to look at"),
        ({"open": 3, "kept": 2}, "3 things to look at, 2 kept with a reason"),
    ],
)
def test_a_row_says_what_the_coach_had_noticed_when_the_round_began(
    session: Session,
    asks: Asks,
    make_assessment: Makers,
    counted: dict[str, int] | None,
    words: str,
) -> None:
    context = make_assessment(State.IN_REVIEW)
    round_ = rounds.open_one(session, context.assessment)
    assert round_ is not None
    assert round_.findings == findings.count(context, now=NOW)
    round_.findings = counted
    assert asks.row(make_assessment.equality_lead).findings == words
