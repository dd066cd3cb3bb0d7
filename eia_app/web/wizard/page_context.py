"""The content of a page of questions, and its save.

The views of `pages.py` and `lists.py` say what differs between them; the rest is here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from flask import render_template, request

from eia_app.domain.attachments.file_types import sections_with_files
from eia_app.domain.calendar import local_date
from eia_app.domain.errors import Stale
from eia_app.domain.text.conversions import sent_number, sent_or
from eia_app.services.answers.written_rows import add_written_rows
from eia_app.services.coach import findings
from eia_app.services.coach.confirmed_dates import keep_decision_date
from eia_app.services.evidence import indicators
from eia_app.services.guidance import guide, worked_example
from eia_app.services.review import replies
from eia_app.web.attachments.links import FILES
from eia_app.web.http import current
from eia_app.web.http.authorization import signed_in
from eia_app.web.http.form_data import requested_next
from eia_app.web.http.unsaved_text import restored_fields
from eia_app.web.wizard.drafts import Draft, left_over
from eia_app.web.wizard.privacy_warnings import PrivacyWarning, privacy_warning
from eia_app.wizard.every_group import EveryGroup, every_group
from eia_app.wizard.privacy_warnings import PointedOut, doubtful_dates, masked_counts
from eia_app.wizard.row_fields import written_on

if TYPE_CHECKING:
    from datetime import datetime

    from eia_app.domain.coach.rule import Finding
    from eia_app.domain.journey.tasks import Task
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.storage.models.people import Person
    from eia_app.storage.models.reviews import Comment
    from eia_app.wizard.form import PageForm
    from eia_app.wizard.shown_question import Shown

COMPLETES = frozenset({"next", FILES})  # the buttons that want every required answer


class Store(Protocol):
    """A save of one page’s answers, which may raise Stale. `seen` is None if the page sent none."""

    def __call__(
        self,
        values: Mapping[str, Any],
        /,
        *,
        by: Person,
        now: datetime,
        seen: int | None,
        confirms: bool,
    ) -> None: ...


@dataclass(frozen=True)
class Refusal:
    """The reason why a page was not saved, beside the errors of its form."""

    warning: PrivacyWarning | None = None
    stale: Stale | None = None

    @property
    def status(self) -> int:
        return 409 if self.stale else 422


@dataclass(frozen=True)
class Heading:
    """The text above the questions; the introductions are Markdown."""

    title: str
    caption: str = ""
    lead: str = ""
    intros: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class QuestionPage:
    """The content of one page for `pages/wizard/question_page.html`."""

    task: Task
    heading: Heading
    row_id: UUID | None  # of a row’s page
    takes_files: bool
    questions: Sequence[Shown]
    errors: Sequence[Mapping[str, str]]
    seen: int  # the revision that the page shows, sent back when it is saved
    action: str
    back: str
    is_carried: bool
    has_example: bool
    stale: Stale | None
    warning: PrivacyWarning | None
    draft: Draft | None
    left_over: Sequence[str]  # of a draft: what is not asked any more
    small_numbers: Sequence[PointedOut]
    remarks: Sequence[Comment]
    findings: Sequence[Finding]
    prompts: guide.Panel | None  # what to think about for the page’s group
    figures: indicators.Panel | None  # about the area, on a page where evidence is cited
    ticked: Sequence[str]  # the figures that were chosen to be cited
    every_group: EveryGroup | None = None  # of a page about every group


def save_page(context: AssessmentContext, form: PageForm, store: Store) -> Refusal | None:
    """Check what was posted and store it. Return None once it is saved, else why it is not."""
    completes = requested_next() in COMPLETES
    is_right = form.check(required=completes)
    today = local_date(current.now())
    warning = privacy_warning(context.council, today, form) if is_right else None
    if form.errors or warning:
        return Refusal(warning=warning)
    confirms_date = bool(doubtful_dates(form, today))
    try:
        store(
            form.savable(),
            by=signed_in(),
            now=current.now(),
            seen=request.form.get("seen", type=sent_number),
            confirms=completes,
        )
        written = [row for _, row in written_on(form)]
        add_written_rows(context, written, by=signed_in(), now=current.now())
    except Stale as stale:
        form.show_theirs(stale.clashes)
        return Refusal(stale=stale)
    if confirms_date:
        keep_decision_date(context, by=signed_in(), now=current.now())
    return None


def question_page(
    context: AssessmentContext,
    form: PageForm,
    heading: Heading,
    *,
    revision: int,
    back: str,
    is_carried: bool,
    draft: Draft | None,
    row_id: UUID | None = None,
    page_id: str = "",
    refusal: Refusal | None = None,
) -> QuestionPage:
    """Return the page of a form. `revision` is what is stored now, of the section or of the row."""
    task, questions, refused = form.task, form.questions, refusal or Refusal()
    helps = guide.helps(context)
    examples = worked_example.answers(context, task, questions)
    return QuestionPage(
        task=task,
        heading=heading,
        row_id=row_id,
        takes_files=row_id is not None and task.section.id in sections_with_files(context.edition),
        questions=form.show(helps, examples),
        errors=form.summary(),
        seen=_seen(revision, refusal),
        action=request.full_path if request.args.get("back") else request.path,
        back=back,
        is_carried=is_carried,
        has_example=worked_example.of(context) is not None,
        stale=refused.stale,
        warning=refused.warning,
        draft=draft,
        left_over=left_over(form),
        small_numbers=masked_counts(form),
        remarks=replies.comments_for_task(context, task, questions, row_id),
        findings=[] if refusal else _findings(context, form, row_id),
        prompts=guide.panel(context, task.group) if task.group else None,
        figures=indicators.panel(context, *task.key, page_id),
        ticked=request.form.getlist("figure"),
        every_group=every_group(form, helps),
    )


def _findings(context: AssessmentContext, form: PageForm, row_id: UUID | None) -> list[Finding]:
    now = current.now()
    return findings.on_page(context, form.task, form.questions, now=now, row=row_id)


def _seen(revision: int, refusal: Refusal | None) -> int:
    """The revision that the person has seen: of a page that comes back, the one it had before."""
    if refusal is None:
        return sent_or(dict(restored_fields() or ()).get("seen"), revision)
    return refusal.stale.revision if refusal.stale else sent_or(request.form.get("seen"), revision)


def render_page(context: AssessmentContext, page: QuestionPage) -> str:
    return render_template(
        "pages/wizard/question_page.html", context=context, page=page, errors=page.errors
    )
