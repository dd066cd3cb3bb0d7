"""The “Equality implications” paragraph of a committee report, written from the record.

Every part has wordings from the fullest to the shortest. All begin at their shortest; then each,
the most important first, takes the fullest that still fits. So nothing is ever cut in a sentence,
and who is worse off is the last thing to be said in fewer words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eia_app.reports.content.key_facts import Affected, Conversation, KeyFacts
from eia_app.reports.content.snapshot_reader import Json
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.text.sentences import (
    closed,
    count,
    listed,
    number_of,
    opening,
    quoted,
    sentences,
    unnumbered,
)

WORDS = 150
DUTY = "its duty under section 149 of the Equality Act 2010"
AIMS = (
    "Members must read the assessment before they decide, and have due regard to the need to end"
    " discrimination, harassment and victimisation, advance equality of opportunity and foster"
    " good relations (section 149(1))."
)
PRACTICE = "PRACTICE, not an assessment: not for any report."
WHOLE = 40  # words of an answer that may be quoted whole
SENTENCE = 25  # words of a single sentence that is quoted
NAME = 12  # words of a name
FEW = 4  # groups that are worse off and always named
Wordings = Sequence[str]  # the fullest first


@dataclass(frozen=True)
class Implications:
    """The paragraph, and how long it is against how long it may be."""

    text: str
    limit: int

    @property
    def words(self) -> int:
        return count(self.text)

    @property
    def fits(self) -> bool:
        return self.words <= self.limit


def write(snapshot: Json, standing: ReportStatus, limit: int = WORDS) -> Implications:
    """The same record gives the same words. Longer than the limit only if it cannot be shorter."""
    gist = KeyFacts(snapshot, standing)
    parts = _screening(gist) if gist.record.is_screening else _assessment(gist)
    if gist.record.is_practice:
        parts.insert(0, (0, [PRACTICE]))
    return Implications(_fitted(parts, limit), limit)


def _assessment(gist: KeyFacts) -> list[tuple[int, Wordings]]:
    """Each part in the order in which it is read, with its rank: 0 is filled out first."""
    return [
        (0, [_duty(gist, "the Equality Impact Assessment")]),
        (5, _people(gist)),
        (1, _negative(gist.negative) or [gist.nobody]),
        (3, _named(gist.positive, "The effect would be positive for")),
        (4, _named(gist.unknown, "The effect is not known for")),
        (9, [*_named(gist.neutral, "No effect is expected on")[1:], ""]),
        (2, _named(gist.not_considered, "The effect is still to be considered for")),
        (7, _engagement(gist.conversations) if gist.asks("engagement") else [""]),
        (8, _mitigation(gist.actions) if gist.asks("actions") else [""]),
        (6, _left(gist.typed("residual")) if gist.asks("residual") else [""]),
        (0, [_conclusion(gist) if gist.asks("outcome") else ""]),
        (0, [AIMS if gist.is_high else ""]),
    ]


def _screening(gist: KeyFacts) -> list[tuple[int, Wordings]]:
    reason = gist.typed("screening_reason")
    because = [f"The reason given is: {quoted(words)}" for words in _quotes(reason)]
    return [
        (0, [_duty(gist, "the equality screening")]),
        (0, ["A screening is not an Equality Impact Assessment. No full assessment was needed."]),
        (1, [*because, "The reason is in the screening." if reason else "No reason is recorded."]),
        (2, _people(gist)),
        (0, ["The duty continues if the proposal changes."]),
    ]


def _duty(gist: KeyFacts, what: str) -> str:
    what = "practice" if gist.record.is_practice else what
    name = f"{what} {gist.reference}, version {gist.version}, {gist.dated}"
    if gist.standing.is_draft:
        return f"The council is considering {DUTY}. This rests on {name}."
    return f"The council has considered {DUTY} in {name}."


def _people(gist: KeyFacts) -> Wordings:
    known = gist.people
    how_many = f"{known[:1].upper()}{known[1:]} people would be affected."
    if not known:
        how_many = "How many people would be affected is not known."
    if known == "1":
        how_many = "1 person would be affected."
    who = opening(gist.typed("affected"), SENTENCE)
    return [f"{how_many} {quoted(who)}", how_many] if who else [how_many]


def _negative(groups: Sequence[Affected]) -> Wordings:
    """With how serious and how likely, with how serious, by name; many are counted at last."""
    if not groups:
        return []
    how_many = number_of(len(groups), "group", "groups")
    severe = [each.title for each in groups if each.is_severe]
    gravity = f", seriously so for {listed(severe)}" if severe else ""
    begin = f"{how_many} would be worse off"
    found = [
        f"{begin}: {listed([_with_levels(each, likely=True) for each in groups])}.",
        f"{begin}: {listed([_with_levels(each, likely=False) for each in groups])}.",
        f"{begin}: {listed([each.title for each in groups])}{gravity}.",
    ]
    if len(groups) > FEW:
        found.append(f"{begin}{gravity}.")
    if len(severe) > FEW:
        found.append(f"{begin}, {len(severe)} of them seriously.")
    return found


def _with_levels(group: Affected, *, likely: bool) -> str:
    levels = []
    if group.severity:
        levels.append(f"{group.severity.lower()} severity")
    if likely and group.likelihood:
        levels.append(f"{group.likelihood.lower()} likelihood")
    return f"{group.title} ({', '.join(levels)})" if levels else group.title


def _named(titles: Sequence[str], words: str) -> Wordings:
    """By name, then by number; nothing where there is no such group."""
    if not titles:
        return [""]
    how_many = number_of(len(titles), "group", "groups")
    return [f"{words} {how_many}: {listed(titles)}.", f"{words} {how_many}."]


def _engagement(conversations: Sequence[Conversation]) -> Wordings:
    """One line: somebody's own words if they are short, then who was asked, then how many times."""
    if not conversations:
        return ["No engagement is recorded."]
    asked = number_of(len(conversations), "conversation is", "conversations are")
    recorded = f"{asked} recorded."
    found = [recorded]
    names = [each.who for each in conversations if each.who]
    if names and count(listed(names)) <= 2 * NAME:
        found.insert(0, f"{asked} recorded, with {closed(listed(names))}")
    for each in conversations:
        said = next((s for s in sentences(each.said) if count(s) <= SENTENCE), "")
        if said and each.who and count(each.who) <= NAME:
            found.insert(0, f"{recorded} {each.who} said: {quoted(closed(said))}")
            break
    return found


def _mitigation(actions: Sequence[str]) -> Wordings:
    if not actions:
        return ["No action is planned."]
    how_many = f"{number_of(len(actions), 'action is', 'actions are')} in the action plan"
    first = unnumbered(actions[0])
    if not first or count(first) > NAME:
        return [f"{how_many}."]
    name = first.rstrip(".;, ")
    include = f"{how_many}: {quoted(name)}." if len(actions) == 1 else ""
    return [include or f"{how_many}, including {quoted(name)}.", f"{how_many}."]


def _left(residual: str) -> Wordings:
    if not residual:
        return ["What would be left is not yet recorded."]
    quotes = [f"After that, this would be left: {quoted(words)}" for words in _quotes(residual)]
    return [*quotes, "What would be left is set out in the assessment."]


def _quotes(answer: str) -> Iterable[str]:
    """The whole answer if it is short, then its opening sentences, then its first."""
    found = dict.fromkeys([opening(answer, WHOLE), opening(answer, SENTENCE)])
    return [words for words in found if words]


def _conclusion(gist: KeyFacts) -> str:
    if not gist.outcome:
        return "No conclusion is recorded yet."
    return f"Conclusion: {closed(gist.outcome[:1].lower() + gist.outcome[1:])}"


def _fitted(parts: Sequence[tuple[int, Wordings]], limit: int) -> str:
    chosen = [min(wordings, key=count) for _, wordings in parts]
    for at in sorted(range(len(parts)), key=lambda at: parts[at][0]):
        for words in parts[at][1]:
            rest = sum(count(other) for each, other in enumerate(chosen) if each != at)
            if rest + count(words) <= limit:
                chosen[at] = words
                break
    return " ".join(filter(None, chosen))
