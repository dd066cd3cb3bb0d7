"""Tables beside enumerations: a new state, step, role or kind of notice is missing from none."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import eia_app
from eia_app import resources
from eia_app.domain.attachments.file_types import FileType
from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.model import AnswerType, SectionKind
from eia_app.domain.workflow.states import TRANSITIONS, State
from eia_app.services.review.rounds import CLOSING

# Tables of the steps of the workflow: of each transition that leads from a state to a state.
OF_STEPS = (
    "domain.workflow.permissions.STEP_TAKERS",
    "domain.workflow.permissions.STEPS",
    "domain.workflow.states.TRANSITIONS",
    "services.workflow.transitions.EFFECTS",
)
# Tables that are not of every member. Of states, roles and kinds of notice each missing member is
# named, so that a new one is decided on; of the many steps and permissions a reason is enough.
PARTIAL: dict[str, str | set[str]] = {
    "attachments.image_sanitizer.FORMATS": "pictures alone are drawn again",
    "attachments.image_sanitizer.KEPT_MODES": "pictures alone are drawn again",
    "domain.guidance.parse_example.WANTED": "any text will do for the others",
    "domain.questionnaire.answers.LONGEST": "what is chosen has no length",
    "domain.workflow.permissions.SERVICE_PERMISSIONS": "the rest is asked of an assessment",
    # Asked without an assessment; of practice alone; and events that have no permission of their
    # own: both changes of contributors have one together, and the operator explains a record.
    "domain.workflow.permissions.PERMISSIONS": {
        "USE_SERVICE", "MANAGE_PEOPLE", "OVERSEE_PEOPLE", "SEE_QUEUE", "RUN_WORKSHOP", "START",
        "FINISH_PRACTISING", "ADD_CONTRIBUTOR", "REMOVE_CONTRIBUTOR", "EXPLAIN",
    },
    "domain.workflow.permissions.PRACTICE_PERMISSIONS": "whatever is not listed is denied",
    "domain.workflow.timeline.BEHIND": {"DECIDED", "CLOSED", "WITHDRAWN"},
    "reports.content.title_block.ROUTES": {"MAJOR"},
    "services.notifications.recipients.ARRIVED": {
        "DRAFT", "CHANGES_REQUESTED", "SIGNED_OFF", "DECIDED", "CLOSED", "WITHDRAWN",
    },
    "services.notifications.recipients.ENDED": "the rest end nothing that was asked of anybody",
    "services.notifications.recipients.TAKEN": "the rest are told to nobody",
    "services.queue.counts.SHOWN": {"ALL"},
    "services.queue.elsewhere.CAME_BY": {
        "DRAFT", "IN_REVIEW", "SIGNED_OFF", "DECIDED", "CLOSED", "WITHDRAWN",
    },
    "web.assessment.history_labels.CHANGED": "the rest are told in one way",
    "web.workflow.transitions.FORMS": "the rest have the form with a reason",
    "web.templating.labels.PRACTICE_HAPPENED": "the rest read as of a real assessment",
    "web.templating.labels.PRACTICE_STATES": {
        "IN_REVIEW", "CHANGES_REQUESTED", "AWAITING_SIGN_OFF", "SIGNED_OFF", "DECIDED", "CLOSED",
    },
    "web.templating.labels.PRACTICE_STEPS": "the rest is not done with practice",
    "web.reports.downloads.VIEWS": {"PACK"},
    "reports.jobs.renderers.RENDERERS": {"PACK"},
    "web.templating.labels.STEPS": "the rest are no buttons",
    **dict.fromkeys(OF_STEPS, "the rest are events that change no state"),
}  # fmt: skip
SCHEMA = json.loads((resources.static() / "schemas/eia-report-1.json").read_text(encoding="utf-8"))


def assigned_in(module: ModuleType) -> set[str]:
    """Return the names that a module gives to something itself, without those that it imports."""
    body = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")).body
    targets = [
        *(target for node in body if isinstance(node, ast.Assign) for target in node.targets),
        *(node.target for node in body if isinstance(node, ast.AnnAssign)),
    ]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def tables() -> Iterator[tuple[str, Mapping[Enum, Any]]]:
    """Yield every table of a module of ours whose keys are members of enumerations of ours."""
    for info in pkgutil.walk_packages(eia_app.__path__, "eia_app."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name in assigned_in(module):
            value = getattr(module, name, None)
            if not isinstance(value, Mapping) or not value:
                continue
            kinds = {type(key) for key in value}
            if all(issubclass(k, Enum) and k.__module__.startswith("eia_app") for k in kinds):
                yield f"{info.name.removeprefix('eia_app.')}.{name}", value


TABLES = dict(tables())


def missing(table: Mapping[Enum, Any]) -> list[str]:
    kinds = {type(key) for key in table}
    return [member.name for kind in kinds for member in kind if member not in table]


@pytest.mark.parametrize("name", sorted(TABLES.keys() - PARTIAL.keys()))
def test_a_table_has_every_member_of_its_enumeration(name: str) -> None:
    assert missing(TABLES[name]) == []


@pytest.mark.parametrize("name", sorted(PARTIAL))
def test_a_partial_table_misses_exactly_the_members_that_it_declares(name: str) -> None:
    misses, said = missing(TABLES[name]), PARTIAL[name]
    assert misses
    assert isinstance(said, str) or set(misses) == said


@pytest.mark.parametrize("name", OF_STEPS)
def test_a_table_of_steps_has_every_step_and_nothing_else(name: str) -> None:
    assert set(TABLES[name]) == set(TRANSITIONS)


# Tables of the tests. Two steps close a round, on a page of their own.
TESTED: dict[str, set[Any]] = {
    "tests.factories.TRANSITIONS_TO": set(State),
    "tests.web.test_who_may.READERS": set(State),
    "tests.web.test_who_may.STEPS": set(TRANSITIONS),
    "tests.web.workflow.test_transitions.STEPS": set(TRANSITIONS) - CLOSING,
}


@pytest.mark.parametrize("name", TESTED)
def test_a_table_of_the_tests_has_every_state_or_step(name: str) -> None:
    module, _, table = name.rpartition(".")
    assert set(getattr(importlib.import_module(module), table)) == TESTED[name]


def enums_of(schema: Any) -> Iterator[set[str]]:
    """Every list of words that a JSON schema allows."""
    if isinstance(schema, dict):
        if "enum" in schema:
            yield {word for word in schema["enum"] if word is not None}
        for value in schema.values():
            yield from enums_of(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from enums_of(value)


@pytest.mark.parametrize("kind", [State, Route, SectionKind, FileType, AnswerType])
def test_the_schema_of_reports_allows_the_members_of_the_code(kind: type[Enum]) -> None:
    assert {str(member.value) for member in kind} in list(enums_of(SCHEMA))
