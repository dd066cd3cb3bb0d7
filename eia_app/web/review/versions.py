"""Versions of an assessment to open and to compare, and what changed since a round of review."""

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
    from eia_app.domain.journey.traversal import TaskKey
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.services.snapshots.versions import Version

bp = Blueprint("compare", __name__, url_prefix="/assessments/<uuid:assessment_id>")


@bp.get("/changes")
@for_discussion(Permission.READ_DISCUSSION)
def changes(context: AssessmentContext) -> ResponseReturnValue:
    """What changed since a round of review, by question: in the sections that this person
    remarked on, or with `?all=1` (and for who remarked on none) in all."""
    person = signed_in()
    talk = review_changes.reviewed(context, person, request.args.get("since", type=sent_number))
    theirs = review_changes.remarked_on(talk, person)
    found = differences(talk.snapshot, review_changes.now(context))
    is_all = not theirs or "all" in request.args
    shown = found if is_all else [each for each in found if _is_in(each, theirs)]
    return render_template(
        "pages/review/round/changes.html",
        context=context,
        talk=talk,
        found=shown,
        hidden=len(found) - len(shown),
        is_all=is_all,
        has_remarks=bool(theirs),
        mine=[each for each in talk.comments if each.person_id == person.id],
        name_of=lambda comment: review_record.name_of(talk, comment),
        go=navigation(context),
    )


def _is_in(difference: Difference, tasks: set[TaskKey]) -> bool:
    section, group = difference.task
    return not tasks.isdisjoint({(section, group), (section, None)})


@bp.get("/versions")
@for_assessment(Permission.READ)
def listing(context: AssessmentContext) -> ResponseReturnValue:
    """The stored versions, the newest first."""
    found = versions.listed(context, signed_in())
    return render_template("pages/review/round/versions.html", context=context, versions=found)


@bp.get("/versions/<uuid:snapshot_id>")
@for_assessment(Permission.READ)
def version(context: AssessmentContext, snapshot_id: UUID) -> ResponseReturnValue:
    """One version as it was stored."""
    found = versions.find(context, snapshot_id, signed_in())
    return render_template(
        "pages/review/round/version.html",
        context=context,
        version=found,
        snapshot=snapshots.content(found.stored),
        go=navigation(context),
    )


@bp.get("/versions/compare")
@for_assessment(Permission.READ)
def two(context: AssessmentContext) -> ResponseReturnValue:
    """What changed from one version to another, or to what there is now: `?from=…&to=…`."""
    old = _asked(context, "from")
    new = _asked(context, "to") if "to" in request.args else None
    after = snapshots.content(new.stored) if new else review_changes.now(context)
    found = differences(snapshots.content(old.stored), after)
    return render_template(
        "pages/review/round/compare.html", context=context, old=old, new=new, found=found
    )


def _asked(context: AssessmentContext, name: str) -> Version:
    """The version that the address names. Raises NotFound."""
    try:
        id_ = UUID(request.args[name])
    except (KeyError, ValueError):
        raise NotFound("There is no such version.") from None
    return versions.find(context, id_, signed_in())
