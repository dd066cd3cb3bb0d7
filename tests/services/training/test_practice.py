"""Practice: it is written like an assessment, it is in no list, and nothing can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eia_app.domain.errors import BadFile, Denied, NotAllowed, NotFound
from eia_app.domain.journey.routing import Route
from eia_app.domain.notifications.kinds import NoticeKind
from eia_app.domain.snapshot import snapshot
from eia_app.domain.workflow.states import TRANSITIONS, State, Transition
from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment import event_log_check, inventory
from eia_app.services.assessment import register as assessment_register
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.assessment.references import find_by_reference
from eia_app.services.coach import findings
from eia_app.services.evidence import library as evidence_library
from eia_app.services.notifications.create import notify
from eia_app.services.snapshots import snapshots
from eia_app.services.training import practice
from eia_app.services.transfer import export as transfer_export
from eia_app.services.transfer import from_report
from eia_app.services.workflow import contributors, transitions
from eia_app.services.workflow import start as workflow_start
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import ReferenceCounter
from eia_app.storage.models.notifications import Notice
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers
from tests.training import CAREFUL, TOILETS, PracticeFactory


def test_its_references_are_a_series_of_their_own_and_the_real_one_has_no_gap(
    session: Session,
    forms: Forms,
    practice_factory: PracticeFactory,
    make_assessment: Makers,
    lead: Person,
) -> None:
    first = make_assessment(blank=True).assessment.reference
    made = [practice_factory.start(lead).assessment.reference for _ in range(2)]
    second = make_assessment(blank=True).assessment.reference
    assert (made, first[-3:], second[-3:]) == (["PRACTICE-001", "PRACTICE-002"], "001", "002")
    counters = session.execute(select(ReferenceCounter.year, ReferenceCounter.last))
    assert dict(counters.all()) == {0: 2, NOW.year: 2}


def test_it_begins_with_the_title_of_its_scenario_which_is_at_hand(
    practice_factory: PracticeFactory, forms: Forms, lead: Person
) -> None:
    context = practice_factory.start(lead, TOILETS)
    assert context.assessment.title == "Closing two of the three public toilets"
    assert practice.scenario_of(context) == practice.scenario(forms, TOILETS)


def test_who_brings_a_proposal_of_their_own_has_no_scenario(
    practice_factory: PracticeFactory, lead: Person
) -> None:
    context = practice_factory.start(lead, "")
    assert (context.assessment.title, practice.scenario_of(context)) == (
        practice.WITHOUT_A_SCENARIO,
        None,
    )


def test_a_real_assessment_has_no_scenario(make_assessment: Makers) -> None:
    assert practice.scenario_of(make_assessment(blank=True)) is None


def test_to_begin_twice_with_the_same_id_begins_one(
    session: Session, practice_factory: PracticeFactory, lead: Person
) -> None:
    id_ = uuid4()
    one, two = practice_factory.start(lead, id_=id_), practice_factory.start(lead, id_=id_)
    assert one.assessment is two.assessment
    assert len(practice.list_own(session, lead)) == 1


def test_nobody_begins_what_is_somebody_elses_or_real(
    practice_factory: PracticeFactory, make_assessment: Makers, lead: Person, stranger: Person
) -> None:
    real, theirs = make_assessment(blank=True), practice_factory.start(lead)
    for context, by in ((real, lead), (theirs, stranger)):
        with pytest.raises(Denied):
            practice_factory.start(by, id_=context.assessment.id)


def test_a_scenario_that_is_not_there_is_not_begun(
    practice_factory: PracticeFactory, lead: Person
) -> None:
    with pytest.raises(NotFound, match="no such scenario"):
        practice_factory.start(lead, "moon_landing")


def test_it_is_found_where_practice_is_looked_for_and_nowhere_else(
    session: Session,
    practice_factory: PracticeFactory,
    forms: Forms,
    lead: Person,
    equality_lead: Person,
) -> None:
    it = practice_factory.start(lead).assessment
    assert [each.it for each in practice.list_own(session, lead)] == [it]
    assert practice.list_own(session, equality_lead) == []
    for person in (lead, equality_lead):
        assert assessment_register.register(session, person) == ([], 0)
    assert inventory.all_assessments(session) == []
    assert inventory.is_empty(session)
    with pytest.raises(NotFound):
        find_by_reference(session, forms, it.reference)
    assert load_assessment(session, forms, it.id).assessment is it


def test_practice_is_never_exported(
    session: Session, practice_factory: PracticeFactory, lead: Person
) -> None:
    with pytest.raises(NotAllowed, match="not exported"):
        transfer_export.export(session, practice_factory.start(lead).assessment)


@pytest.mark.parametrize(
    "action", sorted(set(TRANSITIONS) - {Transition.WITHDRAW, Transition.RESTORE})
)
def test_no_step_can_be_taken_by_anybody(
    action: Transition,
    practice_factory: PracticeFactory,
    lead: Person,
    equality_lead: Person,
    head_of_service: Person,
) -> None:
    context = practice_factory.start(lead)
    for person in (lead, equality_lead, head_of_service):
        assert action not in transitions.available_transitions(context, person)
        with pytest.raises(Denied):
            apply_transition(context, TransitionRequest(action, "A reason"), by=person, now=NOW)


@pytest.mark.parametrize("state", sorted(set(State) - {State.DRAFT, State.WITHDRAWN}))
def test_the_database_itself_refuses_every_state_but_draft_and_put_away(
    state: State, session: Session, practice_factory: PracticeFactory, lead: Person
) -> None:
    it = practice_factory.start(lead).assessment
    change = text("UPDATE assessment SET state = :state WHERE reference = :reference")
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(change, {"state": state.value, "reference": it.reference})


def test_it_is_put_away_and_brought_back_without_a_reason_and_its_events_stay(
    session: Session, practice_factory: PracticeFactory, lead: Person, equality_lead: Person
) -> None:
    context, states = practice_factory.start(lead), []
    for action, by in ((Transition.WITHDRAW, equality_lead), (Transition.RESTORE, lead)):
        apply_transition(context, TransitionRequest(action), by=by, now=NOW)
        states.append(context.assessment.state)
    assert states == [State.WITHDRAWN, State.DRAFT]
    assert event_log_check.check(session).events == 3


def test_a_real_assessment_still_needs_a_reason_to_be_withdrawn(make_assessment: Makers) -> None:
    it = make_assessment(blank=True).assessment
    assert transitions.needs_reason(Transition.WITHDRAW, it)


@pytest.mark.parametrize("kind", NoticeKind)
def test_nobody_is_told_anything_of_it(
    kind: NoticeKind,
    session: Session,
    practice_factory: PracticeFactory,
    lead: Person,
    equality_lead: Person,
) -> None:
    it = practice_factory.start(lead).assessment
    notify(session, kind, it, [lead, equality_lead], by=None, now=NOW)
    assert session.scalars(select(Notice)).all() == []


EXPLAINED = "A ramp would be too steep for most who use a wheelchair, so they would turn back home."


def explain(context: AssessmentContext, groups: tuple[str, ...]) -> None:
    values = {"effect": ["neutral"], "explanation": EXPLAINED}
    for group in groups:
        by = context.assessment.lead
        save_answers(context, "effects", group, values, by=by, now=NOW)


@pytest.mark.parametrize("practised", [True, False])
def test_the_coach_compares_with_real_assessments_alone(
    practised: bool,
    session: Session,
    forms: Forms,
    practice_factory: PracticeFactory,
    lead: Person,
    stranger: Person,
) -> None:
    def real(by: Person) -> AssessmentContext:
        return workflow_start.start(session, forms, title="Real", by=by, now=NOW, id_=uuid4())

    other = practice_factory.start(stranger) if practised else real(stranger)
    mine = real(lead)
    for context in (other, mine):
        practice_factory.answer_quick_check(context)
        explain(context, ("age",))
    found = {each.finding.rule.id for each in findings.list_all(mine, now=NOW)}
    assert ("copied_text" in found) is not practised


def test_its_evidence_is_in_nobodys_library_and_it_may_use_the_library(
    session: Session,
    forms: Forms,
    practice_factory: PracticeFactory,
    lead: Person,
    equality_lead: Person,
) -> None:
    context = practice_factory.start(lead)
    practice_factory.answer_quick_check(context)
    values = {"fact": "A unicorn counted", "source": "A count"}
    save_row(context, "evidence", uuid4(), values, by=lead, now=NOW)
    for person in (lead, equality_lead):
        found = evidence_library.facts(session, forms, person, today=NOW.date())
        assert found == ([], 0)
    it = context.assessment
    assert evidence_library.open_to(session, lead) == []
    assert evidence_library.open_to(session, lead, it.id) == [it]
    assert evidence_library.open_to(session, equality_lead, it.id) == []


def test_only_the_record_of_practice_says_that_it_is_practice(
    practice_factory: PracticeFactory, make_assessment: Makers, lead: Person
) -> None:
    assert snapshots.take(practice_factory.start(lead))["practice"] is True
    assert "practice" not in snapshots.take(make_assessment(blank=True))


def test_its_record_does_not_become_an_assessment(
    session: Session, forms: Forms, practice_factory: PracticeFactory, lead: Person
) -> None:
    record = snapshots.take(practice_factory.start(lead))
    with pytest.raises(BadFile, match="written for practice and is no assessment"):
        from_report.rebuild(session, forms, record, lead=lead, now=NOW, id_=uuid4())


def test_the_hash_of_a_real_record_is_of_the_keys_that_it_always_had(
    make_assessment: Makers,
) -> None:
    taken = snapshots.take(make_assessment(blank=True))
    assert set(taken) == {
        "format", "reference", "version", "title", "service", "council", "edition", "people",
        "dates", "route", "meaning", "effects", "parts",
    }  # fmt: skip
    assert snapshot.sha256(snapshot.canonical(taken))


@pytest.mark.parametrize("scenario", CAREFUL)
def test_who_reads_a_scenario_with_care_comes_to_the_route_that_it_is_made_for(
    scenario: str, practice_factory: PracticeFactory, forms: Forms, lead: Person
) -> None:
    context = practice_factory.start(lead, scenario)
    practice_factory.answer_quick_check(context, scenario)
    assert context.assessment.route is Route(practice.scenario(forms, scenario).route)


def test_each_route_has_a_scenario(forms: Forms) -> None:
    found = practice.scenarios(forms)
    assert [each.route for each in found] == list(Route)
    assert [each.id for each in found] == list(CAREFUL)


def test_it_is_read_by_its_own_people_and_the_equality_lead(
    practice_factory: PracticeFactory,
    lead: Person,
    contributor: Person,
    reload_assessment: Callable[[AssessmentContext], AssessmentContext],
) -> None:
    context = practice_factory.start(lead)
    contributors.add_contributor(context, email=contributor.email, expertise="", by=lead, now=NOW)
    assert [each.it.id for each in practice.list_own(context.session, contributor)] == [
        reload_assessment(context).assessment.id
    ]
