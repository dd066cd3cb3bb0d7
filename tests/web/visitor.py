"""A browser without JavaScript that inspects the HTML of every page it gets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from sqlalchemy import Engine, event
from werkzeug.test import TestResponse, encode_multipart

from eia_app.services.people import sessions
from tests.judges.inspector import RULES
from tests.judges.page_tree import Page, parse, text_of
from tests.judges.people_changes import unrecorded
from tests.web.page_forms import Changes, Fields, Form, form_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from eia_app.storage.models.people import Person
    from eia_app.web.http.app_class import Service

READ_STATEMENTS = ("select", "begin", "savepoint", "release", "rollback", "pragma")
OK = 200


@dataclass
class PageResponse:
    """A response of the service, its page, and the SQL statements that it took."""

    answer: TestResponse
    page: Page | None = None
    statements: list[str] = field(default_factory=list)

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def location(self) -> str:
        return self.answer.location or ""

    @property
    def tree(self) -> Page:
        assert self.page is not None, f"{self.status} {self.answer.mimetype} is not a page"
        return self.page

    @property
    def title(self) -> str:
        return text_of(next(self.tree.every("h1")))

    @property
    def text(self) -> str:
        """Return the text of the page’s main part."""
        return text_of(next(self.tree.every("main")))

    @property
    def errors(self) -> list[str]:
        return [text_of(a) for summary in self._summaries() for a in summary.iter("a")]

    def _summaries(self) -> list[Element]:
        return self.tree.of_class("govuk-error-summary")

    @property
    def banners(self) -> list[str]:
        return [
            text_of(heading) for heading in self.tree.of_class("govuk-notification-banner__heading")
        ]

    def link(self, words: str) -> str:
        """Return the address of the first link that begins with these words."""
        for link in self.tree.every("a"):
            if text_of(link).startswith(words):
                return link.get("href", "")
        raise AssertionError(f"No link “{words}” on “{self.title}”.")

    @property
    def links(self) -> list[str]:
        return [link.get("href", "") for link in self.tree.every("a")]

    def form(self, action: str = "") -> Form:
        """Return the last form of the page’s main part whose address contains `action`."""
        main = next(self.tree.every("main"))
        forms = [
            form_of(element) for element in main.iter("form") if action in element.get("action", "")
        ]
        assert forms, f"No form on “{self.title}”."
        return forms[-1]


class Visitor:
    """One person's browser. Cross-site tokens are real: they come from the pages themselves."""

    def __init__(self, app: Service, session: Session, person: Person | None = None) -> None:
        self.app, self.session = app, session
        self.http = app.test_client()
        self.http.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        self.last: PageResponse | None = None
        self._token = ""
        if person is not None:
            self.sign_in_as(person)

    def sign_in_as(self, person: Person, *, began: datetime | None = None) -> None:
        """Take a session as if this person had signed in with their password."""
        at = began or datetime.now(UTC)
        secret = sessions.begin(self.session, person, browser="Firefox on Windows", now=at)
        self.session.commit()
        with self.http.session_transaction() as cookie:
            cookie.permanent = True
            cookie["secret"] = secret
        self._token = ""

    def lose_session(self) -> None:
        """Delete the session’s cookie, as if it had expired."""
        self.http.delete_cookie("eia")

    def get(self, path: str, expect: int = OK) -> PageResponse:
        """Get a page. Fail if the request writes to the database."""
        shown = self._ask("GET", path, expect)
        written = [
            statement
            for statement in shown.statements
            if not statement.lower().startswith(READ_STATEMENTS)
        ]
        assert not written, f"GET {path} writes: {written}"
        return shown

    def post(self, path: str, fields: Fields | Changes, expect: int = 302) -> PageResponse:
        """Post fields with this session’s CSRF token."""
        pairs = fields if isinstance(fields, list) else Form(path, "post", [], []).filled(fields)
        if all(name != "csrf_token" for name, _ in pairs):
            pairs = [*pairs, ("csrf_token", self.token)]
        return self._ask("POST", path, expect, pairs)

    def send(
        self, changes: Changes | None = None, *, form: str = "", expect: int = 302, then: str = ""
    ) -> PageResponse:
        """Fill in the form of the page that is open, and send it."""
        assert self.last is not None
        open_form = self.last.form(form)
        pairs = open_form.filled(changes or {})
        if then or open_form.buttons:
            pairs.append(("then", then or "next"))
        return self.post(open_form.action, pairs, expect)

    def follow(self) -> PageResponse:
        """Get the address that the last response redirects to."""
        assert self.last is not None
        return self.get(self.last.location)

    @property
    def token(self) -> str:
        """Return the CSRF token of this session, read from a page."""
        if not self._token:
            self._ask("GET", "/sign-in", OK)
        return self._token

    def _ask(
        self, method: str, path: str, expect: int, fields: Fields | None = None
    ) -> PageResponse:
        self.session.commit()
        body: dict[str, Any] = {}
        if fields is not None:
            data: dict[str, list[str]] = {}
            for name, value in fields:
                data.setdefault(name, []).append(value)
            body = {"data": data}
            if any(not isinstance(value, str) for _, value in fields):  # a file
                boundary, content = encode_multipart(data)
                kind = f"multipart/form-data; boundary={boundary}"
                body = {"data": content, "content_type": kind}
        engine = self.app.parts.sessions.engine
        with recorded_statements(engine) as sent_statements:
            answer = self.http.open(path, method=method, **body)
        self.session.expire_all()
        assert not unrecorded(sent_statements), (
            f"{method} {path} changed somebody without an event."
        )
        shown = PageResponse(answer, statements=sent_statements)
        if answer.mimetype == "text/html" and answer.data and not 300 <= answer.status_code < 400:
            self._look_at(shown, f"{method} {path}")
        errors = shown.errors if shown.page else ""
        assert not expect or answer.status_code == expect, (
            f"{method} {path}: {answer.status} {errors}"
        )
        self.last = shown
        return shown

    def _look_at(self, shown: PageResponse, request: str) -> None:
        html = shown.answer.get_data(as_text=True)
        page = parse(html)
        name = self.app.parts.forms.council.service_name
        faults = [*page.parse_errors, *(fault for rule in RULES for fault in rule(page, name))]
        assert not faults, f"{request} ({shown.status}):\n" + "\n".join(faults)
        shown.page = page
        tokens = [
            element.get("value", "")
            for element in page.every("input")
            if element.get("name") == "csrf_token"
        ]
        self._token = tokens[0] if tokens else self._token


@contextmanager
def recorded_statements(engine: Engine) -> Iterator[list[str]]:
    """Yield a list that collects the SQL statements sent while this is open."""
    sent: list[str] = []

    def record(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement.strip())

    event.listen(engine, "before_cursor_execute", record)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", record)


def select_statements(shown: PageResponse) -> list[str]:
    """Return the SELECT statements of a response."""
    return [statement for statement in shown.statements if statement.lower().startswith("select")]


def path_of(location: str) -> str:
    """Return a location without its query."""
    return urlsplit(location).path


def minutes_ago(minutes: int) -> datetime:
    return datetime.now(UTC) - timedelta(minutes=minutes)
