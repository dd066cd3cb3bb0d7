"""The guide as a page shows it: help with questions, and what to think about for a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from eia_app.domain.guidance.parse_guidance import (
    GroupGuide,
    Guidance,
    Prompts,
    QuestionHelp,
    Topic,
)
from eia_app.domain.questionnaire.answers import chosen
from eia_app.domain.questionnaire.choices import in_words
from eia_app.domain.questionnaire.model import Edition, Group
from eia_app.domain.questionnaire.parse_edition import edition_from
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.forms.folder import Forms

ANY_GROUP = Group("any", "the group", "people in the group")


@dataclass(frozen=True)
class Panel:
    """The prompts for a group: those that fit the proposal, before the rest."""

    group: Group
    guide: GroupGuide
    closest: Sequence[Prompts]
    others: Sequence[Prompts]


@dataclass(frozen=True)
class HelpOfQuestion:
    """A section with the questions that have help, in the words in which they are asked."""

    title: str
    questions: Sequence[tuple[str, QuestionHelp]]


@dataclass(frozen=True)
class Book:
    """The whole guide to the edition that new assessments are answered against."""

    topics: Sequence[Topic]
    groups: Sequence[Panel]
    sections: Sequence[HelpOfQuestion]


def helps(context: AssessmentContext) -> Mapping[str, QuestionHelp]:
    """Help with the questions of an assessment, by their ids."""
    return context.forms.guidance(context.frozen.name).questions


def panel(context: AssessmentContext, group: Group) -> Panel | None:
    """Return the prompts for a group in this proposal; None if none are written."""
    guide = context.forms.guidance(context.frozen.name).groups.get(group.id)
    if guide is None:
        return None
    kind, service = context.answers.get(context.edition.means("kind")), context.assessment.service
    kinds = sorted(chosen(kind)) or [""]
    fitting = [prompt for prompt in guide.look if any(prompt.fits(kind, service) for kind in kinds)]
    closest = fitting + [prompt for prompt in guide.look if prompt.for_any]
    return Panel(group, guide, closest, [prompt for prompt in guide.look if prompt not in closest])


def book(forms: Forms) -> Book:
    """The whole guide, for the groups that this council asks about."""
    edition, guidance = _newest(forms.folder, forms.newest), forms.guidance(forms.newest)
    groups = (*edition.groups, *forms.council.local_groups)
    return Book(
        list(guidance.topics.values()),
        [
            _whole(group, guidance.groups[group.id])
            for group in groups
            if group.id in guidance.groups
        ],
        _sections(edition, guidance, forms.council.review_group),
    )


@lru_cache(maxsize=8)
def _newest(folder: Path, name: str) -> Edition:
    return edition_from(name, Forms(folder, "").tables(name))


def _whole(group: Group, guide: GroupGuide) -> Panel:
    return Panel(
        group, guide, [prompt for prompt in guide.look if prompt.for_any], guide.others("", "")
    )


def _sections(edition: Edition, guidance: Guidance, review_group: str) -> list[HelpOfQuestion]:
    sections = []
    for section in edition.sections:
        helped = [
            (in_words(ANY_GROUP, q.ask).replace("{review_group}", review_group), help_)
            for q in section.questions
            if (help_ := guidance.questions.get(q.id))
        ]
        if helped:
            sections.append(HelpOfQuestion(section.title, helped))
    return sections
