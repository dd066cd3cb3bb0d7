"""For everybody: whether a report on paper is the version that was signed off."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from eia_app.services.snapshots import verify
from eia_app.web.http.authorization import public
from eia_app.web.http.database import db

bp = Blueprint("verify", __name__, url_prefix="/verify")
limiter = Limiter(get_remote_address)
LOOKS = "30 per minute"  # enough for a stack of papers, too few to guess
WRONG = "Enter the hash: 10 or more of the numbers 0 to 9 and the letters a to f"


@bp.get("")
@public
@limiter.limit(LOOKS)
def ask() -> ResponseReturnValue:
    """Type the hash that is printed on a report."""
    typed = request.args.get("hash")
    if typed is None:
        return _form("", "")
    digest = verify.tidy(typed)
    if not verify.is_hash(digest):
        return _form(typed, WRONG), 422
    return redirect(url_for("verify.answer", digest=digest))


@bp.get("/<digest>")
@public
@limiter.limit(LOOKS)
def answer(digest: str) -> ResponseReturnValue:
    """Show the version that was signed off under this hash. The hash of a draft is unknown."""
    signed = verify.signed_off(db(), verify.tidy(digest))
    page = render_template("pages/assessment/verify/answer.html", signed=signed)
    return page, 200 if signed else 404


def _form(typed: str, error: str) -> str:
    errors = [{"text": error, "href": "#hash"}] if error else []
    return render_template(
        "pages/assessment/verify/ask.html", typed=typed, error=error, errors=errors
    )
