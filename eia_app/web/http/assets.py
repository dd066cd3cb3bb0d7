"""The addresses of the built style sheet and script, and the council's colours as a style sheet."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path

from flask import Blueprint, Response

from eia_app.domain.questionnaire.council import Council
from eia_app.web.http import current
from eia_app.web.http.authorization import public

bp = Blueprint("assets", __name__)
YEAR = 31_536_000


class Assets:
    """The built assets by their plain names."""

    def __init__(self, static: Path) -> None:
        self.static = static

    @cached_property
    def names(self) -> dict[str, str]:
        manifest = self.static / "built" / "manifest.json"
        built: dict[str, str] = json.loads(manifest.read_text()) if manifest.is_file() else {}
        return built

    def url(self, name: str) -> str:
        """Return the address of an asset: its name carries its hash, so it may be kept for ever."""
        return f"/static/built/{self.names.get(name, name)}"


def colours_of(council: Council) -> str:
    """Return the council's colours as custom properties."""
    lines = [f"--eia-{key.replace('_', '-')}: {value};" for key, value in council.colours.items()]
    return ":root { " + " ".join(lines) + " }\n"


def colours_version(council: Council) -> str:
    return hashlib.sha256(colours_of(council).encode()).hexdigest()[:10]


@bp.get("/council-<version>.css")
@public
def colours(version: str) -> Response:
    """The council's colours; the address changes when they do."""
    council = current.parts().forms.council
    answer = Response(colours_of(council), mimetype="text/css")
    if version == colours_version(council):
        answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return answer


@bp.get("/favicon.ico")
@public
def favicon() -> Response:
    """The icon that browsers ask for whatever the page says."""
    path: Path = current.parts().assets.static / "favicon.svg"
    return Response(path.read_bytes(), mimetype="image/svg+xml")
