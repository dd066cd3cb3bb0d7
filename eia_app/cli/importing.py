"""The command that takes an assessment in: as it was exported, or rebuilt from its report.

Apart from the others, as what reads a PDF is slow to load.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from eia_app.cli.workplace import Workplace, now, system_user, workplace
from eia_app.domain.errors import NotFound
from eia_app.reports import inside
from eia_app.services import people, rebuild, transfer_import

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
    with workplace() as place:
        # Read before anything is locked: attached files are inspected, which takes a while.
        raw = {} if lead else transfer_import.read(content, place.settings.clamd)
        with place.writing() as session:
            said = _rebuilt(place, session, content, lead) if lead else _taken_in(session, raw)
    click.echo(said)


def _taken_in(session: Session, raw: dict[str, Any]) -> str:
    assessment = transfer_import.import_assessment(session, raw, now=now(), by=system_user())
    return f"{assessment.reference} “{assessment.title}” was imported."


def _rebuilt(place: Workplace, session: Session, content: bytes, lead: str) -> str:
    """What came back, and what cannot."""
    person = people.by_email(session, lead)
    if person is None or not person.is_active:
        raise NotFound(f"There is nobody here with the email address {lead} who may lead it.")
    record = inside.record_in(content)
    opened = rebuild.rebuild(session, place.forms, record, lead=person, now=now(), id_=uuid4())
    it = opened.assessment
    return (
        f"{it.reference} “{it.title}” was rebuilt from its report as a draft of version"
        f" {it.version}, led by {person.name}: its answers, lists and actions are back; its"
        " history, contributors, reminders, files, review and sign-off are not."
    )


COMMANDS = {"import": import_}
