"""Files as the programs of others write them: looked into, and not refused for their manner."""

from __future__ import annotations

import pytest
from eia_app.domain.files.contents import types_of

from eia_app.domain.errors import Unfit
from eia_app.domain.files import pdf
from tests import attached

PAGE, SCRIPT = b"1 0 <</Type/Page>>", b"1 0 <</S/JavaScript/JS(app.alert\\(1\\))>>"
PACKED = {
    "WeasyPrint": b"/Type /ObjStm /Filter /FlateDecode",
    "Acrobat": b"/Filter/FlateDecode/First 4/N 1/Type/ObjStm",
    "qpdf": b" /Type /ObjStm /Filter /FlateDecode /N 1 /First 4 ",
    "TeX": b"\n/Type /ObjStm\n/N 1\n/First 4\n/Filter [ /FlateDecode ]\n",
}


@pytest.mark.parametrize("program", PACKED)
def test_packed_objects_are_looked_into_in_whatever_order_they_are_described(program: str) -> None:
    assert types_of(attached.pdf(attached.stream(PAGE, PACKED[program])))
    with pytest.raises(Unfit, match="has a script in it"):
        types_of(attached.pdf(attached.stream(SCRIPT, PACKED[program])))


@pytest.mark.parametrize("filters", [b"9 0 R", b"[/FlateDecode/FlateDecode]", b"/LZWDecode", b"[]"])
def test_objects_that_cannot_be_looked_into_are_refused(filters: bytes) -> None:
    with pytest.raises(Unfit) as refused:
        types_of(attached.pdf(attached.stream(SCRIPT, b"/Type/ObjStm/Filter " + filters)))
    assert str(refused.value) == pdf.UNUSUAL


def test_the_icons_of_word_are_no_programs() -> None:
    assert types_of(attached.word({"word/media/icon.svg": b"<svg/>"}))
