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
    area_codes = (*(areas or (forms.council.area_code,)), ENGLAND)
    name = _table_name(files)
    bulk = _read_files(files, name, area_codes)
    if (folder / f"{name}.toml").exists() and not may_replace:
        raise BadFile(f"There is a pack {name} in {folder} already: --replace replaces it.")
    measures = _measures(forms, name, bulk, groups)
    description = {
        "publisher": publisher,
        "title": source,
        "period": period,
        "published": published,
        "licence": "Contains ONS data, Open Government Licence v3.0",
    }
    if measures[0][0].stale_after:
        description["stale_after"] = measures[0][0].stale_after.isoformat()
    paths = write_pack(folder, name, description, measures, bulk)
    _report(paths, bulk, measures)


def _own_folder(forms: Forms) -> Path:
    if forms.folder.resolve().is_relative_to(resources.PACKAGE):
        raise BadFile(
            f"The next upgrade would replace {forms.folder}: give --output, or copy it to a folder"
            " of your own, name it in EIA_FORMS_DIR, and try again."
        )
    return forms.folder / "evidence"


def _table_name(files: Sequence[Path]) -> str:
    tables = {match[0].lower() for file in files if (match := TABLE.search(file.name))}
    if len(tables) != 1:
        raise BadFile("Name the files as they were published, such as census2021-ts038-ltla.csv.")
    return tables.pop()


def _read_files(files: Sequence[Path], name: str, area_codes: Sequence[str]) -> Bulk:
    """Return the table, from files that each hold some of its areas. Raise BadFile."""
    whole, *other_parts = [_read_file(path, name, area_codes) for path in files]
    for path, part in zip(files[1:], other_parts, strict=True):
        if part.title != whole.title or (
            whole.areas and part.areas and whole.categories != part.categories
        ):
            raise BadFile(f"{path.name} is not of the same table as {files[0].name}.")
        repeated_area = next((part.areas[code] for code in part.areas if code in whole.areas), None)
        if repeated_area is not None:
            raise BadFile(f"{path.name} has {repeated_area.name} again: give each area once.")
        whole.areas.update(part.areas)
    missing = [code for code in area_codes if code not in whole.areas]
    if set(missing) - {ENGLAND}:
        raise BadFile(f"There is no area {missing[0]} in {', '.join(path.name for path in files)}.")
    return whole


def _read_file(path: Path, name: str, area_codes: Sequence[str]) -> Bulk:
    lines = read_table(path)
    try:
        part = read_bulk(lines, area_codes)
    except BadFile as fault:
        raise BadFile(f"{path.name} cannot be read: {fault}.") from None
    tables = tables_about(part.title)
    if tables and name not in tables:
        table_names = " or ".join(sorted(map(str.upper, tables)))
        raise BadFile(
            f"{path.name} is about “{part.title}”, which is table {table_names}: name it as it was"
            " published."
        )
    return part


def _measures(
    forms: Forms, name: str, bulk: Bulk, groups: Sequence[str]
) -> list[tuple[Measure, list[str]]]:
    """Return the table as a measure, with a second one in detail if its categories have parts.

    Words, groups and cautions are those of the pack that has the table already, if one does.
    """
    known_measure = _known_measure(forms, name, bulk)
    if not groups and not known_measure:
        raise BadFile(f"Say which group {name} is about, such as --group disability.")
    measure = known_measure or _new_measure(bulk)
    title = measure.title if measure.table.lower() == name else bulk.title
    measure = replace(measure, id=name, table=name.upper(), title=title, figures_note="", areas={})
    measure = replace(measure, groups=tuple(groups) or measure.groups)
    small = [code for code in bulk.areas if measure.large_areas_only and not LARGE.match(code)]
    if small:
        raise BadFile(f"{measure.title} must not be used for an area as small as {small[0]}.")
    measures = [(measure, bulk.broad)]
    if bulk.detailed != bulk.broad:
        detail = replace(measure, id=f"{name}-detailed", title=f"{measure.title} in detail")
        measures.append((detail, bulk.detailed))
    return measures


def _known_measure(forms: Forms, name: str, bulk: Bulk) -> Measure | None:
    """Return a measure of this table, or else of another table about the same variable."""
    measures = (*read_packs(forms.folder).measures, *read_packs(resources.forms()).measures)
    of_table = [measure for measure in measures if measure.table.lower() == name]
    related_tables = tables_about(bulk.title)
    of_same_variable = [measure for measure in measures if measure.table.lower() in related_tables]
    return next(iter([*of_table, *of_same_variable]), None)


def _new_measure(bulk: Bulk) -> Measure:
    return Measure(id="", title=bulk.title, groups=(), people=bulk.people or "residents")


def _report(
    paths: Sequence[Path], bulk: Bulk, measures: Sequence[tuple[Measure, list[str]]]
) -> None:
    names = ", ".join(area.name for area in bulk.areas.values())
    groups = ", ".join(measures[0][0].groups)
    click.echo(f"{measures[0][0].title}, for {names}, is in {paths[0]} and {paths[1].name}.")
    click.echo(f"It is shown for {groups}. Run eia check-forms, then restart the service.")
    if ENGLAND not in bulk.areas:
        click.echo("England is not in it: give the file of countries too, to compare with it.")


COMMANDS = {"evidence": evidence}
