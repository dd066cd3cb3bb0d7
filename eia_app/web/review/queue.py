"""The review queue: what waits for champions; for the equality lead, what waits elsewhere too."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eia_app.domain.calendar import local_date
from eia_app.domain.errors import NotFound
from eia_app.domain.pagination import Pagination
from eia_app.domain.roles import Role
from eia_app.domain.text.clean import clean
from eia_app.domain.workflow.permissions import Permission
from eia_app.domain.workflow.states import State
from eia_app.services.queue import elsewhere as queue_elsewhere
from eia_app.services.queue import page as queue_page
from eia_app.services.queue.counts import ELSEWHERE, Show
from eia_app.services.queue.page import Wanted
from eia_app.web.http import current
from eia_app.web.http.authorization import needs, signed_in
from eia_app.web.http.database import db
from eia_app.web.http.paging import requested_page

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
@needs(Permission.SEE_QUEUE)
def listing() -> ResponseReturnValue:
    """One page of the queue, the first papers first."""
    forms, wanted = current.parts().forms, _wanted()
    found = queue_page.waiting(db(), forms, signed_in(), wanted, today=_today())
    leads = _is_equality_lead()
    return render_template(
        "pages/review/queue/listing.html",
        queue=found,
        pagination=Pagination(wanted.page, found.total),
        wanted=wanted,
        shown={show: name for show, name in SHOWN.items() if leads or show in list(SHOWN)[:4]},
        leads=leads,
        waiting=found.counts.shown[Show.ALL],
        states=found.counts.states,
        done=DONE.get(request.args.get("done", ""), ""),
    )


@bp.get("/<slug:state>")
@needs(Permission.SEE_QUEUE)
def elsewhere(state: str) -> ResponseReturnValue:
    """What was sent back to its authors, or waits to be signed: for the equality lead."""
    if state not in ELSEWHERE:
        raise NotFound("There is no such page.")
    council, page = current.parts().forms.council, requested_page()
    wanted, person = State(state), signed_in()
    found = queue_elsewhere.away(db(), council, person, wanted, page=page, today=_today())
    return render_template(
        "pages/review/queue/elsewhere.html",
        rows=found.rows,
        state=wanted,
        pagination=Pagination(page, found.total),
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
        page=requested_page(),
    )


def _is_equality_lead() -> bool:
    return Role.EQUALITY_LEAD in signed_in().roles


def _today() -> date:
    return local_date(current.now())
