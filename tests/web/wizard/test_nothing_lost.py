"""Nothing typed is ever lost: two people at once, twice, Back, too late, too much, a fault."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia_app.services.workflow.contributors import add_contributor
from eia_app.storage.models.assessment import Assessment, ListRow, ReplacedValue
from eia_app.storage.models.events import Event
from eia_app.storage.models.people import Person
from eia_app.web.http.app_class import Service
from tests.factories import NOW, Makers
from tests.web.conftest import Visit, address
from tests.web.visitor import Visitor

WORDS = "Words that took an hour,\r\nin two lines, “with” <marks> & 'quotes'"
KEPT = " ".join(WORDS.split())
BASICS = "sections/proposal/basics"


@pytest.fixture
def two_pages(
    make_assessment: Makers, contributor: Person, lead: Person, visit: Visit
) -> tuple[str, Visitor, Visitor]:
    """The same page, open in the browsers of two people."""
    context = make_assessment(summary="At first")
    add_contributor(context, email=contributor.email, expertise="", by=lead, now=NOW)
    page = address(context, BASICS)
    mine, theirs = visit(lead), visit(contributor)
    mine.get(page)
    theirs.get(page)
    return page, mine, theirs


def test_when_two_people_write_both_texts_are_shown_and_the_second_save_wins(
    two_pages: tuple[str, Visitor, Visitor], session: Session
) -> None:
    page, mine, theirs = two_pages
    theirs.send({"summary": "Their text"})
    clash = mine.send({"summary": "My text"}, expect=409)
    assert "Saved by someone else: Their text" in clash.text
    assert clash.form().value("summary") == "My text"
    mine.send()
    assert mine.get(page).form().value("summary") == "My text"
    replaced = select(ReplacedValue.value).where(ReplacedValue.question == "summary")
    assert session.scalars(replaced.order_by(ReplacedValue.id)).all() == ["At first", "Their text"]


def test_when_two_people_change_different_questions_both_are_kept(
    two_pages: tuple[str, Visitor, Visitor],
) -> None:
    page, mine, theirs = two_pages
    theirs.send({"title": "Their title"})
    mine.send({"summary": "My text"})
    form = mine.get(page).form()
    assert (form.value("title"), form.value("summary")) == ("Their title", "My text")


def test_when_two_people_change_one_row_both_texts_are_shown(
    two_pages: tuple[str, Visitor, Visitor], session: Session
) -> None:
    _, mine, theirs = two_pages
    row = f"{two_pages[0].removesuffix(BASICS)}lists/evidence/{uuid4()}"
    mine.get(row)
    mine.send({"fact": "At first", "kind": "figures"})
    mine.get(row)
    theirs.get(row)
    theirs.send({"fact": "Their fact"})
    clash = mine.send({"fact": "My fact"}, expect=409)
    assert "Saved by someone else: Their fact" in clash.text
    assert clash.form().value("fact") == "My fact"
    mine.send()
    assert mine.get(row).form().value("fact") == "My fact"


def test_an_answer_with_a_fault_comes_back_as_it_was_typed(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    as_lead.get(address(make_assessment(), "sections/proposal/details"))
    typed = {
        "cost": "about 5",
        "web": "not an address",
        "starts-day": "31",
        "starts-month": "Feb",
        "starts-year": "2027",
    }
    shown = as_lead.send(typed, expect=422)
    assert {name: shown.form().value(name) for name in typed} == typed
    wrong_date = "February 2027 has only 28 days. Enter a real date"
    assert shown.errors == [wrong_date, "Enter a number", "Enter a web address"]


def test_an_answer_with_a_fault_does_not_lose_the_others_on_the_page_when_saved_for_later(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    page = address(make_assessment(), "sections/proposal/details")
    as_lead.get(page)
    shown = as_lead.send({"cost": "lots", "service": "another"}, then="later", expect=422)
    assert shown.errors == ["Enter a number"]
    assert shown.form().value("service") == "another"


def test_a_page_sent_twice_is_saved_once(as_lead: Visitor, make_assessment: Makers) -> None:
    context = make_assessment(summary="At first")
    page = as_lead.get(address(context, BASICS))
    fields = page.form().filled({"summary": "At last"})
    assert (
        as_lead.post(page.form().action, fields).location
        == as_lead.post(page.form().action, fields).location
    )
    kept = select(ReplacedValue.value).where(ReplacedValue.question == "summary")
    assert as_lead.session.scalars(kept).all() == ["At first"]


def test_a_row_sent_twice_is_one_row(as_lead: Visitor, make_assessment: Makers) -> None:
    context = make_assessment()
    page = as_lead.get(address(context, f"lists/evidence/{uuid4()}"))
    fields = page.form().filled({"fact": "The same fact", "kind": "figures"})
    as_lead.post(page.form().action, fields)
    as_lead.post(page.form().action, fields)
    wanted = select(ListRow).where(ListRow.removed_at.is_(None))
    rows = as_lead.session.scalars(wanted).all()
    assert [row.values["fact"] for row in rows].count("The same fact") == 1


def test_starting_twice_with_one_page_starts_one_assessment(as_lead: Visitor) -> None:
    page = as_lead.get("/assessments/start")
    fields = page.form().filled({"title": "Parking permits"})
    first = as_lead.post("/assessments/start", fields)
    assert as_lead.post("/assessments/start", fields).location == first.location
    assert as_lead.session.scalar(select(func.count()).select_from(Assessment)) == 1


def test_submitting_twice_says_plainly_that_it_is_submitted(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment()
    page = as_lead.get(address(context, "steps/submit"))
    fields = page.form().filled({"reason": "Please read it soon"})
    as_lead.post(page.form().action, fields)
    again = as_lead.post(page.form().action, fields, expect=409)
    assert "This cannot be done while the assessment is awaiting sign off." in again.text
    assert "Please read it soon" in again.text
    submits = select(func.count()).select_from(Event).where(Event.action == "submit")
    assert as_lead.session.scalar(submits) == 1


def test_an_old_page_sent_again_after_later_ones_is_saved_and_leads_on(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment()
    first = as_lead.get(address(context, "sections/quick-check/depth"))
    as_lead.send()
    as_lead.follow()
    as_lead.send()
    as_lead.post(first.form().action, first.form().filled({"q_depth": "small"}))
    assert as_lead.get(first.form().action).form().value("q_depth") == "small"
    assert as_lead.get(address(context, "sections/quick-check/direction")).status == 200


def test_an_old_page_of_a_branch_no_longer_taken_gives_its_text_back(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment(staff="yes")
    old = as_lead.get(address(context, "sections/workforce/workforce"))
    as_lead.get(address(context, "sections/proposal/details"))
    as_lead.send({"staff": "no"})
    sent = old.form().filled({"workforce_effect": "Fewer jobs"})
    refused = as_lead.post(old.form().action, sent, expect=409)
    assert "Fewer jobs" in refused.text


def test_a_row_of_a_list_no_longer_asked_for_gives_its_text_back(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment()
    old = as_lead.get(address(context, f"lists/evidence/{uuid4()}"))
    as_lead.get(address(context, "sections/quick-check/depth"))
    as_lead.send({"q_depth": "nothing", "q_nothing_why": "It is a boiler"})
    sent = old.form().filled({"fact": "A hard-won fact", "kind": "figures"})
    refused = as_lead.post(old.form().action, sent, expect=409)
    assert "A hard-won fact" in refused.text


def test_a_page_sent_after_somebody_submitted_says_so_and_gives_the_text_back(
    two_pages: tuple[str, Visitor, Visitor],
) -> None:
    page, mine, theirs = two_pages
    theirs.get(page.replace(BASICS, "steps/submit"))
    theirs.send()
    refused = mine.send({"summary": WORDS, "title": "Word"}, expect=409)
    assert "awaiting sign off" in refused.text
    assert KEPT in refused.text
    assert "Word" in refused.text


def test_a_removed_row_sent_again_comes_back_when_that_is_said_twice(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment()
    row = address(context, f"lists/evidence/{uuid4()}")
    as_lead.get(row)
    as_lead.send({"fact": "At first", "kind": "figures"})
    old = as_lead.get(row)
    as_lead.get(f"{row}/remove")
    as_lead.send()
    told = as_lead.post(row, old.form().filled({"fact": "Something better"}), expect=409)
    assert told.form().value("fact") == "Something better"
    as_lead.send()
    assert as_lead.get(row).form().value("fact") == "Something better"


def test_more_than_the_service_takes_is_refused_with_a_way_out(
    as_lead: Visitor, make_assessment: Makers, app: Service
) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 20_000
    as_lead.get(address(make_assessment(), BASICS))
    refused = as_lead.send({"summary": "long " * 5_000}, expect=413)
    assert refused.title == "That is too much to send at once"
    assert "Press Back in your browser" in refused.text


def test_a_fault_of_ours_gives_the_text_back(
    as_lead: Visitor, make_assessment: Makers, app: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_lead.get(address(make_assessment(), BASICS))
    app.testing = False

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("eia_app.services.answers.save.save_answers", fail)
    broken = as_lead.send({"summary": WORDS}, expect=500)
    assert broken.title == "Sorry, there is a problem with the service"
    assert KEPT in broken.text


def test_words_that_are_too_long_come_back_whole(as_lead: Visitor, make_assessment: Makers) -> None:
    as_lead.get(address(make_assessment(), BASICS))
    words = "word " * 3_000
    shown = as_lead.send({"summary": words}, expect=422)
    assert shown.errors == ["Your answer must be 10,000 characters or fewer; it is 4,999 too long"]
    assert shown.form().value("summary") == words
