"""How many statements a page sends to the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from eia_app import create_app
from eia_app.config import Settings
from tests.bench import data
from tests.bench.load import BenchFailed
from tests.bench.visitor import FORM, fields_of


@contextmanager
def _counted(engine: Engine) -> Iterator[list[str]]:
    """The statements sent in the meantime; beginning and ending a transaction asks nothing."""
    sent: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def queries(database: str, forms: Path, pages: Mapping[str, str]) -> dict[str, int]:
    """Statements for each page by its name, for somebody who is signed in."""
    app = create_app(
        Settings(
            database_url=database,
            secret_key="only for this measurement",
            forms_dir=forms,
            secure_cookies=False,
        )
    )
    client, engine = app.test_client(), app.parts.sessions.engine
    _send(client, "/sign-in", {"email": data.EMAIL, "password": data.PASSWORD})
    found = {}
    for name, path in pages.items():
        client.get(path)
        with _counted(engine) as sent:
            answer = client.get(path)
        if answer.status_code != 200:
            raise BenchFailed(f"{path} was answered with {answer.status_code}.")
        found[name] = len(sent)
    engine.dispose()
    return found


def _send(client: FlaskClient, path: str, given: Mapping[str, str]) -> None:
    kept = [pair for pair in fields_of(client.get(path).text) if pair[0] not in given]
    body = urlencode([*kept, *given.items()])
    answer = client.post(path, data=body, content_type=FORM)
    if answer.status_code != 302:
        raise BenchFailed(f"POST {path} was answered with {answer.status_code}.")
