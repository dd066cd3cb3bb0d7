"""The PDF judge passes what WeasyPrint makes for a standard, and fails what is spoilt."""

import io
from functools import cache
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from tests.judges import verapdf
from tests.judges.installed import NotInstalledError
from tests.judges.verapdf import judge, judge_all

pytestmark = [
    pytest.mark.slow,
    # WeasyPrint leaves its colour profile open for a moment.
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning"),
]
HTML = "<html lang=en-GB><title>T</title><h1>Who</h1><p>See <a href='#a'>a</a></p><h2 id=a>A</h2>"


@cache
def made(variant: str | None) -> bytes:
    """Return a small PDF of this variant of WeasyPrint's, or a plain one."""
    pdf = weasyprint.HTML(string=HTML).write_pdf(pdf_variant=variant)
    assert isinstance(pdf, bytes)
    return pdf


def spoilt() -> bytes:
    """Return a PDF/UA file that has lost its language and its headings' names."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made("pdf/ua-1"))) as pdf:
        del pdf.Root.Lang
        del pdf.Root.MarkInfo
        pdf.save(out)
    return out.getvalue()


def test_many_files_and_both_flavours_are_judged_in_one_run() -> None:
    pdfs = {"ua": made("pdf/ua-1"), "a": made("pdf/a-3a"), "plain": made(None), "junk": b"junk"}
    verdicts = judge_all(pdfs)
    assert {key for key, verdict in verdicts.items() if verdict.passes} == {
        ("ua", "ua1"),
        ("a", "3a"),
    }
    assert len(verdicts) == 8


def test_what_passes_was_really_checked() -> None:
    verdict = judge(made("pdf/ua-1"), "ua1")
    assert verdict.failed == ()
    assert verdict.passed_checks > 100


def test_a_failure_says_clause_test_count_and_what_is_wrong() -> None:
    failed = {(f.clause, f.test): f for f in judge(spoilt(), "ua1").failed}
    assert ("6.2", 1) in failed
    assert failed["6.2", 1].count == 1
    assert "MarkInfo" in str(failed["6.2", 1])


def test_a_file_that_is_no_pdf_fails() -> None:
    verdict = judge(b"hello", "3a")
    assert not verdict.passes
    assert [f.message for f in verdict.failed] == ["The file cannot be read as a PDF."]


def test_without_jaxb_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(verapdf, "JAVA_FOLDER", tmp_path)
    with pytest.raises(NotInstalledError, match="install Debian’s libjaxb-java"):
        judge(made(None), "ua1")


def test_without_java_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotInstalledError, match="install Debian’s default-jre-headless"):
        judge(made(None), "ua1")


def test_jars_without_the_engine_are_no_pass(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in verapdf.JAXB:
        (tmp_path / f"{name}.jar").write_bytes((verapdf.JAVA_FOLDER / "txw2.jar").read_bytes())
    monkeypatch.setattr(verapdf, "JAVA_FOLDER", tmp_path)
    with pytest.raises(NotInstalledError, match="did not run: it needs"):
        judge(made(None), "ua1")
