"""What people type, and what becomes of it."""

from __future__ import annotations

import pytest

from eia_app.reports.blocks import Bullets, Line, Paragraph
from eia_app.reports.colours import contrast, readable
from eia_app.reports.filename import file_name
from eia_app.reports.sentences import opening, sentences
from eia_app.reports.typed import clean, one_line, written


def test_blank_lines_part_paragraphs_and_line_breaks_are_kept() -> None:
    assert written("One\nline\r\n\r\nTwo") == [Paragraph(Line("One\nline")), Paragraph(Line("Two"))]


def test_lines_that_begin_with_a_dash_or_a_star_are_bullets() -> None:
    assert written("We will:\n- write\n* call\nThen stop.") == [
        Paragraph(Line("We will:")),
        Bullets((Line("write"), Line("call"))),
        Paragraph(Line("Then stop.")),
    ]


def test_bullets_of_word_outlook_and_google_are_one_list() -> None:
    pasted = "\uf0b7\tone\r\n·\ttwo\x0bo\tthree\n§\tfour\n▪ five\n● six\n\uf0a7\u00a0seven"
    names = ("one", "two", "three", "four", "five", "six", "seven")
    assert written(pasted) == [Bullets(tuple(map(Line, names)))]


def test_numbered_lines_keep_their_numbers_on_paper_and_in_sentences() -> None:
    typed = "1.\tWrite to all.\n2) Call them.\n(c) Visit."
    assert written(typed) == [Paragraph(Line("1. Write to all.\n2) Call them.\n(c) Visit."))]
    assert sentences(typed) == ["1. Write to all.", "2) Call them.", "(c) Visit."]
    assert opening("3. Write to all. 4. Call them.", 4) == "3. Write to all."


def test_a_dash_inside_a_word_or_a_sum_is_no_bullet() -> None:
    assert written("-5 degrees\n*important*") == [Paragraph(Line("-5 degrees\n*important*"))]


def test_characters_that_no_page_can_show_are_left_out() -> None:
    assert clean("a\x00b\x1bc\ud800d\ue000e\u202ef\tg\ufffe") == "a b c def g"


def test_letters_accents_and_emoji_are_kept() -> None:
    text = "Zoë’s café – 👨‍👩‍👧 ½ مرحبا"
    assert clean(text) == text
    assert one_line("  two\n lines ") == "two lines"


@pytest.mark.parametrize(
    ("text", "is_rtl"), [("123 שלום", True), ("مرحبا", True), ("Hello שלום", False), ("123", False)]
)
def test_the_first_letter_decides_the_direction(text: str, *, is_rtl: bool) -> None:
    assert Line(text).is_rtl is is_rtl


def test_a_file_is_called_by_reference_version_and_title() -> None:
    assert file_name("EIA-2026-014", 3, "Blue Badge parking") == (
        "EIA-2026-014-v3-blue-badge-parking.pdf"
    )


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Café’s “new” hours / 2026", "EIA-1-v1-cafes-new-hours-2026.pdf"),
        ("../../etc/passwd\n", "EIA-1-v1-etc-passwd.pdf"),
        ("مرحبا", "EIA-1-v1.pdf"),
        ("word " * 40, f"EIA-1-v1-{'-'.join(['word'] * 12)}.pdf"),
        ("w" * 500, f"EIA-1-v1-{'w' * 60}.pdf"),
    ],
)
def test_a_file_name_is_plain_and_short(title: str, name: str) -> None:
    assert file_name("EIA-1", 1, title) == name


def test_a_readable_colour_is_kept_and_any_other_replaced() -> None:
    kept = readable({"brand": "#1d5a3c", "brand_text": "#ffffff", "link": "#1b4f8a"})
    assert (kept.brand, kept.brand_text, kept.link) == ("#1d5a3c", "#ffffff", "#1b4f8a")
    pale = readable({"brand": "#ffee88", "brand_text": "red}", "link": ""})
    assert (pale.brand, pale.brand_text, pale.link) == ("#15191e", "#ffffff", "#15191e")
    assert round(contrast("#000000", "#ffffff")) == 21
