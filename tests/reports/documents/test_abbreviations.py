"""What abbreviations mean is said before the first part, in the words of the record or the law."""

from __future__ import annotations

from eia_app.domain.snapshot.snapshot import Json
from eia_app.reports.content.snapshot_reader import SnapshotReader
from eia_app.reports.documents.abbreviations import used
from eia_app.reports.documents.full_report import build
from tests.reports import make_reports
from tests.reports.text_of_answers import rows_of

EIA = {"EIA": "Equality Impact Assessment"}


def known(record: Json) -> dict[str, str]:
    return {fact.term: fact.text for fact in used(SnapshotReader(record))}


def typed(*texts: str) -> dict[str, str]:
    """What is said of a report in which somebody typed this."""
    return known(make_reports.full({(None, "summary"): "\n\n".join(texts)}))


def test_the_name_of_the_questionnaire_is_explained_where_a_question_shortens_it() -> None:
    assert known(make_reports.full()) == EIA


def test_a_reference_is_no_abbreviation() -> None:
    record = make_reports.screening({(None, "q_reason"): "It follows EIA-2026-001."})
    for part in record["parts"]:
        for section in part["sections"]:
            for question in section.get("questions", ()):
                question["label"] = question["label"].replace("EIA", "assessment")
    assert known(record) == {}


def test_the_duty_is_explained_where_somebody_shortens_it() -> None:
    assert typed("We thought of the PSED.") == {**EIA, "PSED": "public sector equality duty"}


def test_what_an_author_explains_anywhere_is_explained_in_the_author_s_own_words() -> None:
    said = typed(
        "PIP is counted.",
        "Those who get Personal Independence Payment (PIP) and special educational needs and"
        " disabilities (SEND) support; the department for work and pensions (DWP).",
    )
    assert said == {
        **EIA,
        "DWP": "department for work and pensions",
        "PIP": "Personal Independence Payment",
        "SEND": "special educational needs and disabilities",
    }


def test_nothing_is_invented() -> None:
    assert typed("GPs and BSL, and a note (ABC), or the town hall (TIC).") == EIA


def test_brackets_that_explain_nothing_are_left_alone() -> None:
    assert typed("( (AB) Ab (aB) one two (TO) " * 30 + "(WWWWWWWW) " + "w" * 5000) == EIA


def test_the_document_has_them_for_every_format() -> None:
    blocks = build(make_reports.full(), make_reports.DRAFT).blocks
    assert rows_of(blocks)["Short forms"] == ["EIA: Equality Impact Assessment"]
