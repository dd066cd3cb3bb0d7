"""The Flask application class: a session for each request, committed before the answer is sent."""

from __future__ import annotations

from typing import Any, NoReturn
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Request, Response, g, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import RequestRedirect

from eia_app.web.http import security_log
from eia_app.web.http.current import Parts
from eia_app.web.http.database import let_go
from eia_app.web.http.form_limits import BoundedRequest
from eia_app.web.http.unsaved_text import delete_restored

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SAVED = frozenset({302, 303})  # a form that was accepted leads on
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HTTPS_ONLY = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


class Service(Flask):
    """Commits inside the request, so that a conflict at the last moment still gets its page."""

    request_class = BoundedRequest

    @property
    def parts(self) -> Parts:
        parts: Parts = self.extensions["eia"]
        return parts

    def dispatch_request(self) -> ResponseReturnValue:
        answer = super().dispatch_request()
        session = g.get("session")
        if session is not None and request.method not in SAFE:
            if isinstance(answer, Response) and answer.status_code in SAVED:
                delete_restored()
            session.commit()
            security_log.write_noted()
        return answer

    def raise_routing_exception(self, request: Request) -> NoReturn:
        """Lead to an address with its last stroke without the host, which anybody may claim."""
        error = request.routing_exception
        if isinstance(error, RequestRedirect):
            parts = urlsplit(error.new_url)
            path = f"/{parts.path.lstrip('/')}"
            error.new_url = urlunsplit(("", "", path, parts.query, ""))
        super().raise_routing_exception(request)

    def process_response(self, response: Response) -> Response:
        """Let what another site had a browser send neither begin a session nor prolong one."""
        answer = super().process_response(response)
        if "foreign" in g:
            answer.headers.remove("Set-Cookie")
        return answer


def close_session(_: BaseException | None) -> None:
    """Give the connection back after each request; what was not committed is undone."""
    let_go()


def add_headers(response: Any) -> Any:
    """Put security headers on every page, and keep signed-in people’s pages out of caches."""
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers.setdefault(*HTTPS_ONLY)
    return response


def add_static_headers(headers: Any, *, https: bool) -> None:
    """Put security headers on static files, which may be kept."""
    for name, value in [*SECURITY_HEADERS.items(), *([HTTPS_ONLY] if https else [])]:
        headers[name] = value
