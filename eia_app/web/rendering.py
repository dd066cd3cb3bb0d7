"""Files that are rendered: handed out if they are there, else the one page that waits for them.

No request renders anything, and none waits: see `services.render_queue`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Response, after_this_request, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from eia_app.domain.render_order import place_in_words
from eia_app.reports.pens import FORMATS, Kind
from eia_app.services import render_queue
from eia_app.web.access import signed_in
from eia_app.web.database import db

if TYPE_CHECKING:
    from collections.abc import Callable

    from eia_app.services.render_queue import Order

LOOK_AGAIN = 3  # seconds between two looks of the page that waits
MADE = "made"  # what addresses call the key of a file


@dataclass(frozen=True)
class Awaited:
    """A file that somebody may have: what it is of, and the addresses of its page and its file.

    Both addresses take the key of the file, so that a draft can be fetched as it was asked for.
    """

    subject: str
    kind: Kind
    page: Callable[[str | None], str]
    file: Callable[[str | None], str]

    def hand_out(self, order: Callable[[], Order]) -> ResponseReturnValue:
        """The file; or, if it is not made yet, the page that waits for it. Raises QueueFull."""
        if made := render_queue.file_of(db(), _key(), self.subject):
            return file_response(made.content, FORMATS[self.kind].mimetype, made.name)
        wanted = order()
        if made := render_queue.file_of(db(), wanted.key):
            return file_response(made.content, FORMATS[self.kind].mimetype, wanted.name)
        ask(wanted)
        return redirect(self.page(wanted.key), 303)

    def wait(self, order: Callable[[], Order], **what: Any) -> ResponseReturnValue:
        """Until the file is made this page looks again by itself; then it leads there."""
        now = datetime.now(UTC)
        found = render_queue.progress(db(), _key(), self.subject, now=now)
        if found is None:
            return self._begin(order())
        is_waiting = not (found.is_ready or found.has_failed)
        if is_waiting:  # for the service may have been started anew
            current_app.extensions["eia"].renderers.wake()
        page = render_template(
            "pages/report/waiting.html",
            **{"opened": None, "pack": None, **what},
            progress=found,
            place=place_in_words(found.place),
            format=FORMATS[self.kind],
            look_again=self.page(_key()),
            file=self.file(_key()),
            once_more=self.file(None),
        )
        status = 500 if found.has_failed else 200
        return page, status, {"Refresh": str(LOOK_AGAIN)} if is_waiting else {}

    def _begin(self, wanted: Order) -> ResponseReturnValue:
        """The page was opened without a key, or nobody knows the file of its key any more."""
        if render_queue.file_of(db(), wanted.key) is None:
            ask(wanted)
        return redirect(self.page(wanted.key), 303)


def ask(order: Order) -> None:
    """Put a file into the queue, in a session of its own: who looks at a page only reads."""
    with current_app.extensions["eia"].sessions.to_write() as session:
        render_queue.ask(session, order, by=signed_in().id, now=datetime.now(UTC))
        session.commit()
    current_app.extensions["eia"].renderers.wake()


def wake_afterwards() -> None:
    """Have what this request puts into the queue rendered, once it is committed."""
    renderers = current_app.extensions["eia"].renderers

    @after_this_request
    def begin(answer: Response) -> Response:
        renderers.wake()
        return answer


def base_url() -> str:
    """Where people reach the service, if the settings say it."""
    found: str = current_app.extensions["eia"].settings.base_url
    return found


def file_response(content: bytes, mimetype: str, name: str) -> Response:
    """A file to keep, called by its name."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _key() -> str:
    return request.args.get(MADE, "")
