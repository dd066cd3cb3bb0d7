"""The comments of a round, and the pages on which reviewers add, edit and remove their own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import NotFound, Stale
from eia_app.domain.review.review import CommentKind, Location
from eia_app.domain.text.conversions import sent_number
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.services.review import comments, discussion, rounds
from eia_app.web.assessment.forms import RemoveForm
from eia_app.web.http import current
from eia_app.web.http.authorization import signed_in
from eia_app.web.http.database import db
from eia_app.web.http.errors import summary_of
from eia_app.web.review.authorization import for_discussion
from eia_app.web.review.forms import CommentForm, revision_seen
from eia_app.web.review.reading_page import anchor_of, asked_at
from eia_app.web.wizard.drafts import offered

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.services.review.discussion import RoundView

bp = Blueprint("remarks", __name__, url_prefix="/assessments/<uuid:assessment_id>/review/comments")


@bp.get("")
@for_discussion(Permission.READ_DISCUSSION)
def listing(context: AssessmentContext) -> ResponseReturnValue:
    """Every comment of a round by its place, with the author’s replies."""
    round_view = discussion.of_round(context, request.args.get("round", type=sent_number))
    return render_template(
        "pages/review/reading/remarks.html",
        context=context,
        talk=round_view,
        rounds=rounds.all_of(db(), context.assessment),
        remarks=discussion.by_place(round_view.comments),
        may_comment=round_view.is_open
        and is_allowed(Permission.COMMENT, signed_in(), context.assessment),
    )


@bp.route("/new", methods=["GET", "POST"])
@for_discussion(Permission.COMMENT)
def new(context: AssessmentContext) -> ResponseReturnValue:
    """Add a comment on the place in the address: a question, a group, a row, or the whole."""
    place, round_view = _place(), discussion.open_one(context)
    if place not in round_view.places:
        raise NotFound("There is no such place in this assessment.")
    form = CommentForm()
    if form.validate_on_submit():
        comments.add(
            context,
            place,
            CommentKind(form.kind.data),
            form.text.data or "",
            by=signed_in(),
            now=current.now(),
            id_=UUID(form.token.data),
        )
        return redirect(_back(context, place))
    form.token.data = form.token.data or str(uuid4())
    return _render(context, form, place, round_view)


def _place() -> Location:
    """Return the place that the address names. Raise NotFound if the row is not an id."""
    query = request.args
    try:
        row = UUID(query["row"]) if query.get("row") else None
    except ValueError:
        raise NotFound("There is no such place in this assessment.") from None
    return Location(
        query.get("section", ""), query.get("group", ""), query.get("question", ""), row
    )


@bp.route("/<uuid:comment_id>", methods=["GET", "POST"])
@for_discussion(Permission.COMMENT)
def edit(context: AssessmentContext, comment_id: UUID) -> ResponseReturnValue:
    """Change one’s own comment."""
    comment = comments.find(context, comment_id, by=signed_in())
    place, round_view = discussion.place_of(comment), discussion.open_one(context)
    stored = {"kind": comment.kind, "text": comment.text, "seen": str(comment.revision)}
    form = CommentForm(data={**stored, "token": str(comment.id)})
    stale = None
    if form.validate_on_submit():
        try:
            comments.edit(
                context,
                comment,
                CommentKind(form.kind.data),
                form.text.data or "",
                by=signed_in(),
                now=current.now(),
                seen=revision_seen(form),
            )
            return redirect(_back(context, place))
        except Stale as error:
            stale, form.seen.data = error, str(comment.revision)
    return _render(context, form, place, round_view, comment_id=comment.id, stale=stale)


@bp.route("/<uuid:comment_id>/remove", methods=["GET", "POST"])
@for_discussion(Permission.COMMENT)
def remove(context: AssessmentContext, comment_id: UUID) -> ResponseReturnValue:
    """Ask first, then remove a comment."""
    comment = comments.find(context, comment_id, by=signed_in())
    form, back = RemoveForm(), _back(context, discussion.place_of(comment))
    if form.validate_on_submit():
        comments.remove(context, comment, by=signed_in(), now=current.now())
        return redirect(back)
    return render_template(
        "pages/review/reading/remove.html", context=context, comment=comment, back=back
    )


def _back(context: AssessmentContext, place: Location) -> str:
    return f"{url_for('review.read', assessment_id=context.assessment.id)}#{anchor_of(place)}"


def _render(
    context: AssessmentContext,
    form: CommentForm,
    place: Location,
    round_view: RoundView,
    *,
    comment_id: UUID | None = None,
    stale: Stale | None = None,
) -> ResponseReturnValue:
    errors = summary_of(form)
    page = render_template(
        "pages/review/reading/remark.html",
        context=context,
        form=form,
        errors=errors,
        name=round_view.places.get(place, ""),
        asked=asked_at(round_view.snapshot, place),
        back=_back(context, place),
        comment_id=comment_id,
        stale=stale,
        offer=offered(form),
    )
    return page, 409 if stale else 422 if errors else 200
