"""The tables of Census 2021 of tests/census_headers.txt, which says where they are from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BANDS = ((5, 9), (10, 15), (16, 19), (20, 24), (25, 34), (35, 49), (50, 64), (65, 74), (75, 84))


@dataclass(frozen=True)
class Column:
    """A category as published; `depth` 0 for one that is part of no other."""

    name: str
    depth: int
    has_parts: bool = False


@dataclass(frozen=True)
class Published:
    code: str
    variable: str
    whole: str
    people: str  # as our reader says whom the whole counts
    tree: str
    old: bool = False  # each name ends in “; measures: Value”

    @property
    def columns(self) -> list[Column]:
        lines = [line for line in self.tree.splitlines() if line.strip()]
        depths = [(len(line) - len(line.lstrip())) // 2 for line in lines]
        after = [*depths[1:], 0]
        path: list[str] = []
        found = []
        for line, depth, following in zip(lines, depths, after, strict=True):
            name = line.strip().replace("·", " ")
            path = [*path[:depth], name]
            whole = name[1:] if name.startswith("~") else ": ".join(path)
            found.append(Column(whole, depth, following > depth))
        return found

    def header(self) -> list[str]:
        end = "; measures: Value" if self.old else ""
        names = [self.whole, *(column.name for column in self.columns)]
        said = [f"{self.variable}: {name}{end}" for name in names]
        return ["date", "geography", "geography code", *said]

    def counts(self, times: int = 1) -> list[int]:
        """Made-up counts, which add up: 1, 2, 3 … for what has no parts."""
        found, leaf = [], 0
        for column in self.columns:
            leaf += not column.has_parts
            found.append(0 if column.has_parts else leaf * times)
        for place, column in reversed(list(enumerate(self.columns))):
            if column.has_parts:
                found[place] = sum(found[part] for part in self._parts(place))
        whole = sum(n for n, c in zip(found, self.columns, strict=True) if c.depth == 0)
        return [whole, *found]

    def _parts(self, place: int) -> Iterator[int]:
        depth = self.columns[place].depth
        for part in range(place + 1, len(self.columns)):
            if self.columns[part].depth <= depth:
                return
            if self.columns[part].depth == depth + 1:
                yield part


def _single_years() -> str:
    lines = ["Aged 4 years and under", "  ~Aged under 1 year", "  ~Aged 1 year"]
    lines += [f"  ~Aged {year} years" for year in range(2, 5)]
    for low, high in BANDS:
        lines += [
            f"Aged {low} to {high} years",
            *(f"  ~Aged {y} years" for y in range(low, high + 1)),
        ]
    lines += ["Aged 85 years and over", *(f"  ~Aged {year} years" for year in range(85, 100))]
    return "\n".join([*lines, "  ~Aged 100 years and over"])


def _five_years() -> str:
    bands = [f"Aged {low} to {low + 4} years" for low in range(5, 85, 5)]
    return "\n".join(["Aged 4 years and under", *bands, "Aged 85 years and over"])


def _others() -> Iterator[Published]:
    text = (Path(__file__).parent / "census_headers.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n")[1:]:
        head, _, tree = block.partition("\n")
        code, variable, whole, people, *old = head.split(" | ")
        yield Published(code, variable, whole, people, tree, old=bool(old))


PUBLISHED = [
    Published("ts007", "Age", "Total", "residents", _single_years(), old=True),
    Published("ts007a", "Age", "Total", "residents", _five_years()),
    *_others(),
]
BY_CODE = {each.code: each for each in PUBLISHED}
