"""Answers of a page about every group: remarks, editions, files and versions find each of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.errors import NotAllowed
from eia_app.domain.journey.tasks import Status
from eia_app.domain.review.locations import named_places
from eia_app.domain.review.review import Location
from eia_app.domain.snapshot.diff import differences
from eia_app.domain.workflow.states import State
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import load_assessment
from eia_app.services.editions import migrate_edition
from eia_app.services.review import replies
from eia_app.services.snapshots.snapshots import take
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests import TINY_GROUP_FORMS
from tests.factories import NOW, Makers
from tests.services.database_transfer import export_text, import_text
from tests.services.review import review_steps

CARERS = Location("groups", "carers", "effect")
ANSWERS: dict[str, Any] = {"effect": "worse", "closes": "yes"}
ASK = 'ask = "What would it mean for {people}?"\nreport'


@pytest.fixture
def forms_here(tmp_path: Path) -> Forms:
    """A copy of the small edition that asks about every group on one page."""
    return Forms(Path(shutil.copytree(TINY_GROUP_FORMS, tmp_path / "group_forms")), "testing")


@pytest.fixture
def makers(make_assessment: Makers, forms_here: Forms) -> Makers:
    make_assessment.forms = forms_here
    return make_assessment


def add_next_edition(forms: Forms) -> None:
    """Add an edition that asks about every group in other words, and offers less."""
    folder = Path(shutil.copytree(forms.folder / "eia/2031-1", forms.folder / "eia/2032-1"))
    for name, old, new in (
        ("edition.toml", 'id = "2031-1"', 'id = "2032-1"'),
        ("sections/02-groups.toml", ASK, ASK.replace("mean for", "do to")),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    forms.__dict__.pop("newest", None)
    assert forms.faults() == []


def test_answers_about_one_group_are_saved_in_the_section_of_all(
    makers: Makers, lead: Person
) -> None:
    context = makers(blank=True)
    save_answers(context, "groups", "age", {"effect": "worse"}, by=lead, now=NOW)
    assert context.answers.get("effect", "age") == "worse"
    assert context.revision("groups", None) == 1
    assert context.revision("groups", "age") == 0


def test_a_remark_about_one_group_opens_the_page_of_all_until_it_is_saved(
    makers: Makers, champion: Person, lead: Person, session: Session
) -> None:
    context = makers(State.IN_REVIEW, **ANSWERS)
    review_steps.add_reviewers(context, champion)
    remark = review_steps.add_comment(context, champion, CARERS)
    review_steps.send_back(makers, context, ["groups", "carers"])
    session.flush()
    again = load_assessment(session, makers.forms, context.assessment.id)
    task = again.journey.by_key["groups", None]
    assert task.status is Status.CHANGES_NEEDED
    questions = again.journey.on_page(task, "groups")
    assert [each.id for each in replies.comments_for_task(again, task, questions)] == [remark.id]
    with pytest.raises(NotAllowed):
        save_answers(again, "quick_check", None, {"closes": "no"}, by=lead, now=NOW)
    save_answers(again, "groups", None, {"effect--carers": "both"}, by=lead, now=NOW)
    session.flush()
    last = load_assessment(session, makers.forms, context.assessment.id)
    assert last.journey.by_key["groups", None].status is Status.DONE


def test_each_answer_is_carried_to_the_next_edition_and_confirmed(
    makers: Makers, lead: Person, session: Session
) -> None:
    context = makers(**ANSWERS)
    add_next_edition(makers.forms)
    migrate_edition.carry_over(context, "eia/2032-1", by=lead, now=NOW)
    again = load_assessment(session, makers.forms, context.assessment.id)
    task = again.journey.by_key["groups", None]
    assert {(gap.group, gap.carried) for gap in task.missing} == {
        (group.id, True) for group in again.groups
    }
    assert task.status is Status.CARRIED_OVER
    values = {f"effect--{group.id}": "worse" for group in again.groups}
    save_answers(again, "groups", None, values, by=lead, now=NOW)
    assert again.journey.by_key["groups", None].missing == []


@pytest.mark.parametrize("state", [State.DRAFT, State.SIGNED_OFF])
def test_an_assessment_comes_back_exactly_from_its_file(
    state: State, session: Session, other_session: Session, makers: Makers
) -> None:
    context = makers(state, **ANSWERS)
    before = export_text(session, context.assessment)
    groups = json.loads(before)["assessment"]["local_groups"]
    assert [group["look"] for group in groups] == ["Does it make caring harder?"]
    assert export_text(other_session, import_text(other_session, before)) == before


def test_a_snapshot_names_each_group_and_shows_what_has_changed(
    makers: Makers, lead: Person
) -> None:
    context = makers(**ANSWERS)
    before = take(context)
    assert named_places(before)[CARERS] == "Carers: What would it mean for unpaid carers?"
    save_answers(context, "groups", None, {"effect--carers": "both"}, by=lead, now=NOW)
    changed = differences(before, take(context))
    assert [difference.headings[:2] for difference in changed] == [
        ("Who would be affected", "Carers")
    ]
