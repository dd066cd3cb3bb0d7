"""The register: the assessments that a person may read, and starting a new one."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.conversions import sent_number
from eia_app.domain.policy import May, may
from eia_app.domain.typed import clean
from eia_app.domain.workflow import State
from eia_app.services import assessments, queue_counts
from eia_app.web.access import needs, signed_in
from eia_app.web.database import db
from eia_app.web.errors import summary_of
from eia_app.web.forms import StartForm

LAST_PAGE = 1_000_000  # what a database can still count to
bp = Blueprint("register", __name__, url_prefix="/assessments")


@bp.get("/")
@needs(May.START)
def listing() -> ResponseReturnValue:
    """The register, newest change first, filtered by state or words."""
    state, words = request.args.get("state", ""), clean(request.args.get("words", ""))
    page = min(max(1, request.args.get("page", 1, type=sent_number)), LAST_PAGE)
    chosen = State(state) if state in set(State) else None
    person = signed_in()
    rows, total = assessments.register(db(), person, state=chosen, words=words, page=page)
    return render_template(
        "pages/register/listing.html",
        rows=rows,
        total=total,
        state=chosen,
        words=words,
        page=page,
        pages=-(-total // assessments.PAGE_SIZE),
        waiting=queue_counts.waiting(db()) if may(May.SEE_QUEUE, person) else None,
    )


@bp.route("/start", methods=["GET", "POST"])
@needs(May.START)
def start() -> ResponseReturnValue:
    """Name the proposal; its task list follows."""
    form = StartForm()
    if form.validate_on_submit():
        opened = assessments.start(
            db(),
            current_app.extensions["eia"].forms,
            title=(form.title.data or "").strip(),
            by=signed_in(),
            now=datetime.now(UTC),
            id_=UUID(form.token.data),
        )
        return redirect(url_for("tasks.overview", assessment_id=opened.assessment.id))
    form.token.data = form.token.data or str(uuid4())
    errors = summary_of(form)
    status = 422 if errors else 200
    return render_template("pages/register/start.html", form=form, errors=errors), status
