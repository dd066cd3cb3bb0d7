"""Rules about the reasons given for the effect on each group."""

from __future__ import annotations

from collections.abc import Iterator

from eia_app.domain.coach import authorities
from eia_app.domain.coach.assessment_view import THESE, AssessmentView
from eia_app.domain.coach.rule import Occurrence, Reason, Severity, rule
from eia_app.domain.coach.text_analysis import (
    denies_evidence,
    has_figure,
    is_thin,
    sentences,
    words,
)

STOCK = (
    *("applies equally to", "apply equally to", "applied equally to", "equally to all"),
    *("equally to everyone", "open to all", "open to everyone", "available to all"),
    *("available to everyone", "treats everyone the same", "treat everyone the same"),
    *("treated the same", "everyone is treated equally", "regardless of their"),
    *("no differential impact", "no differential effect", "no disproportionate impact"),
    *("no disproportionate effect", "not disproportionately affect", "no adverse impact"),
    *("no negative impact", "no direct impact", "no specific impact", "no particular impact"),
    *("no impact is anticipated", "no impact is expected", "no impact on this group"),
    *("no impacts have been identified", "no impact has been identified", "no impact identified"),
    *("no evidence to suggest", "does not discriminate"),
)
STOCK_ALONE = 30  # words: with more than these, a stock phrase is not all that is said
HOW_LIVES_CHANGE = 20  # words about a serious loss
OUTSIDE_MARRIAGE = ("equality of opportunity", "good relations")
DENIED = ("not", "n’t", "n't", "only", "except", "neither", "nor", "no")


@rule(
    "serious_unexplained",
    Severity.SHOULD,
    at=("explanation",),
    description="A serious negative effect described in fewer than 20 words",
    reason=Reason(
        "Whoever decides must see for themselves how serious the effects are.", authorities.BRACKING
    ),
)
def serious_unexplained(view: AssessmentView) -> Iterator[Occurrence]:
    for group, effect in view.checked_groups:
        text = view.text("explanation", group.id)
        if text and view.is_serious(effect) and is_thin(text, HOW_LIVES_CHANGE):
            yield Occurrence(
                view.place("explanation", group.id),
                "The effect on {people} is serious. Say who loses what, how many they are, and how"
                " their lives will change.",
                text,
                people=group.people,
            )


@rule(
    "no_evidence",
    Severity.SHOULD,
    at=("known",),
    description=(
        "“No effect” on a group with no evidence: none chosen, and nothing said to be known"
    ),
    reason=Reason(
        "A statement that nobody is affected needs something behind it.", authorities.WEST_LOTHIAN
    ),
)
def no_evidence(view: AssessmentView) -> Iterator[Occurrence]:
    for group, effect in view.each_reason():
        known, explanation = view.text("known", group.id), view.text("explanation", group.id)
        citations = view.value("cited", group.id)
        if (
            effect.neutral
            and not citations
            and denies_evidence(known)
            and not has_figure(explanation)
        ):
            yield Occurrence(
                view.place("known", group.id),
                "You say that there is no effect on {people}, but no evidence is behind it."
                " Choose some, say what you know, or select “Not known”.",
                f"{known}\n{explanation}",
                people=group.people,
            )


@rule(
    "thin_reason",
    Severity.SHOULD,
    at=("explanation",),
    description="“No effect” or “not known” with a reason of fewer than 10 words",
    reason=Reason(
        "Where a group is said not to be affected, readers need the reason, as councillors are"
        " informed by it.",
        authorities.BRACKNELL,
    ),
)
def thin_reason(view: AssessmentView) -> Iterator[Occurrence]:
    for group, effect in view.each_reason():
        text = view.text("explanation", group.id)
        has_effect = effect.positive or effect.negative
        if text and not has_effect and is_thin(text) and not _stock_phrase_in(text):
            no_effect = "there is no effect on {people}"
            unknown = "the effect on {people} is not known"
            yield Occurrence(
                view.place("explanation", group.id),
                f"Say in a sentence or two why {no_effect if effect.neutral else unknown}.",
                text,
                people=group.people,
            )


@rule(
    "stock_phrase",
    Severity.SHOULD,
    at=("explanation",),
    description="“No effect” or “not known” explained by a stock phrase and little else",
    reason=Reason(
        "A rule that is the same for all can still hit some people harder. General formulas have"
        " been held not to show due regard.",
        authorities.WEST_BERKSHIRE,
    ),
)
def stock_phrase(view: AssessmentView) -> Iterator[Occurrence]:
    for group, effect in view.each_reason():
        text = view.text("explanation", group.id)
        phrase = _stock_phrase_in(text)
        if phrase and not (effect.negative or effect.positive):
            yield Occurrence(
                view.place("explanation", group.id),
                f"“{phrase[:1].upper()}{phrase[1:]}” is said in many assessments. Say what you"
                " know of {people} that leads you to it.",
                text,
                people=group.people,
            )


def _stock_phrase_in(text: str) -> str:
    if has_figure(text) or len(words(text)) > STOCK_ALONE:
        return ""
    lower_text = " ".join(text.lower().split())
    return next((phrase for phrase in STOCK if phrase in lower_text), "")


@rule(
    "unknown_without_plan",
    Severity.SHOULD,
    at=("mitigation", "gap"),
    description="“Not known” with no action and fewer than 10 words on how to find out",
    reason=Reason(
        "The council has to gather the information that it needs before it decides.",
        authorities.GLOUCESTERSHIRE,
    ),
)
def unknown_without_plan(view: AssessmentView) -> Iterator[Occurrence]:
    if view.edition.means("gaps") in view.links.sections:
        yield from _unplanned_rows(view)
    for group, effect in view.checked_groups:
        text = view.text("mitigation", group.id)
        if effect.unknown and text and is_thin(text) and not view.has_action(group.id):
            yield Occurrence(
                view.place("mitigation", group.id),
                "Say how and when you will find out what the effect on {people} is.",
                text,
                people=group.people,
            )


def _unplanned_rows(view: AssessmentView) -> Iterator[Occurrence]:
    """Yield the rows about groups of which nothing is known that lead to no action or reason."""
    coverage, rows = view.journey.coverage(view.edition.means("gaps")), view.rows("gaps")
    unknown = {effect.group for effect in view.effects if effect.unknown}
    for row in rows:
        groups = coverage.by_row.get(row.id, ()) if coverage else ()
        if not unknown.isdisjoint(groups) and not view.links.takes_up(view.section("gaps"), row):
            yield Occurrence(
                view.place("gap", row=row),
                f"Say how and when you will find out what the effect on {THESE} is.",
                view.cell(row, "gap"),
            )


@rule(
    "marriage_law",
    Severity.SHOULD,
    at=("explanation", "mitigation", "known", "told"),
    description="A claim that the second or third aim covers marriage and civil partnership",
    reason=Reason(
        "Marriage and civil partnership counts for ending discrimination alone, not for the second"
        " and third aims.",
        authorities.MARRIAGE,
    ),
)
def marriage_law(view: AssessmentView) -> Iterator[Occurrence]:
    aims = view.edition.means("aims_touched")
    for group, _ in view.checked_groups:
        if not group.aims and aims not in group.only:
            continue
        for meaning in ("explanation", "mitigation", "known", "told"):
            text, row = view.text(meaning, group.id), view.shared_row(meaning, group.id)
            if row is not None and view.is_of_several(row):
                continue  # it may speak of the other groups
            if any(_claims_another_aim(sentence) for sentence in sentences(text)):
                yield Occurrence(
                    view.place(meaning, group.id),
                    "For marriage and civil partnership, the duty is about ending discrimination"
                    " alone. Take out what is said about the other two aims.",
                    text,
                )


def _claims_another_aim(sentence: str) -> bool:
    lower_sentence = sentence.lower()
    is_denied = any(
        word in DENIED or word.endswith(("n’t", "n't")) for word in words(lower_sentence)
    )
    return not is_denied and any(phrase in lower_sentence for phrase in OUTSIDE_MARRIAGE)
