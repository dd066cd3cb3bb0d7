"""A file from somebody’s computer to whoever reads the assessment, with JavaScript and without."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.attachments import making_files
from tests.attachments.test_image_sanitizer import photo
from tests.journeys.browser.page_checker import PageChecker
from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.conftest import Opener
from tests.journeys.server import LEAD
from tests.judges.nu import Nu

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MB = 1024 * 1024
SURVEY = "Survey of blue badge holders 2025.pdf"
REFUSED = {
    "nothing": ("", b"", "Select a file"),
    "macros": (
        "figures.xlsx",
        making_files.excel(declarations=making_files.MACROS),
        "The selected file has macros in it: save it as .docx or .xlsx without them, or as a PDF",
    ),
    "another kind": (
        "survey.pdf",
        making_files.word(),
        (
            "The selected file is a Word file, but its name ends in “.pdf”: give it the ending"
            " “.docx”, or choose another file"
        ),
    ),
    "too large": ("a.txt", b"a" * (11 * MB), "The selected file must be smaller than 10 MB"),
}


def choose(page: Page, file: Path, content: bytes) -> None:
    """Choose a file of this computer, as a person finds the field."""
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    field = page.get_by_label("Attach a").or_(page.get_by_label("Attach another"))
    field.set_input_files(file)


def attach(walker: PageWalker, file: Path, content: bytes) -> None:
    choose(walker.page, file, content)
    walker.press("Attach")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_survey_is_attached_and_read(
    script: bool, as_person: Opener, builder: AssessmentBuilder, tmp_path: Path
) -> None:
    walker = as_person(LEAD, javascript=script)
    walker.open(f"/assessments/{builder.build('15')}/lists/evidence")
    walker.page.get_by_role("link", name="Change").first.click()
    walker.page.get_by_label("What is the fact?").fill("1,513 badge holders replied.")
    walker.press("Save and attach a file")
    assert walker.heading == "Files"
    assert walker.page.get_by_text("1,513 badge holders replied.").is_visible()
    attach(walker, tmp_path / "chosen" / SURVEY, making_files.pdf())
    assert walker.page.get_by_text(f"“{SURVEY}” is attached.").is_visible()
    assert walker.download(SURVEY, tmp_path).read_bytes() == making_files.pdf()
    attach(walker, tmp_path / "chosen" / "site.jpg", photo())
    photo_downloaded = Image.open(BytesIO(walker.download("site.jpg", tmp_path).read_bytes()))
    assert dict(photo_downloaded.getexif()) == {}
    walker.follow("Done")
    assert walker.page.get_by_role("link", name="Files (2)").count() == 1
    walker.page.get_by_role("link", name="Files (2)").click()
    walker.page.get_by_role("link", name=f"Remove {SURVEY}").click()
    walker.press("Remove")
    assert walker.page.get_by_text("Attached: 1 file").is_visible()


def test_every_refusal_is_in_order_and_the_field_is_focused_from_its_summary(
    walker: PageWalker, checker: PageChecker, builder: AssessmentBuilder, tmp_path: Path
) -> None:
    walker.open(f"/assessments/{builder.build('15')}/lists/evidence")
    walker.page.get_by_role("link", name="Attach a file").first.click()
    for name, (file_name, content, message) in REFUSED.items():
        if file_name:
            attach(walker, tmp_path / file_name, content)
        else:
            walker.press("Attach")
        assert walker.errors == [message]
        checker.check(f"a file refused: {name}")
    walker.page.get_by_role("link", name=REFUSED["too large"][2]).click()
    assert walker.page.evaluate("document.activeElement.id") == "file"
    attach(walker, tmp_path / "survey.txt", b"They replied.")
    checker.check("a file attached")
    attach(walker, tmp_path / "again.txt", b"They replied.")
    assert walker.errors == ["The selected file is attached here already, as “survey.txt”"]


def test_what_is_far_too_large_gets_a_page_and_not_a_broken_connection(
    as_person: Opener, builder: AssessmentBuilder, nu: Nu, tmp_path: Path
) -> None:
    walker = as_person(LEAD)
    checker = PageChecker(walker.page, nu)
    walker.open(f"/assessments/{builder.build('15')}/lists/evidence")
    walker.page.get_by_role("link", name="Attach a file").first.click()
    attach(walker, tmp_path / "huge.txt", b"a" * (22 * MB))
    assert walker.heading == "That is too much to send at once"
    checker.check("far too large")
    walker.follow("Go back to the files")
    assert walker.heading == "Files"
    assert checker.all_problems() == []


def test_files_are_attached_by_keyboard(
    walker: PageWalker, builder: AssessmentBuilder, tmp_path: Path
) -> None:
    walker.open(f"/assessments/{builder.build('15')}/lists/engagement")
    walker.page.get_by_role("link", name="Attach a file").first.focus()
    with walker.page.expect_navigation():
        walker.page.keyboard.press("Enter")
    choose(walker.page, tmp_path / "notes.txt", b"What they said.")
    walker.page.locator("#file").focus()
    walker.page.keyboard.press("Tab")
    assert walker.page.evaluate("document.activeElement.textContent.trim()") == "Attach"
    with walker.page.expect_navigation():
        walker.page.keyboard.press("Enter")
    assert walker.page.get_by_text("“notes.txt” is attached.").is_visible()
