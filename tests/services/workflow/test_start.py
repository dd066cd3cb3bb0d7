"""Starting assessments, finding them, and who works on them."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, Invalid, NotFound
from eia_app.domain.journey.routing import Route
from eia_app.domain.roles import Role
from eia_app.domain.workflow import permissions
from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.assessment.references import find_by_reference
from eia_app.services.assessment.register import register
from eia_app.services.review.rounds import open_round
from eia_app.services.snapshots import snapshots
from eia_app.services.workflow import start as workflow_start
from eia_app.services.workflow.contributors import add_contributor, remove_contributor
from eia_app.services.workflow.start import start
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.people import Person
from eia_app.storage.models.reviews import Invitation
from tests.factories import NOW, Makers, add_person, history


@pytest.fixture
def context(make_assessment: Makers) -> AssessmentContext:
    return make_assessment(blank=True)


def test_a_new_assessment_has_a_reference_a_title_and_its_author_as_lead(
    session: Session, tiny_forms: Forms, lead: Person
) -> None:
    id_ = uuid4()
    context = start(session, tiny_forms, title="Parking permits", by=lead, now=NOW, id_=id_)
    it = context.assessment
    assert (it.id, it.reference, it.title, it.lead_id, it.state, it.version) == (
        id_,
        "EIA-2026-001",
        "Parking permits",
        lead.id,
        State.DRAFT,
        1,
    )
    assert context.answers.values == {(None, "title"): "Parking permits"}
    assert [event.action for event in history(session, it)] == [Transition.START]


def test_no_group_has_an_answer_beforehand(context: AssessmentContext) -> None:
    assert [group.id for group in context.groups] == ["age", "disability", "marriage", "carers"]
    assert context.journey.effects == []
    assert {group for group, _ in context.answers.values} == {None}


def test_starting_twice_with_one_id_starts_one(
    session: Session, tiny_forms: Forms, lead: Person
) -> None:
    id_ = uuid4()
    both = [
        start(session, tiny_forms, title=title, by=lead, now=NOW, id_=id_)
        for title in ("Parking permits", "Parking permits again")
    ]
    assert both[0].assessment is both[1].assessment
    assert session.scalar(select(func.count()).select_from(Assessment)) == 1


def test_references_count_up_and_start_again_each_year(session: Session) -> None:
    given = [workflow_start.next_reference(session, year) for year in (2026, 2026, 2027, 2026)]
    assert given == ["EIA-2026-001", "EIA-2026-002", "EIA-2027-001", "EIA-2026-003"]


def test_somebody_who_is_not_active_starts_nothing(session: Session, tiny_forms: Forms) -> None:
    gone = add_person(session, "Gone Away", active=False)
    with pytest.raises(Denied):
        start(session, tiny_forms, title="x", by=gone, now=NOW, id_=uuid4())


def test_an_assessment_is_found_by_its_reference_however_it_is_typed(
    context: AssessmentContext, session: Session, tiny_forms: Forms
) -> None:
    found = find_by_reference(session, tiny_forms, " eia-2026-001 ")
    assert found.assessment is context.assessment
    with pytest.raises(NotFound):
        find_by_reference(session, tiny_forms, "EIA-2026-999")
    with pytest.raises(NotFound):
        load_assessment(session, tiny_forms, uuid4())


def test_the_register_shows_exactly_what_each_person_may_read(
    make_assessment: Makers,
    session: Session,
    lead: Person,
    contributor: Person,
    stranger: Person,
    champion: Person,
    equality_lead: Person,
    head_of_service: Person,
    report_author: Person,
    administrator: Person,
) -> None:
    several = add_person(session, "Sev Eral", Role.CHAMPION, Role.REPORT_AUTHOR)
    gone = add_person(session, "Gone Away", *Role, active=False)
    invited = add_person(session, "Ina Vited")
    made = []
    for state, route, asked in product(State, [*Route, None], [False, True]):
        context = make_assessment(blank=True)
        if route is Route.STANDARD:
            add_contributor(context, email=contributor.email, expertise="", by=lead, now=NOW)
        it = context.assessment
        it.state, it.route, it.review_asked = state, route, asked
        it.invitations.extend(_invitations(context, invited, lead, withdrawn=asked))
        made.append(it)
    session.flush()
    people = [lead, contributor, stranger, champion, equality_lead, head_of_service]
    for person in [*people, report_author, administrator, several, gone, invited]:
        readable = {
            it.reference for it in made if permissions.is_allowed(Permission.READ, person, it)
        }
        shown, total = register(session, person, size=len(made))
        assert {it.reference for it in shown} == readable, person.name
        assert total == len(readable)


def _invitations(
    context: AssessmentContext, person: Person, by: Person, *, withdrawn: bool
) -> list[Invitation]:
    """Somebody is asked about two sections; and perhaps told that it is not needed any more."""
    stored = snapshots.store(context, by=by, now=NOW)
    round_ = open_round(context, stored, by=by, now=NOW)
    return [
        Invitation(
            round_id=round_.id,
            person_id=person.id,
            section=section,
            question="Is it right?",
            due=NOW.date(),
            invited_by_id=by.id,
            at=NOW,
            withdrawn_at=NOW if withdrawn else None,
        )
        for section in ("proposal", "effects")
    ]


def test_the_register_is_paged_with_the_newest_change_first(
    make_assessment: Makers, session: Session, lead: Person
) -> None:
    made = [make_assessment(blank=True).assessment.reference for _ in range(3)]

    def page(number: int) -> list[str]:
        found, total = register(session, lead, page=number, size=2)
        assert total == 3
        return [it.reference for it in found]

    assert [page(1), page(2), page(3)] == [[made[2], made[1]], [made[0]], []]
    assert page(0) == page(1)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", 3),
        ("  permits ", 2),
        ("PERMITS", 2),
        ("eia-2026-002", 1),
        ("homes", 1),
        ("100%", 1),
        ("%", 1),
        ("_", 0),
        ("Übergang", 1),
        ("nothing of the kind", 0),
    ],
)
def test_the_register_is_searched_by_title_reference_and_service(
    make_assessment: Makers, session: Session, lead: Person, words: str, found: int
) -> None:
    for title in ("Parking permits", "100% of permits", "Übergang"):
        make_assessment(blank=True, title=title)
    session.scalars(select(Assessment).where(Assessment.title.like("100%"))).one().service = "Homes"
    assert register(session, lead, words=words)[1] == found


def test_the_register_is_narrowed_to_a_state(
    make_assessment: Makers, session: Session, lead: Person
) -> None:
    make_assessment(blank=True)
    withdrawn = make_assessment(State.WITHDRAWN, blank=True)
    shown, total = register(session, lead, state=State.WITHDRAWN)
    assert ([it.id for it in shown], total) == ([withdrawn.assessment.id], 1)


def test_a_colleague_is_added_by_email_and_may_then_write(
    context: AssessmentContext,
    session: Session,
    lead: Person,
    contributor: Person,
    reload_assessment: Any,
) -> None:
    email = f"  {contributor.email.upper()} "
    add_contributor(context, email=email, expertise="Transport", by=lead, now=NOW)
    again = reload_assessment(context)
    assert permissions.is_allowed(Permission.EDIT, contributor, again.assessment)
    event = history(session, again.assessment)[0]
    assert (event.action, event.note) == (Transition.ADD_CONTRIBUTOR, "Con Tributor: Transport")


def test_a_colleague_is_removed_and_may_be_added_again(
    context: AssessmentContext,
    session: Session,
    lead: Person,
    contributor: Person,
    reload_assessment: Any,
) -> None:
    for _ in range(2):
        add_contributor(context, email=contributor.email, expertise="", by=lead, now=NOW)
        remove_contributor(context, contributor.id, by=lead, now=NOW)
    again = reload_assessment(context)
    assert not permissions.is_allowed(Permission.READ, contributor, again.assessment)
    remove_contributor(again, contributor.id, by=lead, now=NOW)
    actions = [event.action for event in history(session, again.assessment)]
    assert actions.count(Transition.REMOVE_CONTRIBUTOR) == 2


def test_nobody_is_added_twice_or_without_being_known(
    context: AssessmentContext, session: Session, lead: Person, contributor: Person
) -> None:
    add_contributor(context, email=contributor.email, expertise="", by=lead, now=NOW)
    gone = add_person(session, "Gone Away", active=False)
    for email in (contributor.email, lead.email, gone.email, "nobody@example.org"):
        with pytest.raises(Invalid) as refused:
            add_contributor(context, email=email, expertise="", by=lead, now=NOW)
        assert list(refused.value.errors) == ["email"]


def test_a_contributor_does_not_choose_contributors(
    context: AssessmentContext, lead: Person, contributor: Person, stranger: Person
) -> None:
    add_contributor(context, email=contributor.email, expertise="", by=lead, now=NOW)
    with pytest.raises(Denied):
        add_contributor(context, email=stranger.email, expertise="", by=contributor, now=NOW)
    with pytest.raises(Denied):
        remove_contributor(context, contributor.id, by=contributor, now=NOW)


def test_somebody_who_has_left_is_still_named_in_answers_and_not_offered(
    context: AssessmentContext, session: Session, stranger: Person, reload_assessment: Any
) -> None:
    question = context.edition.questions["contact"]
    stranger.is_active = False
    again = reload_assessment(context)
    assert again.choices.text(question, str(stranger.id)) == ["Sam Stranger"]
    assert str(stranger.id) not in [o.value for o in again.choices.options(question)]


def test_a_later_start_knows_the_local_groups_of_its_day(
    context: AssessmentContext, session: Session, tiny_forms: Forms, lead: Person
) -> None:
    changed = Forms(tiny_forms.folder, tiny_forms.council_id)
    later = NOW + timedelta(days=1)
    context.assessment.local_groups = []
    session.flush()
    new = start(session, changed, title="Next", by=lead, now=later, id_=uuid4())
    old = load_assessment(session, changed, context.assessment.id)
    assert ([g.local for g in new.groups], [g.local for g in old.groups]) == (
        [False, False, False, True],
        [False, False, False],
    )
