"""Drafts: a script sends what is being written to `/drafts`, and the page offers it afterwards.

A form takes part with `data-eia-draft` (see static/src/drafts.js and components/drafts.html).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.exceptions import HTTPException
from wtforms import HiddenField, RadioField

from eia_app.domain.errors import NotFound
from eia_app.domain.text.clean import clean
from eia_app.domain.workflow.permissions import AnyPermission, Permission
from eia_app.services.answers import draft_store, drafts
from eia_app.web.assessment.forms import RemoveForm
from eia_app.web.http import current
from eia_app.web.http.authorization import needs, signed_in
from eia_app.web.http.database import db
from eia_app.web.http.form_data import posted_fields, worth_showing
from eia_app.web.http.unsaved_text import page_key, restored_fields
from eia_app.web.http.url_converters import is_ours
from eia_app.web.templating.labels import clock
from eia_app.web.wizard.list_forms import row_form
from eia_app.wizard.draft_diff import differences, unasked
from eia_app.wizard.form import PageForm
from eia_app.wizard.rows_form import posted_ids, prefix_of

if TYPE_CHECKING:
    from eia_app.domain.journey.tasks import Task
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.storage.models.drafts import SavedDraft
    from eia_app.wizard.rows_form import RowsForm

bp = Blueprint("drafts", __name__, url_prefix="/drafts")
OF = "draft_of"  # the field that says which page it is a draft of
NO_PAGE = "There is no such page."
NOT_ASKED_HERE = "Not asked here any more"


@dataclass(frozen=True)
class Draft:
    """Unsaved text: `texts` are pairs of label and words, `back` is the page that shows it."""

    at: datetime
    path: str
    texts: list[tuple[str, str]]

    @property
    def back(self) -> str:
        return f"{self.path}{'&' if '?' in self.path else '?'}kept=1"


@bp.get("")
@needs(Permission.USE_SERVICE)
def listing() -> ResponseReturnValue:
    """Show all that this person wrote and did not save."""
    return render_template(
        "pages/wizard/drafts/listing.html",
        drafts=[_whole(saved) for saved in drafts.list_all(db(), signed_in())],
        form=RemoveForm(),
        days=draft_store.KEPT_DAYS,
        room=draft_store.MOST_PAGES,
    )


def _whole(saved: SavedDraft) -> Draft:
    """Return a draft with its sentences; ticked boxes are seen on its page."""
    sentences = [
        text for text in worth_showing(draft_store.fields_of(saved)) if " " in text.strip()
    ]
    return Draft(saved.at, saved.path, [("", text) for text in sentences])


@bp.post("")
@needs(Permission.USE_SERVICE)
def save() -> ResponseReturnValue:
    """Keep what is being written, and answer with the time."""
    page = _page()
    now = current.now()
    fields = [[name, clean(value)] for name, value in posted_fields() if name != OF]
    drafts.keep(db(), signed_in(), page, fields, now=now)
    return {"said": f"Saved as a draft at {clock(now)}"}


@bp.post("/forget")
@needs(Permission.USE_SERVICE)
def forget() -> ResponseReturnValue:
    """Delete a draft, and go back to where it was offered."""
    page = page_key(request.form.get(OF, ""))
    draft_store.delete_draft(db(), signed_in(), page)
    address = request.form.get("next", "")
    return redirect(address if is_ours(address) else url_for("drafts.listing"), 303)


def _page() -> str:
    """Return the key of the page that is written. Raise NotFound, Denied or NotAllowed."""
    address = request.form.get(OF, "")
    if not is_ours(address):
        raise NotFound(NO_PAGE)
    addresses = current_app.url_map.bind("")
    try:
        endpoint, values = addresses.match(urlsplit(address).path, method="POST")
        addresses.match(urlsplit(address).path, method="GET")
    except HTTPException:
        raise NotFound(NO_PAGE) from None
    permission = getattr(current_app.view_functions[endpoint], "requires", None)
    if not isinstance(permission, AnyPermission) or endpoint.startswith("drafts."):
        raise NotFound(NO_PAGE)
    drafts.require_page(db(), permission, signed_in(), values.get("assessment_id"))
    return page_key(address)


def offered(form: FlaskForm) -> Draft | None:
    """Return the draft of this page, if it differs from what is saved.

    `form` shows what is saved. A page that comes back, or shows the draft (`?kept=1`), offers none.
    """
    saved = _waiting()
    if saved is None:
        return None
    return _offer(saved, list(_differing(form, dict(draft_store.fields_of(saved)))))


def _waiting() -> SavedDraft | None:
    """Return what is kept of the page that is visited."""
    return (
        draft_store.find_draft(db(), signed_in(), page_key(request.full_path))
        if _is_visit()
        else None
    )


def _is_visit() -> bool:
    """Return whether the page is shown as it is saved."""
    return request.method == "GET" and "kept" not in request.args


def _offer(saved: SavedDraft, texts: list[tuple[str, str]]) -> Draft | None:
    return Draft(saved.at, saved.path, texts) if texts else None


def offered_page(form: PageForm) -> Draft | None:
    """Return the draft of a page of the wizard, as `offered` does."""
    saved = _waiting()
    return _unsaved(saved, form) if saved else None


def _unsaved(saved: SavedDraft, form: PageForm) -> Draft | None:
    written = draft_store.fields_of(saved)
    lost = [(NOT_ASKED_HERE, text) for text in unasked(form, written)]
    return _offer(saved, [*differences(form, written), *lost])


def left_over(form: PageForm) -> list[str]:
    """Return the sentences of a restored draft for which this page has no question any more."""
    return unasked(form, restored_fields() or [])


def offered_list(
    context: AssessmentContext, task: Task, form: PageForm
) -> tuple[Draft | None, list[Draft]]:
    """Return the draft of a list’s page, and those of rows that were begun and never saved.

    One query for both; nothing on a page that comes back.
    """
    if not _is_visit():
        return None, []
    list_path = request.path
    drafts_by_path = {
        draft.path: draft for draft in drafts.list_below(db(), signed_in(), list_path)
    }
    own = drafts_by_path.pop(list_path, None)
    saved_rows = {f"{list_path}/{row_id}" for row_id in context.rows}
    journey = context.journey
    new = PageForm(journey, context.choices, task, journey.of_row(task), {})
    begun = [
        _unsaved(draft, new)
        for path, draft in drafts_by_path.items()
        if path not in saved_rows and ("seen", "0") in draft_store.fields_of(draft)
    ]
    return _unsaved(own, form) if own else None, [draft for draft in begun if draft]


def offered_rows(context: AssessmentContext, task: Task, form: RowsForm) -> Draft | None:
    """Return the draft of a page on which all rows of a list are written, as `offered` does."""
    saved = _waiting()
    if saved is None:
        return None
    written = draft_store.fields_of(saved)
    rows = [
        row_form(context, task, id_, None, prefix=prefix_of(id_)) for id_ in posted_ids(written)
    ]
    pages = [form.above, *rows, form.instead]
    lost = [(NOT_ASKED_HERE, text) for text in unasked(_whole_list(context, task), written)]
    return _offer(saved, [*(text for page in pages for text in differences(page, written)), *lost])


def left_over_rows(context: AssessmentContext, task: Task) -> list[str]:
    """Return the same of a page with all rows: what a restored draft says that is not asked."""
    return unasked(_whole_list(context, task), restored_fields() or [])


def _whole_list(context: AssessmentContext, task: Task) -> PageForm:
    """Return an empty form of everything that a list asks."""
    return PageForm(context.journey, context.choices, task, task.section.questions, {})


def _differing(form: FlaskForm, written: dict[str, str]) -> Iterator[tuple[str, str]]:
    fields: list[Any] = [field for field in form if not isinstance(field, HiddenField)]
    for field in fields:
        text = written.get(field.name, "").strip()
        if text and text != str(field.data or "").strip():
            yield field.label.text, _in_words(field, text)


def _in_words(field: Any, text: str) -> str:
    if isinstance(field, RadioField):
        return next((str(label) for value, label, *_ in field.iter_choices() if value == text), "")
    return text
