"""The title block: the kind of document, its status, and the facts under the title."""

from __future__ import annotations

from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.choices import long_date
from eia_app.reports.blocks import Fact
from eia_app.reports.content import review_outcome
from eia_app.reports.content.key_facts import KeyFacts
from eia_app.reports.content.snapshot_reader import SnapshotReader
from eia_app.reports.content.status import ReportStatus
from eia_app.reports.text.rich_text import one_line
from eia_app.reports.text.sentences import unnumbered

SCREENING = "Screening, not an Equality Impact Assessment"
PRACTICE = "Practice, not an Equality Impact Assessment"
PRACTICE_STATUS = "Practice, not an assessment"
ROUTES = {Route.SCREENING: "Screening", Route.STANDARD: "Full assessment"}


def label(reader: SnapshotReader) -> str:
    """Return what kind of document this is: neither a screening nor practice may pass for one."""
    if reader.is_practice:
        return PRACTICE
    return SCREENING if reader.is_screening else one_line(reader.snapshot["edition"]["title"])


def status_words(reader: SnapshotReader, status: ReportStatus) -> str:
    """Return the status in words."""
    return PRACTICE_STATUS if reader.is_practice else status.words


def mark(reader: SnapshotReader, status: ReportStatus) -> str:
    """Return the words on every page of a document that must not be used; "" for others."""
    return "PRACTICE: not an assessment" if reader.is_practice else status.mark


def route(reader: SnapshotReader) -> str:
    """Return the route in words."""
    if reader.route is Route.MAJOR:
        return f"Full assessment, major: {reader.snapshot['council']['review_group']} advise"
    return ROUTES[reader.route] if reader.route else "Not yet known"


def title_facts(facts: KeyFacts) -> tuple[Fact, ...]:
    """Return decision, recommendation, review, people affected, sign-off and reference."""
    snapshot, signed = facts.reader.snapshot, facts.status.signed
    decision = ", ".join(filter(None, (facts.decision_body, facts.decision_date)))
    people = facts.people or "not known"
    pairs = [("Decision", decision or "No date yet")]
    if not facts.reader.is_screening:
        recommended = unnumbered(facts.outcome) or "Nothing yet"
        review = review_outcome.in_short(facts)
        pairs += [("Recommended", recommended), (snapshot["council"]["review_group"], review)]
    pairs += [
        ("People affected", people),
        (
            ("Signed off", f"{one_line(signed.by)}, {long_date(signed.on.isoformat())}")
            if signed
            else ("Sign-off", "Not signed off")
        ),
        ("Reference", f"{one_line(snapshot['reference'])}, version {snapshot['version']}"),
    ]
    return tuple(Fact(term, text[:1].upper() + text[1:]) for term, text in pairs)
