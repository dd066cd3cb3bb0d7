"""Names each glyph of a PDF by its look, not by the text of its first use.

WeasyPrint names a glyph by the text of its first use. In text from right to left a “(” is drawn as
“)”, so one Hebrew bracket turned those of the whole file into “section 149)1(”; and one space that
does not break made every space of the file such a one, so that two words were not found together.
"""

from __future__ import annotations

import unicodedata
from io import BytesIO
from typing import Any

import weasyprint.pdf
from weasyprint.pdf import fonts as pdf_fonts

_build = weasyprint.pdf.build_fonts_dictionary


def name_as_drawn() -> None:
    """Have signs and spaces named by their look, from now on in this process."""
    weasyprint.pdf.build_fonts_dictionary = _with_names


def _with_names(pdf: Any, fonts: Any, *more: Any) -> Any:
    for font in fonts.values():
        signs = [at for at, text in font.to_unicode.items() if _is_sign(text)]
        drawn = _drawn(font) if signs else {}
        for at, text in font.to_unicode.items():
            # Of letters that are the same, such as K and the sign of Kelvin, the usual one.
            usual = unicodedata.normalize("NFC", text) if len(text) == 1 else text
            font.to_unicode[at] = drawn.get(at, usual) if _is_sign(text) else usual
    return _build(pdf, fonts, *more)


def _is_sign(text: str) -> bool:
    return len(text) == 1 and not text.isalnum()


def _drawn(font: Any) -> dict[int, str]:
    """Return the signs of a font by the number of their glyph; of equal ones the first."""
    with pdf_fonts.TTFont(BytesIO(font.file_content), fontNumber=font.index, lazy=True) as whole:
        known = sorted((whole.getBestCmap() or {}).items(), reverse=True)
        return {
            whole.getGlyphID(name): chr(letter) for letter, name in known if _is_sign(chr(letter))
        }
