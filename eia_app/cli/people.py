"""Commands about people: person add, person role, person link, person list.

A person who may run them can open the database, so no second person is needed. The changes are
events like any other, by the user of the operating system.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from eia_app.cli.context import CommandContext, command_context, now, system_user
from eia_app.domain.errors import NotFound
from eia_app.domain.people.changes import PersonAction
from eia_app.domain.roles import Role
from eia_app.services.people import event_log, people, roles

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from eia_app.storage.models.people import Person

ROLE = click.Choice([role.value for role in Role])


@click.group()
def person() -> None:
    """Add people, give and take roles, make links to set passwords, list people."""


@person.command()
@click.argument("email")
@click.option("--name", required=True, help="First and last name.")
@click.option("--job-title", default="", help="Reports show this, not the name.")
@click.option("--service", default="", help="The service that they work for.")
@click.option(
    "--role",
    "role_names",
    multiple=True,
    type=ROLE,
    help="May be given more than once; everybody may start an assessment without a role.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(
    email: str,
    name: str,
    job_title: str,
    service: str,
    role_names: tuple[str, ...],
    password_stdin: bool,
) -> None:
    """Add a person who may sign in."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    at, by = now(), system_user()
    with command_context() as place, place.writing() as session:
        new_person = people.add(
            session,
            email=email,
            name=name,
            job_title=job_title,
            service=service,
            roles=[Role(role) for role in role_names],
            by=by,
            now=at,
        )
        if password is not None:
            people.give_password(session, new_person, password, known=(place.forms.council.name,))
            detail, action = {"command_line": True}, PersonAction.PASSWORD_SET
            event_log.record(session, new_person, action, by=by, now=at, detail=detail)
            message = "They can sign in with the password that you gave."
        else:
            message = _link_in_words(
                place, people.make_password_link(session, new_person, by=by, now=at)
            )
    click.echo(f"{new_person.name} ({new_person.email}) was added. {message}")


@person.command()
@click.argument("email")
def link(email: str) -> None:
    """Make a new link by which a person sets a password."""
    with command_context() as place, place.writing() as session:
        known_person = _existing_person(session, email)
        secret = people.make_password_link(session, known_person, by=system_user(), now=now())
        message = _link_in_words(place, secret)
    click.echo(f"{known_person.name} has a new link, and older ones have ended. {message}")


@person.command("role")
@click.argument("email")
@click.option("--give", multiple=True, type=ROLE, help="May be given more than once.")
@click.option("--take", multiple=True, type=ROLE, help="May be given more than once.")
def role_(email: str, give: tuple[str, ...], take: tuple[str, ...]) -> None:
    """Give a person roles, or take them away."""
    at, by, secret = now(), system_user(), ""
    with command_context() as place, place.writing() as session:
        known_person = people.locked(session, _existing_person(session, email))
        for role in (Role(name) for name in give if Role(name) not in known_person.roles):
            secret = roles.give(session, known_person, role, by=by, now=at) or secret
        for role in (Role(name) for name in take if Role(name) in known_person.roles):
            roles.take(session, known_person, role, by=by, now=at)
        message = f"{known_person.name} ({known_person.email}) has {_roles_in_words(known_person)}."
        if secret:
            message += f" Their password and links have ended. {_link_in_words(place, secret)}"
    click.echo(message)


def _existing_person(session: Session, email: str) -> Person:
    known_person = people.by_email(session, email)
    if known_person is None:
        raise NotFound(f"There is nobody with the email address {email}.")
    return known_person


def _roles_in_words(person_: Person) -> str:
    return ", ".join(sorted(role.value for role in person_.roles)) or "no role"


def _link_in_words(place: CommandContext, secret: str) -> str:
    hours = people.LINK_LASTS.total_seconds() / 3600
    base_url = place.settings.base_url.rstrip("/")
    advice = "" if base_url else ", with your service’s own in front,"
    return (
        f"Send them this address{advice} to set a password within"
        f" {hours:.0f} hours: {base_url}/set-password#{secret}"
    )


@person.command("list")
def list_() -> None:
    """List everybody, with their roles."""
    with command_context() as place, place.reading() as session:
        everybody = people.list_people(session)
        for person_ in everybody:
            state = "" if person_.is_active else " (inactive)"
            click.echo(f"{person_.email}  {person_.name}  {_roles_in_words(person_)}{state}")
    if not everybody:
        click.echo("There is nobody yet: add the first person with eia person add.")


COMMANDS = {"person": person}
