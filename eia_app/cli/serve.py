"""Commands that serve: `serve` for real, `run` for the demonstration."""

from __future__ import annotations

import secrets
import socket
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped] # gunicorn is not typed

from eia_app import create_app
from eia_app.cli.context import CommandContext, command_context
from eia_app.cli.database import load_demonstration
from eia_app.cli.serve_worker import PatientWorker
from eia_app.config import BadSetting, Settings, check_for_serving
from eia_app.domain.errors import EditionChanged, NotAllowed
from eia_app.domain.questionnaire.parse_edition import edition_from
from eia_app.services.assessment.edition_freeze import freeze
from eia_app.services.assessment.inventory import is_empty
from eia_app.services.people.authentication import fictional_people
from eia_app.storage import migrate

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from eia_app.web.http.app_class import Service

SECRET_KEY = Path("var/secret-key")
DEMONSTRATION_THREADS = 8


class Server(BaseApplication):  # type: ignore[misc] # gunicorn is not typed
    """gunicorn, started from Python: the application is made once, and workers are copies of it."""

    def __init__(self, app: Service, settings: Settings, greeting: str) -> None:
        self.app, self.settings, self.greeting = app, settings, greeting
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": [address(self.settings)],
            "workers": self.settings.workers,
            "threads": self.settings.threads,
            "worker_class": PatientWorker,
            "sendfile": False,  # an answer that is read slowly is sent by the worker’s loop
            "preload_app": True,
            "keepalive": 75,
            "loglevel": "warning",
            "control_socket_disable": True,
            "proc_name": "eia",
            "when_ready": lambda _: click.echo(self.greeting),
            "post_fork": lambda _, __: self._begin(),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self.app

    def _begin(self) -> None:
        """Drop the connections of the parent process, and start the threads of this one."""
        self.app.parts.sessions.engine.dispose(close=False)
        self.app.parts.renderers.wake()  # what waited when the service was stopped


@click.command()
def serve() -> None:
    """Serve over HTTP, to be put behind a reverse proxy."""
    with command_context() as place:
        settings = place.settings
        check_for_serving(settings)
        if settings.demonstration and not settings.secret_key:
            settings = replace(settings, secret_key=_stored_secret_key())
        council = _check_forms(place)
        _check_up_to_date(place)
    _serve(settings, f"Serving {council} on {_url(settings)}.")


@click.command()
def run() -> None:
    """Serve the demonstration; its data is kept in var/."""
    with command_context() as place:
        _check_forms(place)
        _check_port(place.settings)
        _put_aside(place.sessions.engine)
        settings = _for_demonstration(place.settings)
        migrate.upgrade(place.sessions.engine)
        with place.reading() as session:
            is_new = is_empty(session)
        if is_new:
            click.echo(load_demonstration(place))
        _check_edition(place)
        with place.reading() as session:
            people = fictional_people(session, demonstration=True)
    lines = [
        f"Open {_url(settings)} and sign in, with one click, as one of these fictional people:",
        *(f"  {person.name}, {person.job_title}" for person in people),
        "Press Ctrl+C to stop. What you do is kept for the next time.",
    ]
    _serve(settings, "\n".join(lines))


def _for_demonstration(settings: Settings) -> Settings:
    return replace(
        settings,
        demonstration=True,
        secure_cookies=False,
        secret_key=settings.secret_key or _stored_secret_key(),
        workers=1,
        threads=DEMONSTRATION_THREADS,
    )


def _check_edition(place: CommandContext) -> None:
    """Raise NotAllowed if the stored demonstration was made with questions since changed."""
    try:
        with place.writing() as session:
            freeze(session, place.forms, place.forms.newest, now=datetime.now(UTC))
    except EditionChanged:
        raise NotAllowed(
            "The demonstration that is kept here was made with other questions:"
            " delete the folder var/ to begin it anew."
        ) from None


def _check_forms(place: CommandContext) -> str:
    """Return the council’s name. Raise BadDefinition or NotFound for unusable forms."""
    edition_from(place.forms.newest, place.forms.tables(place.forms.newest))
    return place.forms.council.name


def _check_up_to_date(place: CommandContext) -> None:
    """Raise NotAllowed if the database has not the tables of this version."""
    obstacle = migrate.obstacle(place.sessions.engine)
    if obstacle:
        raise NotAllowed(obstacle)


def _put_aside(engine: Engine) -> None:
    """Rename the folder of a demonstration from before the first release, and say where it is.

    A database that somebody put elsewhere is theirs to move.
    """
    folder = SECRET_KEY.parent
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if not file or Path(file).resolve().parent != folder.resolve():
        return
    if migrate.obstacle(engine) != migrate.BEFORE_RELEASE:
        return
    engine.dispose()
    name = f"{folder}-before-0.2.0"
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    new_folder = next(path for path in map(Path, names) if not path.exists())
    folder.rename(new_folder)
    folder.mkdir()
    click.echo(
        "The demonstration that was kept here is from before version 0.2.0, which cannot read it:"
        f" it is in {new_folder}/ now, and a new one begins."
    )


def _stored_secret_key() -> str:
    """Return the key of this demonstration, which is made at its first start."""
    if not SECRET_KEY.is_file() or not SECRET_KEY.read_text(encoding="ascii").strip():
        SECRET_KEY.parent.mkdir(parents=True, exist_ok=True)
        SECRET_KEY.touch(mode=0o600)
        SECRET_KEY.write_text(secrets.token_hex(32), encoding="ascii")
    return SECRET_KEY.read_text(encoding="ascii").strip()


def address(settings: Settings) -> str:
    """Return the address at which gunicorn listens: 127.0.0.1:8000 or [::1]:8000."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{settings.port}"


def _url(settings: Settings) -> str:
    return f"http://{address(settings)}/"


def _check_port(settings: Settings) -> None:
    """Raise BadSetting for a port in use, which gunicorn would report in five lines after 5 s."""
    try:
        family, kind, _, _, socket_address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(socket_address)
    except OSError as error:
        raise BadSetting(
            f"{address(settings)} cannot be listened on ({error.strerror}): choose another with"
            " EIA_HOST and EIA_PORT."
        ) from None


def _serve(settings: Settings, greeting: str) -> None:
    _check_port(settings)
    app = create_app(settings)
    _ = app.parts.forms.newest  # settled now, for every worker, and not when it is first needed
    Server(app, settings, greeting).run()


COMMANDS = {"serve": serve, "run": run}
