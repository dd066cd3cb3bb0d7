"""Work in progress, kept as it is written: whose, of which pages, and how it comes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.services.answers import draft_store, drafts
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.drafts import SavedDraft
from eia_app.storage.models.people import Person
from tests.factories import Makers
from tests.reviews import ReviewFactory
from tests.web.visitor import PageResponse, Visitor

WORDS = "Half a thought,\r\non two lines"
At = Callable[..., str]


@pytest.fixture
def context(review_factory: ReviewFactory, champion: Person) -> AssessmentContext:
    return review_factory.claimed_by(champion)


def keep(visitor: Visitor, page: str, expect: int = 200, **fields: str) -> PageResponse:
    """Send what the script of that page would send."""
    return visitor.post("/drafts", {**fields, "draft_of": page}, expect)


def kept(session: Session) -> dict[str, dict[str, str]]:
    session.expire_all()
    return {each.path: dict(each.fields) for each in session.scalars(select(SavedDraft))}


def test_a_draft_is_kept_without_its_token_and_says_when(
    as_champion: Visitor, context: AssessmentContext, session: Session, at: At
) -> None:
    page = at(context, "review/note")
    said = keep(as_champion, page, text=WORDS)
    assert (said.answer.json or {})["said"].startswith("Saved as a draft at ")
    assert kept(session) == {page: {"text": "Half a thought,\non two lines"}}
    keep(as_champion, page, text="A whole thought")
    assert kept(session) == {page: {"text": "A whole thought"}}


def test_a_draft_is_offered_beside_what_is_saved_and_can_be_gone_on_with(
    as_champion: Visitor, context: AssessmentContext, session: Session, at: At
) -> None:
    page = at(context, "review/note")
    as_champion.get(page)
    as_champion.send({"text": "Saved words"})
    keep(as_champion, page, text="Written later")
    back = as_champion.get(page)
    assert len(back.banners) == 1
    assert back.banners[0].startswith("You wrote this on ")
    assert "Written later" in back.text
    assert back.form(page).value("text") == "Saved words"
    again = as_champion.get(back.link("Go on with it"))
    assert again.form(page).value("text") == "Written later"
    as_champion.send(form=page)
    assert kept(session) == {}
    assert as_champion.get(page).banners == []


def test_a_draft_can_be_thrown_away(
    as_champion: Visitor, context: AssessmentContext, session: Session, at: At
) -> None:
    page = at(context, "review/note")
    keep(as_champion, page, text="Not so good")
    as_champion.get(page)
    gone = as_champion.send(form="/drafts/forget", expect=303)
    assert gone.location == page
    assert kept(session) == {}


def test_a_draft_that_says_what_is_saved_is_not_offered(
    as_champion: Visitor, context: AssessmentContext, at: At
) -> None:
    page = at(context, "review/note")
    as_champion.get(page)
    as_champion.send({"text": "The same"})
    keep(as_champion, page, text=" The same\r\n")
    assert as_champion.get(page).banners == []


def test_drafts_of_two_remarks_are_apart_and_one_that_is_saved_leaves_the_other(
    as_champion: Visitor, context: AssessmentContext, session: Session, at: At
) -> None:
    about = at(context, "review/comments/new?section=effects&group=age")
    other = at(context, "review/comments/new?section=effects&group=disability")
    keep(as_champion, about, text="On age")
    keep(as_champion, other, text="On disability")
    shown = as_champion.get(other)
    assert "On disability" in shown.text
    assert "On age" not in shown.text
    as_champion.get(shown.link("Go on with it"))
    as_champion.send({"kind": "praise"}, form="comments/new")
    assert kept(session) == {about: {"text": "On age"}}


def test_a_draft_comes_back_on_the_pages_of_the_wizard_when_asked_for(
    as_lead: Visitor, make_assessment: Makers, at: At
) -> None:
    page = at(make_assessment(blank=True), "sections/proposal/basics")
    keep(as_lead, page, title="Bins", summary=WORDS)
    assert as_lead.get(f"{page}?kept=1").form().value("title") == "Bins"


@pytest.mark.parametrize(
    "page",
    [
        "https://elsewhere.example.org/drafts",
        "//elsewhere.example.org/",
        "/nowhere",
        "",
        "/drafts",
        "/sign-in",
        "/assessments/",
        "/static/built/eia.js",
        "/assessments/00000000-0000-0000-0000-000000000000/review/note",
    ],
)
def test_only_pages_of_ours_that_can_be_sent_have_drafts(
    page: str, as_champion: Visitor, session: Session
) -> None:
    keep(as_champion, page, expect=404, text="Words")
    assert kept(session) == {}


def test_nobody_keeps_a_draft_of_a_page_that_they_may_not_send(
    as_stranger: Visitor,
    as_lead: Visitor,
    as_champion: Visitor,
    context: AssessmentContext,
    session: Session,
    at: At,
) -> None:
    keep(as_stranger, at(context, "review/note"), expect=404, text="Words")
    keep(as_lead, at(context, "review/opinion"), expect=409, text="Words")
    keep(as_champion, at(context, "sections/proposal/basics"), expect=409, text="Words")
    keep(as_champion, "/people/add", expect=403, text="Words")
    assert kept(session) == {}


def test_a_draft_belongs_to_who_wrote_it(
    as_champion: Visitor,
    as_equality_lead: Visitor,
    context: AssessmentContext,
    session: Session,
    at: At,
) -> None:
    page = at(context, "review/comments/new")
    keep(as_champion, page, text="Mine alone")
    theirs = as_equality_lead.get(page)
    assert theirs.banners == []
    assert "Mine alone" not in as_equality_lead.get("/drafts").text
    as_equality_lead.post("/drafts/forget", {"draft_of": page}, expect=303)
    assert list(kept(session)) == [page]
    assert "Mine alone" in as_champion.get("/drafts").text


def test_a_draft_needs_the_token_of_its_page_and_somebody_who_is_signed_in(
    as_champion: Visitor, anonymous: Visitor, context: AssessmentContext, session: Session, at: At
) -> None:
    page = at(context, "review/note")
    keep(as_champion, page, expect=303, text="Words", csrf_token="bad")
    keep(anonymous, page, expect=401, text="Words")
    assert kept(session) == {}


def test_a_draft_is_no_longer_than_anybody_writes(
    as_champion: Visitor,
    context: AssessmentContext,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    at: At,
) -> None:
    monkeypatch.setattr(drafts, "MOST_WRITTEN", 1000)
    keep(as_champion, at(context, "review/note"), expect=422, text="x" * 1001)
    assert kept(session) == {}
    keep(as_champion, at(context, "review/note"), text="x" * 900)
    keep(as_champion, at(context, "review/note"), text="y" * 900)
    assert len(kept(session)) == 1


def test_a_draft_too_many_takes_the_place_of_the_oldest_and_the_page_says_so(
    as_champion: Visitor,
    context: AssessmentContext,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    at: At,
) -> None:
    monkeypatch.setattr(draft_store, "MOST_PAGES", 1)
    keep(as_champion, at(context, "review/note"), text="The first")
    keep(as_champion, at(context, "review/comments/new"), text="The second")
    assert len(kept(session)) == 1
    said = as_champion.get("/drafts").text
    assert "The second" in said
    assert "The first" not in said
    assert "There is room for 1 pages: when it is full, the oldest" in said
    assert "not come back to it for 90 days" in said


def test_going_back_after_throwing_away_never_leads_off_the_site(as_champion: Visitor) -> None:
    fields = {"draft_of": "/x", "next": "https://elsewhere.example.org/"}
    assert as_champion.post("/drafts/forget", fields, expect=303).location == "/drafts"
