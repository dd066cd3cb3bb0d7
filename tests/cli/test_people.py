"""Commands about people and the database."""

from __future__ import annotations

import os
import pwd
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from eia_app.cli.context import CommandContext, system_user
from eia_app.config import Settings
from eia_app.domain.errors import LinkExpired
from eia_app.services.people import people
from eia_app.services.people.authentication import authenticate
from eia_app.storage.models.events import PersonEvent
from tests.cli.test_cli import Eia, refused, runner

WHO = ("jo@example.org", "--name", "Jo Example")
PASSWORD = "three random words"
LINK = re.compile(r"/set-password#([\w-]+)\n")


@pytest.fixture
def url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def eia(url: str) -> Eia:
    eia = runner(url)
    eia("migrate")
    return eia


@pytest.fixture
def place(url: str) -> CommandContext:
    return CommandContext(Settings(database_url=url))


def test_a_person_added_with_a_password_can_sign_in(eia: Eia, place: CommandContext) -> None:
    added = eia("person", "add", *WHO, "--password-stdin", given=f"{PASSWORD}\n")
    assert added.stdout == (
        "Jo Example (jo@example.org) was added. They can sign in with the password that you gave.\n"
    )
    with place.reading() as session:
        assert authenticate(session, WHO[0], PASSWORD) is not None
    place.close()


def test_a_person_added_without_a_password_gets_a_link(eia: Eia, place: CommandContext) -> None:
    added = eia("person", "add", *WHO)
    assert added.stdout.startswith("Jo Example (jo@example.org) was added. Send them this address")
    secret = LINK.findall(added.stdout)[0]
    with place.reading() as session:
        found = people.person_of_link(session, secret, now=datetime.now(UTC))
        assert found.email == "jo@example.org"
    place.close()


def test_a_link_is_whole_where_the_address_of_the_service_is_known(eia: Eia) -> None:
    added = eia("person", "add", *WHO)
    assert "this address, with your service’s own in front, to set a password" in added.stdout
    whole = eia("person", "link", WHO[0], EIA_BASE_URL="https://eia.hart.example/")
    said = "this address to set a password within 72 hours: https://eia.hart.example/set-password#"
    assert said in whole.stdout


def test_a_new_link_ends_the_one_before(eia: Eia, place: CommandContext) -> None:
    first = LINK.findall(eia("person", "add", *WHO).stdout)[0]
    second = LINK.findall(eia("person", "link", "JO@example.org").stdout)[0]
    with place.reading() as session:
        assert people.person_of_link(session, second, now=datetime.now(UTC)).name == "Jo Example"
        with pytest.raises(LinkExpired):
            people.person_of_link(session, first, now=datetime.now(UTC))
    place.close()


def test_list_shows_everybody_with_their_roles(eia: Eia) -> None:
    assert eia("person", "list").stdout == (
        "There is nobody yet: add the first person with eia person add.\n"
    )
    roles = ("--role", "champion", "--role", "administrator")
    eia("person", "add", *WHO, *roles)
    eia("person", "add", "al@example.org", "--name", "Al Other")
    assert eia("person", "list").stdout == (
        "al@example.org  Al Other  no role\njo@example.org  Jo Example  administrator, champion\n"
    )


@pytest.mark.parametrize(
    ("words", "password", "sentence"),
    [
        (WHO, "", "There is already a person with this email address."),
        (
            ("nonsense", "--name", "X"),
            "",
            "Enter an email address in the right form, such as name@example.org.",
        ),
        (("al@example.org", "--name", " "), "", "Enter their name."),
        (
            ("al@example.org", "--name", "Al", "--password-stdin"),
            "short\n",
            "Use 12 characters or more; three random words work well.",
        ),
    ],
)
def test_a_person_who_cannot_be_added_is_refused_in_a_sentence(
    words: tuple[str, ...], password: str, sentence: str, eia: Eia
) -> None:
    eia("person", "add", *WHO)
    refused(eia("person", "add", *words, given=password), sentence)
    assert len(eia("person", "list").stdout.splitlines()) == 1


def test_a_link_for_nobody_is_refused(eia: Eia) -> None:
    refused(
        eia("person", "link", "x@example.org"),
        "There is nobody with the email address x@example.org.",
    )


def events(place: CommandContext) -> list[tuple[str, str]]:
    """What happened to people, and by whom."""
    with place.reading() as session:
        found = session.scalars(select(PersonEvent).order_by(PersonEvent.id)).all()
        return [(each.action.value, each.system_user) for each in found]


def test_what_is_done_at_the_command_line_is_an_event_by_the_systems_user(
    eia: Eia, place: CommandContext
) -> None:
    eia("person", "add", *WHO, "--role", "administrator", "--password-stdin", given=PASSWORD)
    eia("person", "add", "al@example.org", "--name", "Al Other")
    eia("person", "link", WHO[0])
    eia("person", "role", WHO[0], "--give", "champion", "--take", "administrator")
    user = system_user()
    assert user.startswith(pwd.getpwuid(os.getuid()).pw_name)
    assert events(place) == [
        (action, user)
        for action in (
            *("added", "password_set", "added", "link_made", "link_made"),
            *("role_given", "role_taken"),
        )
    ]
    assert eia("verify-log").stdout.startswith("7 events, nothing altered or removed.")
    place.close()


def test_the_first_role_that_needs_two_on_screen_ends_the_password_here_as_well(
    eia: Eia, place: CommandContext
) -> None:
    eia("person", "add", *WHO, "--password-stdin", given=f"{PASSWORD}\n")
    given = eia("person", "role", WHO[0], "--give", "equality_lead")
    assert given.stdout.startswith(
        "Jo Example (jo@example.org) has equality_lead. Their password and links have ended."
        " Send them this address"
    )
    with place.reading() as session:
        assert authenticate(session, WHO[0], PASSWORD) is None
        secret = LINK.findall(given.stdout)[0]
        assert people.person_of_link(session, secret, now=datetime.now(UTC)).name == "Jo Example"
    place.close()


def test_roles_that_are_held_already_or_not_at_all_change_nothing(
    eia: Eia, place: CommandContext
) -> None:
    eia("person", "add", *WHO, "--role", "champion")
    same = eia("person", "role", WHO[0], "--give", "champion", "--take", "report_author")
    assert same.stdout == "Jo Example (jo@example.org) has champion.\n"
    assert len(events(place)) == 2
    refused(
        eia("person", "role", "x@example.org", "--give", "champion"),
        "There is nobody with the email address x@example.org.",
    )
    place.close()


# The database


def test_migrate_can_be_run_again(eia: Eia) -> None:
    assert eia("migrate").stdout.startswith("The database was up to date already (revision ")


def test_demo_can_be_run_again(eia: Eia) -> None:
    eia("demo")
    assert eia("demo").stdout == "The demonstration is loaded already.\n"


def test_demo_is_not_mixed_with_real_people(eia: Eia) -> None:
    eia("person", "add", "jo@council.gov.uk", "--name", "Jo Real")
    refused(eia("demo"), "There are real people here, so the demonstration was not loaded.")
    assert len(eia("person", "list").stdout.splitlines()) == 1


def test_a_database_that_was_never_migrated_is_one_sentence(
    new_database: Callable[[], str],
) -> None:
    refused(
        runner(new_database())("list"), "The database is not up to date: run eia migrate first."
    )


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("nonsense", "EIA_DATABASE_URL cannot be read as the address of a database."),
        ("mysql://x", "EIA_DATABASE_URL must begin with sqlite:// or postgresql+psycopg://."),
        ("sqlite:////proc/none/x.sqlite", "/proc/none: No such file or directory."),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence(address: str, sentence: str) -> None:
    refused(runner(address)("list"), sentence)


def test_a_database_that_is_away_is_one_sentence() -> None:
    result = runner("postgresql+psycopg://eia@127.0.0.1:1/eia")("list")
    assert result.exit_code == 1
    assert result.stderr.startswith("The database cannot be used: connection failed: ")
    assert len(result.stderr.splitlines()) == 1


def test_a_setting_that_cannot_be_read_is_one_sentence(eia: Eia) -> None:
    refused(eia("list", EIA_PORT="x"), "EIA_PORT must be a whole number; it is “x”.")


def test_a_council_that_is_not_there_is_one_sentence(eia: Eia) -> None:
    result = eia("demo", EIA_COUNCIL="atlantis")
    assert result.stderr.startswith("There is no council “atlantis” in ")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)


def test_forms_with_faults_are_counted_in_one_sentence(eia: Eia, tiny_folder: Path) -> None:
    (tiny_folder / "councils" / "testing.toml").write_text('id = "testing"')
    result = eia("demo", EIA_FORMS_DIR=os.fspath(tiny_folder), EIA_COUNCIL="testing")
    assert re.fullmatch(
        r"The forms have \d+ faults: see them all with eia check-forms\.\n", result.stderr
    )
