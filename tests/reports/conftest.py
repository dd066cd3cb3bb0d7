"""What holds for every test of the reports."""

from __future__ import annotations

from pathlib import Path

import pytest

# WeasyPrint leaves its colour profile open for a moment.
PROFILE = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(PROFILE)
