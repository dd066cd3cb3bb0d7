"""Files of a row: attach one, remove one, download one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    Response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import RequestEntityTooLarge

from eia_app.attachments.inspect_process import Upload, inspect
from eia_app.domain.attachments.file_types import ACCEPT, KINDS, MB, MOST_OF_A_ROW, size_in_words
from eia_app.domain.errors import NotAllowed, Unfit
from eia_app.domain.workflow.permissions import Permission
from eia_app.services.attachments import read as attachments_read
from eia_app.services.attachments import upload as attachments_upload
from eia_app.services.snapshots import attachments as downloadable
from eia_app.web.assessment.forms import RemoveForm
from eia_app.web.assessment.guards import locked
from eia_app.web.assessment.navigation import NOT_ASKED, navigation
from eia_app.web.attachments.links import FileLinks
from eia_app.web.http import current
from eia_app.web.http.authorization import (
    ask_to_sign_in,
    for_assessment,
    maybe_signed_in,
    open_to_write,
    signed_in,
)
from eia_app.web.http.database import holds_session
from eia_app.web.http.errors import TITLES

if TYPE_CHECKING:
    from eia_app.domain.journey.tasks import Task
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.storage.models.attachments import Attachment

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
    """Give `file_links` to every template: many pages show rows."""
    return {"file_links": FileLinks}


def largest() -> int:
    """Return how many bytes a file may have."""
    return int(current.parts().settings.largest_file_mb) * MB


def allow_uploads(app: Flask) -> None:
    """Let the one address that takes files take twice what a file may have, for those signed in.

    A file that is a little too large is then refused on its own page.
    """

    @app.before_request
    def allow() -> None:
        if request.endpoint == TAKES_FILES and holds_session():
            request.max_content_length = 2 * largest() + MB


@bp.route("/lists/<slug:section>/<uuid:row_id>/files", methods=["GET", "POST"])
@for_assessment(Permission.EDIT, looks_first=True)
def listing(context: AssessmentContext, section: str, row_id: UUID) -> ResponseReturnValue:
    """The files of a row, and a way to attach another."""
    task = _task(context, section, row_id)
    if request.method == "GET":
        is_locked = context.journey.is_locked(section)
        return locked(context, task) if is_locked else _page(context, task, row_id)
    try:
        upload = _uploaded()  # takes up to seconds: nobody who saves meanwhile waits for it
        context = open_to_write(Permission.EDIT, context)
        added = _attach(context, section, row_id, upload)
    except Unfit as unfit:
        return _page(context, task, row_id, str(unfit)), 422
    return redirect(_listing(context, added, attached=added.id, back=request.args.get("back")))


def _task(context: AssessmentContext, section: str, row_id: UUID) -> Task:
    attachments_upload.require_row(context, section, row_id)
    task = context.journey.task(section)
    if task is None:
        raise NotAllowed(NOT_ASKED)
    return task


def _attach(context: AssessmentContext, section: str, row_id: UUID, upload: Upload) -> Attachment:
    return attachments_upload.attach(
        context,
        section,
        row_id,
        name=upload.name,
        type_=upload.type,
        content=upload.content,
        by=signed_in(),
        now=current.now(),
    )


def _uploaded() -> Upload:
    """Return the file that was sent, cleaned. Raise Unfit with a sentence for its sender."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Unfit(NOTHING)
    scanner = current.parts().settings.clamd
    return inspect(sent.filename, sent.read(largest() + 1), largest(), scanner)


def _page(context: AssessmentContext, task: Task, row_id: UUID, error: str = "") -> str:
    files = attachments_read.present(context).get(row_id, [])
    back, attached = request.args.get("back", ""), request.args.get("attached", "")
    error = error or (AGAIN if "again" in request.args else "")
    row = next(row for row in context.answers.rows[task.section.id] if row.id == str(row_id))
    return render_template(
        "pages/attachments/listing.html",
        context=context,
        task=task,
        name=context.choices.row_name(task.section.id, row),
        files=files,
        attached=next((file for file in files if str(file.id) == attached), None),
        room=len(files) < MOST_OF_A_ROW,
        most=MOST_OF_A_ROW,
        largest=size_in_words(largest()),
        accept=ACCEPT,
        errors=[{"text": error, "href": "#file"}] if error else [],
        error=error,
        back=navigation(context).from_row(task, back, str(row_id)),
        here=FileLinks(context).listed(task.section.id, row_id, back),
    )


@bp.route("/files/<uuid:file_id>/remove", methods=["GET", "POST"])
@for_assessment(Permission.EDIT)
def remove(context: AssessmentContext, file_id: UUID) -> ResponseReturnValue:
    """Ask once, then take the file away."""
    file = attachments_upload.find_to_remove(context, file_id)
    list_page = _listing(context, file)
    form = RemoveForm()
    if file.removed_at is not None:
        return redirect(list_page)
    if form.validate_on_submit():
        attachments_upload.remove(context, file_id, by=signed_in(), now=current.now())
        return redirect(list_page)
    if context.journey.is_locked(file.section):
        return locked(context, _task(context, file.section, file.row_id))
    return render_template(
        "pages/attachments/remove.html", context=context, file=file, back=list_page
    )


def _listing(context: AssessmentContext, file: Attachment, **query: Any) -> str:
    assessment_id = context.assessment.id
    return url_for(
        TAKES_FILES, assessment_id=assessment_id, section=file.section, row_id=file.row_id, **query
    )


@bp.get("/files/<uuid:file_id>")
@for_assessment(Permission.READ)
def download(context: AssessmentContext, file_id: UUID) -> ResponseReturnValue:
    """Return a file to be saved and never to be shown, as the type that it was found to be."""
    file = downloadable.find(context, file_id, signed_in())
    answer = Response(attachments_read.content_of(context.session, file))
    answer.headers["Content-Type"] = KINDS[file.type].mimetype
    answer.headers.update(HEADERS)
    plain = file.name.encode("ascii", "replace").decode("ascii").replace("?", "_")
    names = {"filename": plain, "filename*": f"UTF-8''{quote(file.name, safe='')}"}
    answer.headers.set("Content-Disposition", "attachment", **names)
    return answer


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> ResponseReturnValue:
    """Return what to do about an upload that was so large that it was not read."""
    if maybe_signed_in() is None:
        return redirect(url_for("sign_in.sign_in", next=request.path), 303)
    message = f"A file can be up to {size_in_words(largest())}. Nothing else was lost."
    page = render_template(
        "errors/error.html",
        title=TITLES[413],
        said=message,
        status=413,
        back=request.full_path.rstrip("?"),
    )
    return page, 413


@bp.errorhandler(CSRFError)
def drawn_too_long_ago(_: CSRFError) -> ResponseReturnValue:
    """Ask for the file again: the form is of a session that has ended, and a file is not kept."""
    if maybe_signed_in() is None:
        return ask_to_sign_in()
    return redirect(f"{request.path}?again=1", 303)
