"""Packs: the reports of several signed-off assessments for one meeting, as one file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.snapshot.report_packs import MOST
from eia_app.domain.text.clean import clean
from eia_app.domain.workflow.permissions import Permission
from eia_app.reports.jobs.formats import Format
from eia_app.services.reports import packs, render_jobs
from eia_app.web.http import current
from eia_app.web.http.authorization import needs, signed_in
from eia_app.web.http.database import db
from eia_app.web.http.errors import summary_of
from eia_app.web.rendering.waiting import Awaited, base_url
from eia_app.web.reports.forms import PackForm

if TYPE_CHECKING:
    from eia_app.services.reports.render_queue import Order
    from eia_app.storage.models.report_packs import Pack

bp = Blueprint("packs", __name__, url_prefix="/packs")


@bp.get("/")
@needs(Permission.USE_SERVICE)
def listing() -> ResponseReturnValue:
    """The packs of this person, newest first."""
    return render_template("pages/reports/packs/listing.html", packs=packs.of(db(), signed_in()))


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.USE_SERVICE)
def new() -> ResponseReturnValue:
    """Name the meeting and choose from the signed-off assessments; its page follows."""
    words, person = clean(request.args.get("words", "")), signed_in()
    form, offered = PackForm(), packs.on_offer(db(), person, words)
    form.offer(offered)
    if form.validate_on_submit():
        id_, now = UUID(form.token.data), current.now()
        made = packs.make(db(), form.wanted, by=person, now=now, id_=id_)
        return redirect(url_for("packs.pack", pack_id=made.id))
    form.token.data = form.token.data or str(uuid4())
    errors = summary_of(form)
    page = render_template(
        "pages/reports/packs/new.html",
        form=form,
        errors=errors,
        offered=offered,
        words=words,
        most=MOST,
        is_cut=len(offered) == packs.OFFERED,
    )
    return page, 422 if errors else 200


@bp.get("/<uuid:pack_id>")
@needs(Permission.USE_SERVICE)
def pack(pack_id: UUID) -> ResponseReturnValue:
    """The page of a pack, which waits for the file and then offers it."""
    pack = packs.find(db(), pack_id, signed_in())
    return _awaited(pack).wait(lambda: _order(pack), pack=pack, is_draft=False)


@bp.get("/<uuid:pack_id>/pack.pdf")
@needs(Permission.USE_SERVICE)
def download(pack_id: UUID) -> ResponseReturnValue:
    """The file; the page that waits for it while there is none."""
    pack = packs.find(db(), pack_id, signed_in())
    return _awaited(pack).hand_out(lambda: _order(pack))


def _awaited(pack: Pack) -> Awaited:
    return Awaited(
        render_jobs.pack_subject(pack),
        Format.PACK,
        lambda made: url_for("packs.pack", pack_id=pack.id, made=made),
        lambda made: url_for("packs.download", pack_id=pack.id, made=made),
    )


def _order(pack: Pack) -> Order:
    members = packs.context(db(), current.parts().forms, pack)
    return render_jobs.pack_order(pack, members, base_url=base_url())
