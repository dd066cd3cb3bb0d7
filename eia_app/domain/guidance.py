"""The guide: help with questions, prompts about groups, and topics, read from Markdown files.

It is no part of an edition: what is asked may not change while it is in use, but the help with
it may get better at any time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

WHY, GOOD, WEAK = "Why we ask", "A good answer", "A weak answer"
WHO, LOOK = "Who they are", "What to look for"
EVIDENCE, ASK = "What evidence there is", "Whom to ask"
PROPOSAL, FACTS = "The proposal", "What you know"
FOR_FACILITATOR, DISCUSS = "For the facilitator", "Questions to discuss"
HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
NUMBER = re.compile(r"\A\d+-")  # of a file, for the order of topics
LABEL = re.compile(r"(Kinds|Services|Route):(.*)")
Texts = Mapping[str, str]  # by path below guidance/, such as groups/age.md


@dataclass(frozen=True)
class Block:
    """What stands under a heading, up to the next one. Level 0 is what stands before the first."""

    level: int
    title: str
    line: int
    lines: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()

    def paragraphs(self) -> Iterator[tuple[int, str]]:
        """Each paragraph and each item of a list, with the number of its first line."""
        begun, start = list[str](), self.line
        for number, line in enumerate(self.lines, self.line + 1):
            if begun and (not line.strip() or line.startswith("- ")):
                yield start, " ".join(begun)
                begun = []
            if line.strip():
                start = start if begun else number
                begun.append(line.removeprefix("- ").strip())
        if begun:
            yield start, " ".join(begun)


@dataclass(frozen=True)
class Help:
    """Help with one question; any part may be empty."""

    why: str = ""
    good: str = ""
    weak: str = ""


@dataclass(frozen=True)
class Prompts:
    """What to look for, in some kinds of proposal or services, or (if it names none) in any."""

    title: str
    text: str
    kinds: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    @property
    def for_any(self) -> bool:
        return not self.kinds and not self.services

    def fits(self, kind: str, service: str) -> bool:
        """Whether it is about this kind, or a word of it (or its plural) is in the service’s name.

        A whole word: the prompts for parks are not for parking.
        """
        low = service.lower()
        return kind in self.kinds or any(a_word_of(word).search(low) for word in self.services)


def a_word_of(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}(?:s|es)?\b")


@dataclass(frozen=True)
class GroupGuide:
    id: str
    who: str = ""
    look: tuple[Prompts, ...] = ()
    evidence: str = ""
    ask: str = ""

    def closest(self, kind: str, service: str) -> list[Prompts]:
        """What fits the proposal first, then what fits any."""
        fitting = [each for each in self.look if each.fits(kind, service)]
        return fitting + [each for each in self.look if each.for_any]

    def others(self, kind: str, service: str) -> list[Prompts]:
        """What is about other kinds of proposal."""
        closest = self.closest(kind, service)
        return [each for each in self.look if each not in closest]


@dataclass(frozen=True)
class Topic:
    id: str
    title: str
    lead: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Scenario:
    """A fictional proposal to practise with: what everybody reads, and what the facilitator does.

    `route` is the one that it is made for, such as “standard”; nobody is told who practises.
    """

    id: str
    title: str
    lead: str = ""
    proposal: str = ""
    facts: str = ""
    route: str = ""
    finds: str = ""
    discuss: str = ""


@dataclass(frozen=True)
class Guidance:
    """Everything that helps with one edition; empty where its folder has none."""

    questions: Mapping[str, Help] = field(default_factory=dict)
    groups: Mapping[str, GroupGuide] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)


def read_guidance(texts: Texts) -> Guidance:
    """The guide. It never fails: what `guidance_checks` would find fault with is left out."""
    questions: dict[str, Help] = {}
    groups: dict[str, GroupGuide] = {}
    topics: dict[str, Topic] = {}
    scenarios: dict[str, Scenario] = {}
    for path, text in texts.items():
        folder, _, name = path.rpartition("/")
        blocks, stem = split(text), name.removesuffix(".md")
        if not folder:
            questions |= _helps(blocks)
        elif folder == "groups":
            groups[stem] = _group(stem, blocks)
        elif folder == "topics":
            topic = _topic(id_of(stem), blocks)
            topics[topic.id] = topic
        elif folder == "practice":
            scenario = _scenario(id_of(stem), blocks)
            scenarios[scenario.id] = scenario
    return Guidance(questions, groups, topics, scenarios)


def id_of(stem: str) -> str:
    """The id that the name of a numbered file gives: “the_duty” of “01-the-duty”."""
    return NUMBER.sub("", stem).replace("-", "_")


def split(text: str) -> list[Block]:
    """The blocks of a file, in order."""
    found: list[Block] = []
    level, title, start, lines = 0, "", 0, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        if heading := HEADING.match(line):
            found.append(Block(level, title, start, tuple(lines)))
            level, title = len(heading[1]), heading[2].strip()
            start, lines = number, []
        else:
            lines.append(line)
    found.append(Block(level, title, start, tuple(lines)))
    return [block for block in found if block.level or block.text]


def under(blocks: list[Block]) -> list[tuple[Block, list[Block]]]:
    """Each first heading with the smaller headings under it."""
    found: list[tuple[Block, list[Block]]] = []
    for block in blocks:
        if block.level == 1:
            found.append((block, []))
        elif found:
            found[-1][1].append(block)
    return found


def labels(block: Block) -> dict[str, tuple[str, ...]]:
    """The kinds and services that a block of prompts says it is for."""
    found = (LABEL.match(line) for line in block.lines)
    return {each[1]: _words(each[2]) for each in found if each}


def unlabelled(block: Block) -> Block:
    """The block with its labels blanked, so that its lines keep their numbers."""
    kept = tuple("" if LABEL.match(line) else line for line in block.lines)
    return Block(block.level, block.title, block.line, kept)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for each in text.split(",") if (word := each.strip()))


def _helps(blocks: list[Block]) -> dict[str, Help]:
    found: dict[str, Help] = {}
    for head, rest in under(blocks):
        said = {block.title: block.text for block in rest}
        found[head.title] = Help(said.get(WHY, ""), said.get(GOOD, ""), said.get(WEAK, ""))
    return found


def _group(id_: str, blocks: list[Block]) -> GroupGuide:
    heads = {head.title: (head, rest) for head, rest in under(blocks)}
    said = {title: head.text for title, (head, _) in heads.items()}
    look = [_prompts(block) for block in heads[LOOK][1]] if LOOK in heads else []
    return GroupGuide(
        id_, said.get(WHO, ""), tuple(look), said.get(EVIDENCE, ""), said.get(ASK, "")
    )


def _prompts(block: Block) -> Prompts:
    named = labels(block)
    services = tuple(word.lower() for word in named.get("Services", ()))
    return Prompts(block.title, unlabelled(block).text, named.get("Kinds", ()), services)


def _topic(id_: str, blocks: list[Block]) -> Topic:
    head = next((block for block in blocks if block.level == 1), Block(1, id_, 1))
    parts = tuple((block.title, block.text) for block in blocks if block.level > 1)
    return Topic(id_, head.title, head.text, parts)


def _scenario(id_: str, blocks: list[Block]) -> Scenario:
    topic = _topic(id_, [unlabelled(block) for block in blocks])
    said, named = dict(topic.parts), [labels(block) for block in blocks]
    return Scenario(
        id_,
        topic.title,
        topic.lead,
        proposal=said.get(PROPOSAL, ""),
        facts=said.get(FACTS, ""),
        route=next((word for each in named for word in each.get("Route", ())), ""),
        finds=said.get(FOR_FACILITATOR, ""),
        discuss=said.get(DISCUSS, ""),
    )
