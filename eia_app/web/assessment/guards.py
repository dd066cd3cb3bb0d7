"""The guards that keep a page of questions from being changed now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request

from eia_app.domain.errors import NotAllowed
from eia_app.web.assessment.navigation import navigation
from eia_app.wizard.navigation import anchor_of

if TYPE_CHECKING:
    from eia_app.domain.journey.tasks import Task
    from eia_app.services.assessment.loading import AssessmentContext

OTHER_EDITION = (
    "The questions have changed since you opened this page: the assessment was carried over to"
    " another edition."
)


def require_same_edition(context: AssessmentContext) -> None:
    """Raise NotAllowed for what was typed into a page of another edition’s questions."""
    if request.form.get("edition", context.frozen.name) != context.frozen.name:
        raise NotAllowed(OTHER_EDITION)


def locked(context: AssessmentContext, task: Task) -> str:
    """Return the page that says why a section cannot be changed while others are."""
    go, anchor = navigation(context), anchor_of(task)
    return render_template(
        "pages/review/round/locked.html", context=context, task=task, go=go, anchor=anchor
    )
