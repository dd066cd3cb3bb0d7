"""The command that proves that the event log is whole."""

from __future__ import annotations

import re

import click

from eia_app.cli.context import command_context
from eia_app.services.assessment import event_log_check

HASH = re.compile(r"[0-9a-f]{64}\Z")


def _hash(_: click.Context, __: click.Parameter, typed: str) -> str:
    head = typed.strip().lower()
    if typed and not HASH.match(head):
        raise click.BadParameter("It is 64 of the characters 0 to 9 and a to f.")
    return head


@click.command("verify-log")
@click.option(
    "--head",
    default="",
    callback=_hash,
    help="How the log ended on an earlier day: proves that it is still inside.",
)
def verify_log(head: str) -> None:
    """Prove that nothing in the history was altered or removed, or say where it was."""
    with command_context() as place, place.reading() as session:
        result = event_log_check.check(session, noted=head)
    events = f"{result.events:,} event{'' if result.events == 1 else 's'}"
    click.echo(f"{events}, nothing altered or removed. The log ends with {result.head}.")
    if head:
        click.echo("The head that you noted is inside: the log has only grown since.")


COMMANDS = {"verify-log": verify_log}
