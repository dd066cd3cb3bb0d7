"""The content of a page on which all rows of a list are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import render_template, request, url_for

from eia_app.domain.calendar import local_date
from eia_app.domain.evidence.citations import old_rows
from eia_app.services.coach import row_findings
from eia_app.services.guidance import guide, worked_example
from eia_app.services.review import replies
from eia_app.web.assessment.navigation import navigation
from eia_app.web.guidance.worked_example import rows_beside
from eia_app.web.http import current
from eia_app.web.wizard.drafts import left_over_rows, offered_rows
from eia_app.web.wizard.page_context import Heading, QuestionPage, Refusal, question_page
from eia_app.wizard.privacy_warnings import masked_counts
from eia_app.wizard.rows_form import RowForm, RowsForm, as_id

if TYPE_CHECKING:
    from eia_app.domain.coach.rule import Finding
    from eia_app.domain.journey.tasks import Task
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.storage.models.reviews import Comment
    from eia_app.wizard.shown_question import Shown


@dataclass(frozen=True, kw_only=True)
class ShownRow:
    """One row as the template shows it."""

    row: RowForm
    name: str
    questions: Sequence[Shown]
    is_old: bool
    remarks: Sequence[Comment]
    findings: Sequence[Finding]


def render_rows(
    context: AssessmentContext,
    task: Task,
    form: RowsForm,
    refusal: Refusal | None = None,
    *,
    is_short: bool = False,
) -> str:
    """Return the page. `is_short` says that it was saved, and the list still needs something."""
    go = navigation(context)
    page = _page(context, task, form, refusal)
    errors = _still_needed(task, form) if is_short else page.errors
    return render_template(
        "pages/wizard/lists/together.html",
        context=context,
        page=page,
        rows=_shown_rows(context, task, form, refusal),
        instead=form.instead.show(guide.helps(context)),
        example=rows_beside(context, task),
        go=go,
        errors=errors,
    )


def _page(
    context: AssessmentContext, task: Task, form: RowsForm, refusal: Refusal | None
) -> QuestionPage:
    back = request.args.get("back", "")
    page = question_page(
        context,
        form.above,
        Heading(task.section.title, intros=[task.section.intro]),
        revision=context.revision(*task.key),
        back=navigation(context).from_row(task, back) if back else navigation(context).overview(),
        is_carried=any(row.is_carried for row in form.rows),
        draft=offered_rows(context, task, form),
        refusal=refusal,
    )
    return replace(
        page,
        action=url_for(
            "rows.listing",
            assessment_id=context.assessment.id,
            section=task.section.id,
            back=back or None,
        ),
        errors=form.summary(),
        left_over=left_over_rows(context, task),
        small_numbers=[notice for part in form.forms for notice in masked_counts(part)],
    )


def _still_needed(task: Task, form: RowsForm) -> list[dict[str, str]]:
    """Return what a list that was saved still needs, each with the control where it is written."""
    errors = []
    for missing in task.missing:
        row = form.row(as_id(missing.row)) if missing.row else None
        empty = next((row for row in form.rows if not row.is_written), form.rows[-1])
        if row is not None:
            text, control = (
                f"{form.name(row)}: {missing.message}",
                form.control(row, missing.question),
            )
        elif missing.question:
            text, control = missing.message, missing.question
        else:
            text, control = missing.message, form.first_control(empty)
        errors.append({"text": text, "href": f"#{control}"})
    return errors


def _shown_rows(
    context: AssessmentContext, task: Task, form: RowsForm, refusal: Refusal | None
) -> list[ShownRow]:
    section, now = task.section, current.now()
    saved = context.journey.answers.rows.get(section.id, ())
    old = old_rows(context.edition, section.id, saved, local_date(now))
    noticed = {} if refusal else row_findings.of_rows(context, task, now=now)
    examples = worked_example.answers(context, task, section.row_questions)
    return [
        ShownRow(
            row=row,
            name=form.name(row),
            questions=questions,
            is_old=str(row.id) in old,
            remarks=replies.comments_of_row(context, task, row.id),
            findings=noticed.get(row.id, ()),
        )
        for row, questions in form.show_rows(guide.helps(context), examples)
    ]
