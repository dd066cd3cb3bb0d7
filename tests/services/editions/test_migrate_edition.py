"""A draft is carried over to a newer edition, and nothing that was answered is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, NotAllowed, NotFound
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers import orphaned_answers
from eia_app.services.answers.rows import remove_row, save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.editions import migrate_edition
from eia_app.services.snapshots import attachments as downloadable
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests.attachments.making_files import put_file
from tests.editions import NEXT_EDITION_CHANGES, add_next_edition
from tests.factories import NOW, Makers, history
from tests.services.database_transfer import export_text, import_text

SUMMARY = "Permits cost more."
STAFF = 'ask = "Are staff affected?"\ntype = "choose_'
ANOTHER_TYPE = {"sections/01-proposal.toml": [(f"{STAFF}one", f"{STAFF}many")]}
FACT_IS_GONE = [
    ('id = "fact"', 'id = "fact_found"'),
    ('summary = ["fact"', 'summary = ["fact_found"'),
]
LATER = NOW + timedelta(days=1)
NIGHT = """
[[group]]
id = "night"
title = "Night workers"
people = "people who work at night"
on = true
"""


@pytest.fixture
def forms_here(tiny_folder: Path) -> Forms:
    return Forms(tiny_folder, "testing")


@pytest.fixture
def makers(make_assessment: Makers, forms_here: Forms) -> Makers:
    make_assessment.forms = forms_here
    return make_assessment


@pytest.fixture
def draft(makers: Makers) -> AssessmentContext:
    """A complete draft of the edition that there is, before the next one is added."""
    context = makers(summary=SUMMARY)
    save_answers(context, "proposal", None, {"cost": 400}, by=makers.lead, now=NOW)
    return context


@pytest.fixture
def carried(draft: AssessmentContext, forms_here: Forms, lead: Person) -> AssessmentContext:
    add_next_edition(forms_here)
    migrate_edition.carry_over(draft, NEXT_EDITION_CHANGES, by=lead, now=NOW)
    draft.session.expire_all()
    return load_assessment(draft.session, forms_here, draft.assessment.id)


def test_a_draft_stays_on_its_edition_until_somebody_carries_it_over(
    draft: AssessmentContext, forms_here: Forms, makers: Makers
) -> None:
    assert migrate_edition.newer(draft) == ""
    add_next_edition(forms_here)
    again = load_assessment(draft.session, forms_here, draft.assessment.id)
    assert (again.frozen.name, migrate_edition.newer(again)) == ("eia/2030-1", NEXT_EDITION_CHANGES)
    assert again.journey.is_complete
    assert makers(blank=True).frozen.name == NEXT_EDITION_CHANGES


def test_the_plan_says_what_would_happen_and_does_nothing(
    draft: AssessmentContext, forms_here: Forms
) -> None:
    add_next_edition(forms_here)
    plan = migrate_edition.plan(draft)
    assert [(line.place, line.ask, line.text) for line in plan.gone] == [
        ("The proposal", "What would it cost?", ["400"])
    ]
    assert [(line.text, line.notes) for line in plan.reworded] == [
        ([SUMMARY], ["Now: What would be different?"])
    ]
    assert plan.new == [("The proposal", "Why now?")]
    assert plan.kept > 10
    assert (draft.frozen.name, orphaned_answers.of(draft.session, draft.assessment.id)) == (
        "eia/2030-1",
        [],
    )


def test_the_plan_names_groups_that_are_new_and_questions_that_wait_for_another_answer(
    makers: Makers, forms_here: Forms, lead: Person
) -> None:
    context = makers()
    save_answers(context, "proposal", None, {"cost": 400, "staff": "no"}, by=lead, now=NOW)
    add_next_edition(forms_here, ANOTHER_TYPE)
    council = forms_here.folder / "councils" / "testing.toml"
    council.write_text(council.read_text(encoding="utf-8") + NIGHT, encoding="utf-8")
    again = load_assessment(
        context.session, Forms(forms_here.folder, "testing"), context.assessment.id
    )
    plan = migrate_edition.plan(again)
    assert plan.groups == ["Night workers"]
    assert {line.ask: line.notes for line in plan.gone} == {
        "What would it cost?": [],
        "Are staff affected?": [orphaned_answers.ASKED_AGAIN],
    }
    migrate_edition.carry_over(again, NEXT_EDITION_CHANGES, by=lead, now=NOW)
    assert [list(line.notes) for line in orphaned_answers.lines(again)] == [
        [orphaned_answers.ASKED_AGAIN],
        [],
    ]
    save_answers(again, "proposal", None, {"staff": ["no"]}, by=lead, now=NOW)
    assert [list(line.notes) for line in orphaned_answers.lines(again)] == [[], []]
    assert orphaned_answers.count(again) == 2
    assert again.journey.task("effects", "night") is not None


def test_every_answer_is_kept_or_shown_and_what_is_reworded_is_to_be_confirmed(
    carried: AssessmentContext, lead: Person
) -> None:
    assert carried.frozen.name == NEXT_EDITION_CHANGES
    assert carried.to_confirm.answers == {(None, "summary")}
    assert carried.answers.get("summary") == SUMMARY
    assert carried.answers.get("cost") is None
    kept = orphaned_answers.of(carried.session, carried.assessment.id)
    assert [(each.edition, each.ask, each.text, each.value) for each in kept] == [
        ("eia/2030-1", "What would it cost?", ["400"], 400)
    ]
    assert [each.by_id for each in kept] == [lead.id]
    missing = [(each.question, each.carried) for each in carried.journey.missing]
    assert missing == [("summary", True), ("why", False)]


def test_saving_it_as_it_is_confirms_it_and_a_save_for_later_does_not(
    carried: AssessmentContext, lead: Person
) -> None:
    values = {"title": "Parking permits", "summary": SUMMARY}
    save_answers(carried, "proposal", None, values, by=lead, now=NOW, confirms=False)
    assert carried.to_confirm.answers == {(None, "summary")}
    save_answers(carried, "proposal", None, values, by=lead, now=NOW)
    assert carried.to_confirm.answers == set()
    save_answers(carried, "proposal", None, {"why": "The contract ends"}, by=lead, now=NOW)
    assert carried.journey.is_complete


def test_a_second_press_does_nothing(carried: AssessmentContext, lead: Person) -> None:
    revision = carried.assessment.revision
    migrate_edition.carry_over(carried, NEXT_EDITION_CHANGES, by=lead, now=NOW)
    assert carried.assessment.revision == revision
    assert len(orphaned_answers.of(carried.session, carried.assessment.id)) == 1


def test_the_history_says_who_carried_what_where(carried: AssessmentContext, lead: Person) -> None:
    event = history(carried.session, carried.assessment)[0]
    assert (event.action, event.by_id) == (Transition.CARRY_OVER, lead.id)
    assert (event.detail["from"], event.detail["to"]) == ("eia/2030-1", NEXT_EDITION_CHANGES)
    assert (event.detail["gone"], event.detail["reworded"]) == (1, 1)


def test_an_edition_that_is_not_the_newest_any_more_is_refused(
    draft: AssessmentContext, lead: Person, forms_here: Forms
) -> None:
    add_next_edition(forms_here)
    with pytest.raises(NotAllowed, match="another edition"):
        migrate_edition.carry_over(draft, "eia/2030-2", by=lead, now=NOW)


def test_an_edition_that_is_older_is_neither_offered_nor_taken(
    carried: AssessmentContext, lead: Person, forms_here: Forms
) -> None:
    shutil.rmtree(forms_here.folder / NEXT_EDITION_CHANGES)
    forms_here.__dict__.pop("newest")
    assert migrate_edition.newer(carried) == ""
    with pytest.raises(NotAllowed):
        migrate_edition.carry_over(carried, "eia/2030-1", by=lead, now=NOW)


@pytest.mark.parametrize("state", [each for each in State if each is not State.DRAFT])
def test_only_a_draft_is_carried_over(state: State, makers: Makers, forms_here: Forms) -> None:
    context = makers(state)
    add_next_edition(forms_here)
    with pytest.raises(NotAllowed):
        migrate_edition.carry_over(context, NEXT_EDITION_CHANGES, by=makers.lead, now=NOW)


def test_a_contributor_may_not_carry_it_over(
    draft: AssessmentContext, contributor: Person, forms_here: Forms
) -> None:
    add_next_edition(forms_here)
    with pytest.raises(Denied):
        migrate_edition.carry_over(draft, NEXT_EDITION_CHANGES, by=contributor, now=NOW)


def test_what_is_carried_is_exported_and_comes_back_exactly(
    draft: AssessmentContext,
    forms_here: Forms,
    lead: Person,
    session: Session,
    other_session: Session,
) -> None:
    for row_id in (uuid4(), uuid4()):
        save_row(draft, "evidence", row_id, {"fact": "A fact"}, by=lead, now=NOW)
    remove_row(draft, row_id, by=lead, now=NOW)
    save_answers(draft, "proposal", None, {"cost": 500}, by=lead, now=NOW)
    add_next_edition(forms_here)
    migrate_edition.carry_over(draft, NEXT_EDITION_CHANGES, by=lead, now=NOW)
    before = export_text(session, draft.assessment)
    assert json.loads(before)["orphaned_answers"]
    assert export_text(other_session, import_text(other_session, before)) == before


def test_the_order_of_a_list_and_its_columns_stay(
    makers: Makers,
    forms_here: Forms,
    lead: Person,
    reload_assessment: Callable[[AssessmentContext], AssessmentContext],
) -> None:
    context = makers()
    for text in ("First", "Second"):
        save_row(context, "action_plan", uuid4(), {"action_text": text}, by=lead, now=NOW)
    before = [row.values for row in context.answers.rows["action_plan"]]
    add_next_edition(forms_here)
    migrate_edition.carry_over(context, NEXT_EDITION_CHANGES, by=lead, now=NOW)
    assert [row.values for row in reload_assessment(context).answers.rows["action_plan"]] == before


def test_the_files_of_a_row_that_goes_to_no_list_are_still_there_to_download(
    makers: Makers, forms_here: Forms, lead: Person
) -> None:
    context = makers()
    left, taken = uuid4(), uuid4()
    for row_id in (left, taken):
        save_row(context, "evidence", row_id, {"fact": "A fact"}, by=lead, now=NOW)
    file, other = (
        put_file(context, row_id, content, by=lead, now=NOW)
        for row_id, content in ((left, b"a survey"), (taken, b"another"))
    )
    remove_row(context, taken, by=lead, now=NOW)
    add_next_edition(forms_here, {"sections/04-evidence.toml": FACT_IS_GONE})
    migrate_edition.carry_over(context, NEXT_EDITION_CHANGES, by=lead, now=LATER)
    assert "evidence" not in context.answers.rows
    assert orphaned_answers.files(context) == [file]
    assert downloadable.find(context, file.id, lead) is file
    with pytest.raises(NotFound):
        downloadable.find(context, other.id, lead)
