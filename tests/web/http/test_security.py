"""What protects people: headers, cookies, a secret key, and errors that tell nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from eia_app import create_app
from eia_app.config import BadSetting, Settings, check_for_serving, settings_from
from eia_app.web.http.app_class import Service
from eia_app.web.http.assets import colours_version
from tests.factories import Makers
from tests.web.conftest import address
from tests.web.visitor import Visitor

PAGES = ["/", "/sign-in", "/nowhere", "/health", "/assessments/", "/accessibility", "/privacy"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_the_security_headers(path: str, app: Service) -> None:
    headers = app.test_client().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_a_fault_of_ours_keeps_its_headers_and_its_secrets(
    as_lead: Visitor, app: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.testing = False

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("the secret of the fault")

    monkeypatch.setattr("eia_app.services.assessment.register.register", fail)
    broken = as_lead.get("/assessments/", expect=500)
    assert "secret of the fault" not in broken.answer.text
    assert "Content-Security-Policy" in broken.answer.headers


def test_a_database_that_cannot_be_reached_is_still_a_page(
    anonymous: Visitor, app: Service, lead: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    anonymous.sign_in_as(lead)
    app.testing = False

    def fail(*_: Any, **__: Any) -> None:
        raise ConnectionError("nobody is there")

    monkeypatch.setattr("eia_app.web.http.authorization.sessions.find", fail)
    answer = anonymous.http.get("/assessments/")
    assert answer.status_code == 500
    assert "Sorry, there is a problem with the service" in answer.text


def test_the_session_cookie_is_for_this_site_and_no_script(as_lead: Visitor) -> None:
    cookie = as_lead.get("/assessments/").answer.headers["Set-Cookie"]
    flags = {part.strip().split("=")[0] for part in cookie.split(";")}
    assert {"HttpOnly", "SameSite", "Expires"} <= flags
    assert "SameSite=Lax" in cookie


def test_the_session_cookie_goes_over_https_alone_where_that_is_set(
    as_lead: Visitor, app: Service
) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True
    answer = as_lead.http.get("/assessments/", base_url="https://localhost")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_cookies_are_secure_unless_that_is_turned_off_or_it_is_a_demonstration() -> None:
    assert settings_from({}).secure_cookies
    assert not settings_from({"EIA_SECURE_COOKIES": "0"}).secure_cookies
    assert not settings_from({"EIA_DEMONSTRATION": "1"}).secure_cookies


@pytest.mark.parametrize("key", ["", "short", "x" * 31])
def test_a_missing_or_short_secret_key_is_refused_when_serving(key: str) -> None:
    with pytest.raises(BadSetting, match="EIA_SECRET_KEY"):
        check_for_serving(Settings(secret_key=key))


def test_a_secret_key_of_32_characters_is_enough() -> None:
    check_for_serving(Settings(secret_key="x" * 32))


def test_every_post_needs_a_token(as_lead: Visitor, make_assessment: Makers, app: Service) -> None:
    page = address(make_assessment(summary="At first"), "sections/proposal/basics")
    as_lead.get(page)
    assert as_lead.http.post(page, data={"summary": "Forged"}).status_code == 409
    assert as_lead.get(page).form().value("summary") == "At first"
    assert app.config.get("WTF_CSRF_ENABLED", True)


def test_a_token_of_somebody_else_is_worth_nothing(
    as_lead: Visitor, as_stranger: Visitor, make_assessment: Makers
) -> None:
    page = address(make_assessment(summary="At first"), "sections/proposal/basics")
    as_lead.post(page, {"summary": "Forged", "csrf_token": as_stranger.token}, expect=409)
    assert as_lead.get(page).form().value("summary") == "At first"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_methods_that_no_page_uses_are_refused(method: str, as_lead: Visitor) -> None:
    assert as_lead.http.open("/assessments/", method=method).status_code in {404, 405}


def test_a_post_where_none_is_taken_is_not_found(as_lead: Visitor) -> None:
    as_lead.post("/assessments/", {}, expect=404)


def test_text_is_shown_as_text(as_lead: Visitor, make_assessment: Makers) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    context = make_assessment(title=hostile, summary=hostile)
    for path in ("", "answers", "history", "sections/proposal/basics", "people/"):
        shown = as_lead.get(address(context, path))
        assert "<script>alert" not in shown.answer.text
        assert "<img src=x" not in shown.answer.text


@pytest.mark.parametrize("strange", ["a\x00b", "\ufffe\x0bx", "\x1b[31m"])
def test_characters_that_no_database_or_paper_takes_do_no_harm(
    strange: str, as_lead: Visitor, as_administrator: Visitor, anonymous: Visitor
) -> None:
    as_lead.get("/assessments/start")
    as_lead.send({"title": f"Bins {strange}"})
    as_lead.follow()
    overview = as_lead.last
    assert overview is not None
    steps = overview.link("Withdraw")
    as_lead.get(steps)
    as_lead.send({"reason": f"Because {strange}"})
    as_lead.follow()
    as_administrator.get("/people/add")
    as_administrator.send({"name": f"N {strange}", "email": "n@example.org"})
    anonymous.get("/sign-in")
    fields = {"email": f"n{strange}@example.org", "password": f"p{strange}"}
    anonymous.send(fields, form="/sign-in", expect=422)


def test_a_number_where_none_can_be_does_no_harm(as_lead: Visitor, make_assessment: Makers) -> None:
    page = address(make_assessment(), "sections/proposal/basics")
    form = as_lead.get(page).form()
    for seen in ("", "x", "-1", "9" * 30):
        as_lead.post(page, form.filled({"seen": seen}), expect=0)
        assert as_lead.last is not None
        assert as_lead.last.status in {302, 409}


def test_static_files_may_be_kept_for_ever_and_the_colours_too(app: Service) -> None:
    with app.test_request_context():
        css = app.parts.assets.url("eia.css")
    answer = app.test_client().get(css)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    answer.close()
    assert app.test_client().get("/favicon.ico").mimetype == "image/svg+xml"


def test_the_colours_are_kept_only_under_their_own_version(app: Service) -> None:
    now = colours_version(app.parts.forms.council)
    kept = app.test_client().get(f"/council-{now}.css").headers["Cache-Control"]
    other = app.test_client().get("/council-0000.css").headers["Cache-Control"]
    assert "max-age=31536000" in kept
    assert "immutable" not in other


def test_settings_of_a_proxy_are_believed_only_when_there_is_one(shared_app: Service) -> None:
    settings = replace(shared_app.parts.settings, behind_proxy=True)
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    behind = create_app(settings).test_client().get("/", headers=forwarded)
    direct = shared_app.test_client().get("/", headers=forwarded)
    assert "Strict-Transport-Security" in behind.headers
    assert "Strict-Transport-Security" not in direct.headers
