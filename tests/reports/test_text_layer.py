"""What is read out of a PDF is what was written, in every script that we print."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from eia_app.reports.drawing import finished
from tests.reports import reading

# WeasyPrint leaves its colour profile open for a moment.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")
ENGLISH = "As in section 149(1) of the Act (2010) [see below] «x» {y} 5 < 6 and £5,000; what?"
WRITTEN = {
    "Arabic": "مرحبا (149) المجلس [اثنان] «ثلاثة» (أربعة) 25,000",
    "Hebrew": "שלום (149) מועצה [שתיים] «שלוש» (ארבע) 25,000",
    "Urdu": "خوش آمدید (149) کونسل [دو] (چار)",
    "Welsh": "Ŵyl y Cyngor (Cymraeg) [gŵyl] llawn 149(1)",
    "Polish": "Zażółć gęślą jaźń (149) [dwa] „trzy”",
    "Chinese": "市议会（咨询）(149) [二]",
    "Greek": "Συμβούλιο (149) [δύο] Ωμέγα μας",
    "Cyrillic": "Рада (149) [два] «три»",
    "Vietnamese": "Hội đồng (149) [hai] tiếng Việt",
}
LEFT_TO_RIGHT = [name for name in WRITTEN if name not in {"Arabic", "Hebrew", "Urdu"}]


def drawn(*paragraphs: str) -> bytes:
    """A PDF with these paragraphs, the first of them first."""
    inside = "".join(f"<p>{text.replace('<', '&lt;')}</p>" for text in paragraphs)
    return finished(f'<html lang="en"><head><title>Text</title></head><body>{inside}</body></html>')


def layer(*paragraphs: str) -> str:
    """What is read out of it."""
    return " ".join(reading.pages(drawn(*paragraphs)))


@pytest.mark.parametrize("script", WRITTEN)
def test_no_script_spoils_the_english_after_it(script: str) -> None:
    assert ENGLISH in layer(WRITTEN[script], ENGLISH)


@pytest.mark.parametrize("script", LEFT_TO_RIGHT)
def test_what_is_written_from_left_to_right_is_read_letter_by_letter(script: str) -> None:
    assert WRITTEN[script] in layer(ENGLISH, WRITTEN[script])


@pytest.mark.parametrize("script", ["Arabic", "Hebrew", "Urdu"])
def test_what_is_written_from_right_to_left_has_its_words_and_as_many_brackets(
    script: str,
) -> None:
    """How a reader turns such a line differs; nothing may be missing."""
    text, found = WRITTEN[script], layer(WRITTEN[script])
    words = [word.strip("()[]«»,") for word in text.split()]
    assert [word for word in words if word not in found] == []
    for bracket in "()[]«»":
        assert found.count(bracket) == text.count(bracket)


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("£5\u00a0000", "two words"),
        ("300\u212a", "Kent"),
        ("10\u212b", "\u00c5land"),
        ("\u2126", "\u03a9"),
        ("what\u037e", "a; b"),
        ("a \u202e(b)\u202c c", "section 149(1)"),
        ("שלום (149)", "section 149(1)"),
    ],
)
def test_a_sign_that_is_drawn_as_another_does_not_rename_it(first: str, later: str) -> None:
    assert layer(first, later).endswith(later)


def test_other_programs_read_the_same(tmp_path: Path) -> None:
    """Poppler’s reader, as in many viewers; it is Debian’s poppler-utils."""
    page = (
        f'<html lang="en"><head><title>Text</title></head><p>שלום (149)</p><p>{ENGLISH}</p></html>'
    )
    (tmp_path / "text.pdf").write_bytes(finished(page.replace(" < ", " &lt; ")))
    read = subprocess.run(
        ["pdftotext", str(tmp_path / "text.pdf"), "-"], capture_output=True, text=True, check=True
    )
    assert ENGLISH in read.stdout
