"""Commands about the database: migrate, demo."""

from __future__ import annotations

import click

from eia_app import resources
from eia_app.cli.context import CommandContext, command_context, now
from eia_app.services.demo import load as demo_load
from eia_app.storage import migrate as migrations


@click.command()
def migrate() -> None:
    """Bring the database up to date."""
    with command_context() as place:
        changed = migrations.upgrade(place.sessions.engine)
        revision = migrations.current(place.sessions.engine)
    result = "was brought up to date" if changed else "was up to date already"
    click.echo(f"The database {result} (revision {revision}).")


@click.command()
def demo() -> None:
    """Load fictional people and published cases."""
    with command_context() as place:
        click.echo(load_demonstration(place))


def load_demonstration(place: CommandContext) -> str:
    """Load the missing parts of the demonstration, and return a sentence about it."""
    folder = resources.forms() / "demo"
    with place.writing() as session:
        loaded = demo_load.load(session, place.forms, folder, now=now())
    if not loaded.people and not loaded.assessments:
        return "The demonstration is loaded already."
    return (
        f"The demonstration is loaded: {loaded.people} fictional people and"
        f" {loaded.assessments} assessments."
    )


COMMANDS = {"migrate": migrate, "demo": demo}
