"""The application with a database of the test’s own, and a browser for each role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from eia_app import create_app
from eia_app.config import Settings
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.reports.render_workers import RenderWorkers
from eia_app.storage.engine import Sessions, open_engine
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from eia_app.web.assessment import verify
from tests.databases import delete_rows, put_anew
from tests.web.rendering import renderer
from tests.web.request_rollback import roll_back
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from eia_app.web.http.app_class import Service

__all__ = ["renderer", "roll_back"]

SECRET = "a secret key of the tests, as long as is needed"


@pytest.fixture(scope="session")
def shared_engine(empty_database: Callable[[], str]) -> Iterator[Engine]:
    """Made once for each worker, so that each statement is compiled once."""
    engine = open_engine(empty_database())
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(shared_engine: Engine, empty_file: Path | None) -> Iterator[Sessions]:
    """A database of this test's own: what a request commits, the next one and the test see."""
    if empty_file is not None:
        put_anew(empty_file, shared_engine)
    yield Sessions(shared_engine)
    if empty_file is None:
        delete_rows(shared_engine)


@pytest.fixture
def session(sessions: Sessions) -> Iterator[Session]:
    """The test's own session. A visitor commits it before each request, and empties it after."""
    with Session(sessions.engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture(scope="session")
def shared_app(forms: Forms, tmp_path_factory: pytest.TempPathFactory) -> Service:
    """Made once for each worker, so that each template is compiled once."""
    nowhere = tmp_path_factory.mktemp("nowhere") / "eia.sqlite"
    settings = Settings(
        database_url=f"sqlite:///{nowhere}",
        secret_key=SECRET,
        forms_dir=forms.folder,
        secure_cookies=False,
    )
    app = create_app(settings)
    app.testing = True
    return app


@pytest.fixture
def app(shared_app: Service, sessions: Sessions, tiny_forms: Forms) -> Iterator[Service]:
    """The application with this test's database and the small edition."""
    parts, config = shared_app.parts, dict(shared_app.config)
    by_hand = RenderWorkers(sessions, at_a_time=0)
    shared_app.extensions["eia"] = replace(
        parts, sessions=sessions, forms=tiny_forms, renderers=by_hand
    )
    verify.limiter.reset()
    yield shared_app
    shared_app.extensions["eia"] = parts
    shared_app.config.clear()
    shared_app.config.update(config)
    shared_app.testing = True


@pytest.fixture
def change_settings(app: Service) -> Callable[..., None]:
    """Return a function that changes settings of the application for this test."""

    def change(**settings: Any) -> None:
        parts = app.parts
        app.extensions["eia"] = replace(parts, settings=replace(parts.settings, **settings))

    return change


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords fast; tests of their strength do without this fixture."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    for module in ("people", "authentication"):
        monkeypatch.setattr(f"eia_app.services.people.{module}.hasher", quick)


@pytest.fixture
def hart_app(app: Service, forms: Forms) -> Service:
    """The application with the edition that we ship, for Hart."""
    app.extensions["eia"] = replace(app.parts, forms=forms)
    return app


@pytest.fixture
def visit(app: Service, session: Session) -> Callable[[Person | None], Visitor]:
    """Return a function that opens a browser for a person, or for nobody with None."""
    return lambda person: Visitor(app, session, person)


Visit = Callable[[Person | None], Visitor]


@pytest.fixture
def anonymous(visit: Visit) -> Visitor:
    return visit(None)


@pytest.fixture
def as_lead(visit: Visit, lead: Person) -> Visitor:
    return visit(lead)


@pytest.fixture
def as_contributor(visit: Visit, contributor: Person) -> Visitor:
    return visit(contributor)


@pytest.fixture
def as_stranger(visit: Visit, stranger: Person) -> Visitor:
    return visit(stranger)


@pytest.fixture
def as_champion(visit: Visit, champion: Person) -> Visitor:
    return visit(champion)


@pytest.fixture
def as_equality_lead(visit: Visit, equality_lead: Person) -> Visitor:
    return visit(equality_lead)


@pytest.fixture
def as_head_of_service(visit: Visit, head_of_service: Person) -> Visitor:
    return visit(head_of_service)


@pytest.fixture
def as_report_author(visit: Visit, report_author: Person) -> Visitor:
    return visit(report_author)


@pytest.fixture
def as_administrator(visit: Visit, administrator: Person) -> Visitor:
    return visit(administrator)


@pytest.fixture
def at() -> Callable[..., str]:
    """Return a function for addresses: `at(context, "sections/proposal/basics")`."""
    return lambda context, path="": address(context, path)


def address(context: AssessmentContext, path: str = "") -> str:
    return f"/assessments/{context.assessment.id}/{path}"
