"""The command that explains unreadable events: `repair`."""

from __future__ import annotations

import click

from eia_app.cli.context import command_context, now
from eia_app.domain.errors import NotFound
from eia_app.services.people import people
from eia_app.services.transfer import repair as repairing

NOTHING = "Every event can be read: there is nothing to explain."


@click.command()
@click.option(
    "--write-as",
    "email",
    default="",
    help="Append the explanations to the history, in the name of the person with this address.",
)
def repair(email: str) -> None:
    """Say which events of the history nobody can read, and explain them. Nothing is edited."""
    with command_context() as place:
        with place.reading() as session:
            if email and people.by_email(session, email) is None:
                raise NotFound(f"There is nobody with the address {email}.")
            faults = repairing.faults(session)
        for fault in faults:
            note = " This was explained before." if fault.is_explained else ""
            click.echo(f"{fault.reference}: {fault.said}{note}")
        if not faults:
            click.echo(NOTHING)
        elif not email:
            click.echo("Nothing was written: explain them with --write-as EMAIL.")
        else:
            with place.writing() as session:
                author, faults = people.by_email(session, email), repairing.faults(session)
                number = repairing.explain(session, faults, by=author, now=now()) if author else 0
            click.echo(f"{number} explanation{'' if number == 1 else 's'} appended.")


COMMANDS = {"repair": repair}
