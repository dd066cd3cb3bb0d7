"""Whatever is done to a file, it is kept or refused in a sentence: never a fault of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eia_app.attachments.inspect_process import Upload, inspect
from eia_app.attachments.sanitize import sanitize_file
from eia_app.domain.attachments.file_types import MB
from eia_app.domain.errors import Unfit
from tests.attachments import making_files
from tests.attachments.ole_files import ole
from tests.attachments.test_office_scan import field, word_file

WITH_MUCH = "<</A[<</S/GoTo/D[0/Fit]>>]/B(words)/C<</OpenAction[]/AA<<>>/URI(x)>>>>"


@cache
def files() -> Mapping[str, bytes]:
    """Small files of every kind, as programs write them."""
    return {
        **making_files.GOOD,
        "packed.pdf": making_files.pdf(WITH_MUCH),
        "plain.pdf": making_files.pdf(WITH_MUCH, packed=False),
        "written.docx": word_file(field(" PAGE ")),
        "chart.docx": making_files.word({"word/embeddings/a.xlsx": making_files.excel()}),
        "older.doc.docx": ole({"WordDocument": b"x", "VBA/dir": b"y"}),
        "old.docx": making_files.word({"a.bin": ole({"VBA/dir": b"y"})}),
    }


@st.composite
def changed_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """One of them, with some bytes changed, left out, put in or written twice."""
    name = draw(st.sampled_from(sorted(files())))
    content = bytearray(files()[name])
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content)))
        how = draw(st.sampled_from(["change", "leave out", "put in", "twice", "cut"]))
        piece = draw(st.binary(min_size=1, max_size=8))
        length = draw(st.integers(1, 64))
        if how == "change":
            content[at : at + len(piece)] = piece
        elif how == "leave out":
            del content[at : at + length]
        elif how == "put in":
            content[at:at] = piece
        elif how == "twice":
            content[at:at] = content[at : at + length]
        elif draw(st.integers(0, 3)) == 0:
            del content[at:]
    return name, bytes(content)


def refusal(sanitize: Callable[[str, bytes, int], Upload], name: str, content: bytes) -> str:
    """Return the sentence with which a file is refused, or ""."""
    try:
        assert sanitize(name, content, MB).content
    except Unfit as unfit:
        return str(unfit)
    return ""


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sent=changed_files())
def test_a_changed_file_is_kept_or_refused_in_a_sentence(sent: tuple[str, bytes]) -> None:
    refused = refusal(sanitize_file, *sent)
    assert not refused or refused.startswith(("The selected ", "The name of the selected "))


@settings(max_examples=8, deadline=None)
@given(sent=changed_files())
def test_so_it_is_in_the_process_for_it(sent: tuple[str, bytes]) -> None:
    assert refusal(inspect, *sent) == refusal(sanitize_file, *sent)


@pytest.mark.parametrize("name", sorted(making_files.GOOD))
def test_half_of_a_file_that_has_an_end_is_not_kept(name: str) -> None:
    content = making_files.GOOD[name]
    if name.endswith(("csv", "txt")):
        return
    with pytest.raises(Unfit):
        sanitize_file(name, content[: len(content) // 2], MB)
