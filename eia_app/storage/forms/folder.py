"""Reads editions and council profiles from their folder, and the frozen ones from the database."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from eia_app.domain.checked_tables import FaultList, read_table
from eia_app.domain.errors import BadDefinition, NotFound
from eia_app.domain.guidance.check_example import check_example
from eia_app.domain.guidance.check_guidance import check_guidance, check_hints
from eia_app.domain.guidance.law import LegalSource
from eia_app.domain.guidance.parse_example import read_example, review_group
from eia_app.domain.guidance.parse_guidance import Guidance
from eia_app.domain.guidance.worked_example import Example
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.questionnaire.model import Edition, Group
from eia_app.domain.questionnaire.parse_edition import edition_from, read_edition
from eia_app.domain.working_days import WorkingDays
from eia_app.storage.forms import law
from eia_app.storage.forms.datasets import read_packs
from eia_app.storage.forms.guidance import guidance_in, guidance_texts
from eia_app.storage.forms.worked_example import example_tables
from eia_app.storage.models.assessment import StoredEdition
from eia_app.storage.toml import read_toml

Tables = dict[str, Any]
NO_HOLIDAYS = WorkingDays(())


class Forms:
    """A folder of forms: editions under eia/, council profiles under councils/."""

    def __init__(self, folder: Path, council_id: str) -> None:
        self.folder, self.council_id = folder, council_id

    @cached_property
    def council(self) -> Council:
        """The council that this service is for. Raises NotFound or BadDefinition."""
        path = self.folder / "councils" / f"{self.council_id}.toml"
        if not path.is_file():
            raise NotFound(f"There is no council “{self.council_id}” in {self.folder}/councils.")
        faults = FaultList()
        council = _council(path, faults)
        if council is None or faults.messages:
            raise BadDefinition(faults.messages)
        return council

    @property
    def edition_names(self) -> list[str]:
        """Every edition there is, such as eia/2026-1, oldest first."""
        names = [f"eia/{path.parent.name}" for path in self.folder.glob("eia/*/edition.toml")]
        return sorted(names, key=_by_number)

    @cached_property
    def newest(self) -> str:
        """The name of the edition that new assessments are answered against.

        It stays what it was when first asked: an edition that is being written while the service
        runs would be frozen half done, or stop every start with a fault.
        """
        if not self.edition_names:
            raise NotFound(f"There is no edition in {self.folder}/eia.")
        return self.edition_names[-1]

    def has_newer(self, name: str) -> bool:
        """Return whether new assessments are answered against a later edition than this one."""
        return _by_number(self.newest) > _by_number(name)

    def tables(self, name: str, faults: FaultList | None = None) -> Tables:
        """The tables of an edition's files, as they are read now. Raises BadDefinition."""
        fault_list = faults or FaultList()
        folder = self.folder / name
        sections = {
            path.name: read_toml(path, f"{name}/sections/{path.name}", fault_list)
            for path in sorted(folder.glob("sections/*.toml"))
        }
        main = read_toml(folder / "edition.toml", f"{name}/edition.toml", fault_list)
        if faults is None and fault_list.messages:
            raise BadDefinition(fault_list.messages)
        return {"edition": main, "sections": sections}

    def faults(self, days: WorkingDays = NO_HOLIDAYS) -> list[str]:
        """Return everything that is wrong in the whole folder, each with its file.

        `days` are the working days by which the dates of worked examples are judged. What stands
        beside the questions is looked at once every edition and council can be read.
        """
        faults = FaultList()
        tables = {name: self.tables(name, faults) for name in self.edition_names}
        editions = {
            name: edition
            for name, raw in tables.items()
            if (edition := read_edition(name, raw["edition"], raw["sections"], faults))
        }
        paths = sorted(self.folder.glob("councils/*.toml"))
        councils = {path.name: council for path in paths if (council := _council(path, faults))}
        groups = None
        if (len(editions), len(councils)) == (len(tables), len(paths)):
            local = set().union(*(_ids(council.groups) for council in councils.values()))
            groups = local.union(*(_ids(edition.groups) for edition in editions.values()))
            _check_councils(councils, editions, faults)
            for name, edition in editions.items():
                self._check_help(name, edition, tables[name], local, faults)
                check_example(_example(self.folder, name, tables[name], faults), days, faults)
        faults.messages += read_packs(self.folder, groups).faults
        law.check_texts(self.folder, faults)
        if not tables:
            faults.add(str(self.folder), "there is no edition: no eia/*/edition.toml")
        return faults.messages

    def law_to_check(self, today: date) -> list[LegalSource]:
        """Return the legal sources that should be looked at again by this day."""
        sources = law.law_in(self.folder, FaultList())
        return sources.due(today) if sources else []

    def _check_help(
        self, name: str, edition: Edition, tables: Tables, local: set[str], faults: FaultList
    ) -> None:
        check_hints(name, edition, faults)
        texts = guidance_texts(self.folder / name, faults)
        groups = local | _ids(edition.groups)
        check_guidance(name, texts, edition, _files(tables), groups, faults)

    def guidance(self, name: str) -> Guidance:
        """The guide to an edition as its folder has it now; empty for one that has no folder."""
        return guidance_in(self.folder / name)

    def example(self, name: str) -> Example | None:
        """The worked example of an edition, read once in each process: a change needs a restart.

        None where its folder has none, or one with faults: no page stops for it.
        """
        return _example_once(self.folder, name)


def _council(path: Path, faults: FaultList) -> Council | None:
    return read_table(Council, read_toml(path, path.name, faults), path.name, faults)


def _ids(groups: Iterable[Group]) -> set[str]:
    return {group.id for group in groups}


def _check_councils(
    councils: Mapping[str, Council], editions: Mapping[str, Edition], faults: FaultList
) -> None:
    """Check hints, and that no group is asked about by the newest edition and a council as well."""
    name, edition = next(iter(list(editions.items())[-1:]), ("", None))
    for file, council in councils.items():
        check_hints(file, council.groups, faults)
        for group in council.local_groups:
            if edition and group.id in _ids(edition.groups):
                twice = f"group “{group.id}” is asked about by {name} itself"
                faults.add(file, f"{twice}: write on = false here")


@cache
def _example_once(folder: Path, name: str) -> Example | None:
    faults = FaultList()
    return _example(folder, name, Forms(folder, "").tables(name, faults), faults)


def _example(folder: Path, name: str, tables: Tables, faults: FaultList) -> Example | None:
    """Return the worked example in the words of its edition, with its own council’s review group.

    None where the edition itself has faults, or the example has.
    """
    files, of_edition = example_tables(folder / name, faults), FaultList()
    named = _naming(tables, review_group(files))
    edition = read_edition(name, named["edition"], named["sections"], of_edition)
    if edition is None or of_edition.messages:
        return None
    return read_example(name, files, edition, _files(tables), faults)


def _files(tables: Tables) -> dict[str, str]:
    """Return the section ids by the names of the files of sections/, without their endings."""
    ids = {path: str(raw.get("id", "")) for path, raw in tables["sections"].items()}
    return {path.removesuffix(".toml"): id_ for path, id_ in ids.items()}


def _by_number(name: str) -> list[tuple[int, str]]:
    """Puts 2026-2 before 2026-10."""
    return [(int(part or 0), word) for word, part in re.findall(r"(\D*)(\d*)", name)]


def in_folder(forms: Forms, name: str) -> Edition:
    """An edition as its files are now, whether or not it was ever used. Raises BadDefinition."""
    return edition_from(name, _naming(forms.tables(name), forms.council.review_group))


def hash_of(tables: Tables) -> str:
    """SHA-256 of an edition's tables, whatever their layout and comments in the files."""
    text = json.dumps(tables, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Frozen:
    """A frozen edition as it is used: never changed, so parsed once in each process."""

    id: UUID
    name: str
    sha256: str
    edition: Edition


_parsed: dict[tuple[UUID, str], Frozen] = {}


def frozen_edition(session: Session, edition_id: UUID, review_group: str = "") -> Frozen:
    """The frozen edition with this id, read from the database at its first use only.

    Its words name the council's review group where they say {review_group}.
    """
    key = (edition_id, review_group)
    if key not in _parsed:
        stored = session.get_one(StoredEdition, edition_id)
        tables = _naming(stored.definition, review_group) if review_group else stored.definition
        edition = edition_from(stored.name, tables)
        _parsed[key] = Frozen(stored.id, stored.name, stored.sha256, edition)
    return _parsed[key]


def _naming(tables: Any, review_group: str) -> Any:
    if isinstance(tables, dict):
        return {key: _naming(value, review_group) for key, value in tables.items()}
    if isinstance(tables, list):
        return [_naming(value, review_group) for value in tables]
    if isinstance(tables, str):
        return tables.replace("{review_group}", review_group)
    return tables
