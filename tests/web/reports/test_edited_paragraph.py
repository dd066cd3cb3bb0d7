"""The paragraph for the meeting, edited on its page: both are shown, and one click goes back."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from docx import Document

from eia_app.domain.workflow.states import State, Transition

if TYPE_CHECKING:
    from collections.abc import Callable

    from eia_app.services.assessment.loading import AssessmentContext
    from tests.factories import Makers
    from tests.web.visitor import Visitor

PAGE = "report/equality-implications"
GENERATED = "Members must read the assessment and have due regard to section 149(1)"
MINE = "In EIA-2026-001, version 1, the council looked at who parks where."


@pytest.fixture
def signed(make_assessment: Makers) -> AssessmentContext:
    return make_assessment(State.SIGNED_OFF)


def edit(visitor: Visitor, page: str, text: str) -> None:
    visitor.get(f"{page}/edit")
    visitor.send({"text": text})


def test_the_edited_words_are_shown_beside_the_generated_and_downloaded(
    signed: AssessmentContext, as_lead: Visitor, at: Callable[..., str]
) -> None:
    before = as_lead.get(at(signed, PAGE))
    assert "edited" not in before.text.lower()
    form = as_lead.get(before.link("Edit the paragraph")).form()
    assert GENERATED in (form.value("text") or "")
    as_lead.send({"text": MINE})
    page = as_lead.get(at(signed, PAGE))
    assert MINE in page.text
    assert "Edited by Lee Lead" in page.text
    assert GENERATED in page.text
    assert "Check these" not in page.text
    assert as_lead.http.get(at(signed, f"{PAGE}.txt?words=300")).get_data(as_text=True) == (
        f"{MINE}\n"
    )
    words = Document(BytesIO(as_lead.http.get(at(signed, f"{PAGE}.docx")).data))
    assert MINE in [each.text for each in words.paragraphs]


def test_one_click_goes_back_to_the_generated_words(
    signed: AssessmentContext, as_lead: Visitor, at: Callable[..., str]
) -> None:
    edit(as_lead, at(signed, PAGE), MINE)
    as_lead.follow()
    as_lead.send(form="generated")
    assert MINE not in as_lead.get(at(signed, PAGE)).text
    text = as_lead.http.get(at(signed, f"{PAGE}.txt")).get_data(as_text=True)
    assert GENERATED in text


def test_what_contradicts_the_record_is_pointed_out_and_saved(
    signed: AssessmentContext, as_lead: Visitor, at: Callable[..., str]
) -> None:
    text = "In version 7, nine groups would be worse off. " + "word " * 150
    edit(as_lead, at(signed, PAGE), text)
    page = as_lead.get(at(signed, PAGE)).text
    for said in (
        "It leaves out the reference, EIA-2026-001.",
        "It says version 7; this is version 1.",
        "It says “nine”; in the record 0 groups would be worse off.",
        "It has 159 words; the limit is 150.",
    ):
        assert said in page


def test_words_from_before_the_last_signature_are_shown_as_that_and_not_handed_out(
    signed: AssessmentContext, make_assessment: Makers, as_lead: Visitor, at: Callable[..., str]
) -> None:
    edit(as_lead, at(signed, PAGE), MINE)
    for action in (Transition.REOPEN, Transition.SUBMIT, Transition.SIGN_OFF):
        make_assessment.step(signed, action)
    page = as_lead.get(at(signed, PAGE)).text
    assert "The assessment was signed again since this was edited" in page
    assert "It says version 1; this is version 2." in page
    assert MINE not in as_lead.http.get(at(signed, f"{PAGE}.txt")).get_data(as_text=True)
    again = as_lead.get(at(signed, f"{PAGE}/edit"))
    assert again.form().value("text") == MINE


def test_an_empty_paragraph_is_refused_and_a_long_one_comes_back(
    signed: AssessmentContext, as_lead: Visitor, at: Callable[..., str]
) -> None:
    as_lead.get(at(signed, f"{PAGE}/edit"))
    again = as_lead.send({"text": ""}, expect=422)
    assert again.errors == ["Enter the paragraph, or use the generated one"]
    long = "word " * 1001
    again = as_lead.send({"text": long}, expect=422)
    assert again.errors == ["Use 5,000 characters or fewer"]
    assert (again.form().value("text") or "").split() == long.split()


def test_who_may_only_read_sees_no_button(
    signed: AssessmentContext, as_lead: Visitor, as_head_of_service: Visitor, at: Callable[..., str]
) -> None:
    edit(as_lead, at(signed, PAGE), MINE)
    page = as_head_of_service.get(at(signed, PAGE))
    assert MINE in page.text
    assert not [link for link in page.links if link.endswith("/edit")]
    assert "Use the generated paragraph" not in page.text
