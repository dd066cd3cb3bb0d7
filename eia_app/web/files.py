"""Files of a row: attach one, remove one, download one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import RequestEntityTooLarge

from eia_app.attachments.inspect_process import Upload, inspect
from eia_app.domain.errors import NotAllowed, Unfit
from eia_app.domain.file_types import ACCEPT, KINDS, MB, MOST_OF_A_ROW, size_in_words
from eia_app.domain.policy import May
from eia_app.services import attaching, files
from eia_app.web.access import (
    ask_to_sign_in,
    for_assessment,
    maybe_signed_in,
    open_to_write,
    signed_in,
)
from eia_app.web.database import holds_session
from eia_app.web.errors import TITLES
from eia_app.web.file_links import FileLinks
from eia_app.web.forms import RemoveForm
from eia_app.web.sections import locked
from eia_app.web.tasks import NOT_ASKED, navigation

if TYPE_CHECKING:
    from eia_app.domain.walk import Task
    from eia_app.services.opened import Opened
    from eia_app.storage.files import Attachment

bp = Blueprint("files", __name__, url_prefix="/assessments/<uuid:assessment_id>")
TAKES_FILES = "files.listing"
NOTHING = "Select a file"
AGAIN = "Select the file again: this page had been open for too long to send it"
# Nothing in a file may run, look like a page of ours, or stay where others could read it.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


@bp.app_context_processor
def links() -> dict[str, object]:
    """For every page that shows rows."""
    return {"file_links": FileLinks}


def largest() -> int:
    """How many bytes a file may have."""
    return int(current_app.extensions["eia"].settings.largest_file_mb) * MB


def allow_uploads(app: Flask) -> None:
    """Let the one address that takes files take more than any other: twice what a file may have,
    so that one that is a little too large is told so on its own page. Only of who is signed in."""

    @app.before_request
    def allow() -> None:
        if request.endpoint == TAKES_FILES and holds_session():
            request.max_content_length = 2 * largest() + MB


@bp.route("/lists/<slug:section>/<uuid:row_id>/files", methods=["GET", "POST"])
@for_assessment(May.EDIT, looks_first=True)
def listing(opened: Opened, section: str, row_id: UUID) -> ResponseReturnValue:
    """The files of a row, and a way to attach another."""
    task = _task(opened, section, row_id)
    if request.method == "GET":
        is_locked = opened.journey.is_locked(section)
        return locked(opened, task) if is_locked else _page(opened, task, row_id)
    try:
        upload = _uploaded()  # takes up to seconds: nobody who saves meanwhile waits for it
        opened = open_to_write(May.EDIT, opened)
        added = _attach(opened, section, row_id, upload)
    except Unfit as unfit:
        return _page(opened, task, row_id, str(unfit)), 422
    return redirect(_listing(opened, added, attached=added.id, back=request.args.get("back")))


def _task(opened: Opened, section: str, row_id: UUID) -> Task:
    attaching.require_row(opened, section, row_id)
    task = opened.journey.task(section)
    if task is None:
        raise NotAllowed(NOT_ASKED)
    return task


def _attach(opened: Opened, section: str, row_id: UUID, upload: Upload) -> Attachment:
    return attaching.attach(
        opened,
        section,
        row_id,
        name=upload.name,
        type_=upload.type,
        content=upload.content,
        by=signed_in(),
        now=datetime.now(UTC),
    )


def _uploaded() -> Upload:
    """The file that was sent, cleaned. Raises Unfit, in words."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Unfit(NOTHING)
    scanner = current_app.extensions["eia"].settings.clamd
    return inspect(sent.filename, sent.read(largest() + 1), largest(), scanner)


def _page(opened: Opened, task: Task, row_id: UUID, error: str = "") -> str:
    here = files.present(opened).get(row_id, [])
    back, attached = request.args.get("back", ""), request.args.get("attached", "")
    error = error or (AGAIN if "again" in request.args else "")
    row = next(r for r in opened.answers.rows[task.section.id] if r.id == str(row_id))
    return render_template(
        "pages/files/listing.html",
        opened=opened,
        task=task,
        name=opened.choices.row_name(task.section.id, row),
        files=here,
        attached=next((each for each in here if str(each.id) == attached), None),
        room=len(here) < MOST_OF_A_ROW,
        most=MOST_OF_A_ROW,
        largest=size_in_words(largest()),
        accept=ACCEPT,
        errors=[{"text": error, "href": "#file"}] if error else [],
        error=error,
        back=navigation(opened).from_row(task, back),
        here=FileLinks(opened).listed(task.section.id, row_id, back),
    )


@bp.route("/files/<uuid:file_id>/remove", methods=["GET", "POST"])
@for_assessment(May.EDIT)
def remove(opened: Opened, file_id: UUID) -> ResponseReturnValue:
    """Ask once, then take the file away."""
    file = attaching.find_to_remove(opened, file_id)
    there = _listing(opened, file)
    form = RemoveForm()
    if file.removed_at is not None:
        return redirect(there)
    if form.validate_on_submit():
        attaching.remove(opened, file_id, by=signed_in(), now=datetime.now(UTC))
        return redirect(there)
    if opened.journey.is_locked(file.section):
        return locked(opened, _task(opened, file.section, file.row_id))
    return render_template("pages/files/remove.html", opened=opened, file=file, there=there)


def _listing(opened: Opened, file: Attachment, **asked: Any) -> str:
    it = opened.assessment.id
    return url_for(TAKES_FILES, assessment_id=it, section=file.section, row_id=file.row_id, **asked)


@bp.get("/files/<uuid:file_id>")
@for_assessment(May.READ)
def download(opened: Opened, file_id: UUID) -> ResponseReturnValue:
    """A file, to be saved and never to be shown: as what we found it to be."""
    file = attaching.find(opened, file_id, signed_in())
    answer = Response(files.content_of(opened.session, file))
    answer.headers["Content-Type"] = KINDS[file.type].mimetype
    answer.headers.update(HEADERS)
    plain = file.name.encode("ascii", "replace").decode("ascii").replace("?", "_")
    names = {"filename": plain, "filename*": f"UTF-8''{quote(file.name, safe='')}"}
    answer.headers.set("Content-Disposition", "attachment", **names)
    return answer


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> ResponseReturnValue:
    """Far too large: it was not read, so all there is to show is what to do."""
    if maybe_signed_in() is None:
        return redirect(url_for("sign_in.sign_in", next=request.path), 303)
    said = f"A file can be up to {size_in_words(largest())}. Nothing else was lost."
    page = render_template(
        "errors/error.html",
        title=TITLES[413],
        said=said,
        status=413,
        back=request.full_path.rstrip("?"),
    )
    return page, 413


@bp.errorhandler(CSRFError)
def drawn_too_long_ago(_: CSRFError) -> ResponseReturnValue:
    """The form is of a session that has ended. A file cannot be kept: it is asked for again."""
    if maybe_signed_in() is None:
        return ask_to_sign_in()
    return redirect(f"{request.path}?again=1", 303)
