"""The register: the assessments that a person may read, and starting a new one."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eia_app.domain.pagination import Pagination
from eia_app.domain.text.clean import clean
from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment import register as assessment_register
from eia_app.services.queue import counts as queue_counts
from eia_app.services.workflow import start as workflow_start
from eia_app.web.assessment.forms import StartForm
from eia_app.web.http import current
from eia_app.web.http.authorization import needs, signed_in
from eia_app.web.http.database import db
from eia_app.web.http.errors import summary_of
from eia_app.web.http.paging import requested_page

bp = Blueprint("register", __name__, url_prefix="/assessments")


@bp.get("/")
@needs(Permission.USE_SERVICE)
def listing() -> ResponseReturnValue:
    """The register, newest change first, filtered by state or words."""
    state, words = request.args.get("state", ""), clean(request.args.get("words", ""))
    chosen = State(state) if state in set(State) else None
    person, page = signed_in(), requested_page()
    rows, total = assessment_register.register(db(), person, state=chosen, words=words, page=page)
    return render_template(
        "pages/assessment/register/listing.html",
        rows=rows,
        state=chosen,
        words=words,
        pagination=Pagination(page, total),
        waiting=queue_counts.waiting(db()) if is_allowed(Permission.SEE_QUEUE, person) else None,
    )


@bp.route("/start", methods=["GET", "POST"])
@needs(Transition.START)
def start() -> ResponseReturnValue:
    """Name the proposal; its task list follows."""
    form = StartForm()
    if form.validate_on_submit():
        context = workflow_start.start(
            db(),
            current.parts().forms,
            title=(form.title.data or "").strip(),
            by=signed_in(),
            now=current.now(),
            id_=UUID(form.token.data),
        )
        return redirect(url_for("tasks.overview", assessment_id=context.assessment.id))
    form.token.data = form.token.data or str(uuid4())
    errors = summary_of(form)
    status = 422 if errors else 200
    return render_template("pages/assessment/register/start.html", form=form, errors=errors), status
