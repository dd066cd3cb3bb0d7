"""Commands that serve: `serve` for real, `run` for the demonstration."""

from __future__ import annotations

import secrets
import socket
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from gunicorn.app.base import BaseApplication

from eia_app import create_app
from eia_app.cli.database import load_demonstration
from eia_app.cli.workplace import Workplace, workplace
from eia_app.config import BadSetting, Settings, check_for_serving
from eia_app.services import demo
from eia_app.storage import migrate

if TYPE_CHECKING:
    from eia_app.web.service import Service

SECRET_KEY = Path("var/secret-key")
DEMONSTRATION_THREADS = 8


class Server(BaseApplication):  # type: ignore[misc] # gunicorn is not typed
    """gunicorn, started from Python: the application is made once, then each worker is a copy."""

    def __init__(self, app: Service, settings: Settings, greeting: str) -> None:
        self.app, self.settings, self.greeting = app, settings, greeting
        super().__init__()

    def load_config(self) -> None:
        given = {
            "bind": [address(self.settings)],
            "workers": self.settings.workers,
            "threads": self.settings.threads,
            "worker_class": "gthread",
            "preload_app": True,
            "keepalive": 75,
            "loglevel": "warning",
            "control_socket_disable": True,
            "proc_name": "eia",
            "when_ready": lambda _: click.echo(self.greeting),
            "post_fork": lambda _, __: self._own_connections(),
        }
        for name, value in given.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self.app

    def _own_connections(self) -> None:
        """A connection belongs to the process that opened it."""
        self.app.parts.sessions.engine.dispose(close=False)


@click.command()
def serve() -> None:
    """Serve over HTTP, to be put behind a reverse proxy."""
    place = workplace()
    check_for_serving(place.settings)
    if not place.settings.secret_key:
        raise BadSetting("Set EIA_SECRET_KEY to 32 or more random characters.")
    _check_forms(place)
    migrate.check(place.settings.database_url)
    name = place.forms.council.name
    _serve(place.settings, f"Serving {name} on {_url(place.settings)}.")


@click.command()
def run() -> None:
    """Serve the demonstration: made ready first, its data kept in var/."""
    place = workplace()
    settings = replace(
        place.settings,
        demonstration=True,
        secure_cookies=False,
        secret_key=place.settings.secret_key or _kept_secret_key(),
        workers=1,
        threads=DEMONSTRATION_THREADS,
    )
    place = Workplace(settings)
    _check_forms(place)
    _check_port(settings)
    migrate.upgrade(settings.database_url)
    loaded = load_demonstration(place) if place.is_empty() else None
    with place.reading() as session:
        people = demo.signs_in_as(session)
    place.close()
    lines = [
        *([loaded] if loaded else []),
        f"Open {_url(settings)} and sign in, with one click, as one of these fictional people:",
        *(f"  {name}, {title}" for name, title in people),
        "Press Ctrl+C to stop. The data stays in var/.",
    ]
    _serve(settings, "\n".join(lines))


def _check_forms(place: Workplace) -> None:
    """Refuse to start with forms that no page could show. Raises BadDefinition, NotFound."""
    place.forms.tables(place.forms.newest)
    place.forms.council.name


def _kept_secret_key() -> str:
    """The key of this demonstration, made at its first start."""
    if not SECRET_KEY.is_file() or not SECRET_KEY.read_text(encoding="ascii").strip():
        SECRET_KEY.parent.mkdir(parents=True, exist_ok=True)
        SECRET_KEY.touch(mode=0o600)
        SECRET_KEY.write_text(secrets.token_hex(32), encoding="ascii")
    return SECRET_KEY.read_text(encoding="ascii").strip()


def address(settings: Settings) -> str:
    """Where gunicorn listens, such as 127.0.0.1:8000 or [::1]:8000."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{settings.port}"


def _url(settings: Settings) -> str:
    return f"http://{address(settings)}/"


def _check_port(settings: Settings) -> None:
    """gunicorn would try for five seconds, and then say it in five lines. Raises BadSetting."""
    try:
        family, kind, _, _, where = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(where)
    except OSError as error:
        raise BadSetting(
            f"{address(settings)} cannot be listened on ({error.strerror}): choose another with"
            " EIA_HOST and EIA_PORT."
        ) from None


def _serve(settings: Settings, greeting: str) -> None:
    _check_port(settings)
    Server(create_app(settings), settings, greeting).run()


COMMANDS = {"serve": serve, "run": run}
