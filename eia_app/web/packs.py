"""Packs: the reports of several signed-off assessments for one meeting, as one file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.packs import MOST
from eia_app.domain.policy import May
from eia_app.domain.typed import clean
from eia_app.reports.pens import Kind
from eia_app.services import packs, rendered_reports
from eia_app.web.access import needs, signed_in
from eia_app.web.database import db
from eia_app.web.errors import summary_of
from eia_app.web.pack_forms import PackForm
from eia_app.web.rendering import Awaited, base_url

if TYPE_CHECKING:
    from eia_app.services.render_queue import Order
    from eia_app.storage.packs import Pack

bp = Blueprint("packs", __name__, url_prefix="/packs")


@bp.get("/")
@needs(May.START)
def listing() -> ResponseReturnValue:
    """The packs that somebody has put together, newest first."""
    return render_template("pages/packs/listing.html", packs=packs.of(db(), signed_in()))


@bp.route("/new", methods=["GET", "POST"])
@needs(May.START)
def new() -> ResponseReturnValue:
    """Name the meeting and choose from the signed-off assessments; its page follows."""
    words, person = clean(request.args.get("words", "")), signed_in()
    form, offered = PackForm(), packs.on_offer(db(), person, words)
    form.offer(offered)
    if form.validate_on_submit():
        id_, now = UUID(form.token.data), datetime.now(UTC)
        made = packs.make(db(), form.wanted, by=person, now=now, id_=id_)
        return redirect(url_for("packs.pack", pack_id=made.id))
    form.token.data = form.token.data or str(uuid4())
    errors = summary_of(form)
    page = render_template(
        "pages/packs/new.html",
        form=form,
        errors=errors,
        offered=offered,
        words=words,
        most=MOST,
        is_cut=len(offered) == packs.OFFERED,
    )
    return page, 422 if errors else 200


@bp.get("/<uuid:pack_id>")
@needs(May.START)
def pack(pack_id: UUID) -> ResponseReturnValue:
    """The page of a pack: it waits for the file, and then offers it."""
    found = packs.find(db(), pack_id, signed_in())
    return _awaited(found).wait(lambda: _order(found), pack=found, is_draft=False)


@bp.get("/<uuid:pack_id>/pack.pdf")
@needs(May.START)
def download(pack_id: UUID) -> ResponseReturnValue:
    """The file; while there is none yet, the page that waits for it."""
    found = packs.find(db(), pack_id, signed_in())
    return _awaited(found).hand_out(lambda: _order(found))


def _awaited(found: Pack) -> Awaited:
    return Awaited(
        rendered_reports.pack_subject(found),
        Kind.PACK,
        lambda made: url_for("packs.pack", pack_id=found.id, made=made),
        lambda made: url_for("packs.download", pack_id=found.id, made=made),
    )


def _order(found: Pack) -> Order:
    members = packs.opened(db(), current_app.extensions["eia"].forms, found)
    return rendered_reports.pack_order(found, members, base_url=base_url())
