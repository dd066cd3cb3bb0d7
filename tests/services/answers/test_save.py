"""Saving pages: what is kept, what was before, and what two people may do to one section."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, NotAllowed, Stale
from eia_app.domain.workflow.states import State
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.workflow.contributors import add_contributor
from eia_app.storage.models.assessment import Answer, ReplacedValue
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def context(make_assessment: Makers) -> AssessmentContext:
    return make_assessment(blank=True)


def save(context: AssessmentContext, by: Person, seen: int | None = None, **values: Any) -> None:
    save_answers(context, "proposal", None, values, by=by, now=LATER, seen=seen)


def replaced(session: Session) -> list[tuple[str, Any, str]]:
    """What was replaced, in order: question, old value, who wrote it."""
    found = session.scalars(select(ReplacedValue).order_by(ReplacedValue.id))
    return [(each.question, each.value, session.get_one(Person, each.by_id).name) for each in found]


def colleague(
    context: AssessmentContext, session: Session, lead: Person, contributor: Person
) -> Person:
    add_contributor(context, email=contributor.email, expertise="", by=lead, now=NOW)
    return contributor


def test_a_saved_page_is_there_when_it_is_opened_again(
    context: AssessmentContext, lead: Person, reload_assessment: Any
) -> None:
    save(context, lead, summary="Fees rise", service="Parking", cost=20, starts="2026-09-30")
    again = reload_assessment(context)
    assert {q: again.answers.get(q) for q in ("summary", "service", "cost", "starts")} == {
        "summary": "Fees rise",
        "service": "Parking",
        "cost": 20,
        "starts": "2026-09-30",
    }
    assert again.revision("proposal", None) == 2
    assert again.assessment.changed_at == LATER


def test_every_kind_of_value_comes_back_as_it_was(
    context: AssessmentContext, lead: Person, reload_assessment: Any
) -> None:
    values = {"q_groups": ["age", "carers"], "q_direction": {"age": "better"}, "q_depth": "small"}
    save_answers(context, "quick_check", None, values, by=lead, now=LATER)
    again = reload_assessment(context)
    assert {q: again.answers.get(q) for q in values} == values


def test_a_replaced_value_is_kept_with_who_wrote_it(
    context: AssessmentContext, session: Session, lead: Person, contributor: Person
) -> None:
    other = colleague(context, session, lead, contributor)
    save(context, lead, summary="First")
    save(context, other, summary="Second")
    save(context, lead, summary=None)
    assert replaced(session) == [
        ("summary", "First", "Lee Lead"),
        ("summary", "Second", "Con Tributor"),
    ]
    assert context.answers.get("summary") is None


def test_an_answer_that_was_taken_away_can_be_given_again(
    context: AssessmentContext, lead: Person, reload_assessment: Any
) -> None:
    save(context, lead, summary="First")
    save(context, lead, summary="")
    save(context, lead, summary="Again")
    assert reload_assessment(context).answers.get("summary") == "Again"


def test_saving_what_is_already_there_changes_nothing(
    context: AssessmentContext, session: Session, lead: Person
) -> None:
    save(context, lead, summary="First", cost=None, starts="")
    before = (context.revision("proposal", None), context.assessment.revision)
    save(context, lead, summary="First", cost=None, starts=None)
    assert (context.revision("proposal", None), context.assessment.revision) == before
    assert replaced(session) == []


def test_saving_an_empty_page_for_the_first_time_marks_the_task_as_begun(
    context: AssessmentContext, lead: Person
) -> None:
    save_answers(context, "conclusion", None, {"outcome": None}, by=lead, now=LATER)
    assert context.revision("conclusion", None) == 1


def test_groups_are_saved_apart(context: AssessmentContext, lead: Person, session: Session) -> None:
    for group, effect in (("age", ["negative"]), ("carers", ["neutral"])):
        save_answers(context, "effects", group, {"effect": effect}, by=lead, now=LATER)
    found = session.scalars(select(Answer).where(Answer.question == "effect"))
    assert {answer.group_id: answer.value for answer in found} == {
        "age": ["negative"],
        "carers": ["neutral"],
    }
    assert (context.revision("effects", "age"), context.revision("effects", "disability")) == (1, 0)


def test_a_stale_save_is_told_of_every_question_that_both_changed(
    context: AssessmentContext,
    session: Session,
    lead: Person,
    contributor: Person,
    reload_assessment: Any,
) -> None:
    other = colleague(context, session, lead, contributor)
    save(context, lead, summary="Drawn", service="Parking")
    seen = context.revision("proposal", None)
    save(context, other, summary="Theirs", service="Parking", staff="no")
    with pytest.raises(Stale) as stale:
        save(context, lead, seen, summary="Mine", service="Parking", staff=None)
    assert [(c.question, c.theirs, c.yours) for c in stale.value.clashes] == [
        ("summary", "Theirs", "Mine")
    ]
    assert (stale.value.revision, stale.value.saved_by) == (seen + 1, "Con Tributor")
    assert reload_assessment(context).answers.get("summary") == "Theirs"


def test_after_a_clash_the_person_may_save_with_the_new_revision(
    context: AssessmentContext, lead: Person
) -> None:
    save(context, lead, 1, summary="Theirs")
    with pytest.raises(Stale) as stale:
        save(context, lead, 1, summary="Mine")
    save(context, lead, stale.value.revision, summary="Mine after all")
    assert context.answers.get("summary") == "Mine after all"


@pytest.mark.parametrize("drawn", ["Drawn", "", None])
def test_untouched_questions_of_a_stale_page_do_not_clash_and_keep_what_others_saved(
    context: AssessmentContext, lead: Person, drawn: str | None
) -> None:
    save(context, lead, summary=drawn)
    seen = context.revision("proposal", None)
    save(context, lead, summary="Theirs", staff="yes")
    save(context, lead, seen, summary=drawn, staff=None, service="Housing")
    assert {q: context.answers.get(q) for q in ("summary", "staff", "service")} == {
        "summary": "Theirs",
        "staff": "yes",
        "service": "Housing",
    }


def test_what_was_taken_away_and_given_again_does_not_clash_with_an_empty_page(
    context: AssessmentContext, lead: Person
) -> None:
    save(context, lead, summary="First")
    save(context, lead, summary="")
    seen = context.revision("proposal", None)
    save(context, lead, summary="Theirs")
    save(context, lead, seen, summary=None, service="Housing")
    assert context.answers.get("summary") == "Theirs"


def test_a_page_that_is_two_saves_old_is_compared_with_what_it_showed(
    context: AssessmentContext, lead: Person
) -> None:
    for text in ("One", "Two", "Three"):
        save(context, lead, summary=text)
    seen_one, seen_two = 2, 3
    save(context, lead, seen_two, summary="Two", service="Housing")
    assert context.answers.get("summary") == "Three"
    with pytest.raises(Stale):
        save(context, lead, seen_one, summary="Two")


def test_both_saving_the_same_words_is_no_clash(context: AssessmentContext, lead: Person) -> None:
    seen = context.revision("proposal", None)
    save(context, lead, summary="Same")
    save(context, lead, seen, summary="Same")
    assert context.answers.get("summary") == "Same"


def test_two_people_on_two_pages_of_one_section_do_not_collide(
    context: AssessmentContext, session: Session, lead: Person, contributor: Person
) -> None:
    other = colleague(context, session, lead, contributor)
    seen = context.revision("proposal", None)
    save(context, lead, seen, title="Permits", summary="Fees rise")
    save(context, other, seen, service="Parking", staff="no")
    assert [context.answers.get(q) for q in ("summary", "service")] == ["Fees rise", "Parking"]


@pytest.mark.parametrize("state", [s for s in State if s not in {"draft", "changes_requested"}])
def test_an_assessment_that_is_not_being_written_cannot_be_saved(
    make_assessment: Makers, lead: Person, state: State
) -> None:
    with pytest.raises(NotAllowed):
        save(make_assessment(state), lead, summary="Too late")


def test_only_those_who_work_on_it_save(
    context: AssessmentContext, stranger: Person, equality_lead: Person
) -> None:
    for person in (stranger, equality_lead):
        with pytest.raises(Denied):
            save(context, person, summary="Let me")
