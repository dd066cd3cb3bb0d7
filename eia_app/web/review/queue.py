"""The review queue, and for the equality lead what waits elsewhere."""

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
    """One page of the queue, earliest papers first."""
    forms, filters = current.parts().forms, _wanted()
    queue = queue_page.waiting(db(), forms, signed_in(), filters, today=_today())
    leads = _is_equality_lead()
    return render_template(
        "pages/review/queue/listing.html",
        queue=queue,
        pagination=Pagination(filters.page, queue.total),
        wanted=filters,
        shown={show: name for show, name in SHOWN.items() if leads or show in list(SHOWN)[:4]},
        leads=leads,
        waiting=queue.counts.shown[Show.ALL],
        states=queue.counts.states,
        done=DONE.get(request.args.get("done", ""), ""),
    )


@bp.get("/<slug:state>")
@needs(Permission.SEE_QUEUE)
def elsewhere(state: str) -> ResponseReturnValue:
    """The assessments that were sent back or wait to be signed, for the equality lead."""
    if state not in ELSEWHERE:
        raise NotFound("There is no such page.")
    council, page = current.parts().forms.council, requested_page()
    chosen, person = State(state), signed_in()
    listed = queue_elsewhere.away(db(), council, person, chosen, page=page, today=_today())
    return render_template(
        "pages/review/queue/elsewhere.html",
        rows=listed.rows,
        state=chosen,
        pagination=Pagination(page, listed.total),
        waiting=listed.counts.shown[Show.ALL],
        states=listed.counts.states,
    )


def _wanted() -> Wanted:
    """Return the filters of the address; unknown values are left out."""
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
