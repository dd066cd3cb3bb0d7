"""The comments and opinions of every round, and the replies of the authors."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import Invalid, Stale
from eia_app.domain.review.review import ReplyKind
from eia_app.domain.text.conversions import sent_or
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.services.review import record as review_record
from eia_app.services.review import replies
from eia_app.web.assessment.navigation import navigation
from eia_app.web.http import current
from eia_app.web.http.authorization import signed_in
from eia_app.web.http.errors import put_errors, summary_of
from eia_app.web.review.authorization import for_discussion
from eia_app.web.review.close_round_forms import ReplyForm
from eia_app.web.wizard.drafts import offered

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.storage.models.reviews import Comment

SURE = "1"
NOTHING_CHANGED = (
    "Nothing has changed here since it was sent back: change it first, or select “I did not change"
    " it”. If you changed something elsewhere, save again"
)
bp = Blueprint("replies", __name__, url_prefix="/assessments/<uuid:assessment_id>/remarks")


@bp.app_context_processor
def words() -> dict[str, object]:
    """Return the labels of replies, for every template."""
    return {"REPLIES": {ReplyKind.CHANGED: "Changed", ReplyKind.NOT_CHANGED: "Not changed"}}


@bp.get("")
@for_discussion(Permission.READ_DISCUSSION)
def listing(context: AssessmentContext) -> ResponseReturnValue:
    """Every round, newest first: its outcome, the opinions, each comment with its reply."""
    person = signed_in()
    asking = replies.asking(context)
    return render_template(
        "pages/review/round/remarks.html",
        context=context,
        talks=[
            (round_view, round_view.given(person)) for round_view in replies.every_round(context)
        ],
        name_of=review_record.name_of,
        asking=asking,
        progress=replies.progress(asking),
        may_reply=is_allowed(Permission.REPLY, person, context.assessment),
        go=navigation(context),
    )


@bp.route("/<uuid:comment_id>/reply", methods=["GET", "POST"])
@for_discussion(Permission.REPLY)
def reply(context: AssessmentContext, comment_id: UUID) -> ResponseReturnValue:
    """Answer one comment; the next that must be answered follows."""
    comment = replies.find(context, comment_id)
    stored = comment.reply
    form = ReplyForm(
        data={
            "kind": stored.kind.value if stored else None,
            "text": stored.text if stored else "",
            "seen": str(stored.revision if stored else 0),
        }
    )
    stale = None
    if form.validate_on_submit():
        try:
            _save(context, comment, form)
            return redirect(_next(context))
        except Invalid as error:
            put_errors(form, error.errors)
        except Stale as error:
            stale, form.seen.data = error, str(error.revision)
    round_view = replies.asking(context)
    errors = summary_of(form)
    page = render_template(
        "pages/review/round/reply.html",
        context=context,
        comment=comment,
        about=review_record.name_of(round_view, comment) if round_view else "",
        form=form,
        errors=errors,
        stale=stale,
        task=context.journey.task(comment.section, comment.group_id or None),
        progress=replies.progress(round_view),
        offer=offered(form),
        go=navigation(context),
    )
    return page, 409 if stale else 422 if errors else 200


def _save(context: AssessmentContext, comment: Comment, form: ReplyForm) -> None:
    """Save a reply. Raise Invalid, once, for “I changed it” where nothing has changed."""
    is_to_check = form.kind.data == ReplyKind.CHANGED.value and not form.sure.data
    if is_to_check and replies.is_unchanged(context, comment):
        form.sure.data = SURE
        raise Invalid({"kind": NOTHING_CHANGED})
    replies.save(
        context,
        comment,
        ReplyKind(form.kind.data),
        form.text.data or "",
        by=signed_in(),
        now=current.now(),
        seen=sent_or(form.seen.data, 0),
    )


def _next(context: AssessmentContext) -> str:
    """Return the address of the next comment to answer, or of the list if none is left."""
    waiting, assessment_id = (
        replies.progress(replies.asking(context)).waiting,
        context.assessment.id,
    )
    if waiting:
        return url_for("replies.reply", assessment_id=assessment_id, comment_id=waiting[0].id)
    return url_for("replies.listing", assessment_id=assessment_id)
