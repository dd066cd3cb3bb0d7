"""Answer a case that was screened out: all of its text goes into the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.journeys.case_answers.answer_sheet import AnswerSheet, join_words
from tests.journeys.case_answers.case_text import Case, Item, key_in_words, matches
from tests.journeys.case_answers.group_effects import Effect, effect_in_words


def was_screened_out(conclusion: str) -> bool:
    return matches(
        conclusion,
        "screened out|no full (?:assessment|eia|equality)|full (?:assessment|eia) (?:is |was )?not",
    )


def fill_screening(
    sheet: AnswerSheet, case: Case, effects: Mapping[str, Effect], others: list[Effect]
) -> None:
    """Answer why no full assessment is needed, with all the text of the file."""
    conclusion = case.text("conclusion")
    sheet.say("q_reason", conclusion or "The effects named in the published form are small.")
    sheet.say("q_reason", *_groups_with_same_effect(sheet, effects), *map(effect_in_words, others))
    for key in ("evidence", "engagement", "actions"):
        sheet.say("q_reason", *(_line(key, item) for item in case.items(key, "said")))
    questions = case.texts("open_questions")
    lines = {
        "Who decides": case.text("decision_body"),
        "Monitoring": case.text("monitoring"),
        "Still open": "\n".join(questions),
        "See also": "\n".join(case.texts("related_sources")),
    }
    sheet.say("q_reason", *(f"{words}: {text}" for words, text in lines.items() if text))


def _line(key: str, item: Item) -> str:
    kind = key_in_words(key.removesuffix("s"))
    text = "; ".join(f"{key_in_words(name)}: {value}" for name, value in item.items() if value)
    return f"{kind}. {text}"


def _groups_with_same_effect(sheet: AnswerSheet, effects: Mapping[str, Effect]) -> Iterable[str]:
    """Return a paragraph for each distinct effect, with all groups that have it."""
    titles_by_words: dict[str, list[str]] = {}
    for group in sheet.groups:
        if group.id in effects:
            effect = effects[group.id]
            words = " ".join((effect.recorded, *effect.words()))
            titles_by_words.setdefault(words, []).append(group.title)
    return [f"{join_words(titles)}: {words}" for words, titles in titles_by_words.items()]
