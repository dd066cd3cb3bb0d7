"""“For you”: the notices of a person, and their choice of delivery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.notifications.kinds import DeliveryFrequency, NoticeKind
from eia_app.domain.notifications.messages import headline, path_of, sentence
from eia_app.domain.pagination import Pagination
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.notifications import inbox
from eia_app.web.http import current
from eia_app.web.http.authorization import needs, signed_in
from eia_app.web.http.database import db
from eia_app.web.http.errors import summary_of
from eia_app.web.http.paging import requested_page
from eia_app.web.notifications.forms import ReadForm, choices_form

if TYPE_CHECKING:
    from eia_app.domain.notifications.kinds import DigestEntry

bp = Blueprint("notices", __name__, url_prefix="/for-you")


@bp.get("/")
@needs(Permission.USE_SERVICE)
def listing() -> ResponseReturnValue:
    """The notices of this person, unread first."""
    page = requested_page()
    items, total = inbox.listing(db(), signed_in(), page)
    return render_template(
        "pages/notifications/listing.html",
        told=items,
        pagination=Pagination(page, total),
        newest=max((item.id for item in items), default=0),
        headline=headline,
        sentence=lambda entry: sentence(entry, current.parts().forms.council),
        place_of=place_of,
        path_of=path_of,
        form=ReadForm(),
    )


@bp.post("/read")
@needs(Permission.USE_SERVICE)
def read() -> ResponseReturnValue:
    """Mark one notice as read and go where it leads; or mark all that the page showed."""
    form, now = ReadForm(), current.now()
    if not form.validate_on_submit():
        return redirect(url_for("notices.listing"))
    if form.notice.data:
        entry = inbox.mark_read(db(), signed_in(), form.notice.data, now=now)
        return redirect(place_of(entry))
    inbox.mark_all_read(db(), signed_in(), newest=form.newest.data or 0, now=now)
    return redirect(url_for("notices.listing", done="read"))


@bp.route("/settings", methods=["GET", "POST"])
@needs(Permission.USE_SERVICE)
def settings() -> ResponseReturnValue:
    """The choice of delivery for each kind of notice."""
    ways = inbox.choices(db(), signed_in())
    form = choices_form(ways)
    if form.validate_on_submit():
        chosen = {NoticeKind(field.name): DeliveryFrequency(field.data) for field in form.choices()}
        inbox.choose(db(), signed_in(), chosen)
        return redirect(url_for("notices.listing", done="settings"))
    errors = summary_of(form)
    page = render_template("pages/notifications/settings.html", form=form, errors=errors)
    return page, 422 if errors else 200


def place_of(entry: DigestEntry) -> str:
    """Return the address where the reader acts on a notice; the inbox if there is none."""
    path = path_of(entry)
    return f"{url_for('home.start')}{path}" if path else url_for("notices.listing")
