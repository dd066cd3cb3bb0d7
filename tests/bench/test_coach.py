"""The coach is quick enough for every page of the wizard."""

from __future__ import annotations

from pathlib import Path

from eia_app.storage.forms.folder import Forms
from tests.bench import coach, data
from tests.factories import Clock


def test_the_coach_reads_a_full_assessment_in_twenty_milliseconds(tmp_path: Path) -> None:
    database, folder = f"sqlite:///{tmp_path / 'eia.sqlite'}", data.real_forms(tmp_path / "forms")
    forms, clock = Forms(folder, "hart"), Clock()
    sessions = data.prepare(database)
    with sessions.to_write.begin() as session:
        person = data.add_person(session)
        first, *_ = [data.start_full(session, forms, person, each, clock) for each in ("A", "B")]
    sessions.engine.dispose()
    took = coach.measure(database, folder, first)
    assert took.everything < coach.MOST_MILLISECONDS
    assert took.page < took.everything
