"""Remarks: all of a round, and a reviewer’s own to add, edit and take back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.conversions import sent_number
from eia_app.domain.errors import NotFound, Stale
from eia_app.domain.policy import May, may
from eia_app.domain.review import CommentKind, Place
from eia_app.services import discussion, remarks, rounds
from eia_app.web.access import signed_in
from eia_app.web.database import db
from eia_app.web.discussing import for_discussion
from eia_app.web.drafts import offered
from eia_app.web.errors import summary_of
from eia_app.web.forms import RemoveForm
from eia_app.web.reading import anchor_of, asked_at
from eia_app.web.review_forms import RemarkForm, revision_seen

if TYPE_CHECKING:
    from eia_app.services.discussion import Discussion
    from eia_app.services.opened import Opened

bp = Blueprint("remarks", __name__, url_prefix="/assessments/<uuid:assessment_id>/review/comments")


@bp.get("")
@for_discussion(May.READ_DISCUSSION)
def listing(opened: Opened) -> ResponseReturnValue:
    """Every remark of a round by its place, with the author’s replies."""
    talk = discussion.of_round(opened, request.args.get("round", type=sent_number))
    return render_template(
        "pages/review/remarks.html",
        opened=opened,
        talk=talk,
        rounds=rounds.all_of(db(), opened.assessment),
        remarks=discussion.by_place(talk.comments),
        may_comment=talk.is_open and may(May.COMMENT, signed_in(), opened.assessment),
    )


@bp.route("/new", methods=["GET", "POST"])
@for_discussion(May.COMMENT)
def new(opened: Opened) -> ResponseReturnValue:
    """Remark on the place that the address names: a question, a group, a row, or the whole."""
    place, talk = _place(), discussion.open_one(opened)
    if place not in talk.places:
        raise NotFound("There is no such place in this assessment.")
    form = RemarkForm()
    if form.validate_on_submit():
        remarks.add(
            opened,
            place,
            CommentKind(form.kind.data),
            form.text.data or "",
            by=signed_in(),
            now=datetime.now(UTC),
            id_=UUID(form.token.data),
        )
        return redirect(_back(opened, place))
    form.token.data = form.token.data or str(uuid4())
    return _render(opened, form, place, talk)


def _place() -> Place:
    """Raises NotFound where the row is not an id."""
    asked = request.args
    try:
        row = UUID(asked["row"]) if asked.get("row") else None
    except ValueError:
        raise NotFound("There is no such place in this assessment.") from None
    return Place(asked.get("section", ""), asked.get("group", ""), asked.get("question", ""), row)


@bp.route("/<uuid:comment_id>", methods=["GET", "POST"])
@for_discussion(May.COMMENT)
def edit(opened: Opened, comment_id: UUID) -> ResponseReturnValue:
    """Change a remark of one’s own."""
    comment = remarks.find(opened, comment_id, by=signed_in())
    place, talk = discussion.place_of(comment), discussion.open_one(opened)
    shown = {"kind": comment.kind, "text": comment.text, "seen": str(comment.revision)}
    form = RemarkForm(data={**shown, "token": str(comment.id)})
    stale = None
    if form.validate_on_submit():
        try:
            remarks.edit(
                opened,
                comment,
                CommentKind(form.kind.data),
                form.text.data or "",
                by=signed_in(),
                now=datetime.now(UTC),
                seen=revision_seen(form),
            )
            return redirect(_back(opened, place))
        except Stale as error:
            stale, form.seen.data = error, str(comment.revision)
    return _render(opened, form, place, talk, comment_id=comment.id, stale=stale)


@bp.route("/<uuid:comment_id>/remove", methods=["GET", "POST"])
@for_discussion(May.COMMENT)
def remove(opened: Opened, comment_id: UUID) -> ResponseReturnValue:
    """Ask first, then take a remark back."""
    comment = remarks.find(opened, comment_id, by=signed_in())
    form, back = RemoveForm(), _back(opened, discussion.place_of(comment))
    if form.validate_on_submit():
        remarks.remove(opened, comment, by=signed_in(), now=datetime.now(UTC))
        return redirect(back)
    return render_template("pages/review/remove.html", opened=opened, comment=comment, back=back)


def _back(opened: Opened, place: Place) -> str:
    return f"{url_for('review.read', assessment_id=opened.assessment.id)}#{anchor_of(place)}"


def _render(
    opened: Opened,
    form: RemarkForm,
    place: Place,
    talk: Discussion,
    *,
    comment_id: UUID | None = None,
    stale: Stale | None = None,
) -> ResponseReturnValue:
    errors = summary_of(form)
    page = render_template(
        "pages/review/remark.html",
        opened=opened,
        form=form,
        errors=errors,
        name=talk.places.get(place, ""),
        asked=asked_at(talk.snapshot, place),
        back=_back(opened, place),
        comment_id=comment_id,
        stale=stale,
        offer=offered(form),
    )
    return page, 409 if stale else 422 if errors else 200
