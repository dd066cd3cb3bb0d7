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
    """A heading and its text, up to the next heading. Level 0 is the text before the first."""

    level: int
    title: str
    line: int
    lines: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()

    def paragraphs(self) -> Iterator[tuple[int, str]]:
        """Yield each paragraph and each item of a list, with the number of its first line."""
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
class QuestionHelp:
    """Help with one question; any part may be empty."""

    why: str = ""
    good: str = ""
    weak: str = ""


@dataclass(frozen=True)
class Prompts:
    """Points to look for, in some kinds of proposal or services, or (if it names none) in any."""

    title: str
    text: str
    kinds: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    @property
    def for_any(self) -> bool:
        return not self.kinds and not self.services

    def fits(self, kind: str, service: str) -> bool:
        """Return whether they name this kind, or a word (or its plural) of the service’s name.

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
        """Return the prompts that fit the proposal, then those that fit any."""
        fitting = [prompts for prompts in self.look if prompts.fits(kind, service)]
        return fitting + [prompts for prompts in self.look if prompts.for_any]

    def others(self, kind: str, service: str) -> list[Prompts]:
        """Return the prompts about other kinds of proposal."""
        closest = self.closest(kind, service)
        return [prompts for prompts in self.look if prompts not in closest]


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
    """The whole guide of one edition; empty if its folder has none."""

    questions: Mapping[str, QuestionHelp] = field(default_factory=dict)
    groups: Mapping[str, GroupGuide] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)


def read_guidance(texts: Texts) -> Guidance:
    """Return the guide. Never raises: text in which `check_guidance` finds faults is left out."""
    questions: dict[str, QuestionHelp] = {}
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
    """Return the id from the name of a numbered file: “the_duty” of “01-the-duty”."""
    return NUMBER.sub("", stem).replace("-", "_")


def split(text: str) -> list[Block]:
    """Return the blocks of a file, in order."""
    blocks: list[Block] = []
    level, title, start, lines = 0, "", 0, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        if heading := HEADING.match(line):
            blocks.append(Block(level, title, start, tuple(lines)))
            level, title = len(heading[1]), heading[2].strip()
            start, lines = number, []
        else:
            lines.append(line)
    blocks.append(Block(level, title, start, tuple(lines)))
    return [block for block in blocks if block.level or block.text]


def under(blocks: list[Block]) -> list[tuple[Block, list[Block]]]:
    """Return each first heading with the smaller headings under it."""
    heads: list[tuple[Block, list[Block]]] = []
    for block in blocks:
        if block.level == 1:
            heads.append((block, []))
        elif heads:
            heads[-1][1].append(block)
    return heads


def labels(block: Block) -> dict[str, tuple[str, ...]]:
    """Return the kinds, services or route that the labels of a block name, by label."""
    matches = (LABEL.match(line) for line in block.lines)
    return {match[1]: _words(match[2]) for match in matches if match}


def unlabelled(block: Block) -> Block:
    """Return the block with its labels blanked, so that its lines keep their numbers."""
    lines = tuple("" if LABEL.match(line) else line for line in block.lines)
    return Block(block.level, block.title, block.line, lines)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for part in text.split(",") if (word := part.strip()))


def _helps(blocks: list[Block]) -> dict[str, QuestionHelp]:
    helps: dict[str, QuestionHelp] = {}
    for head, rest in under(blocks):
        texts = {block.title: block.text for block in rest}
        helps[head.title] = QuestionHelp(*(texts.get(title, "") for title in (WHY, GOOD, WEAK)))
    return helps


def _group(id_: str, blocks: list[Block]) -> GroupGuide:
    heads = {head.title: (head, rest) for head, rest in under(blocks)}
    texts = {title: head.text for title, (head, _) in heads.items()}
    look = [_prompts(block) for block in heads[LOOK][1]] if LOOK in heads else []
    who, evidence, ask = (texts.get(title, "") for title in (WHO, EVIDENCE, ASK))
    return GroupGuide(id_, who, tuple(look), evidence, ask)


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
    parts = dict(topic.parts)
    routes = [route for block in blocks for route in labels(block).get("Route", ())]
    return Scenario(
        id_,
        topic.title,
        topic.lead,
        proposal=parts.get(PROPOSAL, ""),
        facts=parts.get(FACTS, ""),
        route=routes[0] if routes else "",
        finds=parts.get(FOR_FACILITATOR, ""),
        discuss=parts.get(DISCUSS, ""),
    )
