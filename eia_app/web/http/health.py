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
    """Answer that the process is alive. Nothing else is asked, the database included."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/ready")
@public
def ready() -> ResponseReturnValue:
    """Answer 200 if requests can be sent here, or 503 with what is in the way."""
    checks = readiness.check(current.parts().sessions.engine)
    return checks, 200 if all(checks.values()) else 503
