"""What a request says its host is comes back nowhere: links are relative, or of EIA_BASE_URL."""

from __future__ import annotations

from uuid import UUID

import pytest

from eia_app.domain.workflow.states import State
from eia_app.web.http.app_class import Service
from tests.factories import Makers
from tests.web.conftest import Visit
from tests.web.full_assessment import make_full_assessment, people_by_role
from tests.web.visitor import Visitor

EVIL = "evil.example"
SENT = {"Host": EVIL, "X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}"}


def said(visitor: Visitor, path: str, method: str = "GET") -> list[str]:
    data = {"csrf_token": visitor.token} if method == "POST" else None
    answer = visitor.http.open(path, method=method, headers=SENT, data=data)
    found = [f"{name}: {value}" for name, value in answer.headers if EVIL in value]
    body = answer.get_data()
    answer.close()
    return [f"{method} {path} {each}" for each in [*found, *(["body"] * (EVIL.encode() in body))]]


@pytest.mark.slow
def test_no_answer_repeats_the_host_of_the_request(
    app: Service, make_assessment: Makers, visit: Visit
) -> None:
    people = people_by_role(make_assessment)
    scene = make_full_assessment(State.IN_REVIEW, make_assessment, people)
    visitors = [visit(people[name]) for name in ("lead", "equality_lead", "administrator")]
    adapter, found = app.url_map.bind(""), []
    for rule in app.url_map.iter_rules():
        values: dict[str, UUID | str] = {
            key: scene.ids.get(key, "unknown") for key in rule.arguments
        }
        if "person_id" in values:
            values["person_id"] = people["lead"].id
        values |= {
            key: UUID(int=0) for key in values if key.endswith("_id") and values[key] == "unknown"
        }
        path = adapter.build(rule.endpoint, values)
        for visitor in (*visitors, visit(None)):
            found += said(visitor, path)
            if path.endswith("/"):
                found += said(visitor, path.rstrip("/") or "/")
    assert found == []


@pytest.mark.parametrize("path", ["/people", "/assessments", "/for-you?page=2", "/packs"])
def test_an_address_without_its_last_stroke_leads_on_within_the_site(
    path: str, as_administrator: Visitor
) -> None:
    answer = as_administrator.http.get(path, headers=SENT)
    plain, _, query = path.partition("?")
    assert answer.location == f"{plain}/{'?' if query else ''}{query}"


@pytest.mark.parametrize("path", ["//evil.example/people", "///evil.example//assessments"])
def test_no_address_leads_off_the_site(path: str, as_administrator: Visitor) -> None:
    answer = as_administrator.http.get(path)
    assert not (answer.location or "/").startswith("//")
    assert not (answer.location or "/").startswith("http")


def test_a_set_password_link_is_not_of_the_host_of_the_request(
    as_administrator: Visitor, administrator: object, make_assessment: Makers
) -> None:
    person = make_assessment().assessment.lead
    assert said(as_administrator, f"/people/{person.id}/password-link", "POST") == []
