"""Turns the tables of an edition's files into an Edition, or says everything that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from eia_app.domain.checked_tables import FaultList, read_table
from eia_app.domain.errors import BadDefinition
from eia_app.domain.questionnaire.check_edition import check_edition
from eia_app.domain.questionnaire.model import Edition, Section


def read_edition(
    name: str, main: Mapping[str, Any], sections: Mapping[str, Mapping[str, Any]], faults: FaultList
) -> Edition | None:
    """Build the edition from its main table and its section tables by file name.

    Faults are added, not raised; None where a table is not what it must be, and the edition is
    only to be used when there are no faults.
    """
    edition = read_table(Edition, main, f"{name}/edition.toml", faults)
    by_file = {
        file: section
        for file, table in sections.items()
        if (section := read_table(Section, table, f"{name}/sections/{file}", faults))
    }
    if edition is None or len(by_file) < len(sections):
        return None
    by_id = {section.id: section for section in by_file.values()}
    order = [id_ for part in edition.parts for id_ in part.sections]
    edition = replace(edition, sections=tuple(by_id[id_] for id_ in order if id_ in by_id))
    check_edition(edition, name, by_file, order, faults)
    return edition


def edition_from(name: str, raw: Mapping[str, Any]) -> Edition:
    """Return the edition of `{"edition": …, "sections": {file: …}}`. Raise BadDefinition."""
    faults = FaultList()
    edition = read_edition(name, raw["edition"], raw["sections"], faults)
    if edition is None or faults.messages:
        raise BadDefinition(faults.messages)
    return edition
