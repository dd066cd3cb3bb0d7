"""Versions of an assessment to open and to compare, and the changes since a round of review."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import NotFound
from eia_app.domain.snapshot.diff import Difference, differences
from eia_app.domain.text.conversions import sent_number
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.review import changes as review_changes
from eia_app.services.review import record as review_record
from eia_app.services.snapshots import snapshots, versions
from eia_app.web.assessment.navigation import navigation
from eia_app.web.http.authorization import for_assessment, signed_in
from eia_app.web.review.authorization import for_discussion

if TYPE_CHECKING:
    from eia_app.domain.journey.tasks import TaskKey
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.services.snapshots.versions import Version

bp = Blueprint("compare", __name__, url_prefix="/assessments/<uuid:assessment_id>")


@bp.get("/changes")
@for_discussion(Permission.READ_DISCUSSION)
def changes(context: AssessmentContext) -> ResponseReturnValue:
    """The changes since a round of review, by question.

    They are those in the sections that this person commented on; all of them with `?all=1`, and for
    a person without comments.
    """
    person = signed_in()
    round_view = review_changes.round_to_compare(
        context, person, request.args.get("since", type=sent_number)
    )
    own_tasks = review_changes.tasks_commented_on(round_view, person)
    all_differences = differences(round_view.snapshot, review_changes.present_content(context))
    is_all = not own_tasks or "all" in request.args
    visible = (
        all_differences
        if is_all
        else [difference for difference in all_differences if _is_in(difference, own_tasks)]
    )
    return render_template(
        "pages/review/round/changes.html",
        context=context,
        talk=round_view,
        found=visible,
        hidden=len(all_differences) - len(visible),
        is_all=is_all,
        has_remarks=bool(own_tasks),
        mine=[comment for comment in round_view.comments if comment.person_id == person.id],
        name_of=lambda comment: review_record.name_of(round_view, comment),
        go=navigation(context),
    )


def _is_in(difference: Difference, tasks: set[TaskKey]) -> bool:
    section, group = difference.task
    return not tasks.isdisjoint({(section, group), (section, None)})


@bp.get("/versions")
@for_assessment(Permission.READ)
def listing(context: AssessmentContext) -> ResponseReturnValue:
    """The stored versions, newest first."""
    stored = versions.listed(context, signed_in())
    return render_template("pages/review/round/versions.html", context=context, versions=stored)


@bp.get("/versions/<uuid:snapshot_id>")
@for_assessment(Permission.READ)
def version(context: AssessmentContext, snapshot_id: UUID) -> ResponseReturnValue:
    """One version as it was stored."""
    stored = versions.find(context, snapshot_id, signed_in())
    return render_template(
        "pages/review/round/version.html",
        context=context,
        version=stored,
        snapshot=snapshots.content(stored.stored),
        go=navigation(context),
    )


@bp.get("/versions/compare")
@for_assessment(Permission.READ)
def two(context: AssessmentContext) -> ResponseReturnValue:
    """The changes from one version to another, or to the present content: `?from=…&to=…`."""
    old = _asked(context, "from")
    new = _asked(context, "to") if "to" in request.args else None
    new_content = snapshots.content(new.stored) if new else review_changes.present_content(context)
    changed = differences(snapshots.content(old.stored), new_content)
    return render_template(
        "pages/review/round/compare.html", context=context, old=old, new=new, found=changed
    )


def _asked(context: AssessmentContext, name: str) -> Version:
    """Return the version that the address names. Raise NotFound."""
    try:
        id_ = UUID(request.args[name])
    except (KeyError, ValueError):
        raise NotFound("There is no such version.") from None
    return versions.find(context, id_, signed_in())
