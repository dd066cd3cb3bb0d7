"""Commands about the forms: check-forms, new-edition."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import click

from eia_app import resources
from eia_app.cli.context import command_context, now
from eia_app.domain.calendar import local_date
from eia_app.domain.errors import EiaError
from eia_app.services.assessment.calendar import working_days
from eia_app.storage.forms.folder import Forms

NAME = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
ID_LINE = re.compile(r'^id\s*=\s*".*"', re.MULTILINE)


class Refused(EiaError):
    """A new edition cannot be made; the text says why."""


@click.command("check-forms")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
def check_forms(folder: Path | None) -> None:
    """Say everything that is wrong in a folder of forms."""
    with command_context() as place:
        forms = Forms(folder or place.settings.forms_dir, place.settings.council)
    if not forms.folder.is_dir():
        raise Refused(f"There is no folder {forms.folder}.")
    faults = forms.faults(working_days())
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise Refused(f"{len(faults)} fault{'s' if len(faults) > 1 else ''} in {forms.folder}.")
    editions = ", ".join(forms.edition_names)
    councils = ", ".join(sorted(path.stem for path in forms.folder.glob("councils/*.toml")))
    click.echo(f"The forms are in order: editions {editions}; councils {councils or 'none'}.")
    for source in forms.law_to_check(local_date(now())):
        click.echo(f"Look at {source.name} again: it was last checked on {source.checked_on}.")


@click.command("new-edition")
@click.argument("name")
@click.option("--from", "source", required=True, help="The edition to copy, such as 2026-1.")
def new_edition(name: str, source: str) -> None:
    """Copy an edition of the questionnaire to change it."""
    with command_context() as place:
        forms = place.forms
    folder = forms.folder / "eia"
    _check(folder, name, source)
    shutil.copytree(folder / source, folder / name)
    edition_file = folder / name / "edition.toml"
    text = edition_file.read_text(encoding="utf-8")
    edition_file.write_text(ID_LINE.sub(f'id    = "{name}"', text, count=1), encoding="utf-8")
    click.echo(f"Edition {name} is in {folder / name}: change its words, then run eia check-forms.")
    if forms.newest == f"eia/{name}":
        click.echo(
            "Once the service is started again, new assessments are answered against it; those"
            " already started are not."
        )
    else:
        click.echo(f"New assessments go on with {forms.newest}, whose name sorts after {name}.")


def _check(folder: Path, name: str, source: str) -> None:
    if folder.resolve().is_relative_to(resources.PACKAGE):
        raise Refused(
            f"The next upgrade would replace {folder}: copy {folder.parent} to a folder of your"
            " own, name it in EIA_FORMS_DIR, and try again."
        )
    if not NAME.match(name):
        raise Refused(f"“{name}” must be small letters, digits and hyphens, such as 2027-1.")
    if not (folder / source / "edition.toml").is_file() or not NAME.match(source):
        raise Refused(f"There is no edition {source} in {folder}.")
    if (folder / name).exists():
        raise Refused(f"There is an edition {name} already, so nothing was copied.")


COMMANDS = {"check-forms": check_forms, "new-edition": new_edition}
