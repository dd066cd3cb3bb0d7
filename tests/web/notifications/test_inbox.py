"""“For you”: what a person was told, in the app, and how they choose to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from eia_app.domain.notifications.kinds import DeliveryFrequency, DigestEntry
from eia_app.domain.notifications.kinds import NoticeKind as Kind
from eia_app.domain.notifications.messages import WORDS, path_of
from eia_app.domain.pagination import PAGE_SIZE
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.notifications.create import notify
from eia_app.storage.models.assessment import Assessment
from eia_app.storage.models.notifications import Notice, NoticeChoice
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers
from tests.judges.page_tree import text_of
from tests.web.visitor import PageResponse, Visitor, select_statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from eia_app.web.http.app_class import Service

NOTHING = UUID("00000000-0000-4000-8000-000000000000")
EMPTY = "There is nothing for you yet."


@pytest.fixture
def assessment(make_assessment: Makers) -> Assessment:
    return make_assessment(blank=True).assessment


def told(session: Session, assessment: Assessment, person: Person, *kinds: Kind) -> list[Notice]:
    for kind in kinds:
        notify(session, kind, assessment, [person], by=None, now=NOW)
    session.commit()
    return list(session.scalars(select(Notice).order_by(Notice.id)))


def nav(shown: PageResponse) -> str:
    """What the header says of it."""
    (link,) = [each for each in shown.tree.every("a") if each.get("href") == "/for-you/"][:1]
    return text_of(link)


def headlines(shown: PageResponse) -> list[str]:
    return [text_of(each) for each in shown.tree.of_class("eia-told__headline")]


def test_with_nothing_told_the_page_says_what_will_be_here(as_lead: Visitor) -> None:
    page = as_lead.get("/for-you/")
    assert EMPTY in page.text
    assert nav(page) == "For you"


def test_what_was_told_is_listed_and_counted_in_the_header(
    session: Session, as_lead: Visitor, assessment: Assessment, lead: Person
) -> None:
    told(session, assessment, lead, Kind.DECLINED, Kind.DECIDED)
    page = as_lead.get("/for-you/")
    about = f"{assessment.title} ({assessment.reference})"
    assert headlines(page) == [f"Decision recorded: {about} New", f"Not signed off: {about} New"]
    assert "2 notices, 2 of them new." in page.text
    assert nav(as_lead.get("/assessments/")) == "For you (2 new)"


def test_opening_a_notice_marks_it_as_read_and_leads_to_the_assessment(
    session: Session, as_lead: Visitor, assessment: Assessment, lead: Person, at: Any
) -> None:
    told(session, assessment, lead, Kind.DECLINED, Kind.DECIDED)
    as_lead.get("/for-you/")
    context = as_lead.send(form="/for-you/read")  # the last form of the page: of the oldest notice
    assert context.location == f"/assessments/{assessment.id}/"
    assert [bool(each.read_at) for each in session.scalars(select(Notice).order_by(Notice.id))] == [
        True,
        False,
    ]
    page = as_lead.get("/for-you/")
    assert nav(page) == "For you (1 new)"
    assert [line.endswith(" New") for line in headlines(page)] == [True, False]


def test_everything_that_a_page_showed_can_be_marked_as_read(
    session: Session, as_lead: Visitor, assessment: Assessment, lead: Person
) -> None:
    newest = told(session, assessment, lead, Kind.DECLINED, Kind.DECIDED)[-1].id
    told(session, assessment, lead, Kind.SIGNED_OFF)
    as_lead.post("/for-you/read", {"newest": str(newest)})
    page = as_lead.follow()
    assert page.banners == ["Everything is marked as read."]
    assert nav(page) == "For you (1 new)"


def test_nobody_reads_or_marks_what_others_were_told(
    session: Session, as_stranger: Visitor, assessment: Assessment, lead: Person
) -> None:
    (notice,) = told(session, assessment, lead, Kind.DECLINED)
    assert EMPTY in as_stranger.get("/for-you/").text
    as_stranger.post("/for-you/read", {"notice": str(notice.id)}, expect=404)
    as_stranger.post("/for-you/read", {"newest": str(notice.id)})
    session.refresh(notice)
    assert notice.read_at is None


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "2147483647"])
def test_a_made_up_notice_changes_nothing(
    session: Session, as_lead: Visitor, assessment: Assessment, lead: Person, number: str
) -> None:
    (notice,) = told(session, assessment, lead, Kind.DECLINED)
    as_lead.post("/for-you/read", {"notice": number}, expect=0)
    session.refresh(notice)
    assert as_lead.last is not None
    assert as_lead.last.status in {302, 404}
    assert notice.read_at is None


def test_what_may_not_be_read_any_more_is_neither_shown_nor_counted(
    session: Session, as_champion: Visitor, make_assessment: Makers, champion: Person
) -> None:
    context = make_assessment(State.IN_REVIEW)
    (notice, *_) = told(session, context.assessment, champion)
    assert nav(as_champion.get("/for-you/")) == "For you (1 new)"
    make_assessment.step(context, Transition.WITHDRAW)
    page = as_champion.get("/for-you/")
    assert EMPTY in page.text
    assert nav(page) == "For you"
    as_champion.post("/for-you/read", {"notice": str(notice.id)}, expect=404)


def test_the_end_of_what_one_reviewed_is_told_by_reference_and_leads_nowhere(
    session: Session, as_champion: Visitor, assessment: Assessment, champion: Person
) -> None:
    told(session, assessment, champion, Kind.WITHDRAWN)
    page = as_champion.get("/for-you/")
    assert headlines(page) == [f"Withdrawn: {assessment.reference} New"]
    assert assessment.title not in page.text
    assert not [link for link in page.links if str(assessment.id) in link]
    assert as_champion.send(form="/for-you/read").location == "/for-you/"


def test_long_lists_are_paged(
    session: Session, as_lead: Visitor, assessment: Assessment, lead: Person
) -> None:
    told(session, assessment, lead, *[Kind.DECIDED] * (PAGE_SIZE + 1))
    first = as_lead.get("/for-you/")
    assert len(headlines(first)) == PAGE_SIZE
    second = as_lead.get(first.link("Next"))
    assert len(headlines(second)) == 1
    assert "Page 2 of 2" in second.text
    assert "There is nothing on this page." in as_lead.get("/for-you/?page=9").text


def test_the_page_takes_as_many_queries_with_1_and_3_rows(
    session: Session, as_lead: Visitor, assessment: Assessment, lead: Person
) -> None:
    told(session, assessment, lead, Kind.DECIDED)
    one = len(select_statements(as_lead.get("/for-you/")))
    told(session, assessment, lead, Kind.DECIDED, Kind.DECLINED)
    assert [one, len(select_statements(as_lead.get("/for-you/")))] == [4, 4]


def test_every_other_page_takes_one_query_for_the_count(as_lead: Visitor) -> None:
    asked = [each for each in select_statements(as_lead.get("/accessibility")) if "notice" in each]
    assert len(asked) == 1


def test_who_is_not_signed_in_has_no_list_and_no_count(anonymous: Visitor) -> None:
    page = anonymous.get("/")
    assert "/for-you/" not in page.links
    assert not [each for each in select_statements(page) if "notice" in each]


@pytest.mark.parametrize("detail", [{}, {"invitation": NOTHING}])
@pytest.mark.parametrize("kind", Kind)
def test_what_a_notice_leads_to_is_a_page(app: Service, kind: Kind, detail: dict[str, Any]) -> None:
    """Mails carry the same addresses."""
    path = f"/{path_of(DigestEntry(kind, '', assessment_id=NOTHING, detail=detail)) or 'for-you/'}"
    try:
        app.url_map.bind("").match(path, method="GET")
    except NotFound:  # pragma: no cover - only where the page was renamed
        pytest.fail(f"{kind} leads to {path}, which is no page.")


# Settings


def test_people_choose_how_they_are_told(
    session: Session, as_lead: Visitor, lead: Person, assessment: Assessment
) -> None:
    page = as_lead.get("/for-you/settings")
    assert WORDS[Kind.DECLINED].choice in page.text
    as_lead.send({"declined": "daily", "decided": "never"})
    assert as_lead.follow().banners == ["Your choices are saved."]
    stored = {each.kind: each.way for each in session.scalars(select(NoticeChoice))}
    assert stored == {Kind.DECLINED: DeliveryFrequency.DAILY, Kind.DECIDED: DeliveryFrequency.NEVER}
    (notice,) = told(session, assessment, lead, Kind.DECIDED)
    assert notice.send_after is None


def test_only_what_can_concern_somebody_is_asked(
    as_lead: Visitor, as_equality_lead: Visitor
) -> None:
    only_leads = WORDS[Kind.QUORUM_REACHED].choice
    assert only_leads not in as_lead.get("/for-you/settings").text
    assert only_leads in as_equality_lead.get("/for-you/settings").text


def test_a_way_that_does_not_exist_is_refused(as_lead: Visitor, session: Session) -> None:
    as_lead.get("/for-you/settings")
    as_lead.send({"declined": "by pigeon"}, expect=422)
    assert session.scalars(select(NoticeChoice)).all() == []


# Addresses


def test_a_set_password_link_has_the_address_at_which_people_reach_the_service(
    as_administrator: Visitor, lead: Person, change_settings: Callable[..., None]
) -> None:
    path = f"/people/{lead.id}/password-link"
    as_administrator.get(path)
    made = as_administrator.send(expect=200)
    assert "/set-password#" in made.answer.text
    assert "Put the address of this service in front of it" in made.text
    assert "http://localhost" not in made.answer.text
    change_settings(base_url="https://eia.hart.example/")
    as_administrator.get(path)
    assert "https://eia.hart.example/set-password#" in as_administrator.send(expect=200).answer.text
