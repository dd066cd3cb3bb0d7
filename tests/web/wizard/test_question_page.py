"""What pages of sections, of groups, of rows and of lists have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest

from eia_app.services.answers.rows import save_row
from eia_app.services.workflow.contributors import add_contributor
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

At = Callable[..., str]
EVIDENCE = "lists/evidence"
ROW = UUID(int=11)
NEGATIVE: Mapping[str, Any] = {"effect": ["negative"], "severity": "low", "likelihood": "low"}
REQUIRED = {  # a question of each kind of page that must be answered
    "sections/proposal/basics": "title",
    "sections/effects/groups/age/why": "explanation",
    f"{EVIDENCE}/{ROW}": "fact",
}


@pytest.mark.parametrize("path", REQUIRED)
@pytest.mark.parametrize("back", ["", "?back=check", "?back=effects%3Aage%3Awhy"])
def test_the_form_keeps_where_its_page_was_opened_from(
    as_lead: Visitor, make_assessment: Makers, at: At, path: str, back: str
) -> None:
    page = at(make_assessment(**NEGATIVE), path)
    form = as_lead.get(page + back).form(page)
    assert form.action.replace(":", "%3A") == page + back


@pytest.mark.parametrize(("path", "question"), REQUIRED.items())
def test_a_page_that_is_refused_is_the_same_page(
    as_lead: Visitor, make_assessment: Makers, at: At, path: str, question: str
) -> None:
    page = at(make_assessment(**NEGATIVE), path)
    opened = as_lead.get(page)
    title, seen = opened.title, opened.form(page).value("seen")
    refused = as_lead.send({question: ""}, form=page, expect=422)
    assert (refused.title, refused.form(page).value("seen")) == (title, seen)
    assert refused.errors


def test_what_the_coach_noticed_is_not_beside_a_row_that_is_being_changed(
    as_lead: Visitor, make_assessment: Makers, lead: Person, at: At
) -> None:
    context = make_assessment()
    save_row(context, "evidence", ROW, {"fact": "TBC", "kind": "figures"}, by=lead, now=NOW)
    page = at(context, f"{EVIDENCE}/{ROW}")
    assert "Worth another look" in as_lead.get(page).text
    assert "Worth another look" not in as_lead.send({"fact": ""}, form=page, expect=422).text


def test_an_empty_list_that_is_refused_does_not_hide_what_a_colleague_saved(
    make_assessment: Makers, contributor: Person, lead: Person, visit: Visit, at: At
) -> None:
    context = make_assessment()
    add_contributor(context, email=contributor.email, expertise="", by=lead, now=NOW)
    page, question = at(context, EVIDENCE), context.edition.by_id["evidence"].empty_question
    assert question is not None
    mine, theirs = visit(lead), visit(contributor)
    mine.get(page)
    theirs.get(page)
    theirs.send({question.id: "Their reason, in so many words"}, form=page)
    mine.send({question.id: ""}, form=page, expect=422)
    clash = mine.send({question.id: "My reason, in as many words"}, form=page, expect=409)
    assert "Saved by someone else: Their reason, in so many words" in clash.text


def test_the_question_whether_to_remove_a_row_names_it(
    as_lead: Visitor, make_assessment: Makers, at: At
) -> None:
    context = make_assessment(**NEGATIVE)
    values = {"fact": "Eight in ten users are over 65", "kind": "figures"}
    save_row(context, "evidence", ROW, values, by=make_assessment.lead, now=NOW)
    asked = as_lead.get(at(context, f"{EVIDENCE}/{ROW}/remove"))
    assert asked.title == "Remove the piece of evidence “Eight in ten users are over 65”?"
    assert asked.title in asked.text


def test_advised_words_are_counted_in_words_and_other_limits_in_characters(
    as_lead: Visitor, make_assessment: Makers, at: At
) -> None:
    page = as_lead.get(at(make_assessment(), "sections/proposal/basics"))
    html = page.answer.get_data(as_text=True)
    assert 'data-maxwords="50"' in html
    assert 'over-limit.other="%{count} words over about 50. It is a guide, not a limit."' in html
    assert "Aim for about 50 words. It is a guide, not a limit." in page.text
    assert html.count("data-maxlength") + html.count("data-maxwords") == html.count("<textarea")
