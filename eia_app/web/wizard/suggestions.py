"""Answers that the program fills in on a page: offers and guesses, saved only with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from eia_app.domain.questionnaire import offers
from eia_app.domain.questionnaire.answers import is_empty
from eia_app.domain.questionnaire.model import AnswerType
from eia_app.services.answers.conflicts import stored_key
from eia_app.web.http.authorization import signed_in

if TYPE_CHECKING:
    from eia_app.domain.questionnaire.model import Question
    from eia_app.services.assessment.loading import AssessmentContext


def suggested(
    context: AssessmentContext,
    questions: Iterable[Question],
    saved: Mapping[str, Any],
    *,
    group: str | None = None,
    is_new: bool | None = None,
) -> dict[str, Any]:
    """Return values for questions that were never answered, by question id.

    Whoever emptied an answer is not offered it again; `is_new` says so of a row.
    """
    values: dict[str, Any] = {}
    for question in questions:
        never = stored_key(group, question.id) not in context.stored if is_new is None else is_new
        value = _offer(context, question) if question.offer and never else None
        if question.guess and is_empty(saved.get(question.id)):
            known = {option.value: option.label for option in question.options}
            value = offers.guessed(str(saved.get(question.guess) or ""), known)
        if value is not None:
            values[question.id] = value
    return values


def _offer(context: AssessmentContext, question: Question) -> str | None:
    person, live = signed_in(), context.journey.live.values
    answers = {id_: value for (group_id, id_), value in live.items() if group_id is None}
    fields = {"job_title": person.job_title, "service": person.service}
    value = offers.offered(question.offer, answers, fields)
    if question.type is AnswerType.CHOOSE_ONE:
        known = {option.value for option in context.choices.options(question)}
        return value if value in known else None
    return value
