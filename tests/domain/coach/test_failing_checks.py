"""A check that only advises and fails is left out, loudly; what refuses a submit is not."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace

import pytest

from eia_app.domain.coach import blocking, registry
from eia_app.domain.coach.assessment_view import AssessmentView
from eia_app.domain.coach.failing_checks import CheckFailed, run_check
from eia_app.domain.coach.rule import Occurrence, Severity
from tests.domain.coach.coached_cases import Coach
from tests.domain.coach.rule_cases import NOTICED


def raise_error(_: AssessmentView) -> Iterator[Occurrence]:
    yield from iter([1 // 0])  # type: ignore[misc]


def break_rules(monkeypatch: pytest.MonkeyPatch, severity: Severity) -> None:
    """Make every rule of this severity raise."""
    known = tuple(
        replace(rule, check=raise_error) if rule.severity is severity else rule
        for rule in registry.RULES
    )
    monkeypatch.setattr(registry, "RULES", known)
    monkeypatch.setattr(blocking, "RULES", known)


@pytest.fixture
def as_in_production() -> Iterator[None]:
    """Do not turn warnings into errors, which is done in tests alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CheckFailed)
        yield


def test_a_check_that_fails_is_an_error_in_tests() -> None:
    with pytest.raises(CheckFailed, match="the check “sums” failed: ZeroDivisionError"):
        run_check("sums", lambda: [1 // 0])


@pytest.mark.usefixtures("as_in_production")
def test_the_other_rules_are_asked_when_one_fails(
    coach: Coach, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    break_rules(monkeypatch, Severity.TIP)
    findings = registry.findings(coach.view(NOTICED["percentage"]))
    assert "percentage" in {finding.rule.id for finding in findings}
    assert "The check “initials” failed" in caplog.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.usefixtures("as_in_production")
def test_an_assessment_opens_and_is_not_submitted_when_what_must_be_put_right_cannot_be_known(
    coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = coach.view(NOTICED["serious_unanswered"])
    break_rules(monkeypatch, Severity.MUST)
    assert blocking.tasks_to_correct(view) == set()
    with pytest.raises(ZeroDivisionError):
        registry.must_fix(view)
