"""Questions of a page about every group at once, as the page asks them: one for each group.

On such a page, in its form and in what it saves, a question has an id of its own for each group,
`question--group`. Answers are stored, and conditions look at them, by group and question.
"""

from __future__ import annotations

from dataclasses import replace

from eia_app.domain.questionnaire.answers import Key
from eia_app.domain.questionnaire.choices import in_words
from eia_app.domain.questionnaire.model import Edition, Group, Question, SectionKind

BETWEEN = "--"  # in no id of an edition


def page_id_of(group: str, question: str) -> str:
    """Return the id that a question has on the page, for this group."""
    return f"{question}{BETWEEN}{group}"


def answer_key(group: str | None, page_id: str) -> Key:
    """Return the group and question that a question of a page is stored by.

    `group` is the one that the page is about, None for a page about none or all of them.
    """
    question, _, own_group = page_id.partition(BETWEEN)
    return (own_group or group, question)


def for_group(question: Question, group: Group, *, is_only: bool) -> Question:
    """Return the question as a page about every group asks it for this group.

    Its legend is the group, with the question if it is not the `is_only` one of the page.
    """
    allowed = group.only.get(question.id)
    options = question.options
    ask = group.title if is_only else f"{group.title}: {in_words(group, question.ask)}"
    return replace(
        question,
        id=page_id_of(group.id, question.id),
        ask=ask,
        hint=group.look,
        report=in_words(group, question.report),
        required=in_words(group, question.required),
        options=options if allowed is None else tuple(o for o in options if o.value in allowed),
    )


def task_group(edition: Edition, section: str, group: str | None) -> str | None:
    """Return the group of the task that asks about a group in a section: none if it asks of all."""
    known = edition.by_id.get(section)
    return None if known is not None and known.kind is SectionKind.ALL_GROUPS else group
