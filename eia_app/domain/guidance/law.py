"""The laws, judgments and official guides that the texts name, each with its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from eia_app.domain.checked_tables import (
    NO_TWINS,
    NOT_EMPTY,
    Day,
    FaultList,
    FormTable,
    Id,
    Text,
    Texts,
)

NUMBER = r"[0-9]{1,3}(?![0-9])[A-Z]*(?:\([0-9a-z]+\))*"
# “sections 28 and 32” names two provisions.
PROVISIONS = re.compile(
    rf"\b([Ss]ection|[Rr]egulation|Schedule)s? ({NUMBER}(?:(?:, | and |, and | or ){NUMBER})*)"
)
TITLES = re.compile(
    r"\[[0-9]{4}\] (?:UKSC|EWCA Civ|EWHC) [0-9]+|S?SI [0-9]{4}/[0-9]+"
    r"|(?:Equality|Forces|Local Government) Act [0-9]{4}"
    r"|(?:[A-Z][a-z]+|etc\.|Disability\)) Regulations [0-9]{4}"
)


@dataclass(frozen=True)
class LegalSource(FormTable):
    """One law, judgment or official guide: what we take from it, and where and when it was read."""

    id: Id
    name: Text
    says: Text
    cites: Annotated[Texts, NOT_EMPTY]  # the words by which the texts name it
    in_force_from: Day
    checked_in: Text
    checked_on: Day
    check_again: Day
    open: str = ""  # what could not be settled on that day


@dataclass(frozen=True)
class LegalSources(FormTable):
    """The file `law.toml`."""

    law: Annotated[tuple[LegalSource, ...], NOT_EMPTY, NO_TWINS]

    def cites(self, name: str) -> bool:
        """Return whether a source covers a name as `names_in` finds it."""
        cites = {cite for source in self.law for cite in source.cites}
        if PROVISIONS.match(name):
            return name in cites
        return any(name in cite or cite in name for cite in cites)

    def due(self, today: date) -> list[LegalSource]:
        """Return the sources that should be looked at again by now."""
        return [source for source in self.law if source.check_again <= today]


def names_in(text: str) -> set[str]:
    """Return the provisions, judgments, Acts and regulations that a text names, one name each."""
    provisions = {
        f"{kind if kind == 'Schedule' else kind.lower()} {number}"
        for kind, numbers in PROVISIONS.findall(text)
        for number in re.findall(NUMBER, numbers)
    }
    return provisions | set(TITLES.findall(text))


def check_law(
    sources: LegalSources, texts: Mapping[str, str], file: str, faults: FaultList
) -> None:
    """Check that each name in a text (by its file) has a source, and that dates make sense."""
    for path, text in texts.items():
        for name in sorted(names_in(text)):
            if not sources.cites(name):
                faults.add(path, f"names {name}, which {file} does not have")
    for source in sources.law:
        if not source.in_force_from <= source.checked_on < source.check_again:
            faults.add(
                f"{file}: {source.id}",
                "“in_force_from”, “checked_on” and “check_again” must follow each other",
            )


def unused_citations(sources: LegalSources, texts: Iterable[str]) -> list[str]:
    """Return the citations that no text contains."""
    whole = "\n".join(texts)
    named = names_in(whole)
    cites = (cite for source in sources.law for cite in source.cites)
    return [cite for cite in cites if cite not in named and cite not in whole]
