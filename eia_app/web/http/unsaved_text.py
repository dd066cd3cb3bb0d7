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
    """The page that text belongs to: its path, and what in its query says what it is about."""
    parts = urlsplit(address)
    asked = parse_qs(parts.query)
    about = {name: asked[name][0] for name in ABOUT if name in asked}
    return f"{parts.path}?{urlencode(about)}" if about else parts.path


def restored_fields() -> list[tuple[str, str]] | None:
    """What is kept of this page for whoever comes back to it; None on any other visit."""
    if request.method != "GET" or "kept" not in request.args:
        return None
    if "held" not in g:
        g.held = draft_store.find_draft(db(), signed_in(), page_key(request.full_path))
    return draft_store.fields_of(g.held) if g.held else None


def redirect_to_drafts() -> ResponseReturnValue | None:
    """Whoever goes on with a text whose page does not open is brought to where they can read it."""
    if request.method == "GET" and "kept" in request.args and maybe_signed_in() is not None:
        return redirect(url_for("drafts.listing", closed=1))
    return None


def save_unsaved(person: Person, address: str, fields: Iterable[tuple[str, str]]) -> str:
    """Keep what was typed into the page of this address; where it comes back."""
    parts = urlsplit(address)
    pairs = [[name, value] for name, value in fields]
    draft_store.save_draft(db(), person, page_key(address), pairs, now=current.now())
    return f"{address}{'&' if parts.query else '?'}kept=1"


def keep_for_writer(address: str, fields: Iterable[tuple[str, str]]) -> bool:
    """Keep what was typed for who typed it, though somebody else is at the browser now.

    Whether that is known: what nobody is known to have typed is kept for nobody.
    """
    theirs = people.find(db(), writer())
    if theirs is not None:
        save_unsaved(theirs, address, fields)
    return theirs is not None


def delete_restored() -> None:
    """This page has been saved: what was kept of it is of no more use."""
    person = maybe_signed_in()
    if person is not None:
        draft_store.delete_draft(db(), person, page_key(request.full_path))


def cleaned(value: Any) -> Any:
    """A filter of fields: text that is fit to keep; nothing where nothing is to be seen."""
    if not isinstance(value, str):
        return value
    return "" if is_blank(value) else clean(value)


class OurWords:
    """Says in our words what WTForms says in its own: that a value is none of those offered."""

    def gettext(self, said: str) -> str:
        return NOT_OFFERED if "hoice" in said else said

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


class RestorableForm(FlaskForm):
    """A form that comes back with what was typed into it when it could not be saved."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, _: Any) -> OurWords:
            return OurWords()

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            return unbound_field.bind(form=form, filters=[cleaned], **options)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            fields = restored_fields()
            return MultiDict(fields) if fields else super().wrap_formdata(form, formdata)
