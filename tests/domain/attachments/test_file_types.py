"""The kinds of file that may be attached, and how one is named in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eia_app.domain.attachments.file_types import (
    KINDS,
    FileType,
    in_words,
    sections_with_files,
    size_in_words,
)
from eia_app.domain.questionnaire.model import Edition


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 byte"),
        (900, "900 bytes"),
        (240 * 1024, "240 KB"),
        (1024 * 1024, "1 MB"),
        (1_600_000, "1.5 MB"),
    ],
)
def test_a_size_is_said_in_words(size: int, words: str) -> None:
    assert size_in_words(size) == words


def test_a_file_is_said_in_words() -> None:
    file = {"name": "survey.pdf", "type": "pdf", "size": 245_760, "sha256": "0" * 64}
    assert in_words(file) == "survey.pdf (PDF, 240 KB)"


def test_every_type_has_words_and_an_ending_of_its_own() -> None:
    assert set(KINDS) == set(FileType)
    assert all(type_.value in kind.endings for type_, kind in KINDS.items())


def test_lists_take_files_by_what_the_edition_says_they_mean(edition: Edition) -> None:
    assert sections_with_files(edition) == {"evidence"}
    without = {key: value for key, value in edition.meaning.items() if key != "evidence"}
    assert sections_with_files(replace(edition, meaning=without)) == frozenset()
    assert sections_with_files(replace(edition, meaning={"evidence": "proposal"})) == frozenset()
