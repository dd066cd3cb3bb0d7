"""Another site can have a browser send a form to ours: nothing of it is read, and no cookie set."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from eia_app.services import people
from eia_app.storage.kept import KeptText
from eia_app.storage.people import Person
from eia_app.web.service import Service
from tests.factories import Makers
from tests.web.conftest import address
from tests.web.test_census import NOTHING, REQUIRES
from tests.web.visitor import Visitor

PLANTED = "Words of a stranger"
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": ""},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:81"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://["},
]
OURS = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://localhost"},
    {"Origin": "https://LOCALHOST"},
]
CHANGING = ["POST", "PUT", "PATCH", "DELETE"]


def posts(app: Service) -> dict[str, str]:
    """The address of every endpoint that takes a POST."""
    adapter = app.url_map.bind("")
    return {
        rule.endpoint: adapter.build(
            rule.endpoint,
            {name: NOTHING if name.endswith("_id") else "x" for name in rule.arguments},
            method="POST",
        )
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
    }


@pytest.mark.parametrize("sender", FOREIGN, ids=str)
def test_no_address_reads_what_another_site_sends(sender: dict[str, str], app: Service) -> None:
    found = posts(app)
    assert set(found) <= set(REQUIRES)
    assert len(found) > 40
    for path in (*found.values(), "/nowhere"):
        data = {"kept_path": path, "kept:title": PLANTED, "title": PLANTED, "email": "a@b.example"}
        answer = app.test_client().post(path, data=data, headers=sender)
        assert (path, answer.status_code) == (path, 403)
        assert "Another website sent this" in answer.text
        assert PLANTED not in answer.text
        assert "Set-Cookie" not in answer.headers
        assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("sender", FOREIGN, ids=str)
def test_another_site_neither_signs_out_nor_prolongs_who_is_signed_in(
    sender: dict[str, str], as_lead: Visitor, make_assessment: Makers, session: Session
) -> None:
    page = address(make_assessment(summary="At first"), "sections/proposal/basics")
    token, own = as_lead.token, as_lead.http.environ_base.pop("HTTP_SEC_FETCH_SITE")
    for path in (page, "/sign-out", "/sign-in", "/drafts"):
        data = {"summary": PLANTED, "csrf_token": token, "draft_of": page}
        answer = as_lead.http.post(path, data=data, headers=sender)
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers
        assert as_lead.http.put(path, headers=sender).status_code == 403
    as_lead.http.environ_base["HTTP_SEC_FETCH_SITE"] = own
    assert as_lead.get(page).form().value("summary") == "At first"
    assert session.query(KeptText).count() == 0


@pytest.mark.parametrize("method", CHANGING)
def test_whatever_method_may_change_something_is_refused(method: str, app: Service) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = app.test_client().open("/sign-in", method=method, headers=foreign)
    assert answer.status_code == 403


@pytest.mark.parametrize("sender", [{}, *OURS], ids=str)
def test_a_page_of_ours_and_a_program_with_a_session_are_read(
    sender: dict[str, str], as_lead: Visitor, make_assessment: Makers
) -> None:
    page = address(make_assessment(summary="At first"), "sections/proposal/basics")
    fields = dict(as_lead.get(page).form().filled({"summary": "At last"}))
    as_lead.http.environ_base.pop("HTTP_SEC_FETCH_SITE")
    answer = as_lead.http.post(page, data={**fields, "then": "later"}, headers=sender)
    assert answer.status_code == 302
    assert as_lead.get(page).form().value("summary") == "At last"


def test_what_no_browser_of_today_sends_and_has_no_cookie_is_not_carried(app: Service) -> None:
    answer = app.test_client().post("/assessments/start", data={"title": PLANTED})
    assert answer.status_code == 403
    assert PLANTED not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_proxy_that_changes_the_host_needs_the_base_url(app: Service) -> None:
    origin = {"Origin": "https://eia.example.org"}
    assert app.test_client().post("/assessments/start", headers=origin).status_code == 403
    named = replace(app.parts.settings, base_url="https://eia.example.org/")
    app.extensions["eia"] = replace(app.parts, settings=named)
    assert app.test_client().post("/assessments/start", headers=origin).status_code == 401


def test_another_site_uses_up_nobodys_attempts_to_sign_in(
    anonymous: Visitor, stranger: Person, session: Session, quick_passwords: None
) -> None:
    people.give_password(session, stranger, "three random words")
    foreign = {"Sec-Fetch-Site": "cross-site"}
    for _ in range(30):
        anonymous.http.post("/sign-in", data={"email": "x@y.example"}, headers=foreign)
    anonymous.get("/sign-in")
    anonymous.send({"email": stranger.email, "password": "three random words"}, form="/sign-in")


def test_looking_is_open_to_whoever_follows_a_link(app: Service) -> None:
    assert app.test_client().get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
