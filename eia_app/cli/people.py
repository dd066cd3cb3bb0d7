"""Commands about people: person add, person link, person list."""

from __future__ import annotations

import sys

import click

from eia_app.cli.workplace import Workplace, now, workplace
from eia_app.domain.errors import NotFound
from eia_app.domain.roles import Role
from eia_app.services import people
from eia_app.services.security_log import SecurityEvent, record, roles_of


@click.group()
def person() -> None:
    """Add people, make links to set passwords, list people."""


@person.command()
@click.argument("email")
@click.option("--name", required=True, help="First and last name.")
@click.option("--job-title", default="", help="Reports show this, not the name.")
@click.option("--service", default="", help="The service that they work for.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="May be given more than once; everybody may start an assessment without a role.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(
    email: str,
    name: str,
    job_title: str,
    service: str,
    roles: tuple[str, ...],
    password_stdin: bool,
) -> None:
    """Add a person who may sign in."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    at = now()
    with workplace() as place, place.writing() as session:
        added = people.add(
            session,
            email=email,
            name=name,
            job_title=job_title,
            service=service,
            roles=[Role(role) for role in roles],
            now=at,
        )
        if password is not None:
            people.give_password(session, added, password, known=(place.forms.council.name,))
            said = "They can sign in with the password that you gave."
        else:
            said = _link_of(place, people.make_password_link(session, added, now=at))
        given = roles_of(added)
    record(SecurityEvent.PERSON_ADDED, by="eia person add", of=added.email, roles=given)
    click.echo(f"{added.name} ({added.email}) was added. {said}")


@person.command()
@click.argument("email")
def link(email: str) -> None:
    """Make a new link by which a person sets a password."""
    with workplace() as place, place.writing() as session:
        found = people.by_email(session, email)
        if found is None:
            raise NotFound(f"There is nobody with the email address {email}.")
        said = _link_of(place, people.make_password_link(session, found, now=now()))
    record(SecurityEvent.PASSWORD_LINK_MADE, by="eia person link", of=found.email)
    click.echo(f"{found.name} has a new link, and older ones have ended. {said}")


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
            roles = ", ".join(sorted(role.value for role in each.roles)) or "no role"
            state = "" if each.is_active else " (inactive)"
            click.echo(f"{each.email}  {each.name}  {roles}{state}")
    if not found:
        click.echo("There is nobody yet: add the first person with eia person add.")


COMMANDS = {"person": person}
