"""Files that are rendered: handed out if they are there, else the one page that waits for them.

No request renders anything, and none waits: see `services.render_queue`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, after_this_request, redirect, render_template, request
from flask.typing import ResponseReturnValue

from eia_app.domain.snapshot.render_order import place_in_words
from eia_app.reports.jobs.formats import FORMATS, Format
from eia_app.services.reports import render_queue
from eia_app.web.http import current
from eia_app.web.http.authorization import signed_in
from eia_app.web.http.database import db

if TYPE_CHECKING:
    from collections.abc import Callable

    from eia_app.services.reports.render_queue import Order

LOOK_AGAIN = 3  # seconds between two looks of the page that waits
MADE = "made"  # what addresses call the key of a file


@dataclass(frozen=True)
class Awaited:
    """A file that is rendered for somebody, with the addresses of its waiting page and of the file.

    Both addresses take the key of the file, so that a draft can be fetched as it was asked for.
    """

    subject: str
    kind: Format
    page: Callable[[str | None], str]
    file: Callable[[str | None], str]

    def hand_out(self, order: Callable[[], Order]) -> ResponseReturnValue:
        """Return the file, or lead to the page that waits for it. Raise QueueFull."""
        if made := render_queue.file_of(db(), _key(), self.subject):
            return file_response(made.content, FORMATS[self.kind].mimetype, made.name)
        ordered = order()
        if made := render_queue.file_of(db(), ordered.key):
            return file_response(made.content, FORMATS[self.kind].mimetype, ordered.name)
        ask(ordered)
        return redirect(self.page(ordered.key), 303)

    def wait(self, order: Callable[[], Order], **shown: Any) -> ResponseReturnValue:
        """Return the page that looks again by itself until the file is made."""
        now = current.now()
        progress = render_queue.progress(db(), _key(), self.subject, now=now)
        if progress is None:
            return self._begin(order())
        is_waiting = not (progress.is_ready or progress.has_failed)
        if is_waiting:  # for the service may have been started anew
            current.parts().renderers.wake()
        page = render_template(
            "pages/reports/report/waiting.html",
            **{"opened": None, "pack": None, **shown},
            progress=progress,
            place=place_in_words(progress.place),
            format=FORMATS[self.kind],
            look_again=self.page(_key()),
            file=self.file(_key()),
            once_more=self.file(None),
        )
        status = 500 if progress.has_failed else 200
        return page, status, {"Refresh": str(LOOK_AGAIN)} if is_waiting else {}

    def _begin(self, order: Order) -> ResponseReturnValue:
        """Order the file of a page that was opened without a key, or with one no longer known."""
        if render_queue.file_of(db(), order.key) is None:
            ask(order)
        return redirect(self.page(order.key), 303)


def ask(order: Order) -> None:
    """Put a file into the queue, in a session of its own: the request itself only reads."""
    with current.parts().sessions.to_write() as session:
        render_queue.ask(session, order, by=signed_in().id, now=current.now())
        session.commit()
    current.parts().renderers.wake()


def wake_afterwards() -> None:
    """Have what this request puts into the queue rendered, once it is committed."""
    renderers = current.parts().renderers

    @after_this_request
    def begin(answer: Response) -> Response:
        renderers.wake()
        return answer


def base_url() -> str:
    """Return where people reach the service, "" if the settings do not say it."""
    address: str = current.parts().settings.base_url
    return address


def file_response(content: bytes, mimetype: str, name: str) -> Response:
    """Return a file to be saved, with its name."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _key() -> str:
    return request.args.get(MADE, "")
