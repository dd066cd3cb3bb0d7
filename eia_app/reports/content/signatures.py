"""The last part: how the assessment was made, who signed what, and how to tell that this is it."""

from __future__ import annotations

from collections.abc import Sequence

from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.choices import long_date
from eia_app.domain.snapshot.snapshot import sha256
from eia_app.reports.blocks import Block, Heading, Row
from eia_app.reports.content.key_facts import KeyFacts
from eia_app.reports.content.redaction import public_text
from eia_app.reports.content.status import Outcome, credit
from eia_app.reports.content.tables import cell
from eia_app.reports.content.title_block import route
from eia_app.reports.text.heading_numbers import Outline
from eia_app.reports.text.rich_text import one_line
from eia_app.reports.text.sentences import number_of

UNSIGNED = (
    "This is a draft. Nobody has signed it off, so it must not go to councillors as an assessment."
)
UNSIGNABLE = (
    "This is a made-up example, to learn from. The council, its people and its figures do not"
    " exist, so nobody can sign it and it must not go to councillors."
)
PRACTICE = (
    "This was written for practice. It is not an assessment, so nobody signs it off, and it must"
    " not go to councillors."
)
UNRECORDED = "No details of the decision were recorded."
INSIDE = "The record that was signed is inside the PDF, with every answer."
UNFINISHED = "The quick check is not finished, so the route is not yet known."


def block(
    facts: KeyFacts, outline: Outline, *, empty: Sequence[str], short_forms: str
) -> list[Block]:
    """Return who made and signed it, what was left empty and open, and the hashes."""
    rows = {
        **_people(facts),
        "Route": _route(facts),
        "Short forms": short_forms,
        "Left empty" if facts.status.signed else "Not answered yet": "; ".join(empty),
        "Left open": _open_findings(facts),
        **_signed(facts),
        **({"The decision": _decided(facts.status.decision)} if facts.status.decision else {}),
        **_record(facts),
    }
    return [
        outline.part("How this was done and signed", "sign-off"),
        *(_row(label, text) for label, text in rows.items() if text),
    ]


def _row(label: str, text: str) -> Row:
    return Row(Heading(3, label, is_label=True), cell(text))


def _people(facts: KeyFacts) -> dict[str, str]:
    """Return the people by role; by name as well where the council’s setting says so."""
    snapshot = facts.reader.snapshot
    people, named = snapshot["people"], snapshot["council"]["names_in_reports"]
    helpers = [credit(person, named=named) for person in people["contributors"]]
    return {"Lead": credit(people["lead"], named=named), "With": "; ".join(helpers)}


def _route(facts: KeyFacts) -> str:
    """Return the route with its reasons, and those for a full assessment if they differ."""
    chosen = facts.reader.snapshot["route"]
    override = (chosen.get("override") or {}).get("reason", "")
    if facts.reader.route is None:
        return UNFINISHED
    why = one_line(str(override)) or "; ".join(map(one_line, chosen["reasons"]))
    because = "the equality lead chose it, because" if override else "because"
    text = f"{route(facts.reader)}, {because}: {why.rstrip('. ')}."
    full = "; ".join(map(one_line, chosen["full_reasons"]))
    if full and full != why and facts.reader.route is not Route.SCREENING:
        text += f"\n\nA full assessment was needed because: {full.rstrip('. ')}."
    return text


def _open_findings(facts: KeyFacts) -> str:
    """Return the number of findings without an answer when the last round of review began."""
    findings = facts.status.rounds[-1].open_findings if facts.status.rounds else 0
    points = number_of(findings, "point", "points")
    return (
        f"{points} of the built-in check had no answer when this went to review."
        if findings
        else ""
    )


def _signed(facts: KeyFacts) -> dict[str, str]:
    signed, status = facts.status.signed, facts.status
    if not signed:
        unsigned = UNSIGNABLE if status.is_example else UNSIGNED
        return {"Sign-off": PRACTICE if facts.reader.is_practice else unsigned}
    return {
        "Declaration": signed.declaration,
        "Signed off": f"{one_line(signed.by)}, {long_date(signed.on.isoformat())}. {INSIDE}",
    }


def _decided(decision: Outcome) -> str:
    """Return the details recorded; an import may bring a decision without any."""
    day = long_date(decision.on.isoformat()) if decision.on else ""
    parts = (decision.outcome, decision.body, day, decision.minute)
    return "; ".join(filter(None, map(one_line, parts))) or UNRECORDED


def _record(facts: KeyFacts) -> dict[str, str]:
    snapshot, digest = facts.reader.snapshot, facts.status.sha256
    edition, contact = snapshot["edition"], snapshot["council"]["contact"]
    reach = [one_line(contact.get(name, "")) for name in ("team", "email", "phone")]
    without_names = ""
    if digest and not snapshot["council"]["names_in_reports"]:
        without_names = f"Of the record without names: {sha256(public_text(snapshot))}"
    return {
        "Questionnaire": one_line(f"{edition['title']} {edition['id']}"),
        "SHA-256": f"{digest or 'Not recorded yet'}\n\n{without_names}",
        "Contact": ", ".join(filter(None, reach)),
    }
