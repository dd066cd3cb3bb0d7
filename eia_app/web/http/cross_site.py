"""Refuses what another site has a browser send: nothing of it is read, and no cookie is set.

A form on another site can be sent to ours by anybody who visits it. It arrives without our session
cookie, which is SameSite=Lax; an answer that begins a new session would sign the visitor out, and
one that carries what was posted would put a stranger’s words into the visitor’s assessment.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Request, current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from eia_app.web.http import current
from eia_app.web.http.database import SAFE

OURS = frozenset({"same-origin", "none"})  # of Sec-Fetch-Site; “none” is the person themselves
TITLE = "Another website sent this"
SAID = (
    "This did not come from a page of this service, so nothing of it was read or saved. If you"
    " pressed a button on a page of this service, go back in your browser: what you typed is still"
    " there. Copy it, open the page again, and send it from there."
)


def refuse_foreign(app: Flask) -> None:
    """Refuse foreign requests before any other check, the limit of sign-in attempts included."""

    @app.before_request
    def refuse() -> ResponseReturnValue | None:
        if request.method in SAFE or is_from_us(request):
            return None
        g.foreign, g.person = True, None
        return render_template("errors/error.html", title=TITLE, said=SAID, status=403), 403


def is_from_us(sent: Request) -> bool:
    """Return whether a page of ours sent this, or a program that holds a session of ours.

    Every browser of today sends Sec-Fetch-Site over HTTPS, and Origin with each POST also over
    HTTP. Where both are missing it was a program, or a browser of before 2020: with our cookie
    it is no other site’s doing, as browsers send a Lax cookie with no POST of another site.
    """
    site = sent.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in OURS
    origin = sent.headers.get("Origin")
    if origin is not None:
        return _host(origin) in {sent.host.lower(), _host(_base_url())} - {""}
    return current_app.config["SESSION_COOKIE_NAME"] in sent.cookies


def _base_url() -> str:
    return str(current.parts().settings.base_url)


def _host(address: str) -> str:
    """Return the host and port of an address; "" for “null” and what is no address."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
