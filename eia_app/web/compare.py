"""Versions of an assessment to open and to compare, and what changed since a round of review."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eia_app.domain.compare import Difference, differences
from eia_app.domain.conversions import sent_number
from eia_app.domain.errors import NotFound
from eia_app.domain.policy import May
from eia_app.services import review_record, snapshots, versions
from eia_app.web.access import for_assessment, signed_in
from eia_app.web.discussing import for_discussion
from eia_app.web.tasks import navigation

if TYPE_CHECKING:
    from eia_app.domain.walk import TaskKey
    from eia_app.services.opened import Opened
    from eia_app.services.versions import Version

bp = Blueprint("compare", __name__, url_prefix="/assessments/<uuid:assessment_id>")


@bp.get("/changes")
@for_discussion(May.READ_DISCUSSION)
def changes(opened: Opened) -> ResponseReturnValue:
    """What changed since a round of review, by question: in the sections that this person
    remarked on, or with `?all=1` (and for who remarked on none) in all."""
    person = signed_in()
    talk = versions.reviewed(opened, person, request.args.get("since", type=sent_number))
    theirs = versions.remarked_on(talk, person)
    found = differences(talk.snapshot, versions.now(opened))
    is_all = not theirs or "all" in request.args
    shown = found if is_all else [each for each in found if _is_in(each, theirs)]
    return render_template(
        "pages/rounds/changes.html",
        opened=opened,
        talk=talk,
        found=shown,
        hidden=len(found) - len(shown),
        is_all=is_all,
        has_remarks=bool(theirs),
        mine=[each for each in talk.comments if each.person_id == person.id],
        name_of=lambda comment: review_record.name_of(talk, comment),
        go=navigation(opened),
    )


def _is_in(difference: Difference, tasks: set[TaskKey]) -> bool:
    section, group = difference.task
    return not tasks.isdisjoint({(section, group), (section, None)})


@bp.get("/versions")
@for_assessment(May.READ)
def listing(opened: Opened) -> ResponseReturnValue:
    """The stored versions, the newest first."""
    found = versions.listed(opened, signed_in())
    return render_template("pages/rounds/versions.html", opened=opened, versions=found)


@bp.get("/versions/<uuid:snapshot_id>")
@for_assessment(May.READ)
def version(opened: Opened, snapshot_id: UUID) -> ResponseReturnValue:
    """One version as it was stored."""
    found = versions.find(opened, snapshot_id, signed_in())
    return render_template(
        "pages/rounds/version.html",
        opened=opened,
        version=found,
        snapshot=snapshots.content(found.stored),
        go=navigation(opened),
    )


@bp.get("/versions/compare")
@for_assessment(May.READ)
def two(opened: Opened) -> ResponseReturnValue:
    """What changed from one version to another, or to what there is now: `?from=…&to=…`."""
    old = _asked(opened, "from")
    new = _asked(opened, "to") if "to" in request.args else None
    after = snapshots.content(new.stored) if new else versions.now(opened)
    found = differences(snapshots.content(old.stored), after)
    return render_template(
        "pages/rounds/compare.html", opened=opened, old=old, new=new, found=found
    )


def _asked(opened: Opened, name: str) -> Version:
    """The version that the address names. Raises NotFound."""
    try:
        id_ = UUID(request.args[name])
    except (KeyError, ValueError):
        raise NotFound("There is no such version.") from None
    return versions.find(opened, id_, signed_in())
