"""The tables of Census 2021 by their subjects, and the categories that are parts of others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

# What a table of Nomis or the ONS calls its variable, and the codes of the tables about it.
TABLES: Mapping[str, frozenset[str]] = {
    "Marital and civil partnership status": frozenset({"ts002"}),
    "Legal partnership status": frozenset({"ts002"}),
    "Country of birth": frozenset({"ts004", "ts012"}),
    "Age": frozenset({"ts007", "ts007a"}),
    "Sex": frozenset({"ts008", "ts020"}),
    "Age of arrival in the UK": frozenset({"ts018"}),
    "Ethnic group": frozenset({"ts021", "ts022"}),
    "Main language": frozenset({"ts024"}),
    "Proficiency in English language": frozenset({"ts029"}),
    "Religion": frozenset({"ts030", "ts031"}),
    "Disability": frozenset({"ts038", "ts038asp"}),
    "Provision of unpaid care": frozenset({"ts039", "ts039asp"}),
    "Number of disabled people in household": frozenset({"ts040"}),
    "UK armed forces veteran indicator": frozenset({"ts071"}),
    "Gender identity": frozenset({"ts070", "ts078"}),
    "Sexual orientation": frozenset({"ts077", "ts079"}),
}
DETAILED = re.compile(r" \(detailed\)\Z", re.IGNORECASE)
# “Aged 5 to 9 years”, “Aged 4 years and under”, “Provides 50 or more hours unpaid care a week”.
RANGE = re.compile(
    r"(?P<what>Aged|Provides) (?:(?P<under>under )(?P<end>[0-9]{1,3})"
    r"|(?P<low>[0-9]{1,3})(?: to (?P<high>[0-9]{1,3}))?(?P<more> or more)?) (?:years?|hours)"
    r"(?P<over> and over)?(?P<less> and under| or less)?(?: unpaid care a week)?"
)
NO_END = 999


def tables_about(variable: str) -> frozenset[str]:
    """Return the codes of the tables about a variable, “(detailed)” or not; none if not known."""
    return TABLES.get(DETAILED.sub("", variable), frozenset())


def parents(categories: Iterable[str]) -> dict[str, set[str]]:
    """Return for each category those that it is a part of.

    “White: Irish” is a part of “White”, and “Aged 6 years” of “Aged 5 to 9 years”.
    """
    all_categories = list(categories)
    known, ranges = set(all_categories), {category: _range(category) for category in all_categories}
    parents_by_category = {
        category: {part for part in _above(category) if part in known}
        for category in all_categories
    }
    for category, inner in ranges.items():
        for wider, outer in ranges.items():
            if inner and outer and _is_inside(inner, outer):
                parents_by_category[category].add(wider)
    return parents_by_category


def _above(category: str) -> Iterator[str]:
    parts = category.split(": ")
    for number in range(1, len(parts)):
        yield ": ".join(parts[:number])


def _range(category: str) -> tuple[str, int, int] | None:
    """Return the subject of a category that is a range, with its first and last number."""
    path, _, last = category.rpartition(": ")
    match = RANGE.fullmatch(last)
    if match is None:
        return None
    subject = f"{path}: {match['what']}"
    if match["under"]:
        return subject, 0, int(match["end"]) - 1
    low = int(match["low"])
    if match["less"]:
        return subject, 0, low
    if match["more"] or match["over"]:
        return subject, low, NO_END
    return subject, low, int(match["high"] or low)


def _is_inside(inner: tuple[str, int, int], outer: tuple[str, int, int]) -> bool:
    is_same = inner[0] == outer[0] and inner != outer
    return is_same and outer[1] <= inner[1] and inner[2] <= outer[2]
