"""What the coach finds in stored assessments, reasons that lapse, and actions that it begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.coach.rule import Finding
from eia_app.domain.errors import Denied, Invalid, NotAllowed, NotFound, NotReady
from eia_app.domain.workflow.states import Transition
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.coach import findings
from eia_app.services.snapshots import snapshots
from eia_app.services.workflow.transitions import TransitionRequest, apply_transition
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.dismissed_findings import DismissedFinding
from eia_app.storage.models.people import Person
from tests.factories import NOW, Clock, Makers
from tests.services.coach.coach_assessments import (
    GENERIC_TEXT,
    VAGUE_TEXT,
    add_row,
    save_effect,
    save_neutral_effects,
    start_with_quick_check,
)

SERIOUS = {"severity": "high", "likelihood": "high"}
WORSE = {
    "severity": "low",
    "likelihood": "low",
    "know": "Two hundred people use it.",
    "told": "They told us that they need it.",
    "mitigation": "We will look for another way.",
}


@pytest.fixture
def draft(session: Session, forms: Forms, lead: Person) -> AssessmentContext:
    return start_with_quick_check(session, forms, lead)


def noticed(context: AssessmentContext, rule: str) -> list[Finding]:
    found = findings.list_all(context, now=NOW)
    return [each.finding for each in found if each.finding.rule.id == rule]


def is_kept(context: AssessmentContext, rule: str) -> list[str | None]:
    found = findings.list_all(context, now=NOW)
    return [e.kept.reason if e.kept else None for e in found if e.finding.rule.id == rule]


def test_a_reason_keeps_a_finding_until_its_text_changes(
    draft: AssessmentContext, lead: Person
) -> None:
    save_effect(draft, "age", "neutral", explanation=VAGUE_TEXT)
    (only,) = noticed(draft, "thin_reason")
    findings.dismiss(draft, only.key, " It is about gates. ", by=lead, now=NOW)
    assert is_kept(draft, "thin_reason") == ["It is about gates."]
    save_effect(draft, "age", "neutral", explanation="Age makes no odds at all.")
    assert is_kept(draft, "thin_reason") == [None]
    save_effect(draft, "age", "neutral", explanation=VAGUE_TEXT)
    assert is_kept(draft, "thin_reason") == ["It is about gates."]


def test_the_newest_reason_counts(draft: AssessmentContext, lead: Person) -> None:
    save_effect(draft, "age", "neutral", explanation=VAGUE_TEXT)
    (only,) = noticed(draft, "thin_reason")
    clock = Clock()
    for reason in ("First", "Second"):
        findings.dismiss(draft, only.key, reason, by=lead, now=clock())
    assert is_kept(draft, "thin_reason") == ["Second"]


def test_a_date_that_is_kept_is_kept_whichever_rule_looks_at_it(
    draft: AssessmentContext, lead: Person
) -> None:
    soon = {
        "decision_body": "cabinet",
        "decision_date": (NOW + timedelta(days=3)).date().isoformat(),
    }
    save_answers(draft, "decision", None, soon, by=lead, now=NOW)
    (near,) = noticed(draft, "decision_too_near")
    findings.dismiss(draft, near.key, "It is urgent.", by=lead, now=NOW)
    later = NOW + timedelta(days=30)
    kept = [
        noted.kept
        for noted in findings.list_all(draft, now=later)
        if noted.finding.rule.id == "decision_passed"
    ]
    assert [dismissed and dismissed.reason for dismissed in kept] == ["It is urgent."]


def test_what_was_kept_says_what_was_pointed_out_and_where(
    draft: AssessmentContext, lead: Person
) -> None:
    save_effect(draft, "age", "neutral", explanation=VAGUE_TEXT)
    (only,) = noticed(draft, "thin_reason")
    findings.dismiss(draft, only.key, "Gates", by=lead, now=NOW)
    (kept,) = draft.session.scalars(select(DismissedFinding))
    assert (kept.rule, kept.place, kept.sentence) == ("thin_reason", only.place, only.sentence)
    assert (kept.by_id, kept.at) == (lead.id, NOW)


def test_what_is_kept_is_in_the_snapshot_that_is_stored(
    draft: AssessmentContext, lead: Person
) -> None:
    save_effect(draft, "age", "neutral", explanation=VAGUE_TEXT)
    (only,) = noticed(draft, "thin_reason")
    findings.dismiss(draft, only.key, "Gates", by=lead, now=NOW)
    stored = snapshots.content(snapshots.store(draft, by=lead, now=NOW))
    assert stored["coach"] == [
        {
            "rule": "thin_reason",
            "place": "Age",
            "sentence": only.sentence,
            "reason": "Gates",
            "by": "Lee Lead’s job",
            "at": NOW.isoformat(),
        }
    ]
    save_effect(draft, "age", "neutral", explanation="Another text altogether.")
    assert "coach" not in snapshots.take(draft, now=NOW)


def test_a_reason_is_needed_and_only_from_who_may_edit(
    draft: AssessmentContext, lead: Person, stranger: Person
) -> None:
    save_effect(draft, "age", "neutral", explanation=VAGUE_TEXT)
    (only,) = noticed(draft, "thin_reason")
    with pytest.raises(Invalid):
        findings.dismiss(draft, only.key, "  ", by=lead, now=NOW)
    with pytest.raises(Denied):
        findings.dismiss(draft, only.key, "Because", by=stranger, now=NOW)
    with pytest.raises(NotFound):
        findings.dismiss(draft, "fnothing", "Because", by=lead, now=NOW)


def test_what_must_be_put_right_cannot_be_kept(draft: AssessmentContext, lead: Person) -> None:
    save_effect(draft, "age", "negative", **SERIOUS)
    (only,) = noticed(draft, "serious_unanswered")
    with pytest.raises(NotAllowed):
        findings.dismiss(draft, only.key, "Because", by=lead, now=NOW)


def test_text_of_another_assessment_is_recognised(
    draft: AssessmentContext, session: Session, forms: Forms, lead: Person
) -> None:
    text = "Older people who pay in cash would have to travel two miles to the next office."
    save_effect(start_with_quick_check(session, forms, lead), "sex", "neutral", explanation=text)
    save_effect(draft, "age", "neutral", explanation=text)
    (only,) = noticed(draft, "copied_text")
    assert only.place.group == "age"


def test_an_assessment_is_not_a_copy_of_itself(draft: AssessmentContext) -> None:
    text = "Older people who pay in cash would have to travel two miles to the next office."
    save_effect(draft, "age", "neutral", explanation=text)
    save_effect(draft, "sex", "neutral", explanation=text)
    assert noticed(draft, "copied_text") == []


def test_each_section_counts_what_is_open_without_tips(
    draft: AssessmentContext, lead: Person
) -> None:
    save_effect(draft, "age", "neutral", explanation=VAGUE_TEXT)
    save_effect(draft, "sex", "neutral", explanation=GENERIC_TEXT)
    add_row(draft, "gaps", {"gap": "We do not record whether users are carers"})
    counted = findings.in_sections(draft, now=NOW)
    assert counted == {("effects", "age"): 2, ("effects", "sex"): 2}
    (only,) = noticed(draft, "thin_reason")
    findings.dismiss(draft, only.key, "Gates", by=lead, now=NOW)
    assert findings.in_sections(draft, now=NOW)["effects", "age"] == 1


def test_a_page_has_what_is_about_its_questions_and_not_kept(
    draft: AssessmentContext, lead: Person
) -> None:
    save_effect(draft, "age", "neutral", explanation=VAGUE_TEXT)
    task = draft.journey.task("effects", "age")
    assert task is not None
    found = findings.on_page(draft, task, task.section.questions, now=NOW)
    assert [each.rule.id for each in found] == ["no_evidence", "thin_reason"]
    findings.dismiss(draft, found[1].key, "Gates", by=lead, now=NOW)
    left = findings.on_page(draft, task, task.section.questions, now=NOW)
    assert [each.rule.id for each in left] == ["no_evidence"]
    assert findings.on_page(draft, task, [], now=NOW) == []


def test_a_row_has_what_is_about_it_and_its_list_has_not(draft: AssessmentContext) -> None:
    row = add_row(draft, "gaps", {"gap": "We do not record whether users are carers"})
    task = draft.journey.task("gaps")
    assert task is not None
    asked = task.section.questions
    of_row = findings.on_page(draft, task, asked, now=NOW, row=row)
    assert [each.rule.id for each in of_row] == ["gap_without_action"]
    assert findings.on_page(draft, task, asked, now=NOW) == []
    assert findings.on_page(draft, task, asked, now=NOW, row=uuid4()) == []


def test_a_suggested_action_is_begun_once_with_its_issue_and_group(
    draft: AssessmentContext, lead: Person
) -> None:
    save_neutral_effects(draft)
    save_effect(draft, "age", "negative", explanation=VAGUE_TEXT, **WORSE)
    (only,) = findings.suggested(draft, now=NOW)
    row = uuid4()
    for _ in range(2):
        findings.begin_action(draft, only.id, row, by=lead, now=NOW)
    actions = draft.journey.answers.rows["action_plan"]
    assert [(each.id, dict(each.values)) for each in actions] == [
        (str(row), {"action_issue": f"Age: {VAGUE_TEXT}", "action_groups": ["age"]})
    ]
    assert findings.suggested(draft, now=NOW) == []


def test_what_was_not_sent_back_is_not_counted(draft: AssessmentContext) -> None:
    save_neutral_effects(draft)
    save_effect(draft, "age", "neutral", explanation=VAGUE_TEXT)
    assert ("effects", "age") in findings.in_sections(draft, now=NOW)
    draft.content = replace(draft.content, only=(("proposal", None),))
    assert ("effects", "age") not in findings.in_sections(draft, now=NOW)


def test_what_must_be_put_right_can_be_though_it_was_not_sent_back(
    draft: AssessmentContext,
) -> None:
    save_neutral_effects(draft)
    save_effect(draft, "age", "negative", explanation=VAGUE_TEXT, **{**WORSE, **SERIOUS})
    draft.content = replace(draft.content, only=(("proposal", None),))
    assert len(findings.must_fix(draft, now=NOW)) == 1
    assert not draft.journey.is_locked("effects", "age")
    assert not draft.journey.is_locked("action_plan")


def test_nothing_is_suggested_before_every_group_has_been_considered(
    draft: AssessmentContext,
) -> None:
    save_effect(draft, "age", "negative", explanation=VAGUE_TEXT, **WORSE)
    assert findings.suggested(draft, now=NOW) == []


def test_an_action_that_is_not_suggested_is_not_begun(
    draft: AssessmentContext, lead: Person, stranger: Person
) -> None:
    with pytest.raises(NotFound):
        findings.begin_action(draft, "group-age", uuid4(), by=lead, now=NOW)
    with pytest.raises(Denied):
        findings.begin_action(draft, "group-age", uuid4(), by=stranger, now=NOW)


def test_a_submit_is_refused_with_what_must_be_put_right(
    make_assessment: Makers, session: Session, forms: Forms, lead: Person
) -> None:
    context = start_with_quick_check(session, forms, lead)
    serious = {**SERIOUS, "effect": ["negative"], "outcome": "continue", "title": "A bus"}
    made = Makers(session, forms, lead, make_assessment.equality_lead, make_assessment.lead)
    made.answer_everything(context, serious)
    context = load_assessment(session, forms, context.assessment.id)
    assert context.journey.is_complete
    with pytest.raises(NotReady) as refused:
        apply_transition(context, TransitionRequest(Transition.SUBMIT), by=lead, now=NOW)
    assert list(refused.value.missing) == findings.must_fix(context, now=NOW)
    assert len(refused.value.missing) > 0
