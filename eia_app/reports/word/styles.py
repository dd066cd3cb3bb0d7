"""The look of Word files, set on their styles so that a council can change all of it at once."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

LANGUAGE = "en-GB"
FONT = "Arial"
SIZES = {"Title": 25, "Subtitle": 12, "Heading 1": 17, "Heading 2": 13.5, "Heading 3": 12}
SMALL = {"Heading 4": 12, "Heading 5": 12, "Header": 10, "Footer": 10, "Caption": 12}
PAPER = (Mm(210), Mm(297))
INK = RGBColor(0x15, 0x19, 0x1E)


def prepare(word: WordDocument, brand: str) -> None:
    """Set A4, British English, a plain font at 12 points, headings in the council’s colour."""
    section = word.sections[0]
    section.page_width, section.page_height = PAPER
    section.left_margin = section.right_margin = Mm(20)
    _say_language(word)
    _font(_style(word, "Normal"), 12, INK)
    _style(word, "Normal").paragraph_format.space_after = Pt(8)
    colour = RGBColor.from_string(brand.removeprefix("#").upper())
    for name, size in {**SIZES, **SMALL}.items():
        style = _style(word, name)
        _font(style, size, colour if name.startswith(("Title", "Heading")) else INK)
        style.font.italic = False
    _plain_title(_style(word, "Title"))


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    style = word.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no style of paragraphs.")
    return style


def _font(style: ParagraphStyle, size: float, colour: RGBColor) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = colour
    fonts: Any = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)


def _say_language(word: WordDocument) -> None:
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _plain_title(title: ParagraphStyle) -> None:
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    properties = title.element.get_or_add_pPr()
    line = properties.find(qn("w:pBdr"))
    if line is not None:
        properties.remove(line)


def add_page_of(paragraph: Paragraph) -> None:
    """Add “Page 2 of 9” as fields that Word updates."""
    paragraph.add_run("Page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)
