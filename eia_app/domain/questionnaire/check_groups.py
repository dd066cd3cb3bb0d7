"""Faults of groups, and of sections that ask about every group on one page."""

from __future__ import annotations

from collections.abc import Iterator

from eia_app.domain.checked_tables import FaultList
from eia_app.domain.questionnaire.check_conditions import check_values
from eia_app.domain.questionnaire.model import AnswerType, Edition, Group, Section, SectionKind


def check_all_groups(section: Section) -> Iterator[str]:
    """Yield what a section that asks about every group on one page cannot have."""
    if section.kind is not SectionKind.ALL_GROUPS:
        return
    if len(section.pages) > 1:
        yield "a section of kind all_groups has one page"
    for question in section.questions:
        if question.type is not AnswerType.CHOOSE_ONE or question.options_from:
            yield f"“{question.id}”: about every group on one page, a question is a choose_one"
        if question.asks:
            yield f"“{question.id}”: about every group on one page, a question has no “asks”"


def check_group(edition: Edition, group: Group, main: str, faults: FaultList) -> None:
    """Check that what a group limits is there, and leaves something to choose."""
    where = f"{main} group {group.id} only"
    for id_, values in group.only.items():
        question = edition.questions.get(id_)
        if question is None or not edition.section_of[id_].kind.is_of_groups:
            faults.add(where, f"“{id_}” is not asked about each group")
        else:
            check_values(values, question, where, faults)
