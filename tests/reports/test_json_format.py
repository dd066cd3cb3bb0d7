"""The record as JSON: to its schema, and with hashes that anybody can check."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from eia_app import resources
from eia_app.domain.questionnaire.answers import Row
from eia_app.domain.snapshot import snapshot
from eia_app.reports import json_format
from tests.reports import make_reports, schema

SCHEMA = json.loads((resources.static() / "schemas" / "eia-report-1.json").read_text())


def named(record: Any) -> Any:
    changed = copy.deepcopy(record)
    changed["council"]["names_in_reports"] = True
    return changed


def overridden() -> Any:
    record = copy.deepcopy(make_reports.full())
    record["route"]["override"] = {"reason": "It is urgent.", "by": "Eli", "at": "2026-03-09"}
    return record


def assigned() -> Any:
    row = Row("a1", {"action_text": "Change the signs", "action_assignee": "secret-person"})
    return make_reports.full({}, action_plan=[row])


RECORDS: dict[str, Callable[[], Any]] = {
    "full": make_reports.full,
    "screening": make_reports.screening,
    "unfinished": make_reports.unfinished,
    "with names": lambda: named(make_reports.full()),
    "another route": overridden,
    "assigned": assigned,
    "with files": lambda: make_reports.with_files("survey.pdf", "site.jpg"),
    "empty list": lambda: make_reports.full(
        {(None, "no_engage_reason"): "No time."}, engagement=[]
    ),
}


@pytest.mark.parametrize("make", RECORDS.values(), ids=RECORDS)
@pytest.mark.parametrize("is_signed", [True, False])
def test_it_is_as_its_schema_says(make: Callable[[], Any], is_signed: bool) -> None:
    record = make()
    status = make_reports.signed(record) if is_signed else make_reports.DRAFT
    assert schema.faults(json.loads(json_format.render(record, status)), SCHEMA) == []


def test_the_schema_explains_every_format_it_names() -> None:
    assert SCHEMA["properties"]["format"]["const"] == json_format.FORMAT
    assert SCHEMA["$defs"]["record"]["properties"]["format"]["const"] == snapshot.FORMAT


def test_the_hash_is_that_of_the_signed_record() -> None:
    record = make_reports.full()
    status = make_reports.signed(record)
    assert json.loads(json_format.render(record, status))["sha256"] == status.sha256


@pytest.mark.parametrize("make", [make_reports.full, lambda: named(make_reports.full())])
def test_anybody_can_check_the_hash_of_what_they_have(make: Callable[[], Any]) -> None:
    found = json.loads(json_format.render(make(), make_reports.DRAFT))
    text = json.dumps(found["record"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert snapshot.sha256(text) == found["sha256_here"]
    assert (found["sha256"] == found["sha256_here"]) == ("withheld" not in found["record"])


def test_names_are_withheld_where_the_council_prints_roles() -> None:
    text = json_format.render(make_reports.full(), make_reports.DRAFT)
    assert "Ada Price" not in text
    assert "Ada Price" in json_format.render(named(make_reports.full()), make_reports.DRAFT)
    assert "secret-person" not in json_format.render(assigned(), make_reports.DRAFT)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda d: d.pop("sha256"), "$.sha256 is missing"),
        (lambda d: d.update(colour="red"), "$.colour is not known"),
        (lambda d: d.update(sha256="f00"), "$.sha256 does not match ^[0-9a-f]{64}$"),
        (lambda d: d["record"].update(version="3"), "$.record.version is no integer"),
        (lambda d: d["standing"].update(signed=3), "$.standing.signed is none of what it may be"),
        (lambda d: d.update(format="x"), "$.format is not eia-report/1"),
        (lambda d: d["record"]["parts"][0].update(id=1), "$.record.parts[0].id is no string"),
    ],
)
def test_the_judge_sees_what_is_wrong(change: Callable[[Any], None], fault: str) -> None:
    found = json.loads(json_format.render(make_reports.full(), make_reports.DRAFT))
    change(found)
    assert schema.faults(found, SCHEMA) == [fault]
