"""The command that writes a report. Apart from the others, as the PDF engine is slow to load."""

from __future__ import annotations

from pathlib import Path

import click

from eia_app.cli.workplace import now, workplace
from eia_app.services.opened import find_by_reference
from eia_app.web.report_paper import make


@click.command()
@click.argument("reference")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The PDF file to write.",
)
@click.option("--annex", is_flag=True, help="Print what was said in review at its end.")
def report(reference: str, output: Path, *, annex: bool) -> None:
    """Write the report of one assessment as an accessible PDF."""
    with workplace() as place, place.reading() as session:
        opened = find_by_reference(session, place.forms, reference)
        made, _ = make(opened, now=now(), annex=annex)
    output.write_bytes(made)
    click.echo(f"The report of {opened.assessment.reference} is in {output}.")


COMMANDS = {"report": report}
