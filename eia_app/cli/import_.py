"""The command that imports an assessment: as it was exported, or rebuilt from its report.

It has a module of its own, as the library that reads PDFs is slow to load.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from eia_app.cli.context import CommandContext, command_context, now, system_user
from eia_app.domain.errors import NotFound
from eia_app.reports.pdf import embedded_record
from eia_app.services.people import people
from eia_app.services.transfer import from_report
from eia_app.services.transfer import import_ as transfer_import_

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PDF = b"%PDF-"


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--lead", help="Of a report: the email address of whoever is to lead the draft.")
def import_(file: str, lead: str | None) -> None:
    """Take in an exported assessment, or a draft from a report in PDF (- reads standard input)."""
    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    is_report = content.startswith(PDF)
    if is_report != bool(lead):
        raise click.UsageError(
            "Say who is to lead what is rebuilt from a report: --lead EMAIL."
            if is_report
            else "An exported assessment keeps its lead: leave out --lead."
        )
    with command_context() as place:
        # Read before anything is locked: attached files are inspected, which takes a while.
        record = {} if lead else transfer_import_.read(content, place.settings.clamd)
        with place.writing() as session:
            message = (
                _rebuild_draft(place, session, content, lead)
                if lead
                else _import_export(session, record)
            )
    click.echo(message)


def _import_export(session: Session, record: dict[str, Any]) -> str:
    assessment = transfer_import_.import_assessment(session, record, now=now(), by=system_user())
    return f"{assessment.reference} “{assessment.title}” was imported."


def _rebuild_draft(place: CommandContext, session: Session, content: bytes, lead: str) -> str:
    """Rebuild a draft from a report, and return a sentence about it. Raise NotFound."""
    person = people.by_email(session, lead)
    if person is None or not person.is_active:
        raise NotFound(f"There is nobody here with the email address {lead} who may lead it.")
    record = embedded_record.record_in(content)
    context = from_report.rebuild(session, place.forms, record, lead=person, now=now(), id_=uuid4())
    assessment = context.assessment
    return (
        f"{assessment.reference} “{assessment.title}” was rebuilt from its report as a draft of"
        f" version {assessment.version}, led by {person.name}: its answers, lists and actions are"
        " back; its history, contributors, reminders, files, review and sign-off are not."
    )


COMMANDS = {"import": import_}
