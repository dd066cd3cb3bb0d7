"""The page about every group: what it shows, what it refuses, what it saves, who else reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.workflow.states import State
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.workflow.contributors import add_contributor
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Answer
from eia_app.storage.models.drafts import SavedDraft
from eia_app.storage.models.people import Person
from tests import TINY_GROUP_FORMS
from tests.factories import NOW, Makers
from tests.web.conftest import Visit
from tests.web.visitor import PageResponse, Visitor

At = Callable[..., str]
PAGE = "sections/groups/groups"
IDS = ("age", "disability", "marriage", "carers")
ANSWERS: Mapping[str, Any] = {"effect": "worse", "closes": "no"}
MISSING = "Select what it would mean for unpaid carers"


@pytest.fixture(scope="session")
def tiny_forms() -> Forms:
    """In these tests, the small edition that asks about every group on one page."""
    return Forms(TINY_GROUP_FORMS, "testing")


@pytest.fixture
def begun(make_assessment: Makers, lead: Person) -> AssessmentContext:
    """Return an assessment in which nothing but its title is answered."""
    return make_assessment(blank=True)


def radios(shown: PageResponse) -> dict[str, list[str]]:
    """Return the ids of the radios under each name, in the order of the page."""
    found: dict[str, list[str]] = {}
    for control in shown.tree.every("input"):
        if control.get("type") == "radio":
            found.setdefault(control.get("name", ""), []).append(control.get("id", ""))
    return found


def chosen(shown: PageResponse, page: str) -> dict[str, str | None]:
    form = shown.form(page)
    return {group: form.value(f"effect--{group}") for group in IDS}


def words(shown: PageResponse, tag: str) -> list[str]:
    return [" ".join("".join(each.itertext()).split()) for each in shown.tree.every(tag)]


def test_each_group_is_a_fieldset_with_its_title_what_to_look_for_and_small_radios(
    as_lead: Visitor, begun: AssessmentContext, at: At
) -> None:
    shown = as_lead.get(at(begun, PAGE))
    assert words(shown, "legend") == ["Age", "Disability", "Marriage", "Carers"]
    headings = words(shown, "h2")
    assert "Protected characteristics" in headings
    assert "Other groups that Testing asks about" in headings
    fieldset = next(shown.tree.every("fieldset"))
    assert fieldset.get("aria-describedby") == "effect--age-hint"
    assert "Who uses it now, by age?" in shown.text
    assert radios(shown) == {
        f"effect--{group}": [f"effect--{group}", *(f"effect--{group}-{n}" for n in range(2, 6))]
        for group in IDS
    }
    assert set(chosen(shown, PAGE).values()) == {None}  # nothing is chosen beforehand


def test_what_is_missing_is_named_and_leads_to_the_first_radio_of_its_group(
    as_lead: Visitor, begun: AssessmentContext, at: At
) -> None:
    page = at(begun, PAGE)
    as_lead.get(page)
    given = {"effect--age": "worse", "effect--disability": "both", "effect--marriage": "better"}
    refused = as_lead.send(given, form=page, expect=422)
    assert refused.errors == [MISSING]
    assert "#effect--carers" in refused.links
    assert chosen(refused, page)["age"] == "worse"
    as_lead.send({**given, "effect--carers": "no_different"}, form=page)
    assert as_lead.last is not None
    assert as_lead.last.location.endswith(f"/{begun.assessment.id}/")
    assert list(chosen(as_lead.get(page), page).values()) == [
        "worse",
        "both",
        "better",
        "no_different",
    ]


def test_what_was_begun_is_kept_for_later_and_named_on_check_answers(
    as_lead: Visitor, begun: AssessmentContext, at: At
) -> None:
    page = at(begun, PAGE)
    as_lead.get(page)
    as_lead.send({"effect--age": "not_known"}, form=page, then="later")
    assert chosen(as_lead.get(page), page)["age"] == "not_known"
    answers = as_lead.get(at(begun, "answers"))
    assert answers.link(MISSING).endswith(f"/{PAGE}#effect--carers")
    assert f"{page}?back=check#effect--age" in answers.links
    assert "Do not know" in answers.text


def test_answers_are_stored_by_group_and_question_in_one_revision(
    as_lead: Visitor, begun: AssessmentContext, session: Session, at: At
) -> None:
    page = at(begun, PAGE)
    as_lead.get(page)
    as_lead.send({f"effect--{group}": "worse" for group in IDS}, form=page)
    rows = session.scalars(select(Answer).where(Answer.question == "effect")).all()
    assert {(row.section, row.group_id, row.value, row.revision) for row in rows} == {
        ("groups", group, "worse", 1) for group in IDS
    }


def test_a_choice_that_is_not_offered_is_refused_and_an_unknown_group_is_not_saved(
    as_lead: Visitor, begun: AssessmentContext, session: Session, at: At
) -> None:
    page = at(begun, PAGE)
    as_lead.get(page)
    values = {f"effect--{group}": "worse" for group in IDS}
    as_lead.send({**values, "effect--age": "splendid"}, form=page, expect=422)
    as_lead.post(page, {**values, "effect--ghost": "worse", "seen": "0", "then": "next"})
    groups = session.scalars(select(Answer.group_id).where(Answer.question == "effect")).all()
    assert sorted(groups) == sorted(IDS)


def test_two_people_on_the_page_keep_each_others_groups_and_see_a_clash(
    begun: AssessmentContext, contributor: Person, lead: Person, visit: Visit, at: At
) -> None:
    add_contributor(begun, email=contributor.email, expertise="", by=lead, now=NOW)
    page, mine, theirs = at(begun, PAGE), visit(lead), visit(contributor)
    mine.get(page)
    theirs.get(page)
    theirs.send({"effect--age": "worse", "effect--carers": "better"}, form=page, then="later")
    mine.send({"effect--disability": "both"}, form=page, then="later")
    assert chosen(mine.get(page), page) == {
        "age": "worse",
        "disability": "both",
        "marriage": None,
        "carers": "better",
    }
    theirs.get(page)
    theirs.send({"effect--age": "not_known"}, form=page, then="later")
    refused = mine.send({"effect--age": "both"}, form=page, expect=409, then="later")
    assert "Saved by someone else" in refused.text
    assert "Do not know" in refused.text


def test_a_draft_of_the_page_names_the_groups_that_it_would_change(
    as_lead: Visitor, begun: AssessmentContext, session: Session, at: At
) -> None:
    page = at(begun, PAGE)
    as_lead.get(page)
    as_lead.post("/drafts", {"effect--age": "worse", "seen": "0", "draft_of": page}, 200)
    assert list(session.scalars(select(SavedDraft.path)))
    shown = as_lead.get(page)
    assert [banner[:17] for banner in shown.banners] == ["You wrote this on"]
    assert "Age" in words(shown, "strong")
    assert chosen(as_lead.get(shown.link("Go on with it")), page)["age"] == "worse"


def test_only_groups_that_are_affected_have_a_page_of_their_own(
    as_lead: Visitor, make_assessment: Makers, lead: Person, at: At
) -> None:
    context = make_assessment(**ANSWERS)
    values = {"effect--age": "no_different", "effect--carers": "not_known"}
    save_answers(context, "groups", None, values, by=lead, now=NOW)
    tasks = as_lead.get(at(context))
    assert any("effects/groups/disability" in link for link in tasks.links)
    assert not any("effects/groups/age" in link for link in tasks.links)
    as_lead.get(at(context, "sections/effects/groups/age/effects"), 302)
    as_lead.get(at(context, "sections/groups/groups/age/groups"), 404)


def test_reviewers_read_it_and_remark_on_one_group(
    visit: Visit, equality_lead: Person, make_assessment: Makers, at: At
) -> None:
    context = make_assessment(State.IN_REVIEW, **{**ANSWERS, "closes": "yes"})
    shown = visit(equality_lead).get(at(context, "review"))
    assert "Who would be affected" in shown.text
    new_remark = next(
        link for link in shown.links if "section=groups" in link and "group=carers" in link
    )
    assert "Carers" in visit(equality_lead).get(new_remark).text


def test_a_signed_version_is_read_and_opened_again(
    as_lead: Visitor, make_assessment: Makers, tiny_forms: Forms, session: Session, at: At
) -> None:
    context = make_assessment(State.SIGNED_OFF, **ANSWERS)
    shown = as_lead.get(at(context, "answers"))
    assert words(shown, "dt").count("Carers") == 1
    again = load_assessment(session, tiny_forms, context.assessment.id)
    assert again.journey.situation.is_signed
