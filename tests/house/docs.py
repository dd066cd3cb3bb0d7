"""The tables of pages that follow from the code: `make docs` writes them, tests compare them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
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
    AnyOfAll,
    Permission,
)
from eia_app.domain.workflow.states import OPEN, TRANSITIONS, State, Transition
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
    "is_editable": "while it is a draft or changes are requested",
    "is_draft": "while it is a draft",
    "is_followed_up": "while it is signed off or decided",
    "is_signed": "once it is signed off",
    "is_for_review": "once it is for review",
    "is_for_sign_off": "once it awaits sign-off",
    "is_in_review": "while it is in review",
    "is_being_changed": "while changes are requested",
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
WHAT = {
    Permission.START: "Start an assessment",
    Permission.MANAGE_PEOPLE: "Manage people and their roles",
    Permission.OVERSEE_PEOPLE: "See every change to people, and be the second person of one",
    Permission.READ: "Read an assessment",
    Permission.DOWNLOAD_REPORT: "Download its report",
    Permission.EDIT: "Change answers",
    Permission.MANAGE_CONTRIBUTORS: "Add and remove contributors",
    Permission.OVERRIDE_ROUTE: "Set the route by hand, with a reason",
    Permission.UPDATE_ACTIONS: "Say how far its actions have got",
    Permission.SEE_QUEUE: "See the review queue",
    Permission.READ_DISCUSSION: "Read what was said in its review",
    Permission.SEE_COACH: "Read what the coach noticed in it",
    Permission.RUN_WORKSHOP: "Run a workshop, and see how far each of its participants is",
    Permission.FINISH_PRACTISING: "Finish practising",
    Permission.WITHDRAW: "Put it away",
    Permission.RESTORE: "Bring it back",
    Permission.CLAIM: "Take on its review",
    Permission.UNCLAIM: "Give its review back",
    Permission.RECUSE: "Stand aside from its review",
    Permission.COMMENT: "Comment on it",
    Permission.GIVE_OPINION: "Give an opinion on it",
    Permission.INVITE: "Ask a colleague for an opinion on a section",
    Permission.ANSWER_INVITATION: "Give the opinion that was asked for",
    Permission.ASSIGN: "Ask a champion to review it",
    Permission.EXCEPT: "Accept a reviewer of the same service, with a reason",
    Permission.EXTEND: "Extend its review",
    Permission.REFER_UP: "Refer it up",
    Permission.CHASE: "Remind its reviewers",
    Permission.REPLY: "Reply to comments",
    Permission.CARRY_OVER: "Carry it over to a newer edition",
    Permission.ASSESS_AGAIN: "Assess it again, in a new assessment",
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


def people_of(what: Permission, rules: dict[Permission, AnyOfAll] = PERMISSIONS) -> str:
    return "; ".join(in_words([WHO[test.__name__] for test in tests]) for tests in rules[what])


def in_words(conditions: list[str]) -> str:
    """Return somebody, then who they are, then when."""
    kinds = ("who ", "while ", "once ")
    in_order = sorted(
        conditions, key=lambda words: words.startswith(kinds[1:]) + words.startswith(kinds)
    )
    return re.sub(r"( who .+?) who ", r"\1 and ", " ".join(in_order))


def holders_of(what: Permission) -> str:
    """Return who may do what is not done to an assessment."""
    roles = [HOLDERS[role] for role in Role if role in SERVICE_PERMISSIONS[what]]
    return "; ".join(roles) or "everybody who can sign in"


def states_of(sources: frozenset[State]) -> str:
    if sources == OPEN:
        return "Any but closed and withdrawn"
    names = [STATES[state][0] for state in State if state in sources]
    return " or ".join([names[0], *(name.lower() for name in names[1:])])


def transitions() -> str:
    rows = [
        [
            STEPS[transition],
            states_of(rule.sources),
            STATES[rule.to][0] if rule.to else DEPENDS[transition],
            "yes" if rule.needs_reason else "no",
            people_of(Permission(transition.value)),
        ]
        for transition, rule in TRANSITIONS.items()
    ]
    return table(("Step", "From", "To", "Reason needed", "Who"), rows)


def permissions() -> str:
    steps = {transition.value for transition in TRANSITIONS}
    rows = [(WHAT[what], holders_of(what)) for what in SERVICE_PERMISSIONS]
    rows += [(WHAT[what], people_of(what)) for what in PERMISSIONS if what.value not in steps]
    return table(("What", "Who"), rows)


def practice() -> str:
    rows = [(WHAT[what], people_of(what, PRACTICE_PERMISSIONS)) for what in PRACTICE_PERMISSIONS]
    return table(("What may be done with practice", "Who"), rows)


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
