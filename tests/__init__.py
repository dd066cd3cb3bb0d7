"""The tests, and where their files are."""

from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).parent
ROOT: Final = TESTS.parent
CASES: Final = TESTS / "cases"
TINY_FORMS: Final = TESTS / "tiny_forms"
TINY_GROUP_FORMS: Final = TESTS / "tiny_group_forms"  # ask about every group on one page
