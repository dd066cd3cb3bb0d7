"""What every answer says of itself: its type, its character set, and for whom it is."""

from __future__ import annotations

import pytest

from tests.web.visitor import Visitor

PATHS = {
    "/": "text/html; charset=utf-8",
    "/assessments/": "text/html; charset=utf-8",
    "/nowhere": "text/html; charset=utf-8",
    "/health": "text/plain; charset=utf-8",
    "/ready": "application/json",
    "/static/favicon.svg": "image/svg+xml",
}


@pytest.mark.parametrize(("path", "kind"), PATHS.items())
def test_every_text_says_its_character_set(path: str, kind: str, as_lead: Visitor) -> None:
    answer = as_lead.http.get(path, buffered=True)
    assert answer.headers["Content-Type"] == kind


@pytest.mark.parametrize("path", PATHS)
def test_no_answer_lets_another_site_read_it(path: str, as_lead: Visitor) -> None:
    answer = as_lead.http.get(path, headers={"Origin": "https://example.org"}, buffered=True)
    allowed = [name for name in answer.headers.keys() if name.startswith("Access-Control-")]  # noqa: SIM118
    assert allowed == []


def test_what_is_sent_as_json_has_no_fields(as_lead: Visitor) -> None:
    for body in ("[[[[", '{"title": "Bins"}', "null", '"\\ud800"'):
        answer = as_lead.http.post(
            "/assessments/start", data=body, content_type="application/json",
            headers={"Sec-Fetch-Site": "same-origin"},
        )  # fmt: skip
        assert answer.status_code in {303, 422}
