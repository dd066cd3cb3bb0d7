"""The parts of a document, whatever it is written in: HTML, PDF or Word.

Every text is plain: the pen that writes it escapes it. `kind` names the macro that draws a block.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from math import ceil
from typing import ClassVar

BESIDE = 320  # characters of an answer that fit beside their question without a page break
WORD = 30  # characters of one word that fit there
FEW = 8  # rows of a short table
BRIEF = 22  # characters of an answer that fits a third of a line
TOGETHER = 12  # lines that a card holds without a page break
ACROSS = {"term": 26, "value": 44, "long": 78}  # characters of a line of a card


@dataclass(frozen=True)
class Line:
    """Some words. `to` makes them a link to the block with that id; `muted` are ours, in place
    of an answer. They may end with the `address` of a page, which is a link then."""

    text: str
    to: str = ""
    muted: bool = False
    address: str = ""

    @property
    def is_rtl(self) -> bool:
        """Whether the first letter with a direction belongs to a right-to-left script."""
        for character in self.text:
            direction = unicodedata.bidirectional(character)
            if direction in {"L", "R", "AL"}:
                return direction != "L"
        return False


@dataclass(frozen=True)
class Heading:
    """`level` 1 is the title of the document. A heading with a number is in the contents."""

    kind: ClassVar[str] = "heading"
    level: int
    text: str
    id: str = ""
    number: str = ""
    note: str = ""  # a line of small matter under it, such as the section of an Act
    is_question: bool = False  # what was asked; it is not in the bookmarks
    is_wide: bool = False  # it stands over a wide table, so on its page
    para: str = field(default="", compare=False)  # by which readers cite it


@dataclass(frozen=True)
class Paragraph:
    kind: ClassVar[str] = "paragraph"
    line: Line
    para: str = field(default="", compare=False)  # by which readers cite it


@dataclass(frozen=True)
class Bullets:
    kind: ClassVar[str] = "bullets"
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Fact:
    """A short question, or a term, and what answers it."""

    term: str
    blocks: tuple[Block, ...]
    para: str = field(default="", compare=False)  # by which readers cite it

    @property
    def is_long(self) -> bool:
        """Too long to stand beside its term, so that it goes under it."""
        return len(self.blocks) > 1 or self._longest(*self._texts) > BESIDE or self._has_long_word

    @property
    def is_brief(self) -> bool:
        """A date, a yes or no, a name: a few words on one line."""
        return len(self._texts) == len(self.blocks) == 1 and (
            self._longest(*self._texts) <= BRIEF and not self._has_long_word
        )

    @property
    def lines(self) -> int:
        """About how many lines it takes in a card."""
        width = ACROSS["long" if self.is_long else "value"]
        texts = [*self._texts, *(line.text for line in self._bullets)]
        value = sum(ceil(len(text) / width) for text in texts)
        term = ceil(len(self.term) / ACROSS["term"])
        return term + value if self.is_long else max(term, value)

    @property
    def _texts(self) -> list[str]:
        return [block.line.text for block in self.blocks if isinstance(block, Paragraph)]

    @property
    def _bullets(self) -> list[Line]:
        return [line for block in self.blocks if isinstance(block, Bullets) for line in block.lines]

    @property
    def _has_long_word(self) -> bool:
        return self._longest(*" ".join(self._texts).split()) > WORD

    @staticmethod
    def _longest(*texts: str) -> int:
        return max(map(len, texts), default=0)


@dataclass(frozen=True)
class Facts:
    kind: ClassVar[str] = "facts"
    facts: tuple[Fact, ...]
    narrow: bool = False  # the terms are a word or two

    @property
    def are_brief(self) -> bool:
        return all(fact.is_brief for fact in self.facts)


@dataclass(frozen=True)
class Effect:
    """An effect in words, and the signs that go with the words."""

    words: str
    signs: tuple[str, ...] = ()  # of positive, negative, neutral, unknown, none


@dataclass(frozen=True)
class Verdict:
    """The effect on one group: how it points, and how serious and likely it is."""

    kind: ClassVar[str] = "verdict"
    effect: Effect
    details: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Bar:
    """A line of a chart: how much worse off a group is (0 to 1), and whether it is better off."""

    name: str
    worse: float
    better: bool
    words: str  # how serious


@dataclass(frozen=True)
class Table:
    """A small table. The first cell of each row is the header of its row.

    A wide one has a page across for itself. `chart` draws what its rows say.
    """

    kind: ClassVar[str] = "table"
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Line | Effect, ...], ...]
    is_wide: bool = False
    chart: tuple[Bar, ...] = ()

    @property
    def is_short(self) -> bool:
        """Short enough to stay on one page even in a summary."""
        return len(self.rows) <= FEW


@dataclass(frozen=True)
class Callout:
    """What a reader must not miss."""

    kind: ClassVar[str] = "callout"
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Card:
    """One row of a list: its name, its main words and the facts about it."""

    kind: ClassVar[str] = "card"
    heading: Heading
    blocks: tuple[Block, ...]

    @property
    def is_short(self) -> bool:
        """Short enough to stay on one page without leaving a hole on the one before."""
        facts = [fact for block in self.blocks if isinstance(block, Facts) for fact in block.facts]
        return sum(fact.lines for fact in facts) <= TOGETHER


Block = Heading | Paragraph | Bullets | Facts | Verdict | Table | Callout | Card


@dataclass(frozen=True)
class Cover:
    """The first page. `groups` says which groups each effect falls on."""

    label: str
    facts: tuple[Fact, ...]
    why: str
    reasons: tuple[Line, ...]
    effects_title: str
    groups: tuple[tuple[Effect, str], ...]


@dataclass(frozen=True)
class Colours:
    """A council's colours, made readable: see `reports.colours`."""

    brand: str
    brand_text: str
    link: str


@dataclass(frozen=True)
class Document:
    """Everything that is printed, in reading order."""

    title: str
    council: str
    reference: str
    version: int
    label: str  # what kind of document this is
    status: str
    is_draft: bool
    mark: str  # what stands on every page of what must not be used; nothing once it is signed
    is_screening: bool
    short_hash: str
    colours: Colours
    cover: Cover
    blocks: tuple[Block, ...] = field(default=())
    abbreviations: Facts = Facts(())

    @property
    def use(self) -> str:
        """What it may be used for, in words that every format prints."""
        return f"{'Not for' if self.is_draft else 'For'} attachment to council papers"

    @property
    def contents(self) -> tuple[Heading, ...]:
        return tuple(b for b in self.blocks if isinstance(b, Heading) and b.number)
