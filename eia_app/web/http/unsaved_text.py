"""Text that could not be saved, back on its page: `?kept=1` in the address asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from eia_app.domain.text.clean import clean, is_blank
from eia_app.services.answers import draft_store
from eia_app.services.people import people
from eia_app.web.http import current
from eia_app.web.http.authorization import maybe_signed_in, signed_in
from eia_app.web.http.database import db
from eia_app.web.http.form_writer import writer

if TYPE_CHECKING:
    from eia_app.storage.models.people import Person


NOT_OFFERED = "Select only what is offered on this page"
ABOUT = ("section", "group", "question", "row")  # what of a query says which page it is


def page_key(address: str) -> str:
    """Return the page that a text belongs to: its path, and what in its query names its subject."""
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    about = {name: query[name][0] for name in ABOUT if name in query}
    return f"{parts.path}?{urlencode(about)}" if about else parts.path


def restored_fields() -> list[tuple[str, str]] | None:
    """Return what is kept of this page if the address asks for it (`?kept=1`); else None."""
    if request.method != "GET" or "kept" not in request.args:
        return None
    if "held" not in g:
        g.held = draft_store.find_draft(db(), signed_in(), page_key(request.full_path))
    return draft_store.fields_of(g.held) if g.held else None


def redirect_to_drafts() -> ResponseReturnValue | None:
    """Lead to the list of drafts from a page that does not open and was to show one; else None."""
    if request.method == "GET" and "kept" in request.args and maybe_signed_in() is not None:
        return redirect(url_for("drafts.listing", closed=1))
    return None


def save_unsaved(person: Person, address: str, fields: Iterable[tuple[str, str]]) -> str:
    """Keep what was typed into the page of this address. Return where it comes back."""
    parts = urlsplit(address)
    pairs = [[name, value] for name, value in fields]
    draft_store.save_draft(db(), person, page_key(address), pairs, now=current.now())
    return f"{address}{'&' if parts.query else '?'}kept=1"


def keep_for_writer(address: str, fields: Iterable[tuple[str, str]]) -> bool:
    """Keep what was typed for its writer, though somebody else is at the browser now.

    Return whether the writer is known: other words are kept for nobody.
    """
    author = people.find(db(), writer())
    if author is not None:
        save_unsaved(author, address, fields)
    return author is not None


def delete_restored() -> None:
    """Delete what was kept of this page, which has been saved."""
    person = maybe_signed_in()
    if person is not None:
        draft_store.delete_draft(db(), person, page_key(request.full_path))


def cleaned(value: Any) -> Any:
    """Return text that is fit to keep, "" where nothing can be seen; other values as they are."""
    if not isinstance(value, str):
        return value
    return "" if is_blank(value) else clean(value)


class OurWords:
    """Our words for WTForms’ own: that a value is none of those offered."""

    def gettext(self, text: str) -> str:
        return NOT_OFFERED if "hoice" in text else text

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)


class RestorableForm(FlaskForm):
    """A form that comes back with what was typed when it could not be saved."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, _: Any) -> OurWords:
            return OurWords()

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            return unbound_field.bind(form=form, filters=[cleaned], **options)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            fields = restored_fields()
            return MultiDict(fields) if fields else super().wrap_formdata(form, formdata)
