"""“For you”: what a person was told, and how they want to be told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.conversions import sent_number
from eia_app.domain.notice_words import headline, path_of, sentence
from eia_app.domain.notices import NoticeKind, Way
from eia_app.domain.policy import May
from eia_app.services import for_you
from eia_app.web.access import needs, signed_in
from eia_app.web.database import db
from eia_app.web.errors import summary_of
from eia_app.web.notice_forms import ReadForm, choices_form

if TYPE_CHECKING:
    from eia_app.domain.notices import Entry

LAST_PAGE = 1_000_000  # what a database can still count to
bp = Blueprint("notices", __name__, url_prefix="/for-you")


@bp.get("/")
@needs(May.START)
def listing() -> ResponseReturnValue:
    """What this person was told, the unread first."""
    page = min(max(1, request.args.get("page", 1, type=sent_number)), LAST_PAGE)
    told, total = for_you.listing(db(), signed_in(), page)
    return render_template(
        "pages/notices/listing.html",
        told=told,
        total=total,
        page=page,
        pages=-(-total // for_you.PAGE_SIZE),
        newest=max((each.id for each in told), default=0),
        headline=headline,
        sentence=lambda entry: sentence(entry, current_app.extensions["eia"].forms.council),
        place_of=place_of,
        path_of=path_of,
        form=ReadForm(),
    )


@bp.post("/read")
@needs(May.START)
def read() -> ResponseReturnValue:
    """Mark one notice as read and go where it leads; or mark all that the page showed."""
    form, now = ReadForm(), datetime.now(UTC)
    if not form.validate_on_submit():
        return redirect(url_for("notices.listing"))
    if form.notice.data:
        entry = for_you.mark_read(db(), signed_in(), form.notice.data, now=now)
        return redirect(place_of(entry))
    for_you.mark_all_read(db(), signed_in(), newest=form.newest.data or 0, now=now)
    return redirect(url_for("notices.listing", done="read"))


@bp.route("/settings", methods=["GET", "POST"])
@needs(May.START)
def settings() -> ResponseReturnValue:
    """How this person wants to be told of each kind of thing."""
    ways = for_you.choices(db(), signed_in())
    form = choices_form(ways)
    if form.validate_on_submit():
        chosen = {NoticeKind(field.name): Way(field.data) for field in form.choices()}
        for_you.choose(db(), signed_in(), chosen)
        return redirect(url_for("notices.listing", done="settings"))
    errors = summary_of(form)
    page = render_template("pages/notices/settings.html", form=form, errors=errors)
    return page, 422 if errors else 200


def place_of(entry: Entry) -> str:
    """Where somebody does something about it; this list, where there is nothing to go to."""
    path = path_of(entry)
    return f"{url_for('home.start')}{path}" if path else url_for("notices.listing")
