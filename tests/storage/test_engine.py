"""SQLite: those who write queue for their turn, and give it back whatever happens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from eia_app.storage.engine import Sessions, open_engine

ADD = text("UPDATE counter SET number = number + 1")
NUMBER = text("SELECT number FROM counter")


@pytest.fixture
def counting(tmp_path: Path) -> Iterator[Sessions]:
    engine = open_engine(f"sqlite:///{tmp_path / 'turns.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (number INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    yield Sessions(engine)
    engine.dispose()


def number(sessions: Sessions) -> int:
    with sessions.to_read() as session:
        found: int = session.execute(NUMBER).scalar_one()
    return found


def test_many_threads_write_and_nothing_is_lost(counting: Sessions) -> None:
    def write() -> None:
        for _ in range(20):
            with counting.to_write.begin() as session:
                session.execute(ADD)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert number(counting) == 80


def test_a_turn_ends_when_its_writer_fails(counting: Sessions) -> None:
    def fail() -> None:
        with counting.to_write.begin() as session:
            session.execute(ADD)
            raise ArithmeticError

    for _ in range(3):
        with pytest.raises(ArithmeticError):
            fail()
    with counting.to_write.begin() as session:
        session.execute(ADD)
    assert number(counting) == 1


def test_a_turn_ends_with_each_commit(counting: Sessions) -> None:
    """A session may go on after its commit: that is another turn."""
    with counting.to_write() as session:
        session.execute(ADD)
        session.commit()
        with counting.to_write.begin() as other:
            other.execute(ADD)
        session.execute(ADD)
        session.commit()
    assert number(counting) == 3


def test_those_who_read_do_not_wait_for_those_who_write(counting: Sessions) -> None:
    with counting.to_write.begin() as session:
        session.execute(ADD)
        assert number(counting) == 0
    assert number(counting) == 1
