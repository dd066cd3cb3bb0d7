"""The README keeps up: its tables say what the code says, and its examples are read by the code."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest

from eia_app.cli import main
from eia_app.config import WHAT_FOR, Settings
from eia_app.domain.meaning_checks import NEEDED
from eia_app.domain.policy import ANYWHERE, PRACTICE, RULES, AnyOfAll, May
from eia_app.domain.questionnaire import AnswerType, SectionKind
from eia_app.domain.roles import Role
from eia_app.domain.workflow import OPEN, TRANSITIONS, Action, State
from eia_app.resources import forms
from eia_app.storage.editions import Forms
from eia_app.web.words import ROLES, STATES, STEPS
from tests.test_doors import DOORS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
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
    Action.SUBMIT: "In review when it is for review, else awaiting sign-off",
    Action.RESUBMIT: "In review when it is for review and not agreed yet, else awaiting sign-off",
    Action.RESTORE: "Where it was before",
}
WHAT = {
    May.START: "Start an assessment",
    May.MANAGE_PEOPLE: "Manage people and their roles",
    May.OVERSEE_PEOPLE: "See every change to people, and be the second person of one",
    May.READ: "Read an assessment",
    May.DOWNLOAD_REPORT: "Download its report",
    May.EDIT: "Change answers",
    May.MANAGE_CONTRIBUTORS: "Add and remove contributors",
    May.OVERRIDE_ROUTE: "Set the route by hand, with a reason",
    May.UPDATE_ACTIONS: "Say how far its actions have got",
    May.SEE_QUEUE: "See the review queue",
    May.READ_DISCUSSION: "Read what was said in its review",
    May.SEE_COACH: "Read what the coach noticed in it",
    May.RUN_WORKSHOP: "Run a workshop, and see how far each of its participants is",
    May.FINISH_PRACTISING: "Finish practising",
    May.WITHDRAW: "Put it away",
    May.RESTORE: "Bring it back",
    May.CLAIM: "Take on its review",
    May.UNCLAIM: "Give its review back",
    May.RECUSE: "Stand aside from its review",
    May.COMMENT: "Comment on it",
    May.GIVE_OPINION: "Give an opinion on it",
    May.INVITE: "Ask a colleague for an opinion on a section",
    May.ANSWER_INVITATION: "Give the opinion that was asked for",
    May.ASSIGN: "Ask a champion to review it",
    May.EXCEPT: "Accept a reviewer of the same service, with a reason",
    May.EXTEND: "Extend its review",
    May.REFER_UP: "Refer it up",
    May.CHASE: "Remind its reviewers",
    May.REPLY: "Reply to comments",
    May.CARRY_OVER: "Carry it over to a newer edition",
    May.ASSESS_AGAIN: "Assess it again, in a new assessment",
    May.EDIT_PARAGRAPH: "Edit its “Equality implications” paragraph",
}
HOLDERS = {
    Role.CHAMPION: "a champion",
    Role.EQUALITY_LEAD: "the equality lead",
    Role.ADMINISTRATOR: "an administrator",
}


def table(*headings: str) -> list[list[str]]:
    """The rows of the table with these headings."""
    _, _, after = README.partition(f"| {' | '.join(headings)} |\n")
    body = after.split("\n\n", maxsplit=1)[0].splitlines()[1:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in body]


def default_of(name: str, value: Any) -> str:
    if value == "":
        return "none"
    if isinstance(value, Path):
        return "the forms that come with it"
    return f"`{int(value) if isinstance(value, bool) else value}`"


def test_every_setting_is_in_its_table_with_its_default() -> None:
    expected = [
        [f"`EIA_{f.name.upper()}`", default_of(f.name, f.default), WHAT_FOR[f.name]]
        for f in fields(Settings)
    ]
    assert table("Setting", "Default", "What for") == expected


def commands(group: click.Group, path: str) -> Iterator[list[str]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield [f"`{path} {name}`", command.get_short_help_str(limit=200)]


def test_every_command_of_eia_is_listed() -> None:
    _, _, after = README.partition("`eia` is the command line.")
    listed = re.findall(r"^\| (`eia .+?`) \| (.+) \|$", after, re.MULTILINE)
    assert [list(row) for row in listed] == list(commands(main, "eia"))


def test_every_target_of_the_makefile_is_listed() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = dict(re.findall(r"^([a-z]+):.*## (.+)$", makefile, re.MULTILINE))
    del targets["help"]
    assert dict(re.findall(r"^\| `make (\w+)` \| (.+) \|$", README, re.MULTILINE)) == targets


def people_of(what: May, rules: dict[May, AnyOfAll] = RULES) -> str:
    return "; ".join(in_words([WHO[test.__name__] for test in tests]) for tests in rules[what])


def in_words(said: list[str]) -> str:
    """Somebody, then who they are, then when."""
    kinds = ("who ", "while ", "once ")
    in_order = sorted(said, key=lambda words: words.startswith(kinds[1:]) + words.startswith(kinds))
    return re.sub(r"( who .+?) who ", r"\1 and ", " ".join(in_order))


def holders_of(what: May) -> str:
    """Who may do it without an assessment."""
    roles = [HOLDERS[role] for role in Role if role in ANYWHERE[what]]
    return "; ".join(roles) or "everybody who can sign in"


def states_of(sources: frozenset[State]) -> str:
    if sources == OPEN:
        return "Any but closed and withdrawn"
    names = [STATES[state][0] for state in State if state in sources]
    return " or ".join([names[0], *(name.lower() for name in names[1:])])


def test_the_steps_of_the_workflow_are_those_of_the_code() -> None:
    expected = [
        [
            STEPS[action],
            states_of(step.sources),
            STATES[step.to][0] if step.to else DEPENDS[action],
            "yes" if step.needs_reason else "no",
            people_of(May(action.value)),
        ]
        for action, step in TRANSITIONS.items()
    ]
    listed = table("Step", "From", "To", "Reason needed", "Who")
    assert sorted(listed) == sorted(expected)


def test_who_may_do_what_besides_is_what_the_policy_says() -> None:
    expected = {WHAT[what]: holders_of(what) for what in ANYWHERE}
    steps = {action.value for action in TRANSITIONS}
    expected |= {WHAT[what]: people_of(what) for what in RULES if what.value not in steps}
    assert dict(table("What", "Who")) == expected


def test_what_may_be_done_with_practice_is_what_the_policy_says() -> None:
    expected = [[WHAT[what], people_of(what, PRACTICE)] for what in PRACTICE]
    assert table("What may be done with practice", "Who") == expected


@pytest.mark.parametrize("role", ROLES.values())
def test_every_role_is_named(role: str) -> None:
    assert role.lower() in README


def test_every_kind_of_section_and_type_of_question_is_explained() -> None:
    kinds = [row[0].strip("`") for row in table("Kind of section", "What it is")]
    types = [row[0].strip("`") for row in table("Type of question", "The answer")]
    assert sorted(kinds) == sorted(SectionKind)
    assert sorted(types) == sorted(AnswerType)


def test_the_necessary_meanings_are_named() -> None:
    sentence = "`{}`, `{}` and `{}`\nare necessary".format(*NEEDED)
    assert sentence in README


def test_the_doors_are_those_that_are_enforced() -> None:
    listed = {
        room.strip("`"): set(re.findall(r"`(\w+)`", may)) for room, may in table("Room", "May use")
    }
    assert listed == {room: doors for room, doors in DOORS.items() if room in listed}
    assert set(listed) == DOORS.keys() - {"config"}


def examples() -> dict[str, str]:
    """The TOML examples, by the file that their first line names."""
    found = re.findall(r"^```toml\n# (\S+)\n(.+?)^```", README, re.MULTILINE | re.DOTALL)
    return dict(found)


def test_the_examples_of_a_new_edition_are_in_order(tmp_path: Path) -> None:
    """They are put into a copy of our own newest edition, as the README says to."""
    folder = Path(shutil.copytree(forms(), tmp_path / "forms"))
    given = examples()
    assert set(given) == {
        "sections/22-publishing.toml",
        "sections/23-partners.toml",
        "edition.toml",
        "example/22-publishing.toml",
        "example/23-partners.toml",
    }
    edition = max((folder / "eia").iterdir())
    main_file = edition / "edition.toml"
    text = main_file.read_text(encoding="utf-8").replace(
        '"monitoring"]', '"monitoring", "publishing", "partners"]'
    )
    main_file.write_text(f"{text}\n{given.pop('edition.toml')}", encoding="utf-8")
    for name, content in given.items():
        (edition / name).write_text(content, encoding="utf-8")
    assert Forms(folder, "hart").faults() == []
    asked = Forms(folder, "hart").tables(f"eia/{edition.name}")
    sections = {name for name in given if name.startswith("sections/")}
    assert sections <= {f"sections/{name}" for name in asked["sections"]}
