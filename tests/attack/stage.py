"""The application in this process, with everybody in it, and a way to undo what they did."""

from __future__ import annotations

import logging
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from werkzeug.test import Client, TestResponse

from eia_app import create_app
from eia_app.config import Settings
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State
from eia_app.storage import migrate
from eia_app.storage.engine import open_engine
from eia_app.storage.forms.folder import Forms
from tests import TINY_FORMS
from tests.attack.values import Sent
from tests.factories import Makers, add_person
from tests.web.full_assessment import FullAssessment, make_full_assessment, people_by_role
from tests.web.request_rollback import RollbackSessions
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from eia_app.web.http.app_class import Service

FORM = "application/x-www-form-urlencoded"
BOUNDARY = b"the-end-of-a-part"


class _Faults(logging.Handler):
    """Keeps what the application says about faults of its own."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        why = record.exc_info[1] if record.exc_info else ""
        self.said.append(f"{record.getMessage()}: {why!r}"[:300])


@dataclass
class Stage:
    """One assessment in one state, and everybody who may have to do with it."""

    app: Service
    scene: FullAssessment
    clients: dict[str, Client]
    undo: Callable[[], None]
    faults: list[str]

    def get(self, person: str, path: str) -> TestResponse:
        return self.clients[person].get(path)

    def post(
        self, person: str, path: str, sent: Sent, files: frozenset[str] = frozenset()
    ) -> TestResponse:
        """Send fields as a browser does; `files` are the names of those that are files."""
        body, kind = urlencode(sent, errors="surrogatepass").encode(), FORM
        if files:
            body, kind = _multipart(sent, files), f"multipart/form-data; boundary={_text(BOUNDARY)}"
        ours = {"Sec-Fetch-Site": "same-origin"}
        return self.clients[person].post(path, data=body, content_type=kind, headers=ours)


def _text(value: bytes) -> str:
    return value.decode("ascii")


def _multipart(sent: Sent, files: frozenset[str]) -> bytes:
    parts = []
    for name, value in sent:
        content = value if isinstance(value, bytes) else value.encode(errors="surrogatepass")
        head = f'Content-Disposition: form-data; name="{name}"'
        head += '; filename="notes.txt"\r\nContent-Type: text/plain' if name in files else ""
        parts.append(b"--%s\r\n%s\r\n\r\n%s\r\n" % (BOUNDARY, head.encode(), content))
    return b"".join(parts) + b"--%s--\r\n" % BOUNDARY


@contextmanager
def staged(folder: Path, state: State) -> Iterator[Stage]:
    """The small edition, which has every type of question, with an assessment in this state."""
    url = f"sqlite:///{folder / f'{state.name}.sqlite'}"
    forms_folder = Path(shutil.copytree(TINY_FORMS, folder / f"forms-{state.name}"))
    app = create_app(
        Settings(database_url=url, secret_key="x" * 40, forms_dir=forms_folder,
                 council="testing", secure_cookies=False)
    )  # fmt: skip
    engine = open_engine(url)
    migrate.upgrade(engine)
    heard = _Faults()
    app.logger.addHandler(heard)
    app.logger.propagate = False
    with Session(engine, expire_on_commit=False) as session:
        makers = _makers(session, Forms(forms_folder, "testing"))
        scene = make_full_assessment(state, makers, people_by_role(makers))
        session.commit()
        people: dict[str, Any] = {**scene.people, "nobody": None}
        clients: dict[str, Client] = {
            name: Visitor(app, session, who).http for name, who in people.items()
        }
        session.commit()
    parts: Any = app.parts
    quiet = redirect_stderr(StringIO())  # of the security log
    with quiet, warnings.catch_warnings(), engine.connect() as connection:
        warnings.simplefilter("ignore", ResourceWarning)
        app.extensions["eia"] = replace(parts, sessions=RollbackSessions(connection))
        connection.begin()

        def undo() -> None:
            connection.rollback()
            connection.begin()

        yield Stage(app, scene, clients, undo, heard.said)
    engine.dispose()
    parts.sessions.engine.dispose()


def _makers(session: Session, forms: Forms) -> Makers:
    lead = add_person(session, "Lee Lead")
    equality = add_person(session, "Eli Equality", Role.EQUALITY_LEAD)
    head = add_person(session, "Hana Head", Role.HEAD_OF_SERVICE)
    return Makers(session, forms, lead, equality, head)
