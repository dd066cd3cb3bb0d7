"""Commands about the evidence at hand: evidence import."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from eia_app import resources
from eia_app.cli.context import command_context
from eia_app.domain.errors import BadFile
from eia_app.domain.evidence.bulk_csv import Bulk, read_bulk
from eia_app.domain.evidence.census_tables import tables_about
from eia_app.domain.evidence.indicators import ENGLAND, Measure
from eia_app.domain.evidence.parse_dataset import LARGE
from eia_app.storage.forms.dataset_writer import write_pack
from eia_app.storage.forms.datasets import read_packs
from eia_app.storage.forms.folder import Forms
from eia_app.storage.forms.table_files import read_table

# Not a part of a longer name: “ts038asp” is another table than “ts038”.
TABLE = re.compile(r"(?<![a-z0-9])ts[0-9]{3}[a-z]*(?![a-z0-9])", re.IGNORECASE)


@click.group()
def evidence() -> None:
    """Figures at hand for your area."""


@evidence.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--group", "groups", multiple=True, help="A group that it is about, by id.")
@click.option(
    "--area", "areas", multiple=True, help="The code of an area (default: the council’s)."
)
@click.option("--output", type=click.Path(path_type=Path), help="A folder to write the pack into.")
@click.option("--publisher", default="Office for National Statistics", show_default=True)
@click.option(
    "--source", default="Census 2021", show_default=True, help="What the table is part of."
)
@click.option("--period", default="Census Day, 21 March 2021", show_default=True)
@click.option("--published", default="", help="When it was published.")
@click.option("--replace", "may_replace", is_flag=True, help="Replace a pack that is there.")
def import_(
    files: tuple[Path, ...],
    groups: tuple[str, ...],
    areas: tuple[str, ...],
    output: Path | None,
    publisher: str,
    source: str,
    period: str,
    published: str,
    may_replace: bool,
) -> None:
    """Make a pack from a table of ONS or Nomis, in one or more CSV files."""
    with command_context() as place:
        forms = place.forms
    folder = output or _own_folder(forms)
    wanted = (*(areas or (forms.council.area_code,)), ENGLAND)
    name = _table(files)
    bulk = _read(files, name, wanted)
    if (folder / f"{name}.toml").exists() and not may_replace:
        raise BadFile(f"There is a pack {name} in {folder} already: --replace replaces it.")
    measures = _measures(forms, name, bulk, groups)
    about = {
        "publisher": publisher,
        "title": source,
        "period": period,
        "published": published,
        "licence": "Contains ONS data, Open Government Licence v3.0",
    }
    if measures[0][0].stale_after:
        about["stale_after"] = measures[0][0].stale_after.isoformat()
    made = write_pack(folder, name, about, measures, bulk)
    _say(made, bulk, measures)


def _own_folder(forms: Forms) -> Path:
    if forms.folder.resolve().is_relative_to(resources.PACKAGE):
        raise BadFile(
            f"The next upgrade would replace {forms.folder}: give --output, or copy it to a folder"
            " of your own, name it in EIA_FORMS_DIR, and try again."
        )
    return forms.folder / "evidence"


def _table(files: Sequence[Path]) -> str:
    found = {match[0].lower() for file in files if (match := TABLE.search(file.name))}
    if len(found) != 1:
        raise BadFile("Name the files as they were published, such as census2021-ts038-ltla.csv.")
    return found.pop()


def _read(files: Sequence[Path], name: str, wanted: Sequence[str]) -> Bulk:
    """Return the table, from files that each hold some of its areas. Raise BadFile."""
    whole, *others = [_part(path, name, wanted) for path in files]
    for path, part in zip(files[1:], others, strict=True):
        if part.title != whole.title or (
            whole.areas and part.areas and whole.categories != part.categories
        ):
            raise BadFile(f"{path.name} is not of the same table as {files[0].name}.")
        again = next((part.areas[code] for code in part.areas if code in whole.areas), None)
        if again is not None:
            raise BadFile(f"{path.name} has {again.name} again: give each area once.")
        whole.areas.update(part.areas)
    missing = [code for code in wanted if code not in whole.areas]
    if set(missing) - {ENGLAND}:
        raise BadFile(f"There is no area {missing[0]} in {', '.join(f.name for f in files)}.")
    return whole


def _part(path: Path, name: str, wanted: Sequence[str]) -> Bulk:
    lines = read_table(path)
    try:
        part = read_bulk(lines, wanted)
    except BadFile as fault:
        raise BadFile(f"{path.name} cannot be read: {fault}.") from None
    about = tables_about(part.title)
    if about and name not in about:
        known = " or ".join(sorted(map(str.upper, about)))
        raise BadFile(
            f"{path.name} is about “{part.title}”, which is table {known}: name it as it was"
            " published."
        )
    return part


def _measures(
    forms: Forms, name: str, bulk: Bulk, groups: Sequence[str]
) -> list[tuple[Measure, list[str]]]:
    """The table as a measure, and in detail as a second one where its categories have parts.

    Words, groups and cautions are those of the pack that knows the table already, if one does.
    """
    known = _known(forms, name, bulk)
    if not groups and not known:
        raise BadFile(f"Say which group {name} is about, such as --group disability.")
    base = known or _new(bulk)
    title = base.title if base.table.lower() == name else bulk.title
    base = replace(base, id=name, table=name.upper(), title=title, figures_note="", areas={})
    base = replace(base, groups=tuple(groups) or base.groups)
    small = [code for code in bulk.areas if base.large_areas_only and not LARGE.match(code)]
    if small:
        raise BadFile(f"{base.title} must not be used for an area as small as {small[0]}.")
    found = [(base, bulk.broad)]
    if bulk.detailed != bulk.broad:
        detail = replace(base, id=f"{name}-detailed", title=f"{base.title} in detail")
        found.append((detail, bulk.detailed))
    return found


def _known(forms: Forms, name: str, bulk: Bulk) -> Measure | None:
    """Return a measure of this table, or else of another table about the same variable."""
    packs = (*read_packs(forms.folder).measures, *read_packs(resources.forms()).measures)
    of_table = [measure for measure in packs if measure.table.lower() == name]
    about = tables_about(bulk.title)
    alike = [measure for measure in packs if measure.table.lower() in about]
    return next(iter([*of_table, *alike]), None)


def _new(bulk: Bulk) -> Measure:
    return Measure(id="", title=bulk.title, groups=(), people=bulk.people or "residents")


def _say(made: Sequence[Path], bulk: Bulk, measures: Sequence[tuple[Measure, list[str]]]) -> None:
    names = ", ".join(area.name for area in bulk.areas.values())
    groups = ", ".join(measures[0][0].groups)
    click.echo(f"{measures[0][0].title}, for {names}, is in {made[0]} and {made[1].name}.")
    click.echo(f"It is shown for {groups}. Run eia check-forms, then restart the service.")
    if ENGLAND not in bulk.areas:
        click.echo("England is not in it: give the file of countries too, to compare with it.")


COMMANDS = {"evidence": evidence}
