"""The judges as pytest fixtures, each started once for the whole test run.

A conftest.py takes the ones it wants: `from tests.judges.fixtures import chromium, nu, postgres`.
"""

from collections.abc import Iterator

import pytest

from tests.judges import nu as nu_checker
from tests.judges import postgres as postgresql
from tests.judges.browser import Chromium


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """A real browser that reaches 127.0.0.1 and nothing else."""
    browser = Chromium()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def nu() -> Iterator[nu_checker.Nu]:
    """The Nu HTML checker."""
    checker = nu_checker.start()
    yield checker
    checker.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgresql.Cluster]:
    """A PostgreSQL cluster that forgets everything."""
    cluster = postgresql.start()
    yield cluster
    cluster.stop()
