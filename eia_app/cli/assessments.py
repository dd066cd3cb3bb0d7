"""Commands about assessments: list, export."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eia_app.cli.context import command_context
from eia_app.domain.calendar import local_date
from eia_app.domain.workflow.states import State
from eia_app.services.assessment.inventory import all_assessments
from eia_app.services.assessment.references import find_by_reference
from eia_app.services.transfer import export as transfer_export

if TYPE_CHECKING:
    from eia_app.storage.models.assessment import Assessment

COLUMNS = ("reference", "state", "route", "changed", "title")
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("list")
@click.option("--state", type=click.Choice([state.value for state in State]), help="Only these.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "references", "json"]),
    default="table",
    show_default=True,
)
def list_(state: str | None, shape: str) -> None:
    """List the assessments."""
    with command_context() as place, place.reading() as session:
        assessments = all_assessments(session, State(state) if state else None)
        if shape == "json":
            click.echo(
                json.dumps(
                    [_facts(assessment) for assessment in assessments], ensure_ascii=False, indent=1
                )
            )
        elif shape == "references":
            for assessment in assessments:
                click.echo(assessment.reference)
        else:
            _print_table(assessments)


def _facts(assessment: Assessment) -> dict[str, Any]:
    decision, submitted = assessment.decision_date, assessment.submitted_at
    return {
        "reference": assessment.reference,
        "title": assessment.title,
        "service": assessment.service,
        "state": assessment.state.value,
        "route": assessment.route.value if assessment.route else None,
        "version": assessment.version,
        "negative_groups": assessment.negative_groups,
        "lead": assessment.lead.email,
        "decision_body": assessment.decision_body,
        "decision_date": decision.isoformat() if decision else None,
        "started_at": assessment.started_at.isoformat(),
        "changed_at": assessment.changed_at.isoformat(),
        "submitted_at": submitted.isoformat() if submitted else None,
    }


def _print_table(assessments: Sequence[Assessment]) -> None:
    if not assessments:
        click.echo("There are no assessments.")
        return
    rows = [COLUMNS] + [
        (
            assessment.reference,
            assessment.state.value.replace("_", " "),
            assessment.route.value if assessment.route else "not known yet",
            f"{local_date(assessment.changed_at):%Y-%m-%d}",
            assessment.title,
        )
        for assessment in assessments
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS) - 1)]
    for row in rows:
        cells = [text.ljust(width) for text, width in zip(row, widths, strict=False)]
        click.echo("  ".join((*cells, row[-1])))


@click.command()
@click.argument("reference")
@click.option("--output", type=FILE, help="The file to write; without it, standard output.")
def export(reference: str, output: Path | None) -> None:
    """Write one assessment as documented JSON."""
    with command_context() as place, place.reading() as session:
        assessment = find_by_reference(session, place.forms, reference).assessment
        text = transfer_export.as_text(transfer_export.export(session, assessment))
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"{assessment.reference} is in {output}.")


COMMANDS = {"list": list_, "export": export}
