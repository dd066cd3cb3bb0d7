"""Checks the guide of an edition; each fault has its file and line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from eia_app.domain.checked_tables import FaultList
from eia_app.domain.guidance.parse_guidance import (
    ASK,
    DISCUSS,
    EVIDENCE,
    FACTS,
    FOR_FACILITATOR,
    GOOD,
    LOOK,
    PROPOSAL,
    WEAK,
    WHO,
    WHY,
    Block,
    Texts,
    id_of,
    labels,
    split,
    under,
    unlabelled,
)
from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.model import Edition, Group
from eia_app.domain.text.readability import MOST_WORDS, OLDEST_READER, reading_age, too_long

FOLDERS = {"", "groups", "topics", "practice"}
ABOUT_A_QUESTION = (WHY, GOOD, WEAK)
ABOUT_A_GROUP = (WHO, LOOK, EVIDENCE, ASK)
OF_A_SCENARIO = (PROPOSAL, FACTS, FOR_FACILITATOR, DISCUSS)
NUMBERED = re.compile(r"\d+-[a-z0-9]+(?:-[a-z0-9]+)*\Z")
LAW = re.compile(
    r"Equality Act|\b(?:the law|by law|unlawful|the courts?|the duty|due regard)\b", re.IGNORECASE
)
SOURCE = re.compile(r"\bsections? \d|\bSchedule \d|\[(?:19|20)\d\d\]|\bRegulations (?:19|20)\d\d")
HTML = re.compile(r"</?[a-z]+[^>]*>", re.IGNORECASE)


class _File:
    """One file of the guide, and where its faults go."""

    def __init__(self, where: str, text: str, faults: FaultList) -> None:
        self.where, self.faults, self.blocks = where, faults, split(text)

    def fault(self, line: int, text: str) -> None:
        self.faults.add(f"{self.where} line {line}", text)

    def check_words(self) -> None:
        """Check the rules for every text of the guide: headings, sources of law, reading age."""
        paragraphs = []
        for block in map(unlabelled, self.blocks):
            for line, text in block.paragraphs():
                paragraphs.append(text)
                self._check_paragraph(line, text)
            if block.level > 2:
                self.fault(block.line, f"“{block.title}”: use # and ## for headings, no smaller")
            if LAW.search(block.text) and not SOURCE.search(block.text):
                self.fault(block.line, f"“{block.title}” states the law without its source")
        age = reading_age(paragraphs)
        if age > OLDEST_READER:
            self.fault(
                1, f"is too hard to read: reading age {age:.1f}, and {OLDEST_READER} is the most"
            )

    def _check_paragraph(self, line: int, text: str) -> None:
        if HTML.search(text):
            self.fault(line, "has HTML: use plain text and Markdown")
        for sentence, number in too_long(text):
            self.fault(line, long_sentence(sentence, number))


def check_guidance(
    name: str,
    texts: Texts,
    edition: Edition,
    files: Mapping[str, str],
    groups: Collection[str],
    faults: FaultList,
) -> None:
    """Check the guide of the edition `name`.

    `files` says which section each file of sections/ is, without its ending; `groups` are the ids
    of the edition’s and the councils’ groups. An edition without any guide has no fault.
    """
    for path, text in texts.items():
        file = _File(f"{name}/guidance/{path}", text, faults)
        folder, _, base = path.rpartition("/")
        stem = base.removesuffix(".md")
        file.check_words()
        if folder not in FOLDERS:
            file.fault(1, "is in a folder that we do not know: use groups, topics or practice")
        elif folder == "groups":
            _check_group(file, stem, groups, _kinds(edition))
        elif folder == "topics":
            _check_topic(file)
        elif folder == "practice":
            _check_scenario(file, stem, texts)
        else:
            _check_questions(file, stem, edition, files)
    written = {path for path in texts if path.startswith("groups/")}
    for group in sorted(groups) if texts else ():
        if f"groups/{group}.md" not in written:
            faults.add(f"{name}/guidance/groups/{group}.md", "the file is missing")


def check_hints(
    where: str, edition_or_groups: Edition | Iterable[Group], faults: FaultList
) -> None:
    """Find hints with a sentence that is too long."""
    for id_, hint in _hints(edition_or_groups):
        for sentence, number in too_long(hint):
            faults.add(f"{where} {id_}", f"hint: {long_sentence(sentence, number)}")


def _hints(edition_or_groups: Edition | Iterable[Group]) -> Iterable[tuple[str, str]]:
    if not isinstance(edition_or_groups, Edition):
        return _hints_of_groups(edition_or_groups)
    hints = _hints_of_groups(edition_or_groups.groups)
    for question in edition_or_groups.questions.values():
        hints.append((f"question {question.id}", question.hint))
        hints += [
            (f"question {question.id} option {option.value}", option.hint)
            for option in question.options
        ]
    return hints


def _hints_of_groups(groups: Iterable[Group]) -> list[tuple[str, str]]:
    return [(f"group {group.id}", text) for group in groups for text in (group.hint, group.look)]


def long_sentence(sentence: str, number: int) -> str:
    begins = " ".join(sentence.split()[:6])
    return f"a sentence of {number} words, and {MOST_WORDS} are the most: “{begins} …”"


def _kinds(edition: Edition) -> set[str]:
    question = edition.questions.get(edition.means("kind"))
    return {option.value for option in question.options} if question else set()


def _check_headings(file: _File, heads: Iterable[Block], known: Collection[str]) -> None:
    seen: set[str] = set()
    for head in heads:
        if head.title not in known:
            file.fault(head.line, f"“{head.title}” is not a heading that we know")
        if head.title in seen:
            file.fault(head.line, f"“{head.title}” is there twice")
        seen.add(head.title)


def _check_empty(file: _File, blocks: Iterable[Block]) -> None:
    for block in blocks:
        if not unlabelled(block).text:
            file.fault(block.line, f"there is nothing under “{block.title}”")


def _check_questions(file: _File, stem: str, edition: Edition, files: Mapping[str, str]) -> None:
    if stem not in files:
        file.fault(1, f"there is no section file {stem}.toml")
    questions: set[str] = set()
    for head, rest in under(file.blocks):
        section = edition.section_of.get(head.title)
        if section is None:
            file.fault(head.line, f"there is no question “{head.title}” in the edition")
        elif section.id != files.get(stem, section.id):
            file.fault(head.line, f"question “{head.title}” is asked in section {section.id}")
        if head.title in questions:
            file.fault(head.line, f"question “{head.title}” is there twice")
        questions.add(head.title)
        titles = {block.title for block in rest}
        if (GOOD in titles) != (WEAK in titles):
            file.fault(head.line, f"“{head.title}” has a good answer or a weak one, but not both")
        _check_headings(file, rest, ABOUT_A_QUESTION)
        _check_empty(file, rest)


def _check_group(file: _File, stem: str, groups: Collection[str], kinds: Collection[str]) -> None:
    if stem not in groups:
        file.fault(1, f"there is no group “{stem}” in the edition or any council")
    heads = under(file.blocks)
    _check_headings(file, [head for head, _ in heads], ABOUT_A_GROUP)
    for title in ABOUT_A_GROUP:
        if title not in {head.title for head, _ in heads}:
            file.fault(1, f"“{title}” is missing")
    for head, rest in heads:
        if head.title == LOOK:
            _check_prompts(file, head, rest, kinds)
        else:
            _check_empty(file, [head])
            for block in rest:
                file.fault(block.line, f"“{block.title}” stands under “{head.title}”, not “{LOOK}”")


def _check_prompts(file: _File, head: Block, rest: list[Block], kinds: Collection[str]) -> None:
    _check_empty(file, rest)
    if not any(not labels(block) for block in rest):
        file.fault(head.line, "has no prompts for proposals of any kind")
    for block in rest:
        for kind in labels(block).get("Kinds", ()):
            if kind not in kinds:
                file.fault(block.line, f"there is no kind of proposal “{kind}”")


def _check_topic(file: _File) -> None:
    if not file.blocks or [block.level == 1 for block in file.blocks].count(True) != 1:
        file.fault(1, "must have one # heading")
    _check_empty(file, [block for block in file.blocks if block.level > 1])


def _check_scenario(file: _File, stem: str, texts: Texts) -> None:
    if not NUMBERED.match(stem):
        file.fault(1, "must be called by a number and a name, such as 01-a-new-charge.md")
    others = (path.removesuffix(".md").partition("/") for path in texts)
    ids = [id_of(name) for folder, _, name in others if folder == "practice"]
    if ids.count(id_of(stem)) > 1:
        file.fault(1, f"there are two scenarios of the name “{id_of(stem)}”")
    _check_topic(file)
    parts = [block for block in file.blocks if block.level > 1]
    _check_empty(file, (block for block in file.blocks if block.level == 1))
    _check_headings(file, parts, OF_A_SCENARIO)
    for title in OF_A_SCENARIO:
        if title not in {block.title for block in parts}:
            file.fault(1, f"“{title}” is missing")
    _check_route(file)


def _check_route(file: _File) -> None:
    """Check that the route of a scenario is given, and to the facilitator alone."""
    routes = [(block, word) for block in file.blocks for word in labels(block).get("Route", ())]
    if not routes:
        file.fault(1, "does not say for which route it is made, such as “Route: standard”")
    for block, word in routes:
        if word not in set(Route):
            file.fault(block.line, f"there is no route “{word}”")
        if block.title != FOR_FACILITATOR:
            file.fault(block.line, f"its route must stand under “{FOR_FACILITATOR}”")
