"""The review queue: what waits for champions; for the equality lead, what waits elsewhere too."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from eia_app.domain.calendar import local_date
from eia_app.domain.conversions import sent_number
from eia_app.domain.errors import NotFound
from eia_app.domain.policy import May
from eia_app.domain.roles import Role
from eia_app.domain.typed import clean
from eia_app.domain.workflow import State
from eia_app.services import queue, queue_elsewhere
from eia_app.services.queue import Wanted
from eia_app.services.queue_counts import ELSEWHERE, Show
from eia_app.web.access import needs, signed_in
from eia_app.web.database import db

LAST_PAGE = 1_000_000  # what a database can still count to
SHOWN: dict[Show, str] = {
    Show.ALL: "All",
    Show.MINE: "Mine",
    Show.UNCLAIMED: "Unclaimed",
    Show.OVERDUE: "Overdue",
    Show.READY: "Ready to close",
    Show.REFERRED: "Referred up",
}
DONE: dict[str, str] = {
    "unclaim": "You gave the review back.",
    "recuse": "You stood aside from this review.",
}
bp = Blueprint("queue", __name__, url_prefix="/queue")


@bp.get("")
@needs(May.SEE_QUEUE)
def listing() -> ResponseReturnValue:
    """One page of the queue, the first papers first."""
    forms, wanted = current_app.extensions["eia"].forms, _wanted()
    found = queue.waiting(db(), forms, signed_in(), wanted, today=_today())
    leads = _is_equality_lead()
    return render_template(
        "pages/queue/listing.html",
        queue=found,
        wanted=wanted,
        shown={show: name for show, name in SHOWN.items() if leads or show in list(SHOWN)[:4]},
        leads=leads,
        waiting=found.counts.shown[Show.ALL],
        states=found.counts.states,
        done=DONE.get(request.args.get("done", ""), ""),
    )


@bp.get("/<slug:state>")
@needs(May.SEE_QUEUE)
def elsewhere(state: str) -> ResponseReturnValue:
    """What was sent back to its authors, or waits to be signed: for the equality lead."""
    if state not in ELSEWHERE:
        raise NotFound("There is no such page.")
    council, page = current_app.extensions["eia"].forms.council, _page()
    wanted, person = State(state), signed_in()
    found = queue_elsewhere.away(db(), council, person, wanted, page=page, today=_today())
    return render_template(
        "pages/queue/elsewhere.html",
        rows=found.rows,
        total=found.total,
        state=wanted,
        page=page,
        pages=found.pages,
        waiting=found.counts.shown[Show.ALL],
        states=found.counts.states,
    )


def _wanted() -> Wanted:
    """What the address asks for; whatever it does not know is left out."""
    show = request.args.get("show", "")
    return Wanted(
        show=Show(show) if show in set(Show) else Show.ALL,
        service=clean(request.args.get("service", "")),
        group=clean(request.args.get("group", "")),
        page=_page(),
    )


def _page() -> int:
    return min(max(1, request.args.get("page", 1, type=sent_number)), LAST_PAGE)


def _is_equality_lead() -> bool:
    return Role.EQUALITY_LEAD in signed_in().roles


def _today() -> date:
    return local_date(datetime.now(UTC))
