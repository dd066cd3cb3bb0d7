"""The outcome of the review, in words that credit only those who gave an opinion."""

from __future__ import annotations

from collections import Counter

from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.choices import long_date
from eia_app.domain.review.review import Outcome, Recommendation
from eia_app.reports.blocks import Line, Paragraph
from eia_app.reports.content.key_facts import KeyFacts
from eia_app.reports.content.status import ReviewCondition, ReviewRound
from eia_app.reports.text.rich_text import one_line
from eia_app.reports.text.sentences import closed, listed, number_of, quoted

OUTCOMES = {
    Outcome.AGREED: "agreed",
    Outcome.AGREED_WITH_CONDITIONS: "agreed with conditions",
    Outcome.CHANGES_NEEDED: "changes needed",
}
RECOMMENDED = {
    Recommendation.SUPPORT: "support",
    Recommendation.SUPPORT_WITH_CONDITIONS: "support with conditions",
    Recommendation.CHANGES_NEEDED: "changes needed",
    Recommendation.CANNOT_SAY: "cannot say",
}


def in_short(facts: KeyFacts) -> str:
    """Return the outcome in a few words, such as “agreed, 3 of 3 opinions”."""
    rounds = facts.status.rounds
    if not rounds:
        return "has not looked at it yet" if _is_due(facts) else "not asked"
    last = rounds[-1]
    if not last.outcome:
        return "review is open"
    if not last.opinions:
        return "nobody gave an opinion"
    return f"{OUTCOMES[Outcome(last.outcome)]}, {_given(last)}"


def in_full(facts: KeyFacts) -> list[Paragraph]:
    """Return how the review ended and why; conditions that are actions are cited."""
    rounds, group = facts.status.rounds, facts.reader.snapshot["council"]["review_group"]
    closed_rounds = [round_ for round_ in rounds if round_.outcome]
    if not rounds:
        why = (
            "have not looked at it yet."
            if _is_due(facts)
            else "were not asked: the route is not major."
        )
        return [Paragraph(Line(f"The {group} {why}"))]
    texts: list[str] = []
    if closed_rounds:
        texts.append(_ended(closed_rounds, group))
        texts += _conditions(facts, closed_rounds[-1].conditions)
    if not rounds[-1].outcome:
        texts.append(f"Round {rounds[-1].number} of the review is open.")
    return [Paragraph(Line(text)) for text in texts]


def _is_due(facts: KeyFacts) -> bool:
    return facts.reader.route is Route.MAJOR


def _ended(rounds: list[ReviewRound], group: str) -> str:
    last, spoke = rounds[-1], any(round_.opinions for round_ in rounds)
    outcome = OUTCOMES[Outcome(last.outcome)]
    day = long_date(last.closed_on.isoformat()) if last.closed_on else "a day that is not recorded"
    if last.opinions:
        tally = Counter(RECOMMENDED[Recommendation(opinion)] for opinion in last.opinions)
        opinions = ", ".join(f"{number} {words}" for words, number in tally.items())
        text = f"{outcome.capitalize()}, on {day}; {_given(last)}: {opinions}."
    else:
        rounds_words = f" in {len(rounds)} rounds" if len(rounds) > 1 and not spoke else ""
        text = (
            f"No member of the {group} gave an opinion{rounds_words}. The equality lead closed the"
            f" review without one on {day} as {quoted(outcome)}."
        )
    if last.note.strip():
        text += f" Reason given: {quoted(closed(one_line(last.note)))}"
    if len(rounds) > 1 and spoke:
        before = rounds[-2]
        text += f" Round {before.number} ended with {quoted(OUTCOMES[Outcome(before.outcome)])}."
    return text


def _given(round_: ReviewRound) -> str:
    return f"{number_of(len(round_.opinions), 'opinion', 'opinions')} ({round_.quorum} needed)"


def _conditions(facts: KeyFacts, conditions: tuple[ReviewCondition, ...]) -> list[str]:
    actions = {one_line(action.text).rstrip("."): action.number for action in facts.actions}
    names = [_name(condition) for condition in conditions]
    cited = [actions[name] for name in names if name in actions]
    texts = []
    if cited:
        verb = "Its condition is action" if len(cited) == 1 else "Its conditions are actions"
        texts.append(f"{verb} {listed(cited)}.")
    texts += [
        f"Condition: {name} ({one_line(condition.owner)}, {long_date(condition.due.isoformat())})."
        for name, condition in zip(names, conditions, strict=True)
        if name not in actions
    ]
    return texts


def _name(condition: ReviewCondition) -> str:
    return one_line(condition.text).rstrip(".")
