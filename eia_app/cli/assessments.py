"""Commands about assessments: list, export."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eia_app.cli.workplace import workplace
from eia_app.domain.calendar import local_date
from eia_app.domain.workflow import State
from eia_app.services import transfer
from eia_app.services.inventory import all_assessments
from eia_app.services.references import find_by_reference

if TYPE_CHECKING:
    from eia_app.storage.models import Assessment

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
    with workplace() as place, place.reading() as session:
        found = all_assessments(session, State(state) if state else None)
        if shape == "json":
            click.echo(json.dumps([_facts(each) for each in found], ensure_ascii=False, indent=1))
        elif shape == "references":
            for each in found:
                click.echo(each.reference)
        else:
            _print_table(found)


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


def _print_table(found: Sequence[Assessment]) -> None:
    if not found:
        click.echo("There are no assessments.")
        return
    rows = [COLUMNS] + [
        (
            each.reference,
            each.state.value.replace("_", " "),
            each.route.value if each.route else "not known yet",
            f"{local_date(each.changed_at):%Y-%m-%d}",
            each.title,
        )
        for each in found
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
    with workplace() as place, place.reading() as session:
        assessment = find_by_reference(session, place.forms, reference).assessment
        text = transfer.as_text(transfer.export(session, assessment))
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"{assessment.reference} is in {output}.")


COMMANDS = {"list": list_, "export": export}
