"""A check that only advises and fails is left out, loudly; what refuses a submit is not."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace

import pytest

from eia_app.domain.advice import CheckFailed, noticed
from eia_app.domain.quality import blocking, rules
from eia_app.domain.quality.finding import Severity, Spot
from eia_app.domain.quality.view import View
from tests.domain.coach_cases import NOTICED
from tests.domain.coached import Coach


def fails(_: View) -> Iterator[Spot]:
    """A fault in a rule."""
    yield from iter([1 // 0])  # type: ignore[misc]


def broken(monkeypatch: pytest.MonkeyPatch, severity: Severity) -> None:
    """Every rule of this severity fails."""
    known = tuple(replace(r, look=fails) if r.severity is severity else r for r in rules.RULES)
    monkeypatch.setattr(rules, "RULES", known)
    monkeypatch.setattr(blocking, "RULES", known)


@pytest.fixture
def as_for_people() -> Iterator[None]:
    """Warnings are errors in tests alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CheckFailed)
        yield


def test_a_check_that_fails_is_an_error_in_tests() -> None:
    with pytest.raises(CheckFailed, match="the check “sums” failed: ZeroDivisionError"):
        noticed("sums", lambda: [1 // 0])


@pytest.mark.usefixtures("as_for_people")
def test_the_other_rules_are_asked_when_one_fails(
    coach: Coach, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken(monkeypatch, Severity.TIP)
    found = rules.findings(coach.view(NOTICED["percentage"]))
    assert "percentage" in {each.rule.id for each in found}
    assert "The check “initials” failed" in caplog.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.usefixtures("as_for_people")
def test_an_assessment_opens_and_is_not_submitted_when_what_must_be_put_right_cannot_be_known(
    coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = coach.view(NOTICED["serious_unanswered"])
    broken(monkeypatch, Severity.MUST)
    assert blocking.to_put_right(view) == set()
    with pytest.raises(ZeroDivisionError):
        rules.must_fix(view)
