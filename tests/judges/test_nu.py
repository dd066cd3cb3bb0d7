"""The Nu checker passes a good page, and finds errors and warnings in bad ones."""

import pytest

from tests.judges import nu as nu_checker
from tests.judges.installed import NotInstalledError
from tests.judges.nu import Message, Nu
from tests.judges.sample import GOOD, with_change, with_error, with_more

pytestmark = pytest.mark.slow


def test_good_pages_have_no_message(nu: Nu) -> None:
    assert nu.check({"good": GOOD, "error": with_error()}) == []


def test_each_fault_is_told_with_its_page_and_line(nu: Nu) -> None:
    pages = {"good": GOOD, "twice": with_more('\n<p id="name">Again</p>'), "empty": ""}
    told = [(m.page, m.line > 0, m.text[:20]) for m in nu.check(pages)]
    assert told == [
        ("twice", True, "Duplicate ID “name”."),
        ("twice", True, "The first occurrence"),
        ("empty", False, "The page is empty."),
    ]


def test_a_warning_counts(nu: Nu) -> None:
    messages = nu.check({"no language": with_change(' lang="en-GB"', "")})
    assert ["“lang” attribute" in m.text for m in messages] == [True]


def test_what_html5lib_lets_pass_is_found(nu: Nu) -> None:
    messages = nu.check({"nested": with_more('<a href="/x"><button type="button">A</button></a>')})
    assert len(messages) == 1


def test_a_message_reads_as_a_sentence() -> None:
    assert str(Message("start", 3, "Stray end tag.")) == "start, line 3: Stray end tag."


def test_without_the_checker_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nu_checker, "JAR", nu_checker.JAR.with_name("gone.jar"))
    with pytest.raises(NotInstalledError, match="install npm’s vnu-jar"):
        nu_checker.start()
