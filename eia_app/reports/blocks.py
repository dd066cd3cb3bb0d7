"""The parts of a document, whatever it is written in: HTML, PDF or Word.

Every text is plain: the template or writer escapes it. `kind` names the macro that draws a block.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import ClassVar

LABEL = 14.4  # usual letters of a line of a label
NARROW, BROAD = set("Iijlftr1.,:;’'()-"), set("mwMW")
LONGEST_LABEL = 4  # lines of a label that stands beside its words
SHORT = 420  # characters of a row that stays on one page


@dataclass(frozen=True)
class Line:
    """Words in one style. `to` links to the block with that id; `muted` words are not an answer.

    They may end with the `address` of a page, which is a link then. `sign` is drawn before them.
    """

    text: str
    to: str = ""
    muted: bool = False
    address: str = ""
    strong: bool = False
    sign: str = ""  # positive, negative, neutral, unknown or none

    @property
    def is_rtl(self) -> bool:
        """Return whether the first letter with a direction is of a right-to-left script."""
        for character in self.text:
            direction = unicodedata.bidirectional(character)
            if direction in {"L", "R", "AL"}:
                return direction != "L"
        return False


@dataclass(frozen=True)
class Heading:
    """`level` 1 is the title of the document. A label is a heading that has no bookmark."""

    kind: ClassVar[str] = "heading"
    level: int
    text: str
    id: str = ""
    number: str = ""
    aside: str = ""  # after it on the same line, such as how serious an effect is
    note: str = ""  # under it, such as the section of an Act
    serious: int = 0  # of three squares, how many are filled; 0 draws none
    is_label: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A line, and `more` that goes on after it in another style."""

    kind: ClassVar[str] = "paragraph"
    line: Line
    more: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return (self.line, *self.more)


@dataclass(frozen=True)
class Bullets:
    kind: ClassVar[str] = "bullets"
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Row:
    """A label and the words beside it."""

    kind: ClassVar[str] = "row"
    heading: Heading
    blocks: tuple[Block, ...]

    @property
    def label_lines(self) -> int:
        """Return about how many lines the label takes beside its words."""
        lines, taken = 1, -0.5
        for word in self.heading.text.split():
            width = sum(_letter(letter) for letter in word)
            fits = taken < 0 or taken + 0.5 + width <= LABEL
            lines, taken = (lines, taken + 0.5 + width) if fits else (lines + 1, width)
        return lines

    @property
    def is_beside(self) -> bool:
        """Return whether the label is short enough to stand beside the words, not above them."""
        return self.label_lines <= LONGEST_LABEL

    @property
    def is_short(self) -> bool:
        """Return whether the row is kept on one page."""
        return all(isinstance(block, Paragraph | Bullets) for block in self.blocks) and (
            sum(map(len, texts(self.blocks))) <= SHORT
        )


@dataclass(frozen=True)
class TableRow:
    """The blocks of each cell; the first cell is the header of the row."""

    cells: tuple[tuple[Paragraph | Bullets, ...], ...]
    id: str = ""


@dataclass(frozen=True)
class Table:
    """`widths` of the columns are in millimetres; 0 takes what is left."""

    kind: ClassVar[str] = "table"
    caption: str
    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    widths: tuple[int, ...]


def _letter(letter: str) -> float:
    """Return the width of a letter in those of a usual one."""
    if letter in NARROW:
        return 0.5
    return 1.4 if letter in BROAD else 1.25 if letter.isupper() else 1


Block = Heading | Paragraph | Bullets | Row | Table


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """Return the words of paragraphs and bullets, one text for each line."""
    return [
        line.text
        for block in blocks
        if isinstance(block, Paragraph | Bullets)
        for line in block.lines
    ]


@dataclass(frozen=True)
class Fact:
    """A term and a few words, for the head of a document."""

    term: str
    text: str


@dataclass(frozen=True)
class Colours:
    """A council's colours, made readable: see `content.contrast`."""

    brand: str
    brand_text: str
    link: str


@dataclass(frozen=True)
class Document:
    """All that is printed, in reading order. `front` is pages 1 and 2: see `content.front`."""

    title: str
    council: str
    reference: str
    version: int
    label: str  # what kind of document this is
    status: str
    is_draft: bool
    mark: str  # printed on every page of what is not for council papers
    short_hash: str
    colours: Colours
    facts: tuple[Fact, ...]
    notice: str = ""  # what a reader must not miss, under the title
    front: tuple[Block, ...] = ()
    blocks: tuple[Block, ...] = field(default=())

    @property
    def status_line(self) -> str:
        """Return the status, and whether the document may be attached to council papers."""
        use = f"{'Not for' if self.is_draft else 'For'} attachment to council papers."
        return f"{self.status}. {use}"

    @property
    def contents(self) -> tuple[Heading, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Heading) and block.number)

    @property
    def anchors(self) -> frozenset[str]:
        """Return the ids that a link may lead to."""
        ids = {block.id for block in self.blocks if isinstance(block, Heading)}
        rows = (row for block in self.blocks if isinstance(block, Table) for row in block.rows)
        return frozenset(ids | {row.id for row in rows} - {""})
