"""Changes to people and roles: what happened, and what waits for a second person."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.conversions import sent_or
from eia_app.domain.errors import NotAllowed
from eia_app.domain.person_changes import RequestAnswer
from eia_app.domain.person_words import heading_of
from eia_app.domain.policy import May
from eia_app.services import person_log, person_requests
from eia_app.web.access import needs, signed_in
from eia_app.web.database import db
from eia_app.web.people import link_of
from eia_app.web.people_forms import RequestForm

bp = Blueprint("people_log", __name__, url_prefix="/people/changes")


@bp.get("/")
@needs(May.OVERSEE_PEOPLE)
def listing() -> ResponseReturnValue:
    """What happened to people, newest first, and what waits."""
    page = sent_or(request.args.get("page"), 1)
    entries, page, pages = person_log.listing(db(), page)
    return render_template(
        "pages/people/changes.html",
        entries=entries,
        page=page,
        pages=pages,
        waiting=person_requests.pending(db(), now=datetime.now(UTC)),
        words=heading_of,
    )


@bp.route("/requests/<uuid:request_id>", methods=["GET", "POST"])
@needs(May.OVERSEE_PEOPLE)
def answer(request_id: UUID) -> ResponseReturnValue:
    """Confirm or refuse what somebody asked for, or take back what one asked for."""
    by, now, form = signed_in(), datetime.now(UTC), RequestForm()
    asked = person_requests.by_id(db(), request_id, by=by)
    if request.method == "POST" and not person_requests.is_open(asked, now=now):
        raise NotAllowed(person_requests.ANSWERED)
    if form.validate_on_submit():
        said = RequestAnswer(form.answer.data or "")
        secret = person_requests.ANSWERS[said](db(), asked, by=by, now=now) or ""
        if not secret:
            return redirect(url_for("people_log.listing", done=said.value))
        return render_template("pages/people/confirmed.html", asked=asked, link=link_of(secret))
    page = render_template(
        "pages/people/request.html",
        asked=asked,
        words=heading_of(asked.change, asked.role, asked.person.name),
        is_open=person_requests.is_open(asked, now=now),
        may_answer=person_requests.may_answer(asked, by),
        fresh=person_requests.ends_password(asked),
    )
    return page, 422 if form.errors else 200
