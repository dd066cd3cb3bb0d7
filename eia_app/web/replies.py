"""What the reviewers said of an assessment, and what its authors answered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.conversions import sent_or
from eia_app.domain.errors import Invalid, Stale
from eia_app.domain.policy import May, may
from eia_app.domain.review import ReplyKind
from eia_app.services import replies, review_record
from eia_app.web.access import signed_in
from eia_app.web.closing_forms import ReplyForm
from eia_app.web.discussing import for_discussion
from eia_app.web.drafts import offered
from eia_app.web.errors import put_errors, summary_of
from eia_app.web.tasks import navigation

if TYPE_CHECKING:
    from eia_app.services.opened import Opened
    from eia_app.storage.reviews import Comment

bp = Blueprint("replies", __name__, url_prefix="/assessments/<uuid:assessment_id>/remarks")


@bp.app_context_processor
def words() -> dict[str, object]:
    """What an author did about a remark, for every template."""
    return {"REPLIES": {ReplyKind.CHANGED: "Changed", ReplyKind.NOT_CHANGED: "Not changed"}}


@bp.get("")
@for_discussion(May.READ_DISCUSSION)
def listing(opened: Opened) -> ResponseReturnValue:
    """Every round, the newest first: its end, the opinions, each remark with its answer."""
    person = signed_in()
    asking = replies.asking(opened)
    return render_template(
        "pages/rounds/remarks.html",
        opened=opened,
        talks=[(talk, talk.given(person)) for talk in replies.every_round(opened)],
        name_of=review_record.name_of,
        asking=asking,
        progress=replies.progress(asking),
        may_reply=may(May.REPLY, person, opened.assessment),
        go=navigation(opened),
    )


@bp.route("/<uuid:comment_id>/reply", methods=["GET", "POST"])
@for_discussion(May.REPLY)
def reply(opened: Opened, comment_id: UUID) -> ResponseReturnValue:
    """Answer one remark; then the next that must be answered."""
    comment = replies.find(opened, comment_id)
    given = comment.reply
    form = ReplyForm(
        data={
            "kind": given.kind.value if given else None,
            "text": given.text if given else "",
            "seen": str(given.revision if given else 0),
        }
    )
    stale = None
    if form.validate_on_submit():
        try:
            _save(opened, comment, form)
            return redirect(_next(opened))
        except Invalid as error:
            put_errors(form, error.errors)
        except Stale as error:
            stale, form.seen.data = error, str(error.revision)
    talk = replies.asking(opened)
    errors = summary_of(form)
    page = render_template(
        "pages/rounds/reply.html",
        opened=opened,
        comment=comment,
        about=review_record.name_of(talk, comment) if talk else "",
        form=form,
        errors=errors,
        stale=stale,
        task=opened.journey.task(comment.section, comment.group_id or None),
        progress=replies.progress(talk),
        offer=offered(form),
        go=navigation(opened),
    )
    return page, 409 if stale else 422 if errors else 200


def _save(opened: Opened, comment: Comment, form: ReplyForm) -> None:
    replies.save(
        opened,
        comment,
        ReplyKind(form.kind.data),
        form.text.data or "",
        by=signed_in(),
        now=datetime.now(UTC),
        seen=sent_or(form.seen.data, 0),
    )


def _next(opened: Opened) -> str:
    """The next remark that must be answered, or all of them when none is left."""
    waiting, here = replies.progress(replies.asking(opened)).waiting, opened.assessment.id
    if waiting:
        return url_for("replies.reply", assessment_id=here, comment_id=waiting[0].id)
    return url_for("replies.listing", assessment_id=here)
