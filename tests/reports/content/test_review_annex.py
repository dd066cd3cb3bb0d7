"""The annex: what was said in review is printed whole, in a file that passes the same checks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from eia_app.domain.snapshot.snapshot import canonical, sha256
from eia_app.reports.blocks import Heading, Row
from eia_app.reports.documents.full_report import build
from eia_app.reports.jobs.report_job import Job, key_of, read, render_report, written
from tests.reports import make_reports
from tests.reports.text_of_answers import of_document

NOTHING_SAID: dict[str, Any] = {"format": "eia-review/1", "group": "Test Champions", "rounds": []}
ROUND: dict[str, Any] = {
    "number": 1,
    "version": 2,
    "snapshot": "5f" * 32,
    "reasons": ["it closes a service"],
    "quorum": 3,
    "due": "2026-03-20",
    "opened_at": "2026-03-09T23:30:00+00:00",
    "opened_by": "Parking manager",
    "closed_at": "2026-06-30T23:30:00+00:00",
    "closed_by": "Equality lead",
    "outcome": "agreed_with_conditions",
    "note": "Two were ill.\n\nThe rest agreed.",
    "sections": [],
    "referred_to": "Corporate Director",
    "opinions": [
        {"by": "Champion 1", "recommendation": "support", "reason": "", "given_at": "x"},
        {
            "by": "Champion 2",
            "recommendation": "cannot_say",
            "reason": "No figures for carers.",
            "given_at": "x",
        },
    ],
    "comments": [
        {
            "by": "Champion 2",
            "place": ["effects", "age", "", ""],
            "about": "Age",
            "kind": "must_address",
            "text": "Say who loses\n- the Monday club\n- the Friday club",
            "at": "x",
            "reply": {"by": "Lead", "kind": "not_changed", "text": "Nobody does.", "at": "x"},
        },
        {
            "by": "Champion 1",
            "place": ["", "", "", ""],
            "about": "The whole assessment",
            "kind": "praise",
            "text": "A clear summary",
            "at": "x",
            "reply": None,
        },
    ],
    "invited": [
        {
            "by": "Solicitor",
            "section": "effects",
            "group": "age",
            "question": "Is section 13 met?",
            "recommendation": "support",
            "reason": "It is met.",
            "answered_at": "x",
        }
    ],
    "conditions": [
        {"text": "Write to all", "owner": "Clerk", "due": "2026-09-01", "measure": "240 letters"}
    ],
}
SAID = {**NOTHING_SAID, "rounds": [ROUND]}


def texts(said: dict[str, Any]) -> list[str]:
    record = make_reports.screening()
    return of_document(build(record, make_reports.signed(record), said))


def test_everything_that_was_said_is_printed_with_its_answer() -> None:
    found = "\n".join(texts(SAID))
    for said in (
        *("Annex: review by the Test Champions", "Round 1: agreed with conditions"),
        *("9 March 2026", "1 July 2026, Equality lead"),
        *("Corporate Director", "2 of 3 needed", "Two were ill.", "The rest agreed."),
        *("Champion 1\nsupport\nNo reason was given.", "Champion 2\ncannot say"),
        *("No figures for carers.", "Must address: Age", "the Monday club", "Not changed"),
        *("Nobody does.", "Praise: The whole assessment", "A clear summary", "Not answered"),
        *("A colleague who was asked, Solicitor\nsupport", "Is section 13 met?", "It is met."),
        *("Conditions.", "Write to all", "Clerk", "1 September 2026", "240 letters"),
    ):
        assert said in found


def test_its_headings_follow_each_other_without_a_gap_and_have_ids_of_their_own() -> None:
    record = make_reports.screening()
    blocks = build(record, make_reports.signed(record), SAID).blocks
    headings = [
        block.heading if isinstance(block, Row) else block
        for block in blocks
        if isinstance(block, Row | Heading)
    ]
    ids = [heading.id for heading in headings if heading.id]
    assert len(ids) == len(set(ids))
    at = next(n for n, heading in enumerate(headings) if heading.id == "annex")
    assert [heading.level for heading in headings[at:]] == [2, 3, 4, 4, 4, 4, 4, 4]


def test_where_no_round_has_ended_the_annex_says_so() -> None:
    assert "No round of review has ended." in texts(NOTHING_SAID)


def test_a_report_without_an_annex_is_what_it_was_and_is_kept_under_its_old_name() -> None:
    record = make_reports.screening()
    status = make_reports.signed(record)
    assert build(record, status) == build(record, status, None)
    text = canonical(record)
    plain = Job(text, status, make_reports.NOW)
    assert plain.key == key_of(sha256(text), status)
    assert replace(plain, annex=canonical(SAID)).key != plain.key


def test_the_printed_report_with_an_annex_passes_its_check() -> None:
    record = make_reports.screening()
    job = Job(
        canonical(record), make_reports.signed(record), make_reports.NOW, annex=canonical(SAID)
    )
    assert read(written(job)) == job
    assert render_report(job).startswith(b"%PDF")
