"""Changes to people and roles: the log, and the requests that wait for a second person."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.errors import NotAllowed
from eia_app.domain.people.changes import RequestAnswer
from eia_app.domain.people.labels import heading_of
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.people import change_requests, event_log
from eia_app.web.http import current
from eia_app.web.http.authorization import needs, signed_in
from eia_app.web.http.database import db
from eia_app.web.http.paging import requested_page
from eia_app.web.people.forms import RequestForm
from eia_app.web.people.views import link_of

bp = Blueprint("people_log", __name__, url_prefix="/people/changes")


@bp.get("/")
@needs(Permission.OVERSEE_PEOPLE)
def listing() -> ResponseReturnValue:
    """The log of changes, newest first, and the open requests."""
    entries, pagination = event_log.listing(db(), requested_page())
    return render_template(
        "pages/people/changes.html",
        entries=entries,
        pagination=pagination,
        waiting=change_requests.pending(db(), now=current.now()),
        words=heading_of,
    )


@bp.route("/requests/<uuid:request_id>", methods=["GET", "POST"])
@needs(Permission.OVERSEE_PEOPLE)
def answer(request_id: UUID) -> ResponseReturnValue:
    """Confirm or refuse a request, or take back one’s own."""
    by, now, form = signed_in(), current.now(), RequestForm()
    change_request = change_requests.by_id(db(), request_id, by=by)
    if request.method == "POST" and not change_requests.is_open(change_request, now=now):
        raise NotAllowed(change_requests.ANSWERED)
    if form.validate_on_submit():
        decision = RequestAnswer(form.answer.data or "")
        secret = change_requests.ANSWERS[decision](db(), change_request, by=by, now=now) or ""
        if not secret:
            return redirect(url_for("people_log.listing", done=decision.value))
        return render_template(
            "pages/people/confirmed.html", asked=change_request, link=link_of(secret)
        )
    page = render_template(
        "pages/people/request.html",
        asked=change_request,
        words=heading_of(change_request.change, change_request.role, change_request.person.name),
        is_open=change_requests.is_open(change_request, now=now),
        may_answer=change_requests.may_answer(change_request, by),
        fresh=change_requests.ends_password(change_request),
    )
    return page, 422 if form.errors else 200
