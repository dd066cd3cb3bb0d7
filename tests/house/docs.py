"""The tables of pages that follow from the code: `make docs` writes them, tests compare them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from eia_app.cli import main
from eia_app.config import WHAT_FOR, Settings
from eia_app.domain.coach.registry import RULES
from eia_app.domain.coach.rule import Severity
from eia_app.domain.roles import Role
from eia_app.domain.workflow.permissions import (
    PERMISSIONS,
    PRACTICE_PERMISSIONS,
    SERVICE_PERMISSIONS,
    AnyPermission,
    Grant,
    Permission,
    PermissionRule,
)
from eia_app.domain.workflow.states import TRANSITIONS, State, Transition
from eia_app.web.templating.labels import STATES, STEPS
from tests import ROOT

Rows = Sequence[Sequence[str]]
WHO = {
    "is_lead": "the lead",
    "is_contributor": "a contributor",
    "is_not_lead": "who is not the lead",
    "is_champion": "a champion",
    "is_equality_lead": "the equality lead",
    "is_head_of_service": "a head of service",
    "is_report_author": "a report author",
    "is_for_review": "where it is for review",
    "is_independent": "who is independent of it",
    "is_reviewing": "who reviews it",
    "is_not_reviewing": "who does not review it yet",
    "is_not_recused": "who has not stood aside",
    "is_invited": "a colleague who was asked about it",
}
DEPENDS = {
    Transition.SUBMIT: "In review when it is for review, else awaiting sign-off",
    Transition.RESUBMIT: (
        "In review when it is for review and not agreed yet, else awaiting sign-off"
    ),
    Transition.RESTORE: "Where it was before",
}
WHAT: dict[AnyPermission, str] = {
    Permission.USE_SERVICE: "Use the service, and see what is one’s own",
    Transition.START: "Start an assessment",
    Permission.MANAGE_PEOPLE: "Manage people and their roles",
    Permission.OVERSEE_PEOPLE: "See every change to people, and be the second person of one",
    Permission.READ: "Read an assessment",
    Permission.DOWNLOAD_REPORT: "Download its report",
    Permission.EDIT: "Change answers",
    Permission.MANAGE_CONTRIBUTORS: "Add and remove contributors",
    Transition.OVERRIDE_ROUTE: "Set the route by hand, with a reason",
    Permission.UPDATE_ACTIONS: "Say how far its actions have got",
    Permission.SEE_QUEUE: "See the review queue",
    Permission.READ_DISCUSSION: "Read what was said in its review",
    Permission.SEE_COACH: "Read what the coach noticed in it",
    Permission.RUN_WORKSHOP: "Run a workshop, and see how far each of its participants is",
    Permission.FINISH_PRACTISING: "Finish practising",
    Transition.WITHDRAW: "Put it away",
    Transition.RESTORE: "Bring it back",
    Transition.CLAIM: "Take on its review",
    Transition.UNCLAIM: "Give its review back",
    Transition.RECUSE: "Stand aside from its review",
    Permission.COMMENT: "Comment on it",
    Transition.GIVE_OPINION: "Give an opinion on it",
    Transition.INVITE: "Ask a colleague for an opinion on a section",
    Transition.ANSWER_INVITATION: "Give the opinion that was asked for",
    Transition.ASSIGN: "Ask a champion to review it",
    Transition.EXCEPT: "Accept a reviewer of the same service, with a reason",
    Transition.EXTEND: "Extend its review",
    Transition.REFER_UP: "Refer it up",
    Transition.CHASE: "Remind its reviewers",
    Permission.REPLY: "Reply to comments",
    Transition.CARRY_OVER: "Carry it over to a newer edition",
    Transition.ASSESS_AGAIN: "Assess it again, in a new assessment",
    Permission.EDIT_PARAGRAPH: "Edit its “Equality implications” paragraph",
}
HOLDERS = {
    Role.CHAMPION: "a champion",
    Role.EQUALITY_LEAD: "the equality lead",
    Role.ADMINISTRATOR: "an administrator",
}

SEVERITIES = {
    Severity.MUST: "must be put right",
    Severity.SHOULD: "should be looked at",
    Severity.TIP: "tip",
}


def table(headings: Sequence[str], rows: Rows) -> str:
    """Return a table of Markdown."""
    lines = [headings, *rows]
    drawn = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([drawn[0], "|" + "---|" * len(headings), *drawn[1:]])


def settings() -> str:
    rows = [
        [f"`EIA_{f.name.upper()}`", default_of(f.name, f.default), WHAT_FOR[f.name]]
        for f in fields(Settings)
    ]
    return table(("Setting", "Default", "What for"), rows)


def default_of(name: str, value: Any) -> str:
    if value == "":
        return "none"
    if isinstance(value, Path):
        return "the forms that come with it"
    return f"`{int(value) if isinstance(value, bool) else value}`"


def commands(group: click.Group = main, path: str = "eia") -> Iterator[tuple[str, click.Command]]:
    """Return every command with its whole name, in the order of `eia --help`."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def eia_commands() -> str:
    rows = [[f"`{name}`", command.get_short_help_str(limit=200)] for name, command in commands()]
    return table(("Command", "What it does"), rows)


def targets() -> dict[str, str]:
    """Return what `make` can do, with the help of each target."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = dict(re.findall(r"^([a-z]+):.*## (.+)$", makefile, re.MULTILINE))
    del found["help"]
    return found


def make_targets() -> str:
    rows = [[f"`make {name}`", what] for name, what in targets().items()]
    return table(("Target", "What it does"), rows)


def people_of(rule: PermissionRule) -> str:
    return "; ".join(people_in_words(grant) for grant in rule)


def rule_rows(what: str, rule: PermissionRule) -> Iterator[tuple[str, str, str]]:
    """Yield a row for each set of states in which a permission is given."""
    for when, grants in groupby(rule, key=lambda grant: grant.when):
        yield what, people_of(tuple(grants)), states_of(when)


def people_in_words(grant: Grant) -> str:
    """Return somebody, then who they are, then of which assessments."""
    phrases = sorted(
        (WHO[condition.__name__] for condition in grant.who),
        key=lambda phrase: phrase.startswith("where ") + phrase.startswith(("who ", "where ")),
    )
    return re.sub(r"( who .+?) who ", r"\1 and ", " ".join(phrases))


def holders_of(what: AnyPermission) -> str:
    """Return who may do what is not done to an assessment."""
    roles = [HOLDERS[role] for role in Role if role in SERVICE_PERMISSIONS[what]]
    return "; ".join(roles) or "everybody who can sign in"


def states_of(sources: frozenset[State]) -> str:
    others = [STATES[state][0].lower() for state in State if state not in sources]
    if len(others) <= 2:
        return " but ".join(filter(None, ["Any", " and ".join(others)]))
    names = [STATES[state][0] for state in State if state in sources]
    return " or ".join([names[0], *(name.lower() for name in names[1:])])


def transitions() -> str:
    rows = [
        [
            STEPS[transition],
            states_of(rule.sources),
            STATES[rule.to][0] if rule.to else DEPENDS[transition],
            "yes" if rule.needs_reason else "no",
            people_of(PERMISSIONS[transition]),
        ]
        for transition, rule in TRANSITIONS.items()
    ]
    return table(("Step", "From", "To", "Reason needed", "Who"), rows)


def permissions() -> str:
    rows = [(WHAT[what], holders_of(what), "Without an assessment") for what in SERVICE_PERMISSIONS]
    for permission, rule in PERMISSIONS.items():
        if permission not in TRANSITIONS:
            rows += rule_rows(WHAT[permission], rule)
    return table(("What", "Who", "In which states"), rows)


def practice() -> str:
    rows = [
        row
        for permission, rule in PRACTICE_PERMISSIONS.items()
        for row in rule_rows(WHAT[permission], rule)
    ]
    return table(("What may be done with practice", "Who", "In which states"), rows)


def coach_rules() -> str:
    rows = [
        [f"`{rule.id}`", SEVERITIES[rule.severity], rule.description, rule.reason.source]
        for rule in RULES
    ]
    drawn = table(("Rule", "How much it matters", "What it notices", "Who says so"), rows)
    return f"There are {len(RULES)} rules.\n\n{drawn}"


# What each page has that follows from the code, by the name in its markers.
GENERATED: dict[str, dict[str, Callable[[], str]]] = {
    "eia_app/cli/README.md": {
        "targets": make_targets,
        "commands": eia_commands,
        "settings": settings,
    },
    "eia_app/domain/README.md": {
        "transitions": transitions,
        "permissions": permissions,
        "practice": practice,
    },
    "eia_app/domain/coach/README.md": {"rules": coach_rules},
}


def markers(name: str) -> tuple[str, str]:
    return f"<!-- generated by make docs: {name} -->", f"<!-- end of {name} -->"


def renew(page: str, text: str) -> str:
    """Return the text of a page with its tables as the code has them."""
    for name, generate in GENERATED[page].items():
        begin, end = markers(name)
        before, _, rest = text.partition(begin)
        _, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"{page} has no place for {name}: {begin} … {end}")
        text = f"{before}{begin}\n\n{generate()}\n\n{end}{after}"
    return text


def write() -> None:
    for page in GENERATED:
        path = ROOT / page
        text = path.read_text(encoding="utf-8")
        new = renew(page, text)
        if new != text:
            path.write_text(new, encoding="utf-8")
            print(f"Written again: {page}.")
    print("The tables of all pages say what the code says.")


if __name__ == "__main__":
    write()
