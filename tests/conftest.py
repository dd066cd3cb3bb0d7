"""What every test may ask for: a database, forms, people, assessments."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from eia_app import resources
from eia_app.domain.questionnaire.council import Council
from eia_app.domain.questionnaire.model import Edition, Group
from eia_app.domain.questionnaire.parse_edition import edition_from
from eia_app.domain.roles import Role
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.storage.engine import Sessions, open_engine
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.people import Person
from tests import TINY_FORMS
from tests.databases import copied, demonstration, empty_database, empty_file, new_database
from tests.factories import NOW, Makers, add_person
from tests.judges.fixtures import chromium, nu, postgres
from tests.reviews import ReviewFactory
from tests.training import PracticeFactory

__all__ = ["chromium", "nu", "postgres"]
__all__ += ["copied", "demonstration", "empty_database", "empty_file", "new_database"]

# What is proven does not depend on how fast the machine is.
settings.register_profile("eia", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("eia")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="which database the tests run on (default: sqlite)",
    )
    parser.addoption(
        "--clock",
        metavar="MOMENT",
        type=datetime.fromisoformat,
        help="what this machine’s clock says when the tests begin, such as 2026-07-07T23:30Z; it"
        " goes on from there, in this process and not in those that it starts",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Set the clock before any test is collected: some say what today is when they are read."""
    if config.option.clock is not None:
        if config.option.clock.tzinfo is None:
            raise pytest.UsageError("--clock needs a time zone, such as 2026-07-07T23:30Z.")
        traveller = time_machine.travel(config.option.clock)
        traveller.start()
        config.add_cleanup(traveller.stop)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the files that drive a browser first, then those with other slow tests.

    With `--dist loadfile` each file goes to one worker as a whole, so that what it makes once is
    made once in the run; the short files at the end let the workers finish together.
    """
    weights: dict[Path, int] = defaultdict(int)
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        weight = 2 if "browser" in marks else int("slow" in marks)
        weights[item.path] = max(weights[item.path], weight)
    items.sort(key=lambda item: -weights[item.path])


@pytest.fixture(scope="session")
def database_url(empty_database: Callable[[], str]) -> str:
    """The database that this worker's tests share; `session` leaves nothing in it."""
    return empty_database()


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session in a transaction that is undone after the test, commits and all."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        ) as session:
            yield session
        outer.rollback()


@pytest.fixture
def sessions(empty_database: Callable[[], str]) -> Iterator[Sessions]:
    """A database of this test's own, where several sessions commit and see each other's work."""
    engine = open_engine(empty_database())
    yield Sessions(engine)
    engine.dispose()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def forms() -> Forms:
    """The forms that we ship, for Hart."""
    return Forms(resources.forms(), "hart")


@pytest.fixture
def tiny_folder(tmp_path: Path) -> Path:
    """A copy of the small edition and its council, to be changed at will."""
    return Path(shutil.copytree(TINY_FORMS, tmp_path / "forms"))


@pytest.fixture(scope="session")
def tiny_forms(tmp_path_factory: pytest.TempPathFactory) -> Forms:
    """The small edition that has every type of question, kind of section and condition."""
    return Forms(shutil.copytree(TINY_FORMS, tmp_path_factory.mktemp("tiny") / "forms"), "testing")


@pytest.fixture
def tables(tiny_forms: Forms) -> dict[str, Any]:
    """The tables of the small edition's files, fresh for each test."""
    return tiny_forms.tables("eia/2030-1")


@pytest.fixture(scope="session")
def edition(tiny_forms: Forms) -> Edition:
    return edition_from("eia/2030-1", tiny_forms.tables("eia/2030-1"))


@pytest.fixture(scope="session")
def council(tiny_forms: Forms) -> Council:
    return tiny_forms.council


@pytest.fixture(scope="session")
def groups(edition: Edition, council: Council) -> tuple[Group, ...]:
    return (*edition.groups, *council.local_groups)


@pytest.fixture
def lead(session: Session) -> Person:
    return add_person(session, "Lee Lead")


@pytest.fixture
def contributor(session: Session) -> Person:
    return add_person(session, "Con Tributor")


@pytest.fixture
def stranger(session: Session) -> Person:
    return add_person(session, "Sam Stranger")


@pytest.fixture
def champion(session: Session) -> Person:
    return add_person(session, "Chris Champion", Role.CHAMPION)


@pytest.fixture
def equality_lead(session: Session) -> Person:
    return add_person(session, "Eli Equality", Role.EQUALITY_LEAD)


@pytest.fixture
def head_of_service(session: Session) -> Person:
    return add_person(session, "Hana Head", Role.HEAD_OF_SERVICE)


@pytest.fixture
def report_author(session: Session) -> Person:
    return add_person(session, "Rae Report", Role.REPORT_AUTHOR)


@pytest.fixture
def administrator(session: Session) -> Person:
    return add_person(session, "Ada Administrator", Role.ADMINISTRATOR)


@pytest.fixture
def make_assessment(
    session: Session,
    tiny_forms: Forms,
    lead: Person,
    equality_lead: Person,
    head_of_service: Person,
) -> Makers:
    """`make_assessment(State.IN_REVIEW)` gives an assessment of the small edition, opened."""
    return Makers(session, tiny_forms, lead, equality_lead, head_of_service)


@pytest.fixture
def review_factory(session: Session, make_assessment: Makers) -> ReviewFactory:
    """Return a maker of reviews, such as `review_factory.claimed_by(champion)`."""
    return ReviewFactory(session, make_assessment)


@pytest.fixture
def practice_factory(session: Session, forms: Forms) -> PracticeFactory:
    """Return a maker of practice assessments, such as `practice_factory.start(lead)`."""
    return PracticeFactory(session, forms)


@pytest.fixture
def reload_assessment(
    session: Session, tiny_forms: Forms
) -> Callable[[AssessmentContext], AssessmentContext]:
    """Opens an assessment again from the database, as the next request would."""

    def again(context: AssessmentContext) -> AssessmentContext:
        session.flush()
        session.expire_all()
        return load_assessment(session, tiny_forms, context.assessment.id)

    return again
