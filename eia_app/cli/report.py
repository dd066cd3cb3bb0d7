"""Commands that write reports, in a module of their own, as the PDF engine is slow to load."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from eia_app.cli.context import command_context, now
from eia_app.domain.snapshot.report_packs import check_number, check_signed
from eia_app.reports.jobs.report_job import render_report
from eia_app.services.assessment.references import find_by_reference
from eia_app.services.reports.render_jobs import make, pack_job


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
    with command_context() as place, place.reading() as session:
        context = find_by_reference(session, place.forms, reference)
        content = make(context, now=now(), annex=annex, base_url=place.settings.base_url)
    output.write_bytes(content)
    click.echo(f"The report of {context.assessment.reference} is in {output}.")


@click.command()
@click.argument("references", nargs=-1, required=True, metavar="REFERENCE…")
@click.option("--title", required=True, help="What the meeting is called, such as Cabinet.")
@click.option(
    "--date", "meets_on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="When it meets."
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The PDF file to write.",
)
@click.option("--summaries", is_flag=True, help="Two-page summaries instead of full reports.")
def pack(
    references: tuple[str, ...], title: str, meets_on: datetime, output: Path, *, summaries: bool
) -> None:
    """Write the reports of several signed-off assessments as one accessible PDF."""
    with command_context() as place, place.reading() as session:
        chosen = sorted(set(references))
        check_number(len(chosen))
        members = [find_by_reference(session, place.forms, reference) for reference in chosen]
        check_signed([(context.assessment, context.assessment.version) for context in members])
        base_url = place.settings.base_url
        job = pack_job(title, meets_on.date(), members, summaries=summaries, base_url=base_url)
    output.write_bytes(render_report(job))
    reports = "report" if len(chosen) == 1 else "reports"
    click.echo(f"The pack of {len(chosen)} {reports} is in {output}.")


COMMANDS = {"report": report, "pack": pack}
