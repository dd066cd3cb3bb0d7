"""The “Equality implications” paragraph of a committee report, written from the record.

Every part has wordings from the fullest to the shortest. All begin at their shortest; then each,
the most important first, takes the fullest that still fits. So no sentence is ever cut, and how the
worst-off group loses is the last thing to be said in fewer words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eia_app.domain.questionnaire.choices import long_date
from eia_app.reports.content import review_outcome
from eia_app.reports.content.key_facts import ActionFacts, KeyFacts
from eia_app.reports.content.snapshot_reader import Json
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.documents.paragraph_losses import Wordings, worse_off
from eia_app.reports.text.rich_text import one_line
from eia_app.reports.text.sentences import (
    closed,
    count,
    listed,
    number_of,
    opening,
    quoted,
    sentences,
    stated,
    unnumbered,
)

WORDS = 150
PRACTICE = "PRACTICE, not an assessment: not for any report."
DUTY = (
    "Members must read the assessment and have due regard to section 149(1) of the Equality Act"
    " 2010."
)
SENTENCE = 25  # words of a single sentence that is quoted
CHANGE = 45  # words of what would change
REASON = 40  # words of why a screening is enough
NAME = 12  # words of who was asked, or of who will do it
ACTION = 30  # words of an action


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


def write(snapshot: Json, status: ReportStatus, limit: int = WORDS) -> Implications:
    """Return the paragraph; longer than the limit only if it cannot be shorter."""
    facts = KeyFacts(snapshot, status)
    parts = _screening(facts) if facts.reader.is_screening else _assessment(facts)
    if facts.reader.is_practice:
        parts.insert(0, (0, [PRACTICE]))
    return Implications(_fitted(parts, limit), limit)


def _assessment(facts: KeyFacts) -> list[tuple[int, Wordings]]:
    """Return each part in the order in which it is read, with its rank: 0 is filled out first."""
    asks = facts.reader.asks
    group = facts.reader.snapshot["council"]["review_group"]
    return [
        (1, _proposal(facts)),
        (3, [_people(facts)]),
        *worse_off(facts),
        (4, _unknown(facts)),
        (7, _said(facts) if asks("engagement") else [""]),
        (2, _actions(facts.actions) if asks("actions") else [""]),
        (5, _left(facts) if asks("residual") else [""]),
        (0, [f"{group}: {review_outcome.in_short(facts)}."]),
        (0, [_conclusion(facts) if asks("outcome") else ""]),
        (0, [f"{DUTY}{_record(facts)}"]),
    ]


def _screening(facts: KeyFacts) -> list[tuple[int, Wordings]]:
    reason = facts.reader.typed("screening_reason")
    quotes = [quoted(words) for words in _openings(reason, REASON, SENTENCE)]
    because = [f"The reason given is: {words}" for words in quotes]
    return [
        (2, _proposal(facts)),
        (0, ["A screening is not an Equality Impact Assessment. No full assessment was needed."]),
        (1, [*because, "The reason is in the screening." if reason else "No reason is recorded."]),
        (3, [_people(facts)]),
        (0, [f"The duty of section 149 of the Equality Act 2010 continues.{_record(facts)}"]),
    ]


def _proposal(facts: KeyFacts) -> Wordings:
    """Name, reference, version and signature; what it does while there is room."""
    signed = facts.status.signed
    when = f"signed off {long_date(signed.on.isoformat())}" if signed else "a draft, not signed off"
    title = one_line(facts.reader.snapshot["title"])
    name = title if title and count(title) <= 2 * NAME and len(title) <= 20 * NAME else ""
    named = f"{facts.reference}, version {facts.version}, {when}"
    begin = f"{name} ({named})." if name else f"{named[:1].upper()}{named[1:]}."
    change = facts.reader.typed("summary")
    return [*(f"{begin} {words}" for words in _openings(change, CHANGE, 30, SENTENCE)), begin]


def _people(facts: KeyFacts) -> str:
    known = facts.people
    if known == "1":
        return "1 person would be affected."
    if known:
        return f"{known[:1].upper()}{known[1:]} people would be affected."
    return "How many people would be affected is not known."


def _unknown(facts: KeyFacts) -> Wordings:
    """Return the groups of which nothing is known, or which nobody has looked at, by name."""
    wordings: list[str] = []
    unknown, unseen = facts.unknown, facts.not_considered
    if unseen:
        groups = number_of(len(unseen), "group", "groups")
        wordings.append(f"The effect is still to be considered for {groups}.")
    if not unknown:
        return wordings or [""]
    groups = number_of(len(unknown), "group", "groups")
    act = sum(not group.is_local for group in unknown)
    short = f"The effect is not known for {groups}"
    begin = " ".join([*wordings, ""]).lstrip()
    protected = f", {act} of them protected by the Act" if act else ""
    named = f"{short}: {listed([group.title for group in unknown])}."
    return [f"{begin}{named}", f"{begin}{short}{protected}.", f"{begin}{short}."]


def _said(facts: KeyFacts) -> Wordings:
    """Return somebody’s own words if they are short; that nobody was asked in any case."""
    if not facts.conversations:
        return ["Nobody was asked."]
    for talk in facts.conversations:
        quote = next((s for s in sentences(talk.said) if count(s) <= SENTENCE), "")
        if quote and talk.who and count(talk.who) <= NAME:
            return [f"{talk.who} said: {quoted(closed(quote))}", ""]
    return [""]


def _actions(actions: Sequence[ActionFacts]) -> Wordings:
    """Return the first three actions with who and when, then fewer; those too long are counted."""
    if not actions:
        return ["No action is planned."]
    texts = [_action(action) for action in actions[:3]]
    wordings = []
    for most in range(len(texts), 0, -1):
        if all(texts[:most]):
            more = f"; {len(actions) - most} more" if len(actions) > most else ""
            wordings.append(f"To be done: {'; '.join(texts[:most])}{more}.")
    planned = number_of(len(actions), "action is", "actions are")
    return wordings or [f"{planned} in the action plan."]


def _action(action: ActionFacts) -> str:
    text = unnumbered(action.text).rstrip(".;, ")
    if not text or count(text) > ACTION or len(text) > ACTION * 12:
        return ""
    owner = stated(action.owner) if count(action.owner) <= NAME else "see the plan"
    return f"{text[:1].lower()}{text[1:]} ({owner or 'nobody named'}, {action.due or 'no date'})"


def _left(facts: KeyFacts) -> Wordings:
    residual = facts.reader.typed("residual")
    if not residual.strip():
        return ["What would be left is not yet recorded."]
    return [
        *(f"Left after that: {quoted(words)}" for words in _openings(residual, 30, SENTENCE)),
        "",
    ]


def _conclusion(facts: KeyFacts) -> str:
    if not facts.outcome:
        return "No recommendation is recorded yet."
    return f"Recommended: {closed(facts.outcome[:1].lower() + facts.outcome[1:])}"


def _record(facts: KeyFacts) -> str:
    digest = facts.status.short_hash
    return f" Record {digest}." if digest else ""


def _openings(answer: str, *limits: int) -> list[str]:
    """Return the opening sentences of an answer for each limit, without those that are none."""
    openings = dict.fromkeys(opening(answer, most) for most in limits)
    return [words for words in openings if words]


def _fitted(parts: Sequence[tuple[int, Wordings]], limit: int) -> str:
    chosen = [min(wordings, key=count) for _, wordings in parts]
    for at in sorted(range(len(parts)), key=lambda at: parts[at][0]):
        others = sum(count(words) for number, words in enumerate(chosen) if number != at)
        fuller = (words for words in parts[at][1] if others + count(words) <= limit)
        chosen[at] = next(fuller, chosen[at])
    return " ".join(filter(None, chosen))
