"""Pages for what cannot be shown: plain, well made, and with a way on."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import InternalError, OperationalError

from eia_app.storage.models.people import Person
from eia_app.web.http.app_class import Service
from tests.web.visitor import Visitor

NOWHERE = ["/nowhere", "/assessments/x/", "/people/1", "/static/nothing.css", "/.env", "/%00"]


@pytest.mark.parametrize("path", NOWHERE)
def test_an_unknown_page_says_so_to_anybody(path: str, anonymous: Visitor) -> None:
    page = anonymous.get(path, expect=404)
    assert page.title == "Page not found"
    assert page.link("Go to the start page") == "/"


def test_somebody_signed_in_is_led_back_to_their_assessments(as_lead: Visitor) -> None:
    assert as_lead.get("/nowhere", expect=404).link("Go to your assessments") == "/assessments/"


def test_a_page_of_another_role_says_that_permission_is_missing(as_lead: Visitor) -> None:
    page = as_lead.get("/people/", expect=403)
    assert page.title == "You do not have permission for this"


def test_a_page_without_its_last_slash_is_found(as_lead: Visitor) -> None:
    assert as_lead.get("/assessments", expect=308).location.endswith("/assessments/")


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/forgotten-password", "/accessibility", "/privacy"]
)
def test_the_standing_pages_are_well_made_for_everybody(
    path: str, anonymous: Visitor, as_lead: Visitor
) -> None:
    anonymous.get(path)
    as_lead.get(path)


def test_a_monitor_is_told_that_the_process_answers(anonymous: Visitor) -> None:
    answer = anonymous.get("/health").answer
    assert (answer.text, answer.mimetype) == ("ok\n", "text/plain")


@pytest.mark.parametrize("kind", [OperationalError, InternalError])
def test_a_database_that_takes_nothing_is_a_page_that_gives_back_what_was_typed(
    kind: type[OperationalError | InternalError],
    as_lead: Visitor,
    app: Service,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> Person:
        raise kind("COMMIT", {}, OSError("no room on the disk"))

    as_lead.get("/assessments/start")
    monkeypatch.setattr("eia_app.services.workflow.start.start", fail)
    page = as_lead.send({"title": "Parking permits by post"}, expect=503)
    assert page.title == "Sorry, the service is not available"
    assert "Nothing that was saved before is lost." in page.text
    assert "Parking permits by post" in page.text
    assert "no room on the disk" not in page.answer.text
