"""For a proxy or a monitor: whether this process is alive, and whether it can do its work.

Both are for everybody, are never limited, write nothing and say nothing that is private.
"""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from eia_app.services.people import readiness
from eia_app.web.http import current
from eia_app.web.http.authorization import public

bp = Blueprint("health", __name__)


@bp.get("/health")
@public
def health() -> ResponseReturnValue:
    """The process answers. Nothing else is asked, so it is true while the database is away."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/ready")
@public
def ready() -> ResponseReturnValue:
    """Whether requests can be sent here: 200, or 503 with what is in the way."""
    found = readiness.check(current.parts().sessions.engine)
    return found, 200 if all(found.values()) else 503
