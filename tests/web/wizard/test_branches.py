"""Branches over HTTP: what is no longer asked does not count, is kept, and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from tests.factories import Makers
from tests.web.conftest import address
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext

DEPTH = "sections/quick-check/depth"
LIKELY = "sections/effects/groups/age/likely"


def answers(visitor: Visitor, context: AssessmentContext) -> str:
    return visitor.get(address(context, "answers")).text


def change(
    visitor: Visitor, context: AssessmentContext, page: str, **typed: str | list[str] | None
) -> str:
    """Change a page from check answers, and say where that led."""
    visitor.get(address(context, f"{page}?back=check"))
    return visitor.send(typed).location


def test_answers_of_a_branch_no_longer_taken_do_not_count_and_come_back_with_it(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(staff="yes", workforce_effect="Two posts would go")
    assert "Two posts would go" in answers(as_lead, context)
    change(as_lead, context, "sections/proposal/details", staff="no")
    assert "Two posts would go" not in answers(as_lead, context)
    change(as_lead, context, "sections/proposal/details", staff="yes")
    assert "Two posts would go" in answers(as_lead, context)


def test_a_revealed_answer_does_not_count_while_its_choice_is_not_ticked(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(effect=["negative"], severity="high", likelihood="low")
    asked = "How serious would it be?"
    before = answers(as_lead, context).count(asked)
    change(as_lead, context, LIKELY, effect=["neutral"])
    assert answers(as_lead, context).count(asked) == before - 2  # the question, and its link
    page = as_lead.get(address(context, LIKELY))
    assert page.form().value("severity") == "high"
    change(as_lead, context, LIKELY, effect=["negative"])
    assert answers(as_lead, context).count(asked) == before


def test_a_whole_route_is_left_and_taken_again_with_every_answer(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(explanation="Older people park more often")
    change(as_lead, context, DEPTH, q_depth="nothing", q_nothing_why="It is like for like")
    as_lead.get(address(context, "sections/screening/screening"))
    as_lead.send({"screening_why": "Nobody would notice any difference"})
    screened = answers(as_lead, context)
    assert "Older people park more often" not in screened
    assert "Nobody would notice any difference" in screened
    as_lead.get(address(context, LIKELY), expect=302)
    change(as_lead, context, DEPTH, q_depth="serious")
    again = answers(as_lead, context)
    assert "Older people park more often" in again
    assert "Nobody would notice any difference" not in again


def test_change_leads_straight_back_to_its_place_on_check_answers(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment()
    check = address(context, "answers")
    assert change(as_lead, context, LIKELY, effect=["positive"]) == f"{check}#effects-age"
    page = as_lead.get(address(context, f"{LIKELY}?back=check"))
    assert page.link("Back") == f"{check}#effects-age"


def test_every_change_link_leads_to_a_page_that_asks_its_question(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(effect=["negative"], severity="low", likelihood="low")
    page = as_lead.get(address(context, "answers"))
    for link in {link for link in page.links if link.startswith(address(context))}:
        if "/sections/" in link or "/lists/" in link:
            as_lead.get(link)


def test_a_change_that_brings_new_questions_asks_them_before_it_leads_back(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment()
    there = change(as_lead, context, LIKELY, effect=["negative"], severity="low", likelihood="low")
    assert there == address(context, "sections/effects/groups/age/why?back=check")
    as_lead.get(there)
    assert as_lead.send({"mitigation": "Tell them"}).location.endswith("answers#effects-age")


def test_a_page_too_far_ahead_leads_to_the_task_list(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(blank=True)
    for page in ("sections/proposal/details", "sections/effects/groups/age/likely"):
        assert as_lead.get(address(context, page), expect=302).location == address(context)
    for page in ("lists/evidence", f"lists/evidence/{uuid4()}"):
        assert as_lead.get(address(context, page), expect=302).location == address(context)


def test_save_and_come_back_later_keeps_what_there_is_and_asks_for_nothing(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(blank=True)
    page = address(context, "sections/proposal/basics")
    as_lead.get(page)
    assert as_lead.send({"title": "", "summary": "Half"}, then="later").location == address(context)
    shown = as_lead.get(page).form()
    assert (shown.value("title"), shown.value("summary")) == ("", "Half")
    assert "In progress" in as_lead.get(address(context)).text


def test_a_list_that_is_too_short_says_what_it_needs_and_may_wait(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(effect=["negative"], severity="low", likelihood="low")
    page = as_lead.get(address(context, "lists/action-plan"))
    as_lead.get(page.link("Remove"))
    as_lead.send()
    as_lead.follow()
    assert as_lead.send(then="next", expect=422).errors == ["Add at least 1 action"]
    assert as_lead.send(then="later").location == address(context)


def test_a_removed_row_does_not_count_and_is_cited_no_more(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment()
    row = address(context, f"lists/evidence/{uuid4()}")
    as_lead.get(row)
    as_lead.send({"fact": "One in five is over 65", "kind": "figures"})
    cited = as_lead.get(address(context, LIKELY)).form()
    known = [c.value for c in cited.controls if c.name == "known"]
    as_lead.send({"known": known})
    assert answers(as_lead, context).count("One in five is over 65") > 2
    as_lead.get(f"{row}/remove")
    as_lead.send()
    assert "One in five is over 65" not in answers(as_lead, context)
    assert as_lead.get(f"{row}/remove", expect=302).location == address(context, "lists/evidence")
