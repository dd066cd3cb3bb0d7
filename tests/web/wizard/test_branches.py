"""Branches over HTTP: what is no longer asked does not count, is kept, and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from tests.factories import Makers
from tests.web.conftest import address
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import Opened

DEPTH = "sections/quick-check/depth"
LIKELY = "sections/effects/groups/age/likely"


def answers(visitor: Visitor, opened: Opened) -> str:
    return visitor.get(address(opened, "answers")).text


def change(visitor: Visitor, opened: Opened, page: str, **typed: str | list[str] | None) -> str:
    """Change a page from check answers, and say where that led."""
    visitor.get(address(opened, f"{page}?back=check"))
    return visitor.send(typed).location


def test_answers_of_a_branch_no_longer_taken_do_not_count_and_come_back_with_it(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    opened = make_assessment(staff="yes", workforce_effect="Two posts would go")
    assert "Two posts would go" in answers(as_lead, opened)
    change(as_lead, opened, "sections/proposal/details", staff="no")
    assert "Two posts would go" not in answers(as_lead, opened)
    change(as_lead, opened, "sections/proposal/details", staff="yes")
    assert "Two posts would go" in answers(as_lead, opened)


def test_a_revealed_answer_does_not_count_while_its_choice_is_not_ticked(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    opened = make_assessment(effect=["negative"], severity="high", likelihood="low")
    asked = "How serious would it be?"
    before = answers(as_lead, opened).count(asked)
    change(as_lead, opened, LIKELY, effect=["neutral"])
    assert answers(as_lead, opened).count(asked) == before - 2  # the question, and its link
    page = as_lead.get(address(opened, LIKELY))
    assert page.form().value("severity") == "high"
    change(as_lead, opened, LIKELY, effect=["negative"])
    assert answers(as_lead, opened).count(asked) == before


def test_a_whole_route_is_left_and_taken_again_with_every_answer(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    opened = make_assessment(explanation="Older people park more often")
    change(as_lead, opened, DEPTH, q_depth="nothing", q_nothing_why="It is like for like")
    as_lead.get(address(opened, "sections/screening/screening"))
    as_lead.send({"screening_why": "Nobody would notice any difference"})
    screened = answers(as_lead, opened)
    assert "Older people park more often" not in screened
    assert "Nobody would notice any difference" in screened
    as_lead.get(address(opened, LIKELY), expect=302)
    change(as_lead, opened, DEPTH, q_depth="serious")
    again = answers(as_lead, opened)
    assert "Older people park more often" in again
    assert "Nobody would notice any difference" not in again


def test_change_leads_straight_back_to_its_place_on_check_answers(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    opened = make_assessment()
    check = address(opened, "answers")
    assert change(as_lead, opened, LIKELY, effect=["positive"]) == f"{check}#effects-age"
    page = as_lead.get(address(opened, f"{LIKELY}?back=check"))
    assert page.link("Back") == f"{check}#effects-age"


def test_every_change_link_leads_to_a_page_that_asks_its_question(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    opened = make_assessment(effect=["negative"], severity="low", likelihood="low")
    page = as_lead.get(address(opened, "answers"))
    for link in {link for link in page.links if link.startswith(address(opened))}:
        if "/sections/" in link or "/lists/" in link:
            as_lead.get(link)


def test_a_change_that_brings_new_questions_asks_them_before_it_leads_back(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    opened = make_assessment()
    there = change(as_lead, opened, LIKELY, effect=["negative"], severity="low", likelihood="low")
    assert there == address(opened, "sections/effects/groups/age/why?back=check")
    as_lead.get(there)
    assert as_lead.send({"mitigation": "Tell them"}).location.endswith("answers#effects-age")


def test_a_page_too_far_ahead_leads_to_the_task_list(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    opened = make_assessment(blank=True)
    for page in ("sections/proposal/details", "sections/effects/groups/age/likely"):
        assert as_lead.get(address(opened, page), expect=302).location == address(opened)
    for page in ("lists/evidence", f"lists/evidence/{uuid4()}"):
        assert as_lead.get(address(opened, page), expect=302).location == address(opened)


def test_save_and_come_back_later_keeps_what_there_is_and_asks_for_nothing(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    opened = make_assessment(blank=True)
    page = address(opened, "sections/proposal/basics")
    as_lead.get(page)
    assert as_lead.send({"title": "", "summary": "Half"}, then="later").location == address(opened)
    shown = as_lead.get(page).form()
    assert (shown.value("title"), shown.value("summary")) == ("", "Half")
    assert "In progress" in as_lead.get(address(opened)).text


def test_a_list_that_is_too_short_says_what_it_needs_and_may_wait(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    opened = make_assessment(effect=["negative"], severity="low", likelihood="low")
    page = as_lead.get(address(opened, "lists/action-plan"))
    as_lead.get(page.link("Remove"))
    as_lead.send()
    as_lead.follow()
    assert as_lead.send(then="next", expect=422).errors == ["Add at least 1 action"]
    assert as_lead.send(then="later").location == address(opened)


def test_a_removed_row_does_not_count_and_is_cited_no_more(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    opened = make_assessment()
    row = address(opened, f"lists/evidence/{uuid4()}")
    as_lead.get(row)
    as_lead.send({"fact": "One in five is over 65", "kind": "figures"})
    cited = as_lead.get(address(opened, LIKELY)).form()
    known = [c.value for c in cited.controls if c.name == "known"]
    as_lead.send({"known": known})
    assert answers(as_lead, opened).count("One in five is over 65") > 2
    as_lead.get(f"{row}/remove")
    as_lead.send()
    assert "One in five is over 65" not in answers(as_lead, opened)
    assert as_lead.get(f"{row}/remove", expect=302).location == address(opened, "lists/evidence")
