"""The tasks that a traversal of an edition gives, and what each still needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from eia_app.domain.questionnaire.model import Group, Question, Section, SectionKind

Visible = dict[str, Any]  # live answers by question id, as seen from one page
TaskKey = tuple[str, str | None]  # (section id, group id or None)


class Status(StrEnum):
    CANNOT_START = "cannot_start"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    CARRIED_OVER = "carried_over"
    CHANGES_NEEDED = "changes_needed"
    DONE = "done"


@dataclass(frozen=True)
class Missing:
    """A place that must still be answered or, if `carried`, confirmed."""

    section: str
    group: str | None
    page: str
    question: str
    message: str
    row: str | None = None
    carried: bool = False


@dataclass
class Task:
    """One line of the task list: a section, or a section for one group."""

    section: Section
    group: Group | None
    status: Status = Status.NOT_STARTED
    missing: list[Missing] = field(default_factory=list)
    shown: dict[str, tuple[Question, ...]] = field(default_factory=dict)  # page id to questions
    rows: dict[str, tuple[Question, ...]] = field(default_factory=dict)  # row id to questions
    rows_needed: int = 0  # of a list, by the rules that hold
    visible: Visible = field(default_factory=dict)  # what its questions could see when it began
    by_group: dict[str, tuple[Question, ...]] = field(default_factory=dict)  # of an all_groups page

    @property
    def key(self) -> TaskKey:
        return (self.section.id, self.group.id if self.group else None)

    @property
    def title(self) -> str:
        return self.group.title if self.group else self.section.title

    @property
    def still_needed(self) -> str:
        """Return one sentence on the missing answers of a list; "" if nothing is missing."""
        if any(missing.row and not missing.carried for missing in self.missing):
            return "Complete every row, or take it away"
        return self.missing[0].message if self.missing else ""

    @property
    def pages(self) -> tuple[str, ...]:
        """Return the ids of the pages that have something to ask."""
        return tuple(page for page, questions in self.shown.items() if questions)

    @property
    def asked(self) -> list[tuple[str | None, Question]]:
        """Return every question that is shown, with the group that it is asked about; of no row."""
        if self.section.kind is SectionKind.ALL_GROUPS:
            return [(group, q) for group, questions in self.by_group.items() for q in questions]
        return [(self.key[1], q) for questions in self.shown.values() for q in questions]
