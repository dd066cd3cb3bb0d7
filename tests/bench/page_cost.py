"""The processor time of single pages of a full assessment, and the pages themselves.

python -m tests.bench.page_cost DATABASE PAGES [--times N]

Run it in two working trees with copies of one database, alternating, to compare them: it prints
milliseconds (the least of N) and statements, and writes each page to the folder PAGES without its
tokens, so that `diff -r` tells whether both trees answer alike. DATABASE is a file; it is made
when it is not there, and written to.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import EnvironBuilder, run_wsgi_app

from eia_app import create_app, resources
from eia_app.config import Settings
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Assessment
from tests.bench import coach, data, pages, queries
from tests.bench.load import BenchFailed
from tests.bench.visitor import FORM, fields_of
from tests.factories import Clock

TOKENS = re.compile(r'(?<=name="csrf_token" value=")[^"]*|(?<=nonce=")[^"]*')
NEW_ROW = re.compile(r'(?<=name="row" value=")[^"]*')  # the id that a row to be added will have
WARM_UP = 3


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.page_cost", description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--times", type=int, default=40)
    chosen = parser.parse_args()
    url = f"sqlite:///{chosen.database.resolve()}"
    if not chosen.database.exists():
        _fill(url)
    print(json.dumps(measure(url, chosen.pages, chosen.times)))


def measure(url: str, folder: Path, times: int) -> dict[str, float]:
    """Milliseconds by what is asked; each page is written to the folder."""
    settings = Settings(
        database_url=url,
        secret_key="only for this measurement",
        forms_dir=resources.forms(),
        secure_cookies=False,
    )
    app = create_app(settings)
    client = app.test_client()
    queries._send(client, "/sign-in", {"email": data.EMAIL, "password": data.PASSWORD})
    with app.parts.sessions.to_read() as session:
        assessment = session.scalars(select(Assessment).order_by(Assessment.reference)).first()
        assert assessment is not None
        id_ = assessment.id
    group = pages.page_of(id_, "effects", "age")
    asked = {
        "group": group,
        "tasks": f"/assessments/{id_}/",
        "answers": f"/assessments/{id_}/answers",
    }
    folder.mkdir(parents=True, exist_ok=True)
    _keep_pages(client, asked["tasks"], folder)
    found = {name: _best(times, _getting(client, path)) for name, path in asked.items()}
    found["post"] = _best(times, _posting(client, group))
    advice = coach.measure(url, resources.forms(), id_)
    found["coach"], found["coach of a page"] = advice.everything, advice.page
    counts = queries.queries(url, resources.forms(), asked)
    return found | {f"{name}, statements": count for name, count in counts.items()}


def _fill(url: str) -> None:
    sessions, forms, clock = data.prepare(url), Forms(resources.forms(), "hart"), Clock()
    with sessions.to_write.begin() as session:
        person = data.add_person(session)
        for number in (1, 2):
            data.start_full(session, forms, person, f"Proposal {number}", clock)
    sessions.engine.dispose()


def _keep_pages(client: FlaskClient, tasks: str, folder: Path) -> None:
    """Write every page of the assessment that can be reached from its task list."""
    waiting, seen = [tasks], {tasks}
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        name = path.removeprefix(tasks).replace("/", "+") or "tasks"
        (folder / f"{name}.html").write_text(
            f"{answer.status}\n{NEW_ROW.sub('', TOKENS.sub('', answer.text))}"
        )
        links = set(re.findall(r'href="([^"#?]+)"', answer.text))
        new = sorted(each for each in links - seen if each.startswith(tasks))
        seen.update(new)
        waiting += new


def _environ(client: FlaskClient, path: str, body: bytes = b"") -> dict[str, Any]:
    request = EnvironBuilder(path, method="POST", content_type=FORM, data=body) if body else None
    environ = (request or EnvironBuilder(path)).get_environ()
    client._add_cookies_to_wsgi(environ)
    return environ


def _ask(client: FlaskClient, environ: dict[str, Any], wanted: str) -> None:
    """Ask the application itself, without what a test client does around it."""
    _, status, _ = run_wsgi_app(client.application, environ, buffered=True)
    if not status.startswith(wanted):
        raise BenchFailed(f"{environ['PATH_INFO']} was answered with {status}.")


def _getting(client: FlaskClient, path: str) -> Callable[[], Callable[[], None]]:
    def prepare() -> Callable[[], None]:
        environ = _environ(client, path)
        return lambda: _ask(client, environ, "200")

    return prepare


def _posting(client: FlaskClient, path: str) -> Callable[[], Callable[[], None]]:
    """Save the page with another explanation each time."""
    pairs = dict(fields_of(client.get(path).text)) | {"then": "next"}
    text, seen, number = pairs["explanation"], int(pairs["seen"]), iter(range(100_000))

    def prepare() -> Callable[[], None]:
        turn = next(number)
        moving = {"explanation": f"{text} Looked at again, time {turn}.", "seen": str(seen + turn)}
        environ = _environ(client, path, urlencode(pairs | moving).encode())
        return lambda: _ask(client, environ, "302")

    return prepare


def _best(times: int, prepare: Callable[[], Callable[[], None]]) -> float:
    took = []
    for _ in range(WARM_UP + times):
        ask = prepare()
        began = process_time()
        ask()
        took.append(process_time() - began)
    return 1000 * min(took[WARM_UP:])


if __name__ == "__main__":
    main()
