"""Packs: the reports of several signed-off assessments for one meeting, as one file."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.packs import MOST
from eia_app.domain.policy import May
from eia_app.domain.typed import clean
from eia_app.reports.errors import ReportFailed
from eia_app.reports.filename import pack_name
from eia_app.reports.pack_press import PackJob, press_pack
from eia_app.services import kept_packs, packs
from eia_app.services.kept_reports import Kept
from eia_app.web.access import needs, signed_in
from eia_app.web.database import db
from eia_app.web.errors import summary_of
from eia_app.web.pack_forms import PackForm
from eia_app.web.printing import FRESH, Keep, printing
from eia_app.web.report_paper import PDF, base_url, file_response, pack_job

if TYPE_CHECKING:
    from eia_app.storage.engine import Sessions
    from eia_app.storage.packs import Pack

bp = Blueprint("packs", __name__, url_prefix="/packs")
LOOK_AGAIN = 3  # seconds between two looks of the page that waits
ALIVE = timedelta(seconds=30)  # that another process of the web is heard of while it makes a pack


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
    """While a pack is made, this page looks again by itself; then it offers the file."""
    found = packs.find(db(), pack_id, signed_in())
    job, now = _job(found), datetime.now(UTC)
    kept = _kept(job, now)
    if kept:
        return _page(found, "ready") if kept.content else _failed(found, kept.faults)
    future = _asked(found, job, now)
    if future is None or not future.done():
        return _page(found, "waiting"), {"Refresh": str(LOOK_AGAIN)}
    failed = future.exception()
    if isinstance(failed, ReportFailed):
        return _failed(found, failed.faults or (str(failed),))
    return _page(found, "ready")


@bp.get("/<uuid:pack_id>/pack.pdf")
@needs(May.START)
def download(pack_id: UUID) -> ResponseReturnValue:
    """The file; while there is none yet, the page that waits for it."""
    found = packs.find(db(), pack_id, signed_in())
    job, now = _job(found), datetime.now(UTC)
    kept = _kept(job, now)
    made = kept.content if kept else None
    if kept is None:
        future = _asked(found, job, now)
        if future and future.done() and future.exception() is None:
            made = future.result()
    if made is None:
        return redirect(url_for("packs.pack", pack_id=pack_id), 303)
    return file_response(made, PDF, pack_name(found.held_on, found.title))


def _job(found: Pack) -> PackJob:
    parts = current_app.extensions["eia"]
    members = packs.opened(db(), parts.forms, found)
    return pack_job(
        found.title, found.held_on, members, summaries=found.summaries, base_url=base_url()
    )


def _kept(job: PackJob, now: datetime) -> Kept | None:
    """One that failed some time ago is as good as never made."""
    kept = kept_packs.find(db(), job.key)
    return kept if kept and (kept.content or now - kept.made_at < FRESH) else None


def _asked(found: Pack, job: PackJob, now: datetime) -> Future[bytes] | None:
    """The file that is to come; nothing where another process of the web is making it."""
    elsewhere = found.told_at is not None and now - found.told_at < ALIVE
    if elsewhere and not printing().has(job.key):
        return None
    told, keep = _writers(found.id, job.key)
    return printing().make(job.key, lambda: _made(job, told), keep, now=now)


def _made(job: PackJob, told: Callable[[int], None] | None) -> bytes:
    if told:
        told(0)
    return press_pack(job, told)


def _writers(pack_id: UUID, key: str) -> tuple[Callable[[int], None] | None, Keep | None]:
    """What writes down how far a pack is, and what keeps it: in sessions of their own, as the
    request is over then. Neither in tests that do not ask for it.
    """
    app = current_app
    if not app.config.get("KEEP_REPORTS", not app.testing):
        return None, None
    sessions: Sessions = app.extensions["eia"].sessions
    log = app.logger

    def told(done: int) -> None:
        try:
            with sessions.to_write.begin() as session:
                packs.tell(session, pack_id, done, now=datetime.now(UTC))
        except Exception:  # the pack is made all the same
            log.exception("How far the pack %s is could not be written down", pack_id)

    def keep(content: bytes | None, faults: tuple[str, ...]) -> None:
        for fault in faults:
            log.error("The pack %s failed: %s", pack_id, fault)
        with sessions.to_write.begin() as session:
            kept_packs.keep(session, key, pack_id, content, faults, now=datetime.now(UTC))

    return told, keep


def _failed(found: Pack, faults: tuple[str, ...]) -> ResponseReturnValue:
    return _page(found, "failed", faults), 500


def _page(found: Pack, state: str, faults: tuple[str, ...] = ()) -> str:
    return render_template("pages/packs/pack.html", pack=found, state=state, faults=faults)
