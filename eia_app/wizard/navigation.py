"""The addresses of pages, and the way from one to the next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import url_for

from eia_app.domain.journey.journey import Journey
from eia_app.domain.journey.tasks import Missing, Status, Task
from eia_app.domain.questionnaire.group_questions import page_id_of
from eia_app.domain.questionnaire.model import SectionKind
from eia_app.wizard.rows_form import anchor_of_row

CHECK = "check"  # the value of `back` on a page that was opened from check answers


class Navigation:
    """The addresses of one assessment's pages."""

    def __init__(self, assessment_id: UUID, journey: Journey) -> None:
        self.id, self.journey = assessment_id, journey

    def overview(self) -> str:
        return url_for("tasks.overview", assessment_id=self.id)

    def answers(self, anchor: str = "") -> str:
        return url_for("tasks.answers", assessment_id=self.id, _anchor=anchor or None)

    def result(self) -> str:
        return url_for("tasks.route", assessment_id=self.id)

    def page(self, task: Task, page: str, back: str = "") -> str:
        """Return the address of a page of questions."""
        section, group = task.key
        if group:
            return url_for(
                "sections.group_page",
                assessment_id=self.id,
                section=section,
                group=group,
                page=page,
                back=back or None,
            )
        return url_for(
            "sections.page",
            assessment_id=self.id,
            section=section,
            page=page,
            back=back or None,
        )

    def task(self, task: Task, back: str = "") -> str:
        """Return the address of a task’s first page, or of the first with a missing answer."""
        if task.section.kind is SectionKind.LIST:
            return url_for("rows.listing", assessment_id=self.id, section=task.section.id)
        goes_on = task.missing and task.status is not Status.NOT_STARTED
        page = self.journey.first_page(task) if goes_on else task.pages[0]
        return self.page(task, page, back)

    def row(self, section: str, row_id: str, back: str = "", question: str = "") -> str:
        """Return the address of a row: its own page, or its place on the page of its list.

        There it leads to the control of a question.
        """
        values: dict[str, Any] = {
            "assessment_id": self.id,
            "section": section,
            "back": back or None,
        }
        if not self.journey.edition.by_id[section].is_together:
            return url_for("rows.edit", **values, row_id=row_id)
        anchor = f"{row_id}.{question}" if question else anchor_of_row(row_id)
        return url_for("rows.listing", **values, _anchor=anchor)

    def from_row(self, task: Task, back: str = "", row_id: str = "") -> str:
        """Return the address after a row: check answers, the page that cites it, or its list.

        Of rows that are written together, it leads back to the row.
        """
        if back == CHECK:
            return self.answers(task.section.id)
        section, _, rest = back.partition(":")
        group, _, page = rest.partition(":")
        cited_on = self.journey.task(section, group or None)
        if cited_on and group and page in cited_on.pages:
            return self.page(cited_on, page)
        if row_id and task.section.is_together:
            return self.row(task.section.id, row_id)
        return self.task(task)

    def opened_from(self, back: str) -> str:
        """Return the address of the page, list or row from which another page was opened.

        `back` is “section:group:page”, with the id of a row as the page of a list; for any other
        text it is the overview.
        """
        section, _, rest = back.partition(":")
        group, _, page = rest.partition(":")
        task = self.journey.task(section, group or None)
        if task is None:
            return self.overview()
        if task.section.kind is SectionKind.LIST:
            return self.row(section, page) if _is_id(page) else self.task(task)
        return self.page(task, page) if page in task.pages else self.overview()

    def missing(self, missing: Missing) -> str:
        """Return the address of the page on which a missing answer can be given."""
        task = self.journey.task(missing.section, missing.group)
        if task is None:
            return self.overview()
        if missing.row:
            return self.row(missing.section, missing.row, question=missing.question)
        if task.section.kind is SectionKind.LIST:
            return self.task(task)
        page = missing.page if missing.page in task.pages else self.journey.first_page(task)
        return f"{self.page(task, page)}{anchor_on_page(task, missing.group, missing.question)}"

    def after(self, task: Task, page: str, back: str = "") -> str:
        """Return the address after a save; the journey must be the one after the save."""
        now = self.journey.task(*task.key)
        if now is None:
            return self.overview()
        if back == CHECK:
            return self._back_to_check(now)
        following = now.pages[now.pages.index(page) + 1 :] if page in now.pages else ()
        if following:
            return self.page(now, following[0])
        if now.section.id in self.journey.edition.routing.decided_by and self.journey.decision:
            return self.result()
        return self._next_group(now) or self.overview()

    def _back_to_check(self, task: Task) -> str:
        """Return the address of check answers, or of new questions that need an answer first."""
        if task.missing:
            return self.page(task, self.journey.first_page(task), CHECK)
        return self.answers(anchor_of(task))

    def _next_group(self, task: Task) -> str:
        """Return the address of the next group that is not done; "" after the last."""
        if task.section.kind is not SectionKind.EACH_GROUP:
            return ""
        same = [other for other in self.journey.tasks if other.section is task.section]
        later = same[same.index(task) + 1 :]
        open_ = [other for other in later if other.status is not Status.DONE]
        return self.task(open_[0]) if open_ else ""

    def before(self, task: Task, page: str, back: str = "") -> str:
        """Return the address of the back link."""
        if back == CHECK:
            return self.answers(anchor_of(task))
        earlier = task.pages[: task.pages.index(page)] if page in task.pages else ()
        return self.page(task, earlier[-1]) if earlier else self.overview()


def anchor_on_page(task: Task, group: str | None, question: str) -> str:
    """Return “#” with the first control about a group on a page about every group, else ""."""
    if task.section.kind is not SectionKind.ALL_GROUPS or not (group and question):
        return ""
    return f"#{page_id_of(group, question)}"


def anchor_of(task: Task) -> str:
    """Return the anchor of a task on the check answers page."""
    section, group = task.key
    return f"{section}-{group}" if group else section


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
