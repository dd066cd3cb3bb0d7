"""Commands about people: person add, person role, person link, person list.

Whoever may run them has the database in their hands, so they need no second person; what they do
is an event like any other, by the user of the operating system.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from eia_app.cli.workplace import Workplace, now, system_user, workplace
from eia_app.domain.errors import NotFound
from eia_app.domain.person_changes import PersonAction
from eia_app.domain.roles import Role
from eia_app.services import people, person_log, roles

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from eia_app.storage.people import Person

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
    "given",
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
    given: tuple[str, ...],
    password_stdin: bool,
) -> None:
    """Add a person who may sign in."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    at, by = now(), system_user()
    with workplace() as place, place.writing() as session:
        added = people.add(
            session,
            email=email,
            name=name,
            job_title=job_title,
            service=service,
            roles=[Role(role) for role in given],
            by=by,
            now=at,
        )
        if password is not None:
            people.give_password(session, added, password, known=(place.forms.council.name,))
            here, what = {"command_line": True}, PersonAction.PASSWORD_SET
            person_log.record(session, added, what, by=by, now=at, detail=here)
            said = "They can sign in with the password that you gave."
        else:
            said = _link_of(place, people.make_password_link(session, added, by=by, now=at))
    click.echo(f"{added.name} ({added.email}) was added. {said}")


@person.command()
@click.argument("email")
def link(email: str) -> None:
    """Make a new link by which a person sets a password."""
    with workplace() as place, place.writing() as session:
        found = _somebody(session, email)
        secret = people.make_password_link(session, found, by=system_user(), now=now())
        said = _link_of(place, secret)
    click.echo(f"{found.name} has a new link, and older ones have ended. {said}")


@person.command("role")
@click.argument("email")
@click.option("--give", multiple=True, type=ROLE, help="May be given more than once.")
@click.option("--take", multiple=True, type=ROLE, help="May be given more than once.")
def role_(email: str, give: tuple[str, ...], take: tuple[str, ...]) -> None:
    """Give a person roles, or take them away."""
    at, by, secret = now(), system_user(), ""
    with workplace() as place, place.writing() as session:
        found = people.locked(session, _somebody(session, email))
        for role in (Role(each) for each in give if Role(each) not in found.roles):
            secret = roles.give(session, found, role, by=by, now=at) or secret
        for role in (Role(each) for each in take if Role(each) in found.roles):
            roles.take(session, found, role, by=by, now=at)
        said = f"{found.name} ({found.email}) has {_roles_of(found)}."
        if secret:
            said += f" Their password and links have ended. {_link_of(place, secret)}"
    click.echo(said)


def _somebody(session: Session, email: str) -> Person:
    found = people.by_email(session, email)
    if found is None:
        raise NotFound(f"There is nobody with the email address {email}.")
    return found


def _roles_of(found: Person) -> str:
    return ", ".join(sorted(role.value for role in found.roles)) or "no role"


def _link_of(place: Workplace, secret: str) -> str:
    hours = people.LINK_LASTS.total_seconds() / 3600
    base = place.settings.base_url.rstrip("/")
    lacking = "" if base else ", with your service’s own in front,"
    return (
        f"Send them this address{lacking} to set a password within"
        f" {hours:.0f} hours: {base}/set-password#{secret}"
    )


@person.command("list")
def list_() -> None:
    """List everybody, with their roles."""
    with workplace() as place, place.reading() as session:
        found = people.list_people(session)
        for each in found:
            state = "" if each.is_active else " (inactive)"
            click.echo(f"{each.email}  {each.name}  {_roles_of(each)}{state}")
    if not found:
        click.echo("There is nobody yet: add the first person with eia person add.")


COMMANDS = {"person": person}
