"""A second database, for what goes from one to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from eia_app.storage.base import Base
from eia_app.storage.engine import open_engine
from tests.services.carrying import undone


@pytest.fixture(scope="module")
def other_engine(new_database: Callable[[], str]) -> Iterator[Engine]:
    engine = open_engine(new_database())
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def elsewhere(other_engine: Engine) -> Iterator[Session]:
    """A session in another database, with nothing in it."""
    with undone(other_engine) as session:
        yield session
