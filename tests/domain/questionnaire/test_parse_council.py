"""A council's profile, read and checked."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from eia_app.domain.checked_tables import FaultList, read_table
from eia_app.domain.errors import BadDefinition, NotFound
from eia_app.domain.questionnaire.council import Council
from eia_app.storage.forms.folder import Forms
from tests import TINY_FORMS


@pytest.fixture
def raw() -> dict[str, Any]:
    return tomllib.loads((TINY_FORMS / "councils/testing.toml").read_text(encoding="utf-8"))


def faults_of(raw: dict[str, Any]) -> list[str]:
    faults = FaultList()
    read_table(Council, raw, "testing.toml", faults)
    return faults.messages


def test_a_profile_is_read_as_it_is_written(council: Council) -> None:
    assert (council.name, council.review_group) == ("Testing District Council", "Test Champions")
    assert council.lists["committees"] == ("Cabinet", "Council")
    assert council.lists["wards"] == ()
    assert council.objectives == (("Hear from everyone", "Ask people before deciding."),)
    assert (council.review_days, council.clear_days, council.quorum) == (10, 5, 3)
    assert council.sign_off_days == 5


def test_only_local_groups_that_are_on_are_asked_about(council: Council) -> None:
    assert [(group.id, group.local) for group in council.groups] == [
        ("carers", True),
        ("rural", True),
    ]
    assert [group.id for group in council.local_groups] == ["carers"]


def test_a_small_profile_has_no_faults(raw: dict[str, Any]) -> None:
    assert faults_of(raw) == []


def test_every_fault_of_a_profile_is_reported_at_once(raw: dict[str, Any]) -> None:
    del raw["name"]
    raw["motto"] = "Onwards"
    raw["colours"].update(brand="green", link="#12345g", sky="#00ffff")
    raw["contact"]["team"] = ""
    raw["group"][1]["id"] = "carers"
    raw["objective"][0]["colour"] = "red"
    raw["services"] = ["Housing", 7]
    raw["sign_off_days"] = -1
    assert sorted(faults_of(raw)) == sorted(
        [
            "testing.toml: “name” is missing",
            "testing.toml: “motto” is not a key we know",
            "testing.toml: “services” 2 must be text",
            "testing.toml [colours]: “brand” must look like #1d3557",
            "testing.toml [colours]: “link” must look like #1d3557",
            "testing.toml [colours]: “sky” is not a key we know",
            "testing.toml [contact]: “team” is empty",
            "testing.toml: “sign_off_days” must not be less than 0",
            "testing.toml: “group” has “carers” 2 times",
            "testing.toml objective Hear from everyone: “colour” is not a key we know",
        ]
    )


def test_a_council_that_is_not_there_is_not_found(tiny_forms: Forms) -> None:
    with pytest.raises(NotFound, match="no council “atlantis”"):
        _ = Forms(tiny_forms.folder, "atlantis").council


def test_a_council_with_faults_is_refused(tmp_path: Any) -> None:
    (tmp_path / "councils").mkdir()
    (tmp_path / "councils/bad.toml").write_text("id = 'bad'", encoding="utf-8")
    with pytest.raises(BadDefinition, match=r"bad\.toml: “name” is missing"):
        _ = Forms(tmp_path, "bad").council


@pytest.mark.parametrize("name", ["hart", "basingstoke-and-deane"])
def test_the_councils_that_we_ship_have_what_the_screens_need(forms: Forms, name: str) -> None:
    council = Forms(forms.folder, name).council
    assert council.id == name
    assert all(council.lists[key] for key in ("services", "committees", "forums"))
    assert council.local_groups
