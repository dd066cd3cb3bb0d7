"""One assessment leaves as a file and comes in again exactly as it was, or not at all."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from eia_app.domain.questionnaire.answers import Value
from eia_app.domain.questionnaire.model import AnswerType, Question, SectionKind
from eia_app.domain.roles import Role
from eia_app.domain.text.clean import clean, is_blank
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers.rows import remove_row, save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.transfer import export as transfer_export
from eia_app.services.transfer.schema import PARTS
from eia_app.services.workflow import start as workflow_start
from eia_app.storage.base import Base
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.factories import NOW, Clock, Makers, add_person
from tests.services.database_transfer import export_text, import_text, rolled_back_session
from tests.services.queue.assessment_histories import add_history, add_review

Json = dict[str, Any]
# Made again from what is in the file; or somebody's own; or of a meeting and not of an assessment;
# or of practice, which is not exported.
MADE_AGAIN = {"notice", "private_note", "pack_part", "exercise"}


@pytest.mark.parametrize("state", list(State))
def test_an_assessment_in_any_state_comes_back_exactly(
    state: State, session: Session, other_session: Session, make_assessment: Makers
) -> None:
    context = make_assessment(state)
    before = export_text(session, context.assessment)
    after = import_text(other_session, before)
    assert export_text(other_session, after) == before


def test_everything_that_happened_to_a_draft_comes_back_exactly(
    session: Session, other_session: Session, make_assessment: Makers
) -> None:
    context = add_review(add_history(make_assessment(), make_assessment), make_assessment)
    before = export_text(session, context.assessment)
    raw = json.loads(before)
    assert [part.name for part in PARTS if not raw[part.name]] == [
        "sign_offs",
        "orphaned_answers",
    ]
    assert export_text(other_session, import_text(other_session, before)) == before


def test_a_second_version_brings_both_snapshots_and_the_signature(
    session: Session, other_session: Session, make_assessment: Makers
) -> None:
    context = make_assessment(State.DECIDED)
    make_assessment.step(context, Transition.REOPEN)
    make_assessment.step(context, Transition.SUBMIT)
    before = export_text(session, context.assessment)
    raw = json.loads(before)
    assert [len(raw["snapshots"]), len(raw["sign_offs"]), raw["assessment"]["version"]] == [2, 1, 2]
    assert export_text(other_session, import_text(other_session, before)) == before


def test_an_imported_assessment_is_opened_and_worked_on_like_any_other(
    session: Session, other_session: Session, make_assessment: Makers, tiny_forms: Forms
) -> None:
    context = make_assessment()
    import_text(other_session, export_text(session, context.assessment))
    again = load_assessment(other_session, tiny_forms, context.assessment.id)
    assert again.answers == context.answers
    assert [task.status for task in again.journey.tasks] == [
        task.status for task in context.journey.tasks
    ]
    lead = again.assessment.lead
    lead.is_active = True
    save_answers(again, "proposal", None, {"summary": "New words"}, by=lead, now=NOW)
    assert again.answers.get("summary") == "New words"


# Generated answers

# As a form would have kept them: see tests/services/transfer/test_limits.py for what it would not.
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40).map(clean)
TITLES = WORDS.filter(lambda text: not is_blank(text))


def some_value(question: Question) -> st.SearchStrategy[Value | None]:
    options = [option.value for option in question.options] or ["another"]
    least, most = question.at_least or 0, question.at_most or 10**9
    some: dict[AnswerType, st.SearchStrategy[Any]] = {
        AnswerType.NUMBER: st.integers(least, most) | st.floats(least, most),
        AnswerType.LINK: st.just("https://example.org/"),
        AnswerType.DATE: st.dates().map(str),
        AnswerType.CHOOSE_ONE: st.sampled_from(options),
        AnswerType.CHOOSE_MANY: st.lists(st.sampled_from(options), unique=True),
        AnswerType.CHOOSE_ROWS: st.lists(st.uuids().map(str), max_size=2),
        AnswerType.EACH_CHOICE: st.dictionaries(WORDS, st.sampled_from(options), max_size=3),
        AnswerType.PERSON: st.none(),
    }
    return some.get(question.type, WORDS) | st.none()


def do_something(draw: st.DataObject, context: AssessmentContext, by: Person, clock: Clock) -> None:
    """Save one page, or add, change or remove one row."""
    section = draw.draw(st.sampled_from(context.edition.sections))
    questions = draw.draw(st.lists(st.sampled_from(section.questions), unique=True, max_size=4))
    values = {question.id: draw.draw(some_value(question)) for question in questions}
    if section.kind is SectionKind.LIST:
        known = [row.id for row in context.rows.values() if row.section == section.id]
        same, fresh = draw.draw(st.booleans()), draw.draw(st.uuids())
        row_id = known[0] if known and same else fresh
        takes_out = draw.draw(st.booleans())
        if row_id in known and takes_out:
            remove_row(context, row_id, by=by, now=clock())
        else:
            seen = context.rows[row_id].revision if row_id in known else 0
            save_row(context, section.id, row_id, values, by=by, now=clock(), seen=seen)
        return
    group = None
    if section.kind is SectionKind.EACH_GROUP:
        group = draw.draw(st.sampled_from([each.id for each in context.groups]))
    save_answers(context, section.id, group, values, by=by, now=clock())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(draw=st.data())
def test_whatever_is_answered_in_whatever_order_comes_back_exactly(
    draw: st.DataObject, engine: Engine, other_engine: Engine, tiny_forms: Forms
) -> None:
    with rolled_back_session(engine) as here, rolled_back_session(other_engine) as there:
        lead, clock = add_person(here, "Lee Lead"), Clock()
        context = workflow_start.start(
            here, tiny_forms, title=draw.draw(TITLES), by=lead, now=clock(), id_=uuid4()
        )
        for _ in range(draw.draw(st.integers(0, 8))):
            do_something(draw, context, lead, clock)
        before = export_text(here, context.assessment)
        assert export_text(there, import_text(there, before)) == before


# People


def test_people_are_known_by_email_and_keep_what_they_may_do(
    session: Session, other_session: Session, make_assessment: Makers
) -> None:
    context = add_history(make_assessment(), make_assessment)
    helper = add_person(other_session, "Hal Per", Role.CHAMPION)
    assessment = import_text(other_session, export_text(session, context.assessment))
    assert assessment.contributor_ids == [helper.id]
    assert (helper.roles, helper.is_active) == (frozenset({Role.CHAMPION}), True)


def test_an_answer_that_names_a_person_names_the_same_person_here(
    session: Session, other_session: Session, make_assessment: Makers, tiny_forms: Forms
) -> None:
    context = add_history(make_assessment(), make_assessment)
    helper = add_person(other_session, "Hal Per")
    assessment = import_text(other_session, export_text(session, context.assessment))
    again = load_assessment(other_session, tiny_forms, assessment.id)
    assert again.answers.get("contact") == str(helper.id)


def test_somebody_nobody_knows_here_cannot_sign_in_and_has_no_role(
    session: Session, other_session: Session, make_assessment: Makers
) -> None:
    context = make_assessment(State.SIGNED_OFF)
    import_text(other_session, export_text(session, context.assessment))
    people = other_session.scalars(select(Person).order_by(Person.name)).all()
    assert [(p.name, p.is_active, p.password_hash, list(p.roles)) for p in people] == [
        ("Hana Head", False, None, []),
        ("Lee Lead", False, None, []),
    ]


def test_a_file_holds_no_password_and_no_role(session: Session, make_assessment: Makers) -> None:
    context = make_assessment(State.SIGNED_OFF)
    make_assessment.lead.password_hash = "a secret hash"
    raw = transfer_export.export(session, context.assessment)
    assert {tuple(person) for person in raw["people"]} == {
        ("id", "email", "name", "job_title", "service")
    }
    assert "a secret hash" not in transfer_export.as_text(raw)


def test_a_file_holds_nobodys_private_notes(session: Session, make_assessment: Makers) -> None:
    context = add_review(add_history(make_assessment(), make_assessment), make_assessment)
    written = export_text(session, context.assessment)
    assert "Why?" in written
    assert "For my eyes only" not in written


def test_every_table_of_an_assessment_is_in_the_file() -> None:
    theirs = {t.name for t in Base.metadata.tables.values() if "assessment_id" in t.columns}
    assert {part.table.name for part in PARTS} == theirs - MADE_AGAIN


def test_the_format_is_documented_key_by_key() -> None:
    described = transfer_export.__doc__ or ""
    missing = [
        f"{part.name}.{key}"
        for part in PARTS
        for key in (part.name, *part.columns)
        if f"`{key}`" not in described
    ]
    assert missing == []


def test_ids_stay_the_same(
    session: Session, other_session: Session, make_assessment: Makers
) -> None:
    context = make_assessment()
    again = import_text(other_session, export_text(session, context.assessment))
    assert again.id == context.assessment.id
